//! Offences and the seat they cost.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_ok, assert_storage_noop},
    sp_runtime::traits::{Convert, Zero},
};

#[test]
fn takes_the_seat_of_the_offender_only() {
    build_and_execute(|| {
        let weight = Registry::suspend_seat(&1, &lei(BANK));

        assert!(!weight.is_zero());
        assert_eq!(last_event(), Event::SeatSuspended { institution: lei(BANK), account: 1 });
        assert_eq!(Seats::<Test>::get(lei(BANK)), None);
        assert_eq!(Seats::<Test>::get(lei(INSURER)), Some(11));
        assert_eq!(Registry::active_institution_of(&1), Some(lei(BANK)));
    });
}

#[test]
fn still_knows_the_institution_of_the_offender() {
    build_and_execute(|| {
        Registry::suspend_seat(&1, &lei(BANK));
        assert_ok!(Registry::withdraw_account(root(), 1));

        assert_eq!(SeatOfValidator::<Test>::convert(1), Some(lei(BANK)));
        assert_eq!(SeatOfValidator::<Test>::convert(99), None);
    });
}

#[test]
fn leaves_the_last_seat() {
    build_and_execute(|| {
        Registry::suspend_seat(&1, &lei(BANK));

        assert_storage_noop!(Registry::suspend_seat(&11, &lei(INSURER)));
        assert_eq!(Seats::<Test>::get(lei(INSURER)), Some(11));
    });
}

#[test]
fn leaves_the_last_seat_with_session_keys() {
    build_and_execute(|| {
        Registry::suspend_seat(&1, &lei(BANK));
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));

        assert_storage_noop!(Registry::suspend_seat(&11, &lei(INSURER)));

        register_keys(21);
        Registry::suspend_seat(&11, &lei(INSURER));
        assert_eq!(Seats::<Test>::get(lei(INSURER)), None);
    });
}

#[test]
fn does_nothing_about_accounts_without_a_seat() {
    build_and_execute(|| {
        assert_storage_noop!(Registry::suspend_seat(&2, &lei(BANK)));
        assert_storage_noop!(Registry::suspend_seat(&99, &lei(BANK)));

        Registry::suspend_seat(&1, &lei(BANK));
        assert_storage_noop!(Registry::suspend_seat(&1, &lei(BANK)));
    });
}

/// An offence may be reported long after it was committed.
#[test]
fn leaves_the_seat_that_the_account_holds_for_another_institution() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), BANK));
        rotate_twice();
        assert_ok!(Registry::withdraw_account(root(), 1));
        admit(STRANGER, 1);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 1));

        assert_storage_noop!(Registry::suspend_seat(&1, &lei(BANK)));

        Registry::suspend_seat(&1, &lei(STRANGER));
        assert_eq!(Seats::<Test>::get(lei(STRANGER)), None);
    });
}
