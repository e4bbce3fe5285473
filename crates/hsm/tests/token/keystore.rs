//! The keystore as Substrate sees it: what goes to the token, and what does not.

use crate::support::{Device, header, key, prevote, statement};
use critical_chains_hsm::{
    HybridKeystore, Rounds,
    guard::{Act, Kind, Position, Purpose, Target},
};
use polkadot_sdk::{
    sp_core::{
        ByteArray, Pair as _, crypto::KeyTypeId, ecdsa, ed25519, ed25519::CRYPTO_ID, sr25519,
    },
    sp_keystore::{Error, Keystore, testing::MemoryKeystore},
};
use std::sync::Arc;

const AURA: KeyTypeId = KeyTypeId(*b"aura");
const GRANDPA: KeyTypeId = KeyTypeId(*b"gran");
const STATEMENTS: KeyTypeId = KeyTypeId(*b"atst");
const OTHER: KeyTypeId = KeyTypeId(*b"test");
const OURS: [KeyTypeId; 3] = [AURA, GRANDPA, STATEMENTS];

/// A round that is always the same.
struct At(u64);

impl Rounds for At {
    fn next(&self) -> Option<Position> {
        Some(Position::Round { set: 0, round: self.0 })
    }
}

fn keystore(device: &Device) -> HybridKeystore {
    HybridKeystore::new(Arc::new(device.open().unwrap()), Arc::new(MemoryKeystore::new()))
}

fn first(keystore: &HybridKeystore, key_type: KeyTypeId) -> ed25519::Public {
    *keystore.ed25519_public_keys(key_type).first().unwrap()
}

#[test]
fn keys_are_made_on_the_token_with_proof_of_possession() {
    let device = Device::new();
    let keystore = keystore(&device);
    let proof = [b"POP_".as_slice(), &[7; 32]].concat();

    for key_type in OURS {
        let key = keystore.ed25519_generate_new(key_type, None).unwrap();
        let signature = keystore.ed25519_sign(key_type, &key, &proof).unwrap().unwrap();

        assert!(ed25519::Pair::verify(&signature, &proof, &key));
        assert_eq!(keystore.keys(key_type).unwrap(), [key.to_raw_vec()]);
        assert!(keystore.has_keys(&[(key.to_raw_vec(), key_type)]));
    }
}

#[test]
fn seeds_and_inserted_keys_are_refused_and_nothing_is_stored() {
    let device = Device::new();
    let keystore = keystore(&device);

    for key_type in OURS {
        let error = keystore.ed25519_generate_new(key_type, Some("//Alice")).unwrap_err();

        assert!(matches!(error, Error::ValidationError(_)), "{error}");
        assert_eq!(keystore.insert(key_type, "//Alice", &[1; 32]), Err(()));
        assert_eq!(keystore.keys(key_type).unwrap(), Vec::<Vec<u8>>::new());
    }
}

#[test]
fn other_schemes_are_not_for_keys_of_the_token() {
    let device = Device::new();
    let keystore = keystore(&device);
    let (sr, ec) = (sr25519::Public::from_raw([1; 32]), ecdsa::Public::from_raw([2; 33]));
    let refused = |error: Error| matches!(error, Error::KeyNotSupported(_));

    for key_type in OURS {
        assert!(refused(keystore.sr25519_generate_new(key_type, None).unwrap_err()));
        assert!(refused(keystore.sr25519_sign(key_type, &sr, b"").unwrap_err()));
        assert!(refused(keystore.ecdsa_generate_new(key_type, None).unwrap_err()));
        assert!(refused(keystore.ecdsa_sign(key_type, &ec, b"").unwrap_err()));
        assert!(refused(keystore.ecdsa_sign_prehashed(key_type, &ec, &[0; 32]).unwrap_err()));
        assert!(keystore.sr25519_public_keys(key_type).is_empty());
        assert!(keystore.ecdsa_public_keys(key_type).is_empty());
    }
}

