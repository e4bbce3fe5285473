//! The custody of session keys: what the consortium requires, and what it means for validators.

use crate::support::{AUTHORITY, BANK, chain, enrol, grant, lei, next_block, signed, together};
use critical_chains_policy::Scope;
use critical_chains_runtime::{
    Custody, Institutions, Runtime, RuntimeCall, Session, System, opaque::SessionKeys,
};
use pallet_custody::{
    Custody as KeyCustody, CustodyClass, Error, Event, KeyPurpose, KeyShortfall, Shortfall,
};
use pallet_institutions::Refusal;
use polkadot_sdk::{
    frame_support::assert_ok,
    pallet_session, pallet_utility,
    sp_core::{Encode, Pair, ed25519},
    sp_keyring::{
        Ed25519Keyring,
        Sr25519Keyring::{self, Alice, Bob, Ferdie},
    },
    sp_runtime::{
        DispatchError, traits::OpaqueKeys, transaction_validity::TransactionValidityError,
    },
};

const START_MILLIS: u64 = 1_800_000_000_000;

fn pair(seed: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[seed; 32])
}

/// Session keys of seeds, and the call by which an account registers them.
fn set_keys(owner: Sr25519Keyring, [aura, grandpa]: [u8; 2]) -> RuntimeCall {
    let (aura, grandpa) = (pair(aura), pair(grandpa));
    let keys = SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() };
    let owner = owner.to_account_id().encode();
    let message = [b"POP_", &owner[..]].concat();
    let proof = (aura.sign(&message), grandpa.sign(&message)).encode();
    assert!(keys.ownership_proof_is_valid(&owner, &proof));
    pallet_session::Call::<Runtime>::set_keys { keys, proof }.into()
}

fn custody(purpose: KeyPurpose, class: CustodyClass) -> KeyCustody {
    let evidence = (class == CustodyClass::CertifiedModule).then_some([7; 32]);
    KeyCustody { purpose, class, evidence, expires: Some(START_MILLIS + 86_400_000) }
}

fn register(seed: u8, purpose: KeyPurpose, class: CustodyClass) -> RuntimeCall {
    let (key, custody) = (pair(seed).public().0, custody(purpose, class));
    pallet_custody::Call::<Runtime>::register_custody { key, custody }.into()
}

fn require(class: CustodyClass) -> RuntimeCall {
    pallet_custody::Call::<Runtime>::set_requirement { lei: None, class: Some(class) }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::<Runtime>::batch_all { calls }.into()
}

fn insufficient() -> TransactionValidityError {
    Refusal::InsufficientCustody.into()
}

#[test]
fn session_keys_are_accepted_once_they_are_kept_as_required() {
    chain("local").execute_with(|| {
        assert_ok!(together(require(CustodyClass::Token)));

        assert_eq!(signed(Alice, set_keys(Alice, [1, 2])).validate(), Err(insufficient()));
        for call in [
            register(1, KeyPurpose::Seals, CustodyClass::Token),
            register(2, KeyPurpose::Votes, CustodyClass::Token),
        ] {
            assert_ok!(signed(Alice, call).apply().unwrap());
        }
        // Of these one is not registered, and these are for the other purpose.
        for seeds in [[1, 3], [2, 1]] {
            assert_eq!(signed(Alice, set_keys(Alice, seeds)).validate(), Err(insufficient()));
        }
        // What another institution has said is nothing to this one.
        assert_eq!(signed(Bob, set_keys(Bob, [1, 2])).validate(), Err(insufficient()));

        assert_ok!(signed(Alice, set_keys(Alice, [1, 2])).apply().unwrap());
        let account = Alice.to_account_id();
        assert_eq!(Session::load_keys(&account).unwrap().aura.encode(), pair(1).public().encode());
    });
}

#[test]
fn keys_in_a_batch_are_looked_at_too() {
    chain("local").execute_with(|| {
        assert_ok!(together(require(CustodyClass::Token)));
        let calls = vec![
            register(1, KeyPurpose::Seals, CustodyClass::Token),
            register(2, KeyPurpose::Votes, CustodyClass::Token),
            set_keys(Alice, [1, 2]),
        ];

        assert_eq!(signed(Alice, batch(calls.clone())).validate(), Err(insufficient()));
        assert_ok!(signed(Alice, batch(calls[..2].to_vec())).apply().unwrap());
        assert_ok!(signed(Alice, batch(calls[2..].to_vec())).apply().unwrap());
    });
}

