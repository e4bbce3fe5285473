//! Proves that what makes no sense is told before anybody proposes it.

use super::{PRESENT, consortium, parse};
use insta::assert_snapshot;

fn problems(text: &str, with_chain: bool) -> String {
    let chain = consortium();
    let problems = parse(text).check(with_chain.then_some(&chain));
    let lines: Vec<_> = problems.iter().map(|problem| format!("  {problem}\n")).collect();
    if lines.is_empty() { "  none\n".to_owned() } else { lines.concat() }
}

#[test]
fn what_the_chain_has_makes_sense() {
    assert_eq!(problems(PRESENT, true), "  none\n");
    assert_eq!(problems(PRESENT, false), "  none\n");
}

#[test]
fn every_fault_is_told_with_its_line() {
    let banks = "subject = [\"bank\"], counterparty = [\"bank\"], risk-at-most = \"clear\"";
    let too_much = format!(
        "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\nwhen = [{}]\n",
        vec![format!("{{ {banks} }}"); 4].join(", ")
    )
    .repeat(6);
    let mut said = String::new();
    for (what, text) in [
        ("roles in a circle", "[roles.a]\ninherits = [\"b\"]\n[roles.b]\ninherits = [\"a\"]\n"),
        ("a role of itself", "[roles.a]\ninherits = [\"a\"]\n"),
        ("a role for two purposes", "[roles.a]\nessential = true\nemergency = true\n"),
        ("a permission that is none", "[roles.a]\npermissions = [\"anchoring.fly\"]\n"),
        ("a permission twice", "[roles.a]\npermissions = [\"audit.read\", \"audit.read\"]\n"),
        ("a junior that is none", "complete = true\n[roles.a]\ninherits = [\"b\"]\n"),
        (
            "a constraint of one role",
            "[constraints.x]\nseparation = \"static\"\nroles = [\"a\"]\nat-most = 1\n",
        ),
        (
            "a constraint of all roles",
            "[constraints.x]\nseparation = \"dynamic\"\nroles = [\"a\", \"b\"]\nat-most = 2\n",
        ),
        ("a policy of nothing", "[policies.\"anchoring.fly\"]\n"),
        (
            "an empty alternative",
            "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\nwhen = [{}]\n",
        ),
        (
            "a time that is none",
            "\n[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n\
             when = [{ time = \"08:00-25:00\" }]\n",
        ),
        (
            "a set of nothing",
            "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n\
             when = [{ subject = [] }]\n",
        ),
        (
            "approvals of nobody",
            "[policies.\"runtime.upgrade\".approval]\napprovals = 0\nlifetime = \"1 day\"\n",
        ),
        (
            "approvals for ever",
            "[policies.\"runtime.upgrade\".approval]\napprovals = 1\nlifetime = \"400 days\"\n",
        ),
        (
            "required, but without a vote",
            "[policies.\"runtime.upgrade\".approval]\napprovals = 1\nlifetime = \"1 day\"\n\
             eligible = [\"bank\"]\nrequired = [{ kinds = [\"authority\"], count = 1 }]\n",
        ),
        ("a constitution without approvals", "[policies.\"authorisation.policy\"]\n"),
        (
            "a ban of governance",
            "[[policies.\"authorisation.define\".rules]]\neffect = \"forbid\"\n",
        ),
        (
            "approvals for votes",
            "[policies.\"approvals.vote\".approval]\napprovals = 1\nlifetime = \"1 day\"\n",
        ),
        ("more tests than a policy can have", &too_much),
    ] {
        said.push_str(&format!("{what}\n{}", problems(text, false)));
    }
    assert_snapshot!(said);
}

#[test]
fn what_only_the_chain_knows_is_checked_with_it() {
    let rule = "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\nroles = [\"b\"]\n";
    let constraint =
        "[constraints.x]\nseparation = \"static\"\nroles = [\"auditor\", \"b\"]\nat-most = 1\n";
    let mut said = String::new();
    for (what, text) in [
        ("a junior that is none", "[roles.a]\ninherits = [\"b\"]\n"),
        ("a junior of the chain", "[roles.a]\ninherits = [\"operator\"]\n"),
        ("a role that would inherit from itself", "[roles.operator]\ninherits = [\"chief\"]\n"),
        ("a role of a rule that is none", rule),
        ("a role of a constraint that is none", constraint),
        (
            "a junior that goes",
            "[remove]\nroles = [\"operator\"]\n[roles.a]\ninherits = [\"operator\"]\n",
        ),
        (
            "removals of nothing",
            "[remove]\nroles = [\"b\"]\nconstraints = [\"c\"]\npolicies = [\"d.e\"]\n",
        ),
        ("a role that others name", "[remove]\nroles = [\"operator\"]\n"),
        (
            "a role that others named",
            "[remove]\nroles = [\"operator\"]\nconstraints = [\"audit-operation\"]\n[roles.chief]\n",
        ),
    ] {
        said.push_str(&format!("{what}\n{}", problems(text, true)));
    }
    assert_snapshot!(said);
    assert_eq!(problems(rule, false), "  none\n", "without a chain nobody knows");
}
