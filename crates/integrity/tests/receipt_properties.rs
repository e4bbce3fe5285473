//! Properties of receipts: encodings lead back to where they came from, no changed byte verifies,
//! and no input does harm.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use critical_chains_integrity::{
    checkpoint::Checkpoint,
    finality::{FinalityProof, Vote, Votes},
    receipt::{ChainPart, CheckpointPath, Finality, Receipt, RecordPart, RecordProof, TreePath},
    trust::{AuthorityHandoff, TrustFile},
    verify::{Code, Outcome, TrustAnchor, TrustAnchors, verify, verify_bytes},
};
use proptest::prelude::*;
use receipt_vectors::Scene;
use std::sync::LazyLock;

/// Valid receipts, each with proof by all that it carries.
struct Valid {
    receipts: Vec<Vec<u8>>,
    trust_file: TrustFile,
    checkpoint: Checkpoint,
}

impl Valid {
    fn trust(&self) -> TrustAnchors<'_> {
        TrustAnchors { trust_file: Some(&self.trust_file), checkpoint: Some(&self.checkpoint) }
    }

    /// Whether these bytes, which are not those of the receipt, are rightly judged.
    ///
    /// They must not be OK, with one exception: a receipt with two proofs may be changed in the
    /// one that did not decide, to where nothing given can tell, such as an unknown set id.
    fn is_rejected(&self, receipt: &[u8], changed: &[u8]) -> bool {
        let verdict = verify_bytes(changed, self.trust(), None);
        let proven = |cbor: &[u8]| {
            let mut receipt = Receipt::from_cbor(cbor).unwrap();
            match &verdict.decided_by {
                Some(TrustAnchor::Finality { .. }) => receipt.checkpoint = None,
                _ => receipt.finality = None,
            }
            receipt
        };
        match verdict.result {
            Outcome::Ok => receipt == self.receipts[BOTH] && proven(receipt) == proven(changed),
            _ => true,
        }
    }
}

/// Place among the receipts of the one with two proofs.
const BOTH: usize = 3;

static VALID: LazyLock<Valid> = LazyLock::new(|| {
    let scene = Scene::new();
    let mut carried = scene.compact.clone();
    carried.record = carried.record.with_content(scene.second.records[5].clone());
    let receipts = [&scene.compact, &scene.full, &scene.keyless, &scene.both, &carried];
    Valid {
        receipts: receipts.into_iter().map(Receipt::to_cbor).collect(),
        trust_file: scene.four.trust(),
        checkpoint: scene.four.checkpoint(31),
    }
});

#[test]
fn no_flipped_bit_verifies() {
    for receipt in &VALID.receipts {
        assert_eq!(verify_bytes(receipt, VALID.trust(), None).result, Outcome::Ok);
        for at in 0..receipt.len() {
            for bit in 0..8 {
                let mut changed = receipt.clone();
                changed[at] ^= 1 << bit;
                assert!(VALID.is_rejected(receipt, &changed), "byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn no_missing_end_verifies() {
    for receipt in &VALID.receipts {
        for len in 0..receipt.len() {
            let verdict = verify_bytes(&receipt[..len], VALID.trust(), None);
            assert_eq!(verdict.code, Code::Truncated, "{len} of {} bytes", receipt.len());
        }
    }
}

#[test]
fn no_other_record_of_the_batch_verifies() {
    let scene = Scene::new();
    let trust = VALID.trust();
    for (i, record) in scene.second.records.iter().enumerate() {
        let verdict = verify(&scene.compact, trust, Some(record));
        assert_eq!(verdict.result == Outcome::Ok, i == 5, "record {i}");
    }
}

fn hash() -> impl Strategy<Value = [u8; 32]> {
    any::<[u8; 32]>()
}

fn bytes(max: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..=max)
}

fn path() -> impl Strategy<Value = Vec<[u8; 32]>> {
    prop::collection::vec(hash(), 0..=64)
}

/// Numbers around the lengths of their encodings.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..=30u64,
        250..=260u64,
        65_530..=65_540u64,
        any::<u32>().prop_map(u64::from),
        any::<u64>()
    ]
}

fn tree_path() -> impl Strategy<Value = TreePath> {
    (number(), path()).prop_map(|(index, path)| TreePath { index, path })
}

fn signature() -> impl Strategy<Value = [u8; 64]> {
    (hash(), hash()).prop_map(|(r, s)| {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&r);
        signature[32..].copy_from_slice(&s);
        signature
    })
}

fn votes() -> impl Strategy<Value = Votes> {
    let vote = (any::<u32>(), any::<u32>(), hash(), signature());
    let vote = vote.prop_map(|(authority, target_number, target_hash, signature)| Vote {
        authority,
        target_number,
        target_hash,
        signature,
    });
    prop_oneof![
        (bytes(9), prop::collection::vec(signature(), 0..9))
            .prop_map(|(signers, signatures)| Votes::Compact { signers, signatures }),
        (prop::collection::vec(vote, 0..9), prop::collection::vec(bytes(90), 0..4))
            .prop_map(|(votes, ancestry)| Votes::Full { votes, ancestry }),
    ]
}

