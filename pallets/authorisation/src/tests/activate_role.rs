//! Roles that their holders activate.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

/// Account 13 trades, and could settle instead.
fn trader() {
    grant(13, STAFF);
    grant(13, TRADER);
    grant(13, SETTLER);
}

#[test]
fn lets_a_role_count_from_now_on() {
    build_and_execute(|| {
        trader();
        assert_ok!(Authorisation::deactivate_role(signed(13), TRADER));

        assert_ok!(Authorisation::activate_role(signed(13), SETTLER));

        let activated = Event::RoleActivated { account: 13, institution: lei(1), role: SETTLER };
        assert_eq!(last_event(), activated);
        assert!(can(13, CHECK) && !can(13, MAKE));
    });
}

#[test]
fn rejects_a_role_that_must_not_be_active_beside_another() {
    build_and_execute(|| {
        trader();

        let result = Authorisation::activate_role(signed(13), SETTLER);

        assert_noop!(result, Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn rejects_it_also_beside_a_role_that_inherits_from_the_other() {
    build_and_execute(|| {
        define(NOVELTY, role(&[], &[TRADER]));
        grant(13, STAFF);
        grant(13, NOVELTY);
        grant(13, SETTLER);

        let result = Authorisation::activate_role(signed(13), SETTLER);

        assert_noop!(result, Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn accepts_it_once_the_other_has_ended() {
    build_and_execute(|| {
        grant(13, STAFF);
        assert_ok!(try_grant(13, TRADER, until_day(1), 0));
        grant(13, SETTLER);
        NowMillis::set(day(1));

        assert_ok!(Authorisation::activate_role(signed(13), SETTLER));
    });
}

#[test]
fn rejects_a_role_that_the_caller_does_not_hold() {
    build_and_execute(|| {
        let result = Authorisation::activate_role(signed(12), OFFICER);

        assert_noop!(result, Error::<Test>::NotHeld);
    });
}

#[test]
fn rejects_a_role_that_is_active() {
    build_and_execute(|| {
        let result = Authorisation::activate_role(signed(12), CLERK);

        assert_noop!(result, Error::<Test>::NothingToDo);
    });
}

#[test]
fn counts_the_holder_again() {
    build_and_execute(|| {
        let holders = || HolderCounts::<Test>::get(CLERK, of(1));
        assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));
        assert_eq!(holders(), Holders { total: 1, lasting: 0 });

        assert_ok!(Authorisation::activate_role(signed(12), CLERK));

        assert_eq!(holders(), Holders { total: 1, lasting: 1 });
    });
}

#[test]
fn helps_where_nobody_can_govern() {
    externalities(genesis()).execute_with(|| {
        grant(20, STAFF);
        assert_ok!(Authorisation::deactivate_role(signed(20), VOTER));
        suspend(&[1, 3]);
        assert_noop!(Authorisation::ensure_governable(None), Error::<Test>::Ungovernable);

        assert_ok!(Authorisation::activate_role(signed(20), VOTER));
    });
}

#[test]
fn rejects_whoever_may_not_activate() {
    build_and_execute(|| {
        for origin in [signed(11), signed(5), root(), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::activate_role(origin, CLERK), BadOrigin);
        }
    });
}
