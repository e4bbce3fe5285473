//! Proves what people see of a proposal before they vote on it.

use super::describe::{Shown, listed};
use crate::chain::{DescribedCall, Proposal, ProposalDetails, Requirement};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    ApprovalRule, Ballot, Kind, Kinds, Missing, Requirement as Wanted, Vote,
};
use insta::assert_snapshot;
use serde_json::json;

const NOON: u64 = 1_800_000_000_000;

fn lei(text: &str) -> Lei {
    text.parse().unwrap()
}

fn rule() -> ApprovalRule {
    let authority = Wanted { kinds: Kinds::only(Kind::Authority), count: 1 };
    ApprovalRule {
        approvals: 3,
        eligible: Kinds::ALL,
        required: vec![authority].try_into().unwrap(),
        proposer_institution_votes: false,
        authority_veto: true,
        lifetime: 604_800_000,
        waiting: 60_000,
    }
}

fn shown(missing: Vec<Missing>, met: Option<u64>) -> Shown {
    let vote = Vote {
        institution: lei("CCDEV0BETACLEARING22"),
        kind: Kind::MarketInfrastructure,
        account: [2; 32],
        ballot: Ballot::Approve,
    };
    let proposal = Proposal {
        call_hash: [0xab; 32],
        proposer: [1; 32],
        institution: lei("CCDEV0ALPHABANK00022"),
        requirement: Requirement {
            rule: rule(),
            permissions: vec!["institutions.status".parse().unwrap()],
            governed: true,
        },
        proposed: NOON,
        expires: NOON + 604_800_000,
        met,
    };
    Shown {
        details: ProposalDetails { id: 7, proposal, votes: vec![vote], call: vec![3, 1], missing },
        call: DescribedCall {
            name: "Institutions.set_status".to_owned(),
            arguments: json!({ "lei": "CCDEV0GAMMAINSURER07", "status": "Suspended" }),
        },
    }
}

fn lacking() -> Shown {
    let banks = Kinds::only(Kind::Bank).and(Kind::Insurer);
    shown(
        vec![
            Missing::Approvals { more: 2 },
            Missing::OfKinds { kinds: banks, more: 1 },
            Missing::OfKinds { kinds: Kinds::only(Kind::Authority), more: 1 },
        ],
        None,
    )
}

#[test]
fn a_proposal_is_shown_with_all_that_one_needs_to_judge_it() {
    assert_snapshot!(lacking().text());
}

#[test]
fn programs_get_the_same() {
    assert_snapshot!(format!("{:#}", lacking().document()));
}

#[test]
fn a_proposal_with_its_approvals_says_when_it_is_executed() {
    let waiting = shown(vec![Missing::Waiting { until: NOON + 60_000 }], Some(NOON));

    assert_eq!(
        waiting.outlook(),
        "It has its approvals and is executed from 2027-01-15 08:01:00 UTC on."
    );
}

#[test]
fn lists_say_what_each_lacks() {
    let waiting = || shown(vec![Missing::Waiting { until: NOON + 60_000 }], Some(NOON));
    let bank = lei("CCDEV0ALPHABANK00022");

    let lists = [
        listed(&[], None),
        listed(&[lacking(), waiting()], None),
        listed(&[], Some(&bank)),
        listed(&[lacking()], Some(&bank)),
    ];

    assert_snapshot!(lists.map(|(text, _)| text).join("\n"));
}