fn proof() -> impl Strategy<Value = FinalityProof> {
    (bytes(300), number(), number(), votes())
        .prop_map(|(header, round, set_id, votes)| FinalityProof { header, round, set_id, votes })
}

fn finality() -> impl Strategy<Value = Finality> {
    (proof(), path()).prop_map(|(proof, calendar_path)| Finality { proof, calendar_path })
}

fn checkpoint() -> impl Strategy<Value = CheckpointPath> {
    (number(), path()).prop_map(|(size, path)| CheckpointPath { size, path })
}

/// Receipts of any content within the limits, sensible or not.
fn receipt() -> impl Strategy<Value = Receipt> {
    let record = (hash(), hash(), prop::option::of(bytes(300)));
    let record = record.prop_map(|(salt, digest, content)| RecordProof { salt, digest, content });
    let ends = prop_oneof![
        finality().prop_map(|finality| (Some(finality), None)),
        checkpoint().prop_map(|checkpoint| (None, Some(checkpoint))),
        (finality(), checkpoint())
            .prop_map(|(finality, checkpoint)| (Some(finality), Some(checkpoint))),
    ];
    (hash(), record, tree_path(), bytes(200), tree_path(), bytes(200), ends).prop_map(
        |(genesis, record, batch, anchor, block, calendar_leaf, (finality, checkpoint))| Receipt {
            genesis,
            record,
            batch,
            anchor,
            block,
            calendar_leaf,
            finality,
            checkpoint,
        },
    )
}

proptest! {
    #[test]
    fn cbor_leads_back(receipt in receipt()) {
        let cbor = receipt.to_cbor();

        prop_assert_eq!(Receipt::from_cbor(&cbor), Ok(receipt.clone()));
        let (record, chain) = receipt.split();
        prop_assert_eq!(RecordPart::from_cbor(&record.to_cbor()), Ok(record));
        prop_assert_eq!(ChainPart::from_cbor(&chain.to_cbor()), Ok(chain));
    }

    #[test]
    fn json_leads_back(receipt in receipt()) {
        let text = serde_json::to_string(&receipt.to_json()).unwrap();
        let value = serde_json::from_str(&text).unwrap();

        prop_assert_eq!(Receipt::from_json(&value), Ok(receipt.clone()));
        let (record, chain) = receipt.split();
        prop_assert_eq!(RecordPart::from_json(&record.to_json()), Ok(record));
        prop_assert_eq!(ChainPart::from_json(&chain.to_json()), Ok(chain));
    }

    #[test]
    fn handoffs_lead_back(proof in proof()) {
        let handoff = AuthorityHandoff { proof };

        prop_assert_eq!(AuthorityHandoff::from_cbor(&handoff.to_cbor()), Ok(handoff.clone()));
        prop_assert_eq!(AuthorityHandoff::from_json(&handoff.to_json()), Ok(handoff));
    }

    /// Nobody can make a receipt by chance.
    #[test]
    fn arbitrary_content_never_verifies(receipt in receipt()) {
        let verdict = verify(&receipt, VALID.trust(), None);
        prop_assert_eq!(verdict.result, Outcome::Failed);
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(verify_bytes(&bytes, VALID.trust(), None).result, Outcome::Failed);
        let _ = RecordPart::from_cbor(&bytes);
        let _ = ChainPart::from_cbor(&bytes);
        let _ = AuthorityHandoff::from_cbor(&bytes);
        let _ = TrustFile::from_json(&String::from_utf8_lossy(&bytes));
    }

    /// What is read at all has one encoding: the bytes it was read from.
    #[test]
    fn splices_of_valid_receipts_are_refused_or_are_their_own_encoding(
        which in 0usize..5,
        at in any::<prop::sample::Index>(),
        cut in 0usize..80,
        put in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let valid = &VALID.receipts[which];
        let at = at.index(valid.len());
        let end = (at + cut).min(valid.len());
        let spliced = [&valid[..at], &put, &valid[end..]].concat();

        if let Ok(receipt) = Receipt::from_cbor(&spliced) {
            prop_assert_eq!(receipt.to_cbor(), spliced.clone());
        }
        if spliced != *valid {
            prop_assert!(VALID.is_rejected(valid, &spliced));
        }
    }

    #[test]
    fn changed_bytes_never_verify(
        which in 0usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..5),
    ) {
        let valid = &VALID.receipts[which];
        let mut changed = valid.clone();
        for (at, by) in changes {
            changed[at.index(valid.len())] ^= by;
        }
        prop_assume!(changed != *valid);

        prop_assert!(VALID.is_rejected(valid, &changed));
    }
}
