//! What accounts may propose and vote on, and the approvals it takes.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    ApprovalRule, Effect, Kind, Kinds, Permission, Policy, Scope, Validity,
};
use polkadot_sdk::frame_support::assert_ok;

fn examine(account: AccountId, call: &RuntimeCall) -> Result<Proposable, Obstacle> {
    Authorisation::examine(&member(account), call)
}

fn refusal(account: AccountId, call: &RuntimeCall) -> Obstacle {
    examine(account, call).unwrap_err()
}

fn set(permission: Permission, policy: Policy) {
    assert_ok!(Authorisation::set_policy(root(), permission, policy));
}

fn for_all(permission: Permission) -> RuntimeCall {
    act(Action::new(permission).on(Resource::Consortium))
}

#[test]
fn what_concerns_the_consortium_takes_the_rule_of_the_constitution() {
    build_and_execute(|| {
        let found = examine(20, &for_all(ADMIT)).unwrap();

        assert_eq!(found.rule, approvals(1));
        assert!(found.governed);
        let checked = Grant { permission: ADMIT, resource: of(2) };
        assert_eq!(found.grants.into_inner(), [checked]);
    });
}

#[test]
fn a_rule_of_its_own_comes_first() {
    build_and_execute(|| {
        set(ADMIT, governed_by(approvals(2)));

        assert_eq!(examine(10, &for_all(ADMIT)).unwrap().rule, approvals(2));
        assert_eq!(examine(10, &for_all(DEFINE)).unwrap().rule, approvals(1));
    });
}

#[test]
fn several_actions_take_what_each_of_them_takes() {
    build_and_execute(|| {
        let late = ApprovalRule { waiting: 5, authority_veto: true, ..approvals(2) };
        set(ADMIT, governed_by(late));

        let found = examine(10, &batch(vec![for_all(POLICY), for_all(ADMIT)])).unwrap();

        let both = ApprovalRule { waiting: 5, authority_veto: true, ..approvals(2) };
        assert_eq!(found.rule, both);
        assert_eq!(found.grants.len(), 2);
    });
}

#[test]
fn refuses_actions_whose_rules_cannot_be_met_together() {
    build_and_execute(|| {
        let only = |kind| ApprovalRule { eligible: Kinds::only(kind), ..approvals(1) };
        set(ADMIT, governed_by(only(Kind::Bank)));
        set(DEFINE, governed_by(only(Kind::Authority)));
        assert_ok!(examine(10, &for_all(ADMIT)));
        assert_ok!(examine(10, &for_all(DEFINE)));

        let both = batch(vec![for_all(ADMIT), for_all(DEFINE)]);

        assert_eq!(refusal(10, &both), Obstacle::CallNotAllowed);
    });
}

#[test]
fn what_a_policy_has_approved_is_done_as_the_proposer() {
    build_and_execute(|| {
        set(NOTE, governed_by(approvals(2)));

        let found = examine(12, &simple(NOTE)).unwrap();

        assert!(!found.governed);
        assert_eq!(found.rule, approvals(2));
    });
}

#[test]
fn refuses_what_takes_no_approvals() {
    build_and_execute(|| {
        assert_eq!(refusal(12, &simple(NOTE)), Obstacle::CallNotAllowed);

        set(NOTE, governed_by(approvals(1)));
        assert_ok!(examine(12, &simple(NOTE)));
        let mixed = batch(vec![simple(NOTE), simple(ACTIVATE)]);
        assert_eq!(refusal(12, &mixed), Obstacle::CallNotAllowed);
    });
}

#[test]
fn refuses_what_is_partly_the_consortium_s() {
    build_and_execute(|| {
        grant(10, CLERK);
        set(NOTE, governed_by(approvals(1)));

        for calls in [vec![for_all(ADMIT), simple(NOTE)], vec![simple(NOTE), for_all(ADMIT)]] {
            assert_eq!(refusal(10, &batch(calls)), Obstacle::CallNotAllowed);
        }
    });
}

#[test]
fn the_consortium_needs_the_permission_that_is_its_own() {
    build_and_execute(|| {
        let call = RuntimeCall::Authorisation(Call::grant_role {
            account: 42,
            role: VOTER,
            scope: of(4),
            validity: Validity::PERMANENT,
            levels: 0,
        });

        let found = examine(10, &call).unwrap();

        assert!(found.governed);
        let checked = Grant { permission: APPOINT, resource: of(1) };
        assert_eq!(found.grants.into_inner(), [checked]);
        assert_eq!(refusal(11, &call), Obstacle::NothingPermits);
    });
}

