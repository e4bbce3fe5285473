//! Suspension, return and resignation of institutions.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn set(lei: [u8; 20], status: Status) -> polkadot_sdk::sp_runtime::DispatchResult {
    Registry::set_status(root(), lei, status)
}

#[test]
fn suspends_and_brings_back_with_accounts_and_seat() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Suspended));

        assert_eq!(
            last_event(),
            Event::StatusSet { institution: lei(BANK), status: Status::Suspended }
        );
        assert_eq!(Registry::active_institution_of(&1), None);
        assert_eq!(Accounts::<Test>::get(1), Some(lei(BANK)));
        assert_eq!(Seats::<Test>::get(lei(BANK)), Some(1));

        assert_ok!(set(BANK, Status::Active));

        assert_eq!(Registry::active_institution_of(&1), Some(lei(BANK)));
    });
}

#[test]
fn suspends_even_the_only_institution_with_a_seat() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Suspended));
        assert_ok!(set(INSURER, Status::Suspended));

        assert_eq!(Seats::<Test>::count(), 2);
    });
}

#[test]
fn resignation_gives_up_the_seat() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Resigned));

        assert_eq!(last_event(), Event::SeatRevoked { institution: lei(BANK), account: 1 });
        System::assert_has_event(
            Event::StatusSet { institution: lei(BANK), status: Status::Resigned }.into(),
        );
        assert_eq!(Seats::<Test>::get(lei(BANK)), None);
        assert_eq!(SeatOf::<Test>::get(1), None);
        assert_eq!(Registry::active_institution_of(&2), None);
    });
}

#[test]
fn resignation_is_final() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Resigned));

        assert_noop!(set(BANK, Status::Active), Error::<Test>::Resigned);
        assert_noop!(set(BANK, Status::Suspended), Error::<Test>::Resigned);
        assert_noop!(set(BANK, Status::Resigned), Error::<Test>::Resigned);
    });
}

#[test]
fn rejects_resignation_of_the_last_active_institution_with_a_seat() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Suspended));

        assert_noop!(set(INSURER, Status::Resigned), Error::<Test>::LastSeat);

        assert_ok!(set(BANK, Status::Active));
        assert_ok!(set(INSURER, Status::Resigned));
    });
}

#[test]
fn rejects_resignation_if_the_other_seat_has_no_session_keys() {
    build_and_execute(|| {
        assert_ok!(set(BANK, Status::Resigned));
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));

        assert_noop!(set(INSURER, Status::Resigned), Error::<Test>::LastSeat);

        register_keys(21);
        assert_ok!(set(INSURER, Status::Resigned));
    });
}

#[test]
fn rejects_what_does_not_exist() {
    build_and_execute(|| {
        assert_noop!(set(STRANGER, Status::Suspended), Error::<Test>::NotFound);
        assert_noop!(set([b'0'; 20], Status::Suspended), Error::<Test>::InvalidLei);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Registry::set_status(signed(1), BANK, Status::Suspended), BadOrigin);
    });
}

#[test]
fn asks_its_dependants_before_an_institution_leaves() {
    build_and_execute(|| {
        NeededInstitution::set(Some(lei(BANK)));

        for status in [Status::Suspended, Status::Resigned] {
            assert_noop!(
                set(BANK, status),
                polkadot_sdk::sp_runtime::DispatchError::from("needed")
            );
        }
        assert_ok!(set(INSURER, Status::Suspended));
        assert_ok!(set(BANK, Status::Active));
    });
}

#[test]
fn tells_its_dependants_when_access_changes_and_only_then() {
    build_and_execute(|| {
        AccessNoted::set(vec![]);

        for status in [Status::Active, Status::Suspended, Status::Suspended, Status::Active] {
            assert_ok!(set(BANK, status));
        }
        assert_ok!(set(BANK, Status::Suspended));
        assert_ok!(set(BANK, Status::Resigned));

        let noted = [false, true, false].map(|active| (lei(BANK), active));
        assert_eq!(AccessNoted::get(), noted);
    });
}
