//! Enrolment of accounts.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn enrol(lei: [u8; 20], account: AccountId) -> polkadot_sdk::sp_runtime::DispatchResult {
    Registry::enrol_account(root(), lei, account)
}

#[test]
fn enrols_an_account_that_can_sign_without_a_balance() {
    build_and_execute(|| {
        assert_eq!(System::providers(&3), 0);

        assert_ok!(enrol(BANK, 3));

        assert_eq!(last_event(), Event::AccountEnrolled { institution: lei(BANK), account: 3 });
        assert_eq!(Registry::active_institution_of(&3), Some(lei(BANK)));
        assert_eq!(Institutions::<Test>::get(lei(BANK)).unwrap().accounts, 3);
        assert_eq!(System::providers(&3), 1);
    });
}

#[test]
fn takes_one_provider_reference_however_often_an_account_comes_back() {
    build_and_execute(|| {
        for lei in [BANK, INSURER, BANK] {
            assert_ok!(enrol(lei, 3));
            assert_ok!(Registry::withdraw_account(root(), 3));
        }

        assert_eq!(System::providers(&3), 1);
    });
}

#[test]
fn enrols_for_a_suspended_institution() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));

        assert_ok!(enrol(BANK, 3));
    });
}

#[test]
fn rejects_an_account_that_acts_for_an_institution_already() {
    build_and_execute(|| {
        assert_noop!(enrol(BANK, 2), Error::<Test>::AlreadyExists);
        assert_noop!(enrol(INSURER, 2), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn rejects_an_account_that_still_validates_for_another_institution() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), INSURER));
        assert_ok!(Registry::withdraw_account(root(), 11));

        assert_noop!(enrol(BANK, 11), Error::<Test>::InUse);
        Session::rotate_session();
        assert_noop!(enrol(BANK, 11), Error::<Test>::InUse);

        Session::rotate_session();
        assert_ok!(enrol(BANK, 11));
    });
}

#[test]
fn takes_a_validator_back_for_the_institution_that_it_left() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), INSURER));
        assert_ok!(Registry::withdraw_account(root(), 11));

        assert_ok!(enrol(INSURER, 11));
    });
}

#[test]
fn rejects_more_accounts_than_allowed() {
    build_and_execute(|| {
        assert_ok!(enrol(BANK, 3));

        assert_noop!(enrol(BANK, 4), Error::<Test>::TooManyAccounts);

        assert_ok!(Registry::withdraw_account(root(), 3));
        assert_ok!(enrol(BANK, 4));
    });
}

#[test]
fn rejects_institutions_that_are_not_there() {
    build_and_execute(|| {
        assert_noop!(enrol(STRANGER, 3), Error::<Test>::NotFound);
        assert_noop!(enrol([b'0'; 20], 3), Error::<Test>::InvalidLei);

        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));
        assert_noop!(enrol(BANK, 3), Error::<Test>::Resigned);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Registry::enrol_account(signed(1), BANK, 3), BadOrigin);
    });
}
