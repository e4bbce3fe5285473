//! Proves what files would change, and that the calls come in an order that works.

use super::{PRESENT, consortium, name, parse};
use crate::{
    chain::{NamedCall, calls},
    policy::{Change, Consortium, Effect, Item, PolicyFile},
};
use insta::assert_snapshot;

fn changes(text: &str) -> Vec<Change> {
    parse(text).file.changes(&consortium())
}

fn effects(text: &str) -> Vec<(Item, Effect)> {
    changes(text).iter().map(|change| (change.item(), change.effect())).collect()
}

#[test]
fn what_the_chain_has_changes_nothing() {
    assert_eq!(changes(PRESENT), []);
    let written = PolicyFile::of(&consortium()).to_toml();
    assert_eq!(changes(&written), []);
    // The order in which a role names what it carries says nothing.
    assert_eq!(
        changes(
            "[roles.operator]\nsteward = \"institution\"\n\
             permissions = [\"anchoring.open\", \"anchoring.anchor\"]\n"
        ),
        []
    );
}

#[test]
fn a_file_says_only_what_it_names() {
    assert_eq!(
        effects("[roles.clerk]\n[roles.operator]\n[remove]\nconstraints = [\"audit-operation\"]\n"),
        [
            (Item::Role(name("clerk")), Effect::Added),
            (Item::Role(name("operator")), Effect::Changed),
            (Item::Constraint(name("audit-operation")), Effect::Removed),
        ]
    );
}

#[test]
fn what_a_complete_file_does_not_name_goes() {
    let removed: Vec<_> = effects("complete = true\n");

    assert_eq!(removed.len(), 6);
    assert!(removed.iter().all(|(_, effect)| *effect == Effect::Removed));
}

#[test]
fn an_empty_policy_is_none() {
    let constitution = Item::Policy(name("authorisation.policy"));

    assert_eq!(effects("[policies.\"authorisation.policy\"]\n"), [(constitution, Effect::Removed)]);
    assert_eq!(effects("[policies.\"anchoring.anchor\"]\n"), []);
}

#[test]
fn changes_are_shown_line_by_line() {
    let text = r#"
[roles.operator]
permissions = ["anchoring.anchor", "anchoring.open", "anchoring.close"]
steward = "institution"

[policies."authorisation.policy".approval]
approvals = 3
authority-veto = true
proposer-institution-votes = true
lifetime = "7 days"
"#;
    let changes = changes(text);
    let shown = changes.iter().map(|change| format!("{}\n{}", change.item(), change.lines()));

    assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}

fn made(chain: &Consortium, text: &str) -> Vec<NamedCall> {
    let file = parse(text).file;
    chain.calls(&file.changes(chain))
}

#[test]
fn juniors_come_before_those_who_inherit_from_them() {
    let chain = consortium();
    let text = "[roles.a]\ninherits = [\"b\"]\n[roles.b]\ninherits = [\"c\"]\n[roles.c]\n";
    let file = parse(text).file;

    let order = ["c", "b", "a"].map(name);
    let expected: Vec<_> =
        order.iter().map(|name| calls::define_role(*name, &file.roles[name])).collect();
    assert_eq!(made(&chain, text), expected);
}

/// Today the chief inherits from the operator. Defined first, the operator would inherit from
/// itself.
#[test]
fn inheritance_can_be_turned_round() {
    let chain = consortium();
    let text = "[roles.chief]\n[roles.operator]\ninherits = [\"chief\"]\n";

    let order: Vec<_> = made(&chain, text);

    let file = parse(text).file;
    let roles = ["chief", "operator"].map(name);
    let expected = roles.map(|name| calls::define_role(name, &file.roles[&name]));
    assert_eq!(order, [expected[0].clone(), expected[1].clone(),]);
}

#[test]
fn what_is_named_is_there_before_it_is_named_and_goes_after() {
    let chain = consortium();
    let text = r#"
[remove]
roles = ["auditor"]
constraints = ["audit-operation"]

[roles.inspector]

[constraints.inspection]
separation = "static"
roles = ["inspector", "operator"]
at-most = 1

[[policies."audit.read".rules]]
effect = "permit"
roles = ["inspector"]
"#;
    let file = parse(text).file;

    let expected = [
        calls::remove_constraint(name("audit-operation")),
        calls::define_role(name("inspector"), &Default::default()),
        calls::set_constraint(name("inspection"), &file.constraints[&name("inspection")]),
        calls::set_policy(name("audit.read"), &file.policies[&name("audit.read")]),
        calls::remove_role(name("auditor")),
    ];
    assert_eq!(made(&chain, text), expected);
}

#[test]
fn a_constraint_that_changes_with_roles_does_not_stand_in_their_way() {
    let chain = consortium();
    let text = "[roles.clerk]\n[constraints.audit-operation]\nseparation = \"dynamic\"\n\
                roles = [\"auditor\", \"operator\"]\nat-most = 1\n";

    let order: Vec<_> = made(&chain, text).iter().map(|call| call.name).collect();

    assert_eq!(order, ["remove_constraint", "define_role", "set_constraint"]);
}

#[test]
fn seniors_go_before_their_juniors() {
    let chain = consortium();

    let order = made(&chain, "[remove]\nroles = [\"operator\", \"chief\"]\n");

    assert_eq!(order, [calls::remove_role(name("chief")), calls::remove_role(name("operator"))]);
}