#[test]
fn more_is_required_and_no_validator_stops() {
    chain("local").execute_with(|| {
        let validators = Session::validators();
        assert_ok!(together(require(CustodyClass::CertifiedModule)));

        Session::rotate_session();
        Session::rotate_session();

        assert_eq!(Session::validators(), validators);
        // Both keys of each of the four, which in this preset are one.
        let found = Custody::shortfalls();
        assert_eq!(found.len(), 8);
        let key = Ed25519Keyring::Alice.public().0;
        let required = CustodyClass::CertifiedModule;
        let seals = KeyShortfall {
            institution: lei(BANK),
            key,
            purpose: KeyPurpose::Seals,
            required,
            shortfall: Shortfall::Unregistered,
        };
        assert!(found.contains(&seals));
        let weaker = register(1, KeyPurpose::Seals, CustodyClass::Token);
        let refused: DispatchError = Error::<Runtime>::InsufficientClass.into();
        assert_eq!(signed(Alice, weaker).apply().unwrap(), Err(refused));
    });
}

#[test]
fn a_key_of_the_seat_cannot_be_removed_until_another_has_taken_its_place() {
    chain("local").execute_with(|| {
        let calls = [
            register(1, KeyPurpose::Seals, CustodyClass::Token),
            register(2, KeyPurpose::Votes, CustodyClass::Token),
            set_keys(Alice, [1, 2]),
        ];
        assert_ok!(signed(Alice, batch(calls.to_vec())).apply().unwrap());
        Session::rotate_session();
        let key = pair(1).public().0;
        let remove = || -> RuntimeCall {
            pallet_custody::Call::<Runtime>::remove_custody { lei: BANK, key }.into()
        };
        let in_use: DispatchError = Error::<Runtime>::InUse.into();
        assert_eq!(signed(Alice, remove()).apply().unwrap(), Err(in_use));

        // It is replaced, and still planned for the next session.
        assert_ok!(signed(Alice, set_keys(Alice, [3, 4])).apply().unwrap());
        assert_eq!(signed(Alice, remove()).apply().unwrap(), Err(in_use));
        Session::rotate_session();

        assert_ok!(signed(Alice, remove()).apply().unwrap());
        let removed = Event::<Runtime>::CustodyRemoved { institution: lei(BANK), key };
        System::assert_has_event(removed.into());
    });
}

#[test]
fn the_consortium_removes_what_anybody_said_and_others_do_not() {
    chain("local").execute_with(|| {
        let call = register(1, KeyPurpose::Statements, CustodyClass::Software);
        assert_ok!(signed(Alice, call).apply().unwrap());
        let key = pair(1).public().0;
        let remove = || pallet_custody::Call::<Runtime>::remove_custody { lei: BANK, key };

        // It is not for another institution, but for all of them together.
        assert_eq!(signed(Bob, remove()).validate(), Err(Refusal::NotPermitted.into()));
        assert_ok!(together(remove()));

        assert!(Custody::custody(BANK).is_empty());
    });
}

#[test]
fn the_permission_comes_with_the_role_that_registers_session_keys() {
    chain("local").execute_with(|| {
        enrol(Ferdie, AUTHORITY, &[("operator", Scope::Institution(lei(AUTHORITY)))]);
        let call = || register(1, KeyPurpose::Votes, CustodyClass::Token);
        assert_eq!(signed(Ferdie, call()).validate(), Err(Refusal::NotPermitted.into()));

        grant(Ferdie, "validator", Scope::Institution(lei(AUTHORITY)));

        assert_ok!(signed(Ferdie, call()).apply().unwrap());
        assert_eq!(Custody::custody(AUTHORITY).len(), 1);
    });
}

#[test]
fn an_end_is_warned_of_and_takes_nothing() {
    chain("local").execute_with(|| {
        let call = register(1, KeyPurpose::Votes, CustodyClass::Token);
        assert_ok!(signed(Alice, call).apply().unwrap());
        // The first blocks had nothing to warn of: as if the day had just begun.
        pallet_custody::SweptDays::<Runtime>::kill();

        next_block();

        let expected = Event::<Runtime>::CustodyExpiring {
            institution: lei(BANK),
            key: pair(1).public().0,
            expires: START_MILLIS + 86_400_000,
            days: 1,
        };
        System::assert_has_event(expected.into());
        assert_eq!(Institutions::seats().len(), 4);
    });
}
