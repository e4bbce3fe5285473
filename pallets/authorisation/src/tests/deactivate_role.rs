//! Roles that their holders deactivate.

use super::mock::*;
use crate::*;
use critical_chains_policy::Validity;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn lets_a_role_count_no_more() {
    build_and_execute(|| {
        assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));

        let deactivated = Event::RoleDeactivated { account: 12, institution: lei(1), role: CLERK };
        assert_eq!(last_event(), deactivated);
        assert!(has(12, CLERK));
        assert!(!can(12, NOTE));
    });
}

#[test]
fn rejects_a_role_that_the_caller_does_not_hold() {
    build_and_execute(|| {
        let result = Authorisation::deactivate_role(signed(12), OFFICER);

        assert_noop!(result, Error::<Test>::NotHeld);
    });
}

#[test]
fn rejects_a_role_that_is_not_active() {
    build_and_execute(|| {
        assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));

        let result = Authorisation::deactivate_role(signed(12), CLERK);

        assert_noop!(result, Error::<Test>::NothingToDo);
    });
}

#[test]
fn rejects_the_last_holder_of_an_essential_role() {
    build_and_execute(|| {
        grant(11, STAFF);
        let deactivate = || Authorisation::deactivate_role(signed(11), ADMINISTRATOR);

        assert_noop!(deactivate(), Error::<Test>::LastHolder);

        grant(13, ADMINISTRATOR);
        assert_ok!(deactivate());
    });
}

#[test]
fn a_caller_that_deactivates_the_permission_to_activate_needs_help() {
    build_and_execute(|| {
        assert_ok!(Authorisation::deactivate_role(signed(12), STAFF));

        assert_noop!(Authorisation::activate_role(signed(12), STAFF), BadOrigin);

        assert_ok!(Authorisation::revoke_role(signed(11), 12, STAFF));
        assert_ok!(Authorisation::grant_role(signed(11), 12, STAFF, of(1), Validity::PERMANENT, 0));
        assert!(can(12, ACTIVATE));
    });
}

#[test]
fn rejects_whoever_may_not_activate() {
    build_and_execute(|| {
        for origin in [signed(11), signed(5), root(), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::deactivate_role(origin, CLERK), BadOrigin);
        }
    });
}
