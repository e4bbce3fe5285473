//! Revocation of validator seats.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn revokes_a_seat_that_can_be_granted_again() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), BANK));

        assert_eq!(last_event(), Event::SeatRevoked { institution: lei(BANK), account: 1 });
        assert_eq!(Seats::<Test>::get(lei(BANK)), None);
        assert_eq!(SeatOf::<Test>::get(1), None);
        assert_eq!(Registry::active_institution_of(&1), Some(lei(BANK)));

        assert_ok!(Registry::grant_seat(root(), BANK, 2));
    });
}

#[test]
fn rejects_the_last_seat_of_an_active_institution() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), BANK));

        assert_noop!(Registry::revoke_seat(root(), INSURER), Error::<Test>::LastSeat);
    });
}

#[test]
fn counts_only_seats_of_active_institutions_as_others() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));

        assert_noop!(Registry::revoke_seat(root(), INSURER), Error::<Test>::LastSeat);
        assert_ok!(Registry::revoke_seat(root(), BANK));
    });
}

#[test]
fn counts_only_seats_with_session_keys_as_others() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), BANK));
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));

        assert_noop!(Registry::revoke_seat(root(), INSURER), Error::<Test>::LastSeat);

        register_keys(21);
        assert_ok!(Registry::revoke_seat(root(), INSURER));
    });
}

#[test]
fn rejects_what_does_not_exist() {
    build_and_execute(|| {
        admit(STRANGER, 21);

        assert_noop!(Registry::revoke_seat(root(), STRANGER), Error::<Test>::NotFound);
        assert_noop!(Registry::revoke_seat(root(), OTHERS[0]), Error::<Test>::NotFound);
        assert_noop!(Registry::revoke_seat(root(), [b'0'; 20]), Error::<Test>::InvalidLei);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Registry::revoke_seat(signed(1), BANK), BadOrigin);
    });
}

#[test]
fn keeps_as_many_as_bear_a_fault_once_there_are_as_many() {
    build_and_execute(|| {
        FaultTolerantSeats::set(2);

        assert_noop!(Registry::revoke_seat(root(), BANK), Error::<Test>::TooFewSeats);
        assert_noop!(
            Registry::set_status(root(), BANK, Status::Suspended),
            Error::<Test>::TooFewSeats
        );
        assert_noop!(
            Registry::set_status(root(), BANK, Status::Resigned),
            Error::<Test>::TooFewSeats
        );

        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));
        register_keys(21);
        assert_ok!(Registry::revoke_seat(root(), BANK));
        assert_noop!(Registry::revoke_seat(root(), STRANGER), Error::<Test>::TooFewSeats);
    });
}

#[test]
fn lets_go_of_a_seat_that_never_counted() {
    build_and_execute(|| {
        FaultTolerantSeats::set(2);
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));

        assert_ok!(Registry::revoke_seat(root(), STRANGER));
    });
}
