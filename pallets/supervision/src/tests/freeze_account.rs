//! Who freezes accounts, and how many.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, Freeze, Frozen};

#[test]
fn freezes_at_once_and_says_who_and_why() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        assert!(FrozenAccounts::get().contains(&ALICE));
        assert_eq!(
            Frozen::<Test>::get(ALICE),
            Some(Freeze {
                institution: institution_of(SUE),
                account: SUE,
                reason: reason("stolen key"),
                frozen: START_MILLIS,
            })
        );
        assert_eq!(
            events(),
            [Event::AccountFrozen {
                account: ALICE,
                institution: institution_of(SUE),
                by: SUE,
                reason: reason("stolen key"),
            }]
        );
    });
}

#[test]
fn does_not_lapse() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        pass(1_000 * DAY);

        assert!(FrozenAccounts::get().contains(&ALICE));
    });
}

#[test]
fn rejects_whoever_may_not_freeze() {
    build_and_execute(|| {
        for origin in [signed(BOB), signed(EVE), root(), RuntimeOrigin::none()] {
            assert_noop!(
                Supervision::freeze_account(origin, ALICE, reason("no")),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_reasons_that_nobody_can_read() {
    build_and_execute(|| {
        for invalid in invalid_reasons() {
            assert_noop!(
                Supervision::freeze_account(signed(SUE), ALICE, invalid),
                Error::<Test>::InvalidReason
            );
        }
    });
}

#[test]
fn rejects_an_account_that_is_frozen() {
    build_and_execute(|| {
        assert_ok!(freeze(SUE, ALICE));

        assert_noop!(freeze(SUE, ALICE), Error::<Test>::AlreadyFrozen);
        assert_noop!(freeze(TESS, ALICE), Error::<Test>::AlreadyFrozen);
    });
}

#[test]
fn rejects_more_accounts_than_can_be_frozen() {
    build_and_execute(|| {
        for account in 0..u64::from(MAX_FROZEN) {
            assert_ok!(freeze(SUE, 310 + account));
        }

        assert_noop!(freeze(SUE, ALICE), Error::<Test>::TooManyFrozen);

        assert_ok!(Supervision::unfreeze_account(signed(SUE), 310));
        assert_ok!(freeze(SUE, ALICE));
    });
}

#[test]
fn rejects_what_access_refuses() {
    build_and_execute(|| {
        assert_noop!(freeze(SUE, EVE), REFUSED);
    });
}
