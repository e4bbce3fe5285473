//! Removals of roles.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Effect, Policy, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn removes_a_role_and_forgets_what_it_carried() {
    build_and_execute(|| {
        assert_ok!(Authorisation::remove_role(root(), RESCUER));

        assert_eq!(last_event(), Event::RoleRemoved { role: RESCUER });
        assert!(!Roles::<Test>::contains_key(RESCUER));
        assert!(!Permissions::<Test>::contains_key(SEAL));
    });
}

#[test]
fn rejects_roles_that_do_not_exist() {
    build_and_execute(|| {
        for name in [NOVELTY, no_name()] {
            assert_noop!(Authorisation::remove_role(root(), name), Error::<Test>::NotFound);
        }
    });
}

#[test]
fn rejects_a_role_that_is_held_until_nobody_holds_it() {
    build_and_execute(|| {
        assert_noop!(Authorisation::remove_role(root(), STAFF), Error::<Test>::InUse);

        assert_ok!(revoke(12, STAFF));
        assert_ok!(Authorisation::remove_role(root(), STAFF));
    });
}

#[test]
fn rejects_a_role_from_which_another_inherits() {
    build_and_execute(|| {
        assert_ok!(revoke(12, CLERK));

        assert_noop!(Authorisation::remove_role(root(), CLERK), Error::<Test>::InUse);

        assert_ok!(Authorisation::remove_role(root(), OFFICER));
        assert_ok!(Authorisation::remove_role(root(), CLERK));
    });
}

#[test]
fn rejects_a_role_that_a_constraint_names() {
    build_and_execute(|| {
        assert_noop!(Authorisation::remove_role(root(), MAKER), Error::<Test>::InUse);

        assert_ok!(Authorisation::remove_constraint(root(), FOUR_EYES));
        assert_ok!(Authorisation::remove_role(root(), MAKER));
    });
}

#[test]
fn rejects_a_role_that_a_policy_names() {
    build_and_execute(|| {
        let policy = rules(vec![rule(Effect::Permit, &[OFFICER], vec![])]);
        assert_ok!(Authorisation::set_policy(root(), SEAL, policy));

        assert_noop!(Authorisation::remove_role(root(), OFFICER), Error::<Test>::InUse);

        assert_ok!(Authorisation::set_policy(root(), SEAL, Policy::default()));
        assert_ok!(Authorisation::remove_role(root(), OFFICER));
    });
}

#[test]
fn a_removed_role_can_be_defined_anew() {
    build_and_execute(|| {
        assert_ok!(Authorisation::remove_role(root(), OFFICER));
        assert_noop!(try_grant(13, OFFICER, Validity::PERMANENT, 0), Error::<Test>::NotFound);

        define(OFFICER, role(&[SEAL], &[]));
        grant(13, OFFICER);

        assert!(can(13, SEAL));
        assert!(!can(13, READ));
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        for origin in [signed(10), signed(11), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::remove_role(origin, RESCUER), BadOrigin);
        }
    });
}
