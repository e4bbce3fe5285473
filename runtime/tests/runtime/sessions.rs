//! Sessions: their length, and what is left of a validator after its last one.

use crate::support::{chain, next_block};
use critical_chains_runtime::{AccountId, Institutions, Runtime, Session, SessionPeriod, System};
use polkadot_sdk::{
    pallet_session, sp_consensus_grandpa::KEY_TYPE, sp_keyring::Ed25519Keyring,
    sp_keyring::Sr25519Keyring::Dave,
};

#[test]
fn a_session_has_at_least_one_block() {
    chain("local").execute_with(|| {
        SessionPeriod::set(&0);

        for session in 1..4 {
            next_block();
            assert_eq!(Session::current_index(), session);
        }
    });
}

#[test]
fn a_validator_that_left_leaves_no_keys() {
    chain("local").execute_with(|| {
        let account: AccountId = Dave.to_account_id();
        let owner = || Session::key_owner(KEY_TYPE, &Ed25519Keyring::Dave.public().0);
        let lei = *b"CCDEV0DELTAAUTHOR035";
        // By an offence: no call makes four validators three.
        Institutions::suspend_seat(&account, &lei.try_into().unwrap());

        Session::rotate_session();
        assert_eq!(owner(), Some(account.clone()));
        Session::rotate_session();

        assert_eq!(Session::validators().len(), 3);
        assert_eq!(owner(), None);
        assert!(!pallet_session::NextKeys::<Runtime>::contains_key(&account));
        assert_eq!((System::providers(&account), System::consumers(&account)), (1, 0));
    });
}
