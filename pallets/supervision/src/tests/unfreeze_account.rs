//! Who ends a freeze.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, Frozen};

#[test]
fn lets_the_institution_that_froze_and_the_consortium_end_it() {
    for (origin, by) in [(signed(SUE), Some(SUE)), (signed(SAM), Some(SAM)), (root(), None)] {
        build_and_execute(|| {
            assert_ok!(freeze(SUE, ALICE));

            assert_ok!(Supervision::unfreeze_account(origin, ALICE));

            let institution = institution_of(SUE);
            assert_eq!(last_event(), Event::AccountUnfrozen { account: ALICE, institution, by });
            assert!(!Frozen::<Test>::contains_key(ALICE));
            assert!(FrozenAccounts::get().is_empty());
        });
    }
}

#[test]
fn lets_the_account_be_frozen_again() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));
        assert_ok!(Supervision::unfreeze_account(root(), ALICE));

        assert_ok!(freeze(SUE, ALICE));

        assert!(FrozenAccounts::get().contains(&ALICE));
    });
}

#[test]
fn rejects_whoever_may_not_freeze() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        for origin in [signed(ALICE), signed(BOB), signed(EVE), RuntimeOrigin::none()] {
            assert_noop!(Supervision::unfreeze_account(origin, ALICE), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_another_institution() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        assert_noop!(Supervision::unfreeze_account(signed(TESS), ALICE), Error::<Test>::NotYours);
    });
}

#[test]
fn rejects_an_account_that_is_not_frozen() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        for origin in [signed(SUE), root()] {
            assert_noop!(Supervision::unfreeze_account(origin, BOB), Error::<Test>::NotFound);
        }
    });
}