#[test]
fn other_keys_live_in_the_local_keystore() {
    let device = Device::new();
    let keystore = keystore(&device);

    let ed = keystore.ed25519_generate_new(OTHER, None).unwrap();
    let sr = keystore.sr25519_generate_new(OTHER, Some("//Alice")).unwrap();
    let ec = keystore.ecdsa_generate_new(OTHER, None).unwrap();
    let inserted = ed25519::Pair::from_string("//Bob", None).unwrap().public();
    keystore.insert(OTHER, "//Bob", &inserted.0).unwrap();

    assert!(keystore.ed25519_sign(OTHER, &ed, b"m").unwrap().is_some());
    assert!(keystore.sr25519_sign(OTHER, &sr, b"m").unwrap().is_some());
    assert!(keystore.ecdsa_sign(OTHER, &ec, b"m").unwrap().is_some());
    assert!(keystore.ecdsa_sign_prehashed(OTHER, &ec, &[1; 32]).unwrap().is_some());
    assert!(keystore.ed25519_public_keys(OTHER).contains(&inserted));
    assert_eq!(keystore.sr25519_public_keys(OTHER), [sr]);
    assert_eq!(keystore.ecdsa_public_keys(OTHER), [ec]);
    assert!(keystore.keys(OTHER).unwrap().contains(&ed.to_raw_vec()));
    assert!(keystore.has_keys(&[(ed.to_raw_vec(), OTHER), (ec.to_raw_vec(), OTHER)]));
    assert!(!keystore.has_keys(&[(ed.to_raw_vec(), OTHER), ([9; 32].to_vec(), OTHER)]));
}

#[test]
fn signing_goes_by_scheme_as_aura_asks() {
    let device = Device::with_keys();
    let hsm = Arc::new(device.open().unwrap());
    let keystore = HybridKeystore::new(hsm.clone(), Arc::new(MemoryKeystore::new()));
    let sealer = first(&keystore, AURA);
    let hash = header(&hsm, 1, 5);

    let seal = keystore.sign_with(AURA, CRYPTO_ID, &sealer.0, &hash).unwrap().unwrap();

    let seal = ed25519::Signature::try_from(seal.as_slice()).unwrap();
    assert!(ed25519::Pair::verify(&seal, &hash, &sealer));
}

#[test]
fn what_the_guard_refuses_is_an_error_and_an_unknown_key_none() {
    let device = Device::with_keys();
    let keystore = keystore(&device);
    let voter = first(&keystore, GRANDPA);

    assert!(keystore.ed25519_sign(GRANDPA, &voter, &statement(1)).is_err());
    let stranger = ed25519::Public::from_raw([9; 32]);
    assert!(keystore.ed25519_sign(GRANDPA, &stranger, &prevote(1, 1)).unwrap().is_none());
}

mod for_consensus {
    use super::*;

    fn has(keystore: &HybridKeystore, key: &ed25519::Public, key_type: KeyTypeId) -> bool {
        keystore.has_keys(&[(key.to_raw_vec(), key_type)])
    }

    #[test]
    fn keys_are_not_there_while_the_token_is_away() {
        let device = Device::with_keys();
        let keystore = keystore(&device);
        let consensus = keystore.for_consensus(Box::new(At(1)));
        let (sealer, stating) = (first(&keystore, AURA), first(&keystore, STATEMENTS));
        assert!(has(&consensus, &sealer, AURA));

        device.shim.set(&["removed = true"]);
        assert!(keystore.ed25519_sign(STATEMENTS, &stating, &statement(1)).is_err());

        assert!(!has(&consensus, &sealer, AURA));
        assert!(has(&keystore, &sealer, AURA));
    }

    #[test]
    fn voters_sit_out_rounds_in_which_they_may_have_voted() {
        let device = Device::with_keys();
        let keystore = keystore(&device);
        let voter = first(&keystore, GRANDPA);
        assert!(keystore.ed25519_sign(GRANDPA, &voter, &prevote(1, 7)).unwrap().is_some());

        for (round, takes_part) in [(5, false), (6, false), (7, true), (8, true)] {
            let consensus = keystore.for_consensus(Box::new(At(round)));

            assert_eq!(has(&consensus, &voter, GRANDPA), takes_part, "round {round}");
            assert!(has(&consensus, &first(&keystore, AURA), AURA));
        }
    }

    #[test]
    fn voters_that_have_signed_elsewhere_vote_no_more() {
        let device = Device::with_keys();
        let hsm = Arc::new(device.open().unwrap());
        let keystore = HybridKeystore::new(hsm.clone(), Arc::new(MemoryKeystore::new()));
        let voter = key(&hsm, Purpose::Votes);
        let at = Position::Round { set: 0, round: 3 };
        let target = Target { hash: [1; 32], number: 1 };

        hsm.guard().saw(&voter, &Act { kind: Kind::Precommit, at, target }).unwrap();

        assert!(!has(&keystore.for_consensus(Box::new(At(9))), &voter, GRANDPA));
    }
}
