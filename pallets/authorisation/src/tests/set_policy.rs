//! Policies: rules, and the approvals that a permission takes.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    ApprovalRule, Basis, Effect, Kind, Kinds, Literal, Permission, Policy, Test as Fact,
};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::{DispatchError::BadOrigin, DispatchResult},
};

fn set(permission: Permission, policy: Policy) -> DispatchResult {
    Authorisation::set_policy(root(), permission, policy)
}

fn forbid() -> Policy {
    rules(vec![rule(Effect::Forbid, &[], vec![])])
}

#[test]
fn sets_rules_that_count_at_once() {
    build_and_execute(|| {
        let permit = rules(vec![rule(Effect::Permit, &[CLERK], vec![])]);

        assert_ok!(set(READ, permit.clone()));

        assert_eq!(last_event(), Event::PolicySet { permission: READ });
        assert_eq!(Permissions::<Test>::get(READ).policy, permit);
        assert_eq!(verdict(12, READ), Verdict::Permitted { by: Basis::Rule(0) });
    });
}

#[test]
fn sets_approvals_that_are_needed_at_once() {
    build_and_execute(|| {
        assert_ok!(set(NOTE, governed_by(approvals(1))));

        assert_eq!(verdict(12, NOTE), Verdict::Refused { by: Obstacle::ApprovalRequired });
        assert_eq!(Authorisation::approval_rule(&NOTE), Some(approvals(1)));
    });
}

#[test]
fn an_empty_policy_leaves_the_roles_alone_to_decide() {
    build_and_execute(|| {
        assert_ok!(set(NOTE, forbid()));
        assert!(!can(12, NOTE));

        assert_ok!(set(NOTE, Policy::default()));

        assert!(can(12, NOTE));
    });
}

#[test]
fn keeps_nothing_of_a_permission_of_which_nothing_is_said() {
    build_and_execute(|| {
        assert_ok!(Authorisation::remove_role(root(), RESCUER));
        assert_ok!(set(SEAL, forbid()));
        assert!(Permissions::<Test>::contains_key(SEAL));

        assert_ok!(set(SEAL, Policy::default()));

        assert!(!Permissions::<Test>::contains_key(SEAL));
    });
}

#[test]
fn rejects_permissions_that_the_runtime_does_not_know() {
    build_and_execute(|| {
        for permission in [NOVELTY, no_name()] {
            assert_noop!(set(permission, forbid()), Error::<Test>::UnknownPermission);
        }
    });
}

#[test]
fn rejects_rules_and_approvals_that_make_no_sense() {
    build_and_execute(|| {
        let empty = Literal::Is(Fact::SubjectKind(Kinds::NONE));
        for policy in [
            rules(vec![rule(Effect::Permit, &[], vec![empty])]),
            rules(vec![rule(Effect::Permit, &[no_name()], vec![])]),
            governed_by(approvals(0)),
            governed_by(ApprovalRule { lifetime: 0, ..approvals(1) }),
        ] {
            assert_noop!(set(NOTE, policy), Error::<Test>::InvalidPolicy);
        }
    });
}

#[test]
fn rejects_roles_that_do_not_exist() {
    build_and_execute(|| {
        let policy = rules(vec![rule(Effect::Forbid, &[CLERK, NOVELTY], vec![])]);

        assert_noop!(set(NOTE, policy), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_bans_of_what_governance_needs() {
    build_and_execute(|| {
        for permission in [APPROVE, PROPOSE, APPOINT, DEFINE] {
            assert_noop!(set(permission, forbid()), Error::<Test>::Indispensable);
        }
        let with_rule = Policy { approval: Some(approvals(1)), ..forbid() };
        assert_noop!(set(POLICY, with_rule), Error::<Test>::Indispensable);

        assert_ok!(set(ADMIT, forbid()));
        assert_ok!(set(DEFINE, rules(vec![rule(Effect::Permit, &[OFFICER], vec![])])));
    });
}

#[test]
fn rejects_approvals_for_approving() {
    build_and_execute(|| {
        for permission in [APPROVE, PROPOSE] {
            let result = set(permission, governed_by(approvals(1)));
            assert_noop!(result, Error::<Test>::Indispensable);
        }
    });
}

#[test]
fn rejects_a_constitution_that_takes_no_approvals() {
    build_and_execute(|| {
        assert_noop!(set(POLICY, Policy::default()), Error::<Test>::Indispensable);
    });
}

#[test]
fn rejects_more_approvals_than_there_are_institutions_that_vote() {
    build_and_execute(|| {
        for permission in [POLICY, ADMIT, NOTE] {
            let result = set(permission, governed_by(approvals(3)));
            assert_noop!(result, Error::<Test>::Ungovernable);

            assert_ok!(set(permission, governed_by(approvals(2))));
        }
    });
}

#[test]
fn rejects_approvals_of_kinds_that_do_not_vote() {
    build_and_execute(|| {
        let only = |kind| ApprovalRule { eligible: Kinds::only(kind), ..approvals(1) };

        assert_noop!(
            set(POLICY, governed_by(only(Kind::TollOperator))),
            Error::<Test>::Ungovernable
        );

        assert_ok!(set(POLICY, governed_by(only(Kind::Authority))));
    });
}

#[test]
fn a_constitution_can_ask_for_less() {
    build_and_execute(|| {
        assert_ok!(set(POLICY, governed_by(approvals(2))));
        assert_noop!(revoke(10, VOTER), Error::<Test>::Ungovernable);

        assert_ok!(set(POLICY, governed_by(approvals(1))));

        assert_ok!(revoke(10, VOTER));
    });
}

#[test]
fn what_concerns_the_consortium_is_approved_by_the_rule_of_the_constitution() {
    build_and_execute(|| {
        assert_eq!(Authorisation::approval_rule(&ADMIT), Some(approvals(1)));
        assert_eq!(Authorisation::approval_rule(&NOTE), None);

        assert_ok!(set(ADMIT, governed_by(approvals(2))));

        assert_eq!(Authorisation::approval_rule(&ADMIT), Some(approvals(2)));
        assert_eq!(Authorisation::approval_rule(&DEFINE), Some(approvals(1)));
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        for origin in [signed(10), signed(11), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::set_policy(origin, NOTE, forbid()), BadOrigin);
        }
    });
}
