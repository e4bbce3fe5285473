//! Proves what people and programs are told of roles.

use super::{ending, held, listed, shown};
use crate::{
    chain::{Expiring, RoleOfAccount},
    policy::tests::{ALPHA, NOW, consortium, granted},
};
use critical_chains_policy::{Assignment, Scope, Source, Validity};
use insta::assert_snapshot;

#[test]
fn roles_are_listed_with_what_matters() {
    let (text, document) = listed(&consortium());

    assert_snapshot!(text);
    assert_snapshot!("roles_json", format!("{document:#}"));
}

#[test]
fn a_role_is_shown_with_what_it_inherits_and_who_holds_it() {
    let chain = consortium();

    assert_snapshot!(shown(&chain, &"chief".parse().unwrap()).unwrap().0);
    assert!(shown(&chain, &"nobody".parse().unwrap()).is_none());
}

#[test]
fn roles_of_an_account_say_when_they_count() {
    let own = Scope::Institution(ALPHA.parse().unwrap());
    let plain = granted("operator", own);
    let passed_on = Assignment {
        levels: 1,
        source: Source::Delegated { by: [9; 32] },
        validity: Validity { starts: Some(NOW), expires: Some(NOW + 86_400_000) },
        ..granted("auditor", Scope::Consortium)
    };
    let inactive = Assignment { active: false, ..granted("chief", own) };
    let taken = Assignment {
        source: Source::Emergency,
        validity: Validity::until(NOW),
        ..granted("emergency-operator", own)
    };
    let roles = [(plain, true), (passed_on, true), (inactive, false), (taken, false)]
        .map(|(assignment, counts)| RoleOfAccount { assignment, counts });

    let (text, document) = held(&[1; 32], &roles);

    assert_snapshot!(format!("{text}{}{}", held(&[1; 32], &[]).0, held(&[1; 32], &roles[..1]).0));
    assert_snapshot!("roles_of_json", format!("{document:#}"));
}

#[test]
fn what_ends_soon_is_listed_by_date() {
    let found = [Expiring {
        account: [1; 32],
        institution: ALPHA.parse().unwrap(),
        role: "operator".parse().unwrap(),
        expires: NOW,
    }];

    let (text, document) = ending(30, &found);

    assert_snapshot!(format!("{text}{document:#}\n{}", ending(7, &[]).0));
}