#[test]
fn things_of_others_that_are_not_the_consortium_s_need_a_role_that_reaches_them() {
    build_and_execute(|| {
        set(NOTE, governed_by(approvals(1)));
        let far = act(Action::new(NOTE).on(Resource::Institution(lei(2))));
        assert_eq!(refusal(12, &far), Obstacle::NothingPermits);

        let (scope, permanent) = (Scope::Consortium, Validity::PERMANENT);
        assert_ok!(Authorisation::grant_role(root(), 13, CLERK, scope, permanent, 0));

        let checked = Grant { permission: NOTE, resource: of(2) };
        assert_eq!(examine(13, &far).unwrap().grants.into_inner(), [checked]);
    });
}

#[test]
fn a_stop_holds_back_what_is_not_the_consortium_s() {
    build_and_execute(|| {
        set(NOTE, governed_by(approvals(1)));
        assert_ok!(Authorisation::stop(&NOTE));
        assert_ok!(Authorisation::stop(&ADMIT));

        assert_eq!(refusal(12, &simple(NOTE)), Obstacle::Stopped);
        assert_ok!(examine(10, &for_all(ADMIT)));
        let alone = Authorisation::authorise(&member(10), &simple(ADMIT));
        assert_eq!(alone, Err(Obstacle::Stopped));
    });
}

#[test]
fn refuses_what_a_rule_forbids() {
    build_and_execute(|| {
        set(ADMIT, rules(vec![rule(Effect::Forbid, &[VOTER], vec![])]));

        assert_eq!(refusal(10, &for_all(ADMIT)), Obstacle::Forbidden { rule: 0 });
    });
}

#[test]
fn refuses_whoever_has_no_role_for_it() {
    build_and_execute(|| {
        assert_eq!(refusal(12, &for_all(ADMIT)), Obstacle::NothingPermits);

        assert_ok!(Authorisation::set_frozen(&12, true));
        assert_eq!(refusal(12, &for_all(ADMIT)), Obstacle::Frozen);
    });
}

#[test]
fn leaves_the_votes_of_institutions_whose_membership_has_ended() {
    build_and_execute(|| {
        Lapses::set(vec![(1, START_MILLIS)]);

        assert_ok!(examine(10, &for_all(POLICY)));
        assert_ok!(Authorisation::authorise(&member(10), &simple(APPROVE)));
        assert_eq!(refusal(10, &for_all(ADMIT)), Obstacle::Lapsed);
    });
}

#[test]
fn tells_the_rule_for_several_permissions_together() {
    build_and_execute(|| {
        set(ADMIT, governed_by(approvals(2)));
        set(NOTE, governed_by(ApprovalRule { eligible: Kinds::only(Kind::Bank), ..approvals(1) }));
        set(
            READ,
            governed_by(ApprovalRule { eligible: Kinds::only(Kind::Authority), ..approvals(1) }),
        );
        let rule = Authorisation::joint_rule;

        assert_eq!(rule(&[ADMIT, DEFINE]), Some(approvals(2)));
        assert_eq!(rule(&[DEFINE]), Some(approvals(1)));
        assert_eq!(rule(&[ADMIT, MAKE]), None);
        assert_eq!(rule(&[NOTE, READ]), None);
        assert_eq!(rule(&[]), None);
    });
}

#[test]
fn refuses_signatures_that_nobody_can_give() {
    build_and_execute(|| {
        set(NOTE, governed_by(approvals(1)));
        let signing = |permission| act(Action::new(permission).by_signature());

        assert_eq!(refusal(12, &signing(NOTE)), Obstacle::CallNotAllowed);
        assert_ok!(examine(10, &signing(ADMIT)));
    });
}

#[test]
fn refuses_nothing_and_what_is_for_nobody() {
    build_and_execute(|| {
        for call in [batch(vec![]), closed(), batch(vec![for_all(ADMIT), closed()])] {
            assert_eq!(refusal(10, &call), Obstacle::CallNotAllowed);
        }
    });
}

#[test]
fn refuses_batches_that_are_too_deep() {
    build_and_execute(|| {
        let two = batch(vec![batch(vec![for_all(ADMIT)])]);
        assert_ok!(examine(10, &two));

        assert_eq!(refusal(10, &batch(vec![two])), Obstacle::CallNotAllowed);
    });
}
