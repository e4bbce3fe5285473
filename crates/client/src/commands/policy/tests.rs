//! Proves what people and programs are told of policies.

use super::{
    describe::{changed, permission, simulated, verdict},
    read,
};
use crate::{
    chain::{Obstacle, Verdict},
    policy::{
        ParsedFile, simulate,
        tests::{consortium, granted},
    },
};
use critical_chains_policy::{Basis, Facts, Scope};
use insta::assert_snapshot;
use std::fs;

const FILE: &str = r#"
[roles.operator]
permissions = ["anchoring.anchor", "institutions.admit"]
steward = "institution"

[constraints.hats]
separation = "static"
roles = ["operator", "representative"]
at-most = 1

[policies."runtime.upgrade".approval]
approvals = 9
lifetime = "1 day"

[remove]
roles = ["auditor"]
constraints = ["audit-operation"]
"#;

#[test]
fn changes_are_told_with_their_lines() {
    let chain = consortium();
    let changes = ParsedFile::parse(FILE).unwrap().file.changes(&chain);

    let (text, document) = changed(&changes);

    assert_snapshot!(format!("{text}\n{}", changed(&[]).0));
    assert_snapshot!("changes_json", format!("{document:#}"));
}

#[test]
fn simulations_name_everybody_who_gains_or_loses() {
    let chain = consortium();
    let changes = ParsedFile::parse(FILE).unwrap().file.changes(&chain);
    let simulation = simulate(&chain, &changes, &Facts::default());

    let (text, document) = simulated(&simulation, changes.len());

    assert_snapshot!(text);
    assert_snapshot!("simulation_json", format!("{document:#}"));
    let nothing = simulated(&Default::default(), 1).0;
    assert_eq!(nothing, "Nobody would gain or lose anything, as far as is known.\n");
}

#[test]
fn a_permission_is_shown_with_carriers_and_policy() {
    let chain = consortium();
    let shown = |name: &str| permission(&chain, &name.parse().unwrap());

    let texts = ["anchoring.anchor", "authorisation.policy", "institutions.admit"]
        .map(|name| shown(name).unwrap().0);

    assert_snapshot!(texts.join("\n---\n"));
    assert!(shown("anchoring.fly").is_none());
}

#[test]
fn verdicts_say_why() {
    let mut chain = consortium();
    let mut elsewhere = granted("operator", Scope::Consortium);
    elsewhere.active = false;
    chain.subjects.get_mut(&[2; 32]).unwrap().assignments.push(elsewhere);
    let anchor = "anchoring.anchor".parse().unwrap();
    let mut said = String::new();
    for found in [
        Verdict::Permitted { by: Basis::Role("operator".parse().unwrap()) },
        Verdict::Permitted { by: Basis::Rule(1) },
        Verdict::Refused { by: Obstacle::NotAMember },
        Verdict::Refused { by: Obstacle::Frozen },
        Verdict::Refused { by: Obstacle::Lapsed },
        Verdict::Refused { by: Obstacle::CallNotAllowed },
        Verdict::Refused { by: Obstacle::Stopped },
        Verdict::Refused { by: Obstacle::Forbidden { rule: 0 } },
        Verdict::Refused { by: Obstacle::ApprovalRequired },
    ] {
        said.push_str(&format!("{}\n", verdict(&chain, &[1; 32], &anchor, &found).0));
    }
    let nothing = Verdict::Refused { by: Obstacle::NothingPermits };
    for (account, permission) in
        [(2, "anchoring.anchor"), (4, "anchoring.anchor"), (4, "runtime.upgrade")]
    {
        let permission = permission.parse().unwrap();
        said.push_str(&format!("{}\n", verdict(&chain, &[account; 32], &permission, &nothing).0));
    }
    assert_snapshot!(said);
}

#[test]
fn files_that_make_no_sense_are_refused_with_every_line() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("policy.toml");
    let message = |text: &str| {
        fs::write(&path, text).unwrap();
        let failure = read(&path, None).unwrap_err();
        failure.message.split_once("policy.toml: ").unwrap().1.to_owned()
    };

    assert_eq!(
        message("[roles.a]\ninherits = [\"a\"]\n[policies.\"anchoring.fly\"]\n"),
        "line 1: role a: it would inherit from itself by way of a; line 3: policy anchoring.fly: \
         the runtime has no permission anchoring.fly"
    );
    let many = (0..25).map(|at| format!("[roles.r{at}]\npermissions = [\"a.b\"]\n"));
    assert!(message(&many.collect::<String>()).ends_with("; and 5 more"));
}
