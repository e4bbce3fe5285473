//! A validator that votes for two histories is reported, recorded, and loses its seat.

use crate::support::{chain, next_block};
use critical_chains_lei::Lei;
use critical_chains_runtime::{
    AccountId, Executive, Hash, Header, Historical, Institutions, Runtime, RuntimeCall,
    RuntimeEvent, RuntimeOrigin, System, UncheckedExtrinsic,
};
use polkadot_sdk::{
    frame_support::traits::KeyOwnerProofSystem,
    pallet_grandpa, pallet_offences,
    sp_consensus_grandpa::{
        self as grandpa, AuthorityId, Equivocation, EquivocationProof, KEY_TYPE,
    },
    sp_keyring::{Ed25519Keyring, Sr25519Keyring},
};

fn equivocation(voter: Ed25519Keyring, set_id: u64) -> EquivocationProof<Hash, u32> {
    let round = 1;
    let vote = |target: Hash| {
        let precommit = grandpa::Precommit::<Header> { target_hash: target, target_number: 5 };
        let message = grandpa::Message::<Header>::Precommit(precommit.clone());
        let payload = grandpa::localized_payload(round, set_id, &message);
        (precommit, voter.sign(&payload).into())
    };
    EquivocationProof::new(
        set_id,
        Equivocation::Precommit(finality_grandpa::Equivocation {
            round_number: round,
            identity: voter.public().into(),
            first: vote(Hash::repeat_byte(1)),
            second: vote(Hash::repeat_byte(2)),
        }),
    )
}

/// Reports that this validator has voted twice in the first round.
fn report(voter: Ed25519Keyring) {
    let call = pallet_grandpa::Call::<Runtime>::report_equivocation_unsigned {
        equivocation_proof: Box::new(equivocation(
            voter,
            pallet_grandpa::CurrentSetId::<Runtime>::get(),
        )),
        key_owner_proof: Historical::prove((KEY_TYPE, AuthorityId::from(voter.public()))).unwrap(),
    };
    let report = UncheckedExtrinsic::new_bare(RuntimeCall::Grandpa(call));
    Executive::apply_extrinsic(report).unwrap().unwrap();
}

fn has_seat(account: &AccountId) -> bool {
    pallet_institutions::SeatOf::<Runtime>::contains_key(account)
}

#[test]
fn an_equivocation_costs_the_seat() {
    chain("local").execute_with(|| {
        next_block();
        let account: AccountId = Sr25519Keyring::Dave.to_account_id();
        let lei: Lei = pallet_institutions::SeatOf::<Runtime>::get(&account).unwrap();

        report(Ed25519Keyring::Dave);

        assert!(!has_seat(&account));
        assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
        assert!(System::events().iter().any(|record| record.event
            == RuntimeEvent::Institutions(pallet_institutions::Event::SeatSuspended {
                institution: lei,
                account: account.clone(),
            })));
    });
}

/// Whoever voted twice in the same round is told together, however long the reports lie apart.
#[test]
fn a_seat_that_was_given_back_is_not_lost_by_the_offence_of_another() {
    chain("local").execute_with(|| {
        next_block();
        let (dave, charlie) =
            (Sr25519Keyring::Dave.to_account_id(), Sr25519Keyring::Charlie.to_account_id());
        let lei: Lei = pallet_institutions::SeatOf::<Runtime>::get(&dave).unwrap();
        report(Ed25519Keyring::Dave);
        Institutions::grant_seat(RuntimeOrigin::root(), lei.into(), dave.clone()).unwrap();

        report(Ed25519Keyring::Charlie);

        assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 2);
        assert_eq!((has_seat(&dave), has_seat(&charlie)), (true, false));
    });
}
