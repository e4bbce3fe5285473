//! Validator sets, with the session pallet and its history.

use super::mock::*;
use crate::*;
use codec::Encode;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, traits::KeyOwnerProofSystem},
    pallet_session::{self, historical::HistoricalSessions},
    sp_runtime::{RuntimeAppPublic, key_types::DUMMY, testing::UintAuthorityId},
};

#[test]
fn starts_with_the_seats_of_the_genesis() {
    build_and_execute(|| {
        assert_eq!(Session::validators(), vec![1, 11]);
        assert!(HistoricalSessions::<Test>::get(0).is_some());
        // One reference from enrolment, none leaked by the session pallet.
        assert_eq!((System::providers(&1), System::consumers(&1)), (1, 1));
    });
}

#[test]
fn announces_no_change_while_nothing_changes() {
    build_and_execute(|| {
        for _ in 0..3 {
            Session::rotate_session();

            assert!(!SetChanged::get());
            assert_eq!(Session::validators(), vec![1, 11]);
        }
    });
}

#[test]
fn seats_a_validator_once_its_keys_are_registered() {
    build_and_execute(|| {
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));
        rotate_twice();
        assert!(!SetChanged::get());
        assert_eq!(Session::validators(), vec![1, 11]);

        register_keys(21);
        rotate_twice();

        assert!(SetChanged::get());
        // In the order of their LEI.
        assert_eq!(Session::validators(), vec![1, 11, 21]);
    });
}

#[test]
fn announces_new_keys_of_the_same_validators() {
    build_and_execute(|| {
        let proof = UintAuthorityId(77).sign(&1_u64.encode()).unwrap().encode();
        assert_ok!(Session::set_keys(signed(1), keys_of(77), proof));

        rotate_twice();
        assert!(SetChanged::get());

        rotate_twice();
        assert!(!SetChanged::get());
        // The history of the session holds the new key, so that its offences can be proved.
        let key = (DUMMY, UintAuthorityId(77).encode());
        let proof = Historical::prove(key.clone()).unwrap();
        Session::rotate_session();
        assert_eq!(Historical::check_proof(key, proof), Some((1, lei(BANK))));
    });
}

#[test]
fn lets_only_seat_holders_register_keys() {
    build_and_execute(|| {
        let proof = UintAuthorityId(2).sign(&2_u64.encode()).unwrap().encode();

        assert_noop!(
            Session::set_keys(signed(2), keys_of(2), proof),
            pallet_session::Error::<Test>::NoAssociatedValidatorId
        );
    });
}

#[test]
fn drops_validators_of_institutions_that_lost_access() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), INSURER, Status::Suspended));
        rotate_twice();
        assert_eq!(Session::validators(), vec![1]);

        assert_ok!(Registry::set_status(root(), INSURER, Status::Active));
        rotate_twice();
        assert_eq!(Session::validators(), vec![1, 11]);

        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));
        rotate_twice();
        assert_eq!(Session::validators(), vec![11]);
    });
}

#[test]
fn drops_a_validator_whose_seat_was_taken() {
    build_and_execute(|| {
        Registry::suspend_seat(&11, &lei(INSURER));
        rotate_twice();

        assert_eq!(Session::validators(), vec![1]);
    });
}

#[test]
fn forgets_the_keys_of_a_validator_that_left() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), INSURER));
        Session::rotate_session();
        assert_eq!(Session::load_keys(&11), Some(keys_of(11)));

        Session::rotate_session();

        assert_eq!(Session::validators(), vec![1]);
        assert_eq!(Session::load_keys(&11), None);
        assert_eq!((System::providers(&11), System::consumers(&11)), (1, 0));
        // A seat alone does not bring it back.
        assert_ok!(Registry::grant_seat(root(), INSURER, 11));
        rotate_twice();
        assert_eq!(Session::validators(), vec![1]);
        register_keys(11);
        rotate_twice();
        assert_eq!(Session::validators(), vec![1, 11]);
    });
}

#[test]
fn frees_the_keys_for_the_next_holder_of_the_seat() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), INSURER));
        assert_ok!(Registry::grant_seat(root(), INSURER, 12));
        let proof = UintAuthorityId(11).sign(&12_u64.encode()).unwrap().encode();
        let register = || Session::set_keys(signed(12), keys_of(11), proof.clone());
        assert_noop!(register(), pallet_session::Error::<Test>::DuplicatedKey);

        rotate_twice();

        assert_ok!(register());
        rotate_twice();
        assert_eq!(Session::validators(), vec![1, 12]);
    });
}

#[test]
fn forgets_keys_that_never_validated_with_the_seat() {
    build_and_execute(|| {
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));
        register_keys(21);

        assert_ok!(Registry::revoke_seat(root(), STRANGER));

        assert_eq!(Session::load_keys(&21), None);
        assert_eq!(System::consumers(&21), 0);
    });
}

#[test]
fn forgets_no_keys_of_a_validator_to_come() {
    build_and_execute(|| {
        admit(STRANGER, 21);
        assert_ok!(Registry::grant_seat(root(), STRANGER, 21));
        register_keys(21);
        Session::rotate_session();

        assert_ok!(Registry::revoke_seat(root(), STRANGER));

        Session::rotate_session();
        assert_eq!(Session::validators(), vec![1, 11, 21]);
        assert_eq!(Session::load_keys(&21), Some(keys_of(21)));
        Session::rotate_session();
        assert_eq!(Session::validators(), vec![1, 11]);
        assert_eq!(Session::load_keys(&21), None);
    });
}

#[test]
fn keeps_the_keys_of_a_seat_that_was_given_back_in_time() {
    build_and_execute(|| {
        assert_ok!(Registry::revoke_seat(root(), INSURER));
        Session::rotate_session();
        assert_ok!(Registry::grant_seat(root(), INSURER, 11));

        rotate_twice();
        Session::rotate_session();

        assert_eq!(Session::validators(), vec![1, 11]);
        assert_eq!(System::consumers(&11), 1);
    });
}

#[test]
fn keeps_the_keys_of_a_suspended_institution_with_its_seat() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), INSURER, Status::Suspended));

        rotate_twice();

        assert_eq!(Session::validators(), vec![1]);
        assert_eq!(Session::load_keys(&11), Some(keys_of(11)));
    });
}

#[test]
fn keeps_the_present_validators_rather_than_none() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));
        assert_ok!(Registry::set_status(root(), INSURER, Status::Suspended));

        rotate_twice();

        assert!(!SetChanged::get());
        assert_eq!(Session::validators(), vec![1, 11]);
    });
}

#[test]
fn proves_an_offence_after_the_seat_was_revoked() {
    build_and_execute(|| {
        let key = (DUMMY, UintAuthorityId(1).encode());
        let proof = Historical::prove(key.clone()).unwrap();
        assert_ok!(Registry::revoke_seat(root(), BANK));

        assert_eq!(Historical::check_proof(key.clone(), proof.clone()), Some((1, lei(BANK))));
        rotate_twice();
        assert_eq!(Historical::check_proof(key, proof), Some((1, lei(BANK))));
    });
}
