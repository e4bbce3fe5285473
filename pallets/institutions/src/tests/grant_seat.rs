//! Grants of validator seats.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn grant(lei: [u8; 20], account: AccountId) -> polkadot_sdk::sp_runtime::DispatchResult {
    Registry::grant_seat(root(), lei, account)
}

#[test]
fn grants_a_seat_to_an_enrolled_account() {
    build_and_execute(|| {
        admit(STRANGER, 21);

        assert_ok!(grant(STRANGER, 21));

        assert_eq!(last_event(), Event::SeatGranted { institution: lei(STRANGER), account: 21 });
        assert_eq!(Seats::<Test>::get(lei(STRANGER)), Some(21));
        assert_eq!(SeatOf::<Test>::get(21), Some(lei(STRANGER)));
    });
}

#[test]
fn rejects_accounts_that_are_not_enrolled_for_the_institution() {
    build_and_execute(|| {
        admit(STRANGER, 21);

        assert_noop!(grant(STRANGER, 2), Error::<Test>::NotEnrolled);
        assert_noop!(grant(STRANGER, 99), Error::<Test>::NotEnrolled);
    });
}

#[test]
fn rejects_institutions_that_are_not_active() {
    build_and_execute(|| {
        admit(STRANGER, 21);
        assert_ok!(Registry::set_status(root(), STRANGER, Status::Suspended));

        assert_noop!(grant(STRANGER, 21), Error::<Test>::NotActive);

        assert_ok!(Registry::set_status(root(), STRANGER, Status::Resigned));
        assert_noop!(grant(STRANGER, 21), Error::<Test>::NotActive);
    });
}

#[test]
fn rejects_a_second_seat() {
    build_and_execute(|| {
        assert_noop!(grant(BANK, 1), Error::<Test>::AlreadyExists);
        assert_noop!(grant(BANK, 2), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn rejects_more_seats_than_allowed() {
    build_and_execute(|| {
        admit(STRANGER, 21);
        admit(OTHERS[0], 31);
        assert_ok!(grant(STRANGER, 21));

        assert_noop!(grant(OTHERS[0], 31), Error::<Test>::TooManySeats);
    });
}

#[test]
fn rejects_what_does_not_exist() {
    build_and_execute(|| {
        assert_noop!(grant(STRANGER, 1), Error::<Test>::NotFound);
        assert_noop!(grant([b'0'; 20], 1), Error::<Test>::InvalidLei);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        admit(STRANGER, 21);

        assert_noop!(Registry::grant_seat(signed(21), STRANGER, 21), BadOrigin);
    });
}
