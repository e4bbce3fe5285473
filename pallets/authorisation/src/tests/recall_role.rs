//! Roles that holders take back from colleagues.

use super::mock::*;
use crate::*;
use critical_chains_policy::Validity;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

/// Account 13 holds the clerk's role and has passed it on to 14, and 14 to 15.
fn passed_on_twice() {
    for holder in [13, 14] {
        grant(holder, STAFF);
    }
    assert_ok!(try_grant(13, CLERK, Validity::PERMANENT, 2));
    for (from, to, levels) in [(13, 14, 1), (14, 15, 0)] {
        let validity = Validity::PERMANENT;
        assert_ok!(Authorisation::delegate_role(signed(from), to, CLERK, validity, levels));
    }
}

#[test]
fn takes_it_from_everybody_who_has_it_from_there() {
    build_and_execute(|| {
        passed_on_twice();

        assert_ok!(Authorisation::recall_role(signed(13), 14, CLERK));

        assert!(can(13, NOTE));
        assert!(!can(14, NOTE) && !can(15, NOTE));
        assert!(Delegations::<Test>::get(13).is_empty());
    });
}

#[test]
fn takes_back_only_what_the_caller_has_passed_on() {
    build_and_execute(|| {
        passed_on_twice();

        for (by, from) in [(13, 15), (14, 13), (13, 13), (13, 16)] {
            let recalled = Authorisation::recall_role(signed(by), from, CLERK);
            assert_noop!(recalled, Error::<Test>::NotHeld);
        }
        let other = Authorisation::recall_role(signed(13), 14, STAFF);
        assert_noop!(other, Error::<Test>::NotHeld);
        assert_noop!(Authorisation::recall_role(root(), 14, CLERK), BadOrigin);
    });
}
