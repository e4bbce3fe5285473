//! Withdrawal of accounts.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn withdraw(account: AccountId) -> polkadot_sdk::sp_runtime::DispatchResult {
    Registry::withdraw_account(root(), account)
}

#[test]
fn takes_access_and_makes_room() {
    build_and_execute(|| {
        assert_ok!(withdraw(2));

        assert_eq!(last_event(), Event::AccountWithdrawn { institution: lei(BANK), account: 2 });
        assert_eq!(Registry::active_institution_of(&2), None);
        assert_eq!(Institutions::<Test>::get(lei(BANK)).unwrap().accounts, 1);
    });
}

#[test]
fn keeps_the_nonce_so_that_nothing_can_be_replayed() {
    build_and_execute(|| {
        System::inc_account_nonce(2);
        System::inc_account_nonce(2);

        assert_ok!(withdraw(2));
        assert_eq!((System::account_nonce(2), System::providers(&2)), (2, 1));

        assert_ok!(Registry::enrol_account(root(), BANK, 2));
        assert_eq!((System::account_nonce(2), System::providers(&2)), (2, 1));
    });
}

#[test]
fn withdraws_from_institutions_that_are_not_active() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));

        assert_ok!(withdraw(2));
        assert_ok!(Registry::enrol_account(root(), INSURER, 2));

        assert_eq!(Registry::active_institution_of(&2), Some(lei(INSURER)));
    });
}

#[test]
fn rejects_the_account_that_holds_the_seat() {
    build_and_execute(|| {
        assert_noop!(withdraw(1), Error::<Test>::InUse);

        assert_ok!(Registry::revoke_seat(root(), BANK));
        assert_ok!(withdraw(1));
    });
}

#[test]
fn rejects_an_account_that_is_not_enrolled() {
    build_and_execute(|| {
        assert_noop!(withdraw(99), Error::<Test>::NotFound);

        assert_ok!(withdraw(2));
        assert_noop!(withdraw(2), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Registry::withdraw_account(signed(2), 2), BadOrigin);
    });
}

#[test]
fn asks_its_dependants_before_an_account_leaves() {
    build_and_execute(|| {
        NeededAccount::set(Some(2));

        assert_noop!(
            Registry::withdraw_account(root(), 2),
            polkadot_sdk::sp_runtime::DispatchError::from("needed")
        );
    });
}
