//! Who gets into the pool of the real runtime, and that nobody can crowd the others out.

use crate::support::{chain, next_block, signed};
use critical_chains_runtime::{Runtime, RuntimeCall, Session, System};
use pallet_institutions::Refusal;
use polkadot_sdk::{
    frame_system, pallet_session, pallet_utility,
    sp_keyring::Sr25519Keyring::{Alice, AliceStash, Bob, Eve},
    sp_runtime::{
        generic::Era,
        transaction_validity::{InvalidTransaction, TransactionValidityError},
    },
};

fn remark(bytes: usize) -> RuntimeCall {
    frame_system::Call::<Runtime>::remark { remark: vec![7; bytes] }.into()
}

fn refused(refusal: Refusal) -> TransactionValidityError {
    refusal.into()
}

#[test]
fn members_pass() {
    chain("local").execute_with(|| {
        assert!(signed(Alice, remark(1)).validate().is_ok());
        assert!(signed(AliceStash, remark(1)).apply().unwrap().is_ok());
    });
}

#[test]
fn strangers_are_refused() {
    chain("local").execute_with(|| {
        assert_eq!(signed(Eve, remark(1)).validate(), Err(refused(Refusal::NotAMember)));
    });
}

#[test]
fn validators_cannot_drop_their_keys() {
    chain("dev").execute_with(|| {
        let purge = pallet_session::Call::<Runtime>::purge_keys {};

        let batch =
            pallet_utility::Call::<Runtime>::batch_all { calls: vec![purge.clone().into()] };

        let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
        assert_eq!(signed(Alice, purge).apply().unwrap(), Err(filtered));
        assert_eq!(signed(Alice, batch).apply().unwrap(), Err(filtered));
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
        let immortal = signed(Alice, remark(1)).era(Era::Immortal);
        assert_eq!(immortal.validate(), Err(refused(Refusal::ImmortalNotAllowed)));
    });
}

#[test]
fn a_flood_stops_at_the_quota_and_leaves_room_for_others() {
    chain("local").execute_with(|| {
        let mut sent = 0_u32;
        let refusal = loop {
            match signed(Alice, remark(200_000)).apply() {
                Ok(result) => {
                    result.unwrap();
                    sent += 1;
                }
                // The block is full: the flood goes on in the next one.
                Err(error) if signed(Alice, remark(200_000)).validate().is_ok() => {
                    assert_eq!(error, InvalidTransaction::ExhaustsResources.into());
                    assert!(signed(Bob, remark(1)).validate().is_ok());
                    next_block();
                }
                Err(error) => break error,
            }
        };

        assert_eq!(refusal, refused(Refusal::QuotaExceeded));
        assert!(sent > 10, "the quota lets {sent} extrinsics pass");
        next_block();
        assert!(signed(Alice, remark(200_000)).validate().is_err());
        assert!(signed(Bob, remark(200_000)).apply().unwrap().is_ok());
    });
}

#[test]
fn the_first_extrinsic_of_another_outranks_a_flood_that_waits() {
    chain("local").execute_with(|| {
        let waiting: Vec<_> = (0..50)
            .map(|nonce| signed(Alice, remark(1)).nonce(nonce).validate().unwrap().priority)
            .collect();
        let other = signed(Bob, remark(1)).validate().unwrap().priority;

        assert!(waiting.windows(2).all(|pair| pair[0] > pair[1]));
        assert!(waiting.iter().skip(1).all(|priority| other > *priority));
        assert_eq!(waiting[0], other);
    });
}

#[test]
fn priority_falls_with_the_quota_used() {
    chain("local").execute_with(|| {
        for _ in 0..15 {
            signed(Alice, remark(200_000)).apply().unwrap().unwrap();
        }

        let flooding = signed(AliceStash, remark(1)).validate().unwrap().priority;
        let other = signed(Bob, remark(1)).validate().unwrap().priority;

        assert!(other > flooding, "{other} against {flooding}");
    });
}
