//! A validator that votes for two histories is reported, recorded, and loses its seat.

use crate::support::{chain, next_block};
use critical_chains_lei::Lei;
use critical_chains_runtime::{
    AccountId, Executive, Hash, Header, Historical, Runtime, RuntimeCall, RuntimeEvent, System,
    UncheckedExtrinsic,
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

#[test]
fn an_equivocation_costs_the_seat() {
    chain("local").execute_with(|| {
        next_block();
        let account: AccountId = Sr25519Keyring::Dave.to_account_id();
        let lei: Lei = pallet_institutions::SeatOf::<Runtime>::get(&account).unwrap();
        let proof = Historical::prove((KEY_TYPE, AuthorityId::from(Ed25519Keyring::Dave.public())))
            .unwrap();
        let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
        let call = pallet_grandpa::Call::<Runtime>::report_equivocation_unsigned {
            equivocation_proof: Box::new(equivocation(Ed25519Keyring::Dave, set_id)),
            key_owner_proof: proof,
        };

        let report = UncheckedExtrinsic::new_bare(RuntimeCall::Grandpa(call));
        Executive::apply_extrinsic(report).unwrap().unwrap();

        assert!(!pallet_institutions::SeatOf::<Runtime>::contains_key(&account));
        assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 1);
        assert!(System::events().iter().any(|record| record.event
            == RuntimeEvent::Institutions(pallet_institutions::Event::SeatSuspended {
                institution: lei,
                account: account.clone(),
            })));
    });
}
