//! Who gets into the pool of the real runtime, and that nobody can crowd the others out.

use crate::support::{anchors, call_of, chain, next_block, open_stream, signed};
use critical_chains_runtime::{Institutions, RuntimeOrigin, Session, System};
use pallet_institutions::{Quota, Refusal};
use polkadot_sdk::{
    sp_core::Encode,
    sp_keyring::Sr25519Keyring::{Alice, AliceStash, Bob, Eve},
    sp_runtime::{generic::Era, transaction_validity::TransactionValidityError},
};

/// LEI of the bank for which Alice acts.
const ALPHA_BANK: [u8; 20] = *b"CCDEV0ALPHABANK00022";

/// Length of one call of a flood.
const FLOOD_BYTES: usize = 100_000;

fn refused(refusal: Refusal) -> TransactionValidityError {
    refusal.into()
}

#[test]
fn members_pass() {
    chain("local").execute_with(|| {
        assert!(signed(Alice, call_of(1)).validate().is_ok());
        assert!(signed(AliceStash, open_stream()).apply().unwrap().is_ok());
    });
}

#[test]
fn strangers_are_refused() {
    chain("local").execute_with(|| {
        assert_eq!(signed(Eve, call_of(1)).validate(), Err(refused(Refusal::NotAMember)));
    });
}

#[test]
fn genesis_seats_its_validators() {
    chain("local").execute_with(|| {
        assert_eq!(Session::validators().len(), 4);
        for validator in Session::validators() {
            assert!(System::consumers(&validator) > 0);
            assert_eq!(System::providers(&validator), 1);
        }
    });
}

#[test]
fn immortal_extrinsics_are_refused() {
    chain("local").execute_with(|| {
        let immortal = signed(Alice, call_of(1)).era(Era::Immortal);
        assert_eq!(immortal.validate(), Err(refused(Refusal::ImmortalNotAllowed)));
    });
}

#[test]
fn a_flood_stops_at_the_quota_and_leaves_room_for_others() {
    chain("local").execute_with(|| {
        let mut sent = 0_u32;
        let refusal = loop {
            match signed(Alice, call_of(FLOOD_BYTES)).apply() {
                // The call fails, and is charged all the same.
                Ok(result) => {
                    result.unwrap_err();
                    sent += 1;
                }
                Err(error) => break error,
            }
        };

        assert_eq!(refusal, refused(Refusal::QuotaExceeded));
        assert_eq!(sent, 2 * 1024 * 1024 / FLOOD_BYTES as u32);
        next_block();
        assert!(signed(Alice, call_of(FLOOD_BYTES)).validate().is_err());
        assert!(signed(Bob, call_of(FLOOD_BYTES)).apply().is_ok());
    });
}

#[test]
fn the_quota_holds_hundreds_of_full_calls_of_anchors() {
    chain("local").execute_with(|| {
        let quota = Institutions::quota_left(ALPHA_BANK).unwrap();
        let full = anchors(64, &"x".repeat(64));
        let length = signed(Alice, full.clone()).build().encoded_size();
        assert!(length < 8_192, "{length}");

        assert!(quota.bytes as usize / length > 250);
        signed(Alice, open_stream()).apply().unwrap().unwrap();
        signed(Alice, full).apply().unwrap().unwrap();
        let left = Institutions::quota_left(ALPHA_BANK).unwrap();
        assert!((quota.ref_time - left.ref_time) * 250 < quota.ref_time);
        assert!((quota.proof_size - left.proof_size) * 250 < quota.proof_size);
    });
}

#[test]
fn the_smallest_quota_lets_one_batch_be_anchored() {
    chain("local").execute_with(|| {
        signed(Alice, open_stream()).apply().unwrap().unwrap();
        for _ in 0..30 {
            next_block();
        }
        Institutions::set_quota(RuntimeOrigin::root(), ALPHA_BANK, Some(Quota::SMALLEST)).unwrap();

        signed(Alice, anchors(1, "iso20022:pacs.008.001.08")).apply().unwrap().unwrap();
    });
}

#[test]
fn the_first_extrinsic_of_another_outranks_a_flood_that_waits() {
    chain("local").execute_with(|| {
        let waiting: Vec<_> = (0..50)
            .map(|nonce| signed(Alice, call_of(1)).nonce(nonce).validate().unwrap().priority)
            .collect();
        let other = signed(Bob, call_of(1)).validate().unwrap().priority;

        assert!(waiting.windows(2).all(|pair| pair[0] > pair[1]));
        assert!(waiting.iter().skip(1).all(|priority| other > *priority));
        assert_eq!(waiting[0], other);
    });
}

#[test]
fn priority_falls_with_the_quota_used() {
    chain("local").execute_with(|| {
        for _ in 0..15 {
            signed(Alice, call_of(FLOOD_BYTES)).apply().unwrap().unwrap_err();
        }

        let flooding = signed(AliceStash, open_stream()).validate().unwrap().priority;
        let other = signed(Bob, call_of(1)).validate().unwrap().priority;

        assert!(other > flooding, "{other} against {flooding}");
    });
}
