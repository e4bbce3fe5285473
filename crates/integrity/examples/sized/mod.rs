//! Receipts of a chosen size. Siblings are made up and roots computed from them, so that a tree of
//! a million leaves takes no time.

#![allow(dead_code, clippy::unwrap_used)]

use crate::receipt_vectors::chain::{Chain, PROFILE, keys, seed, stream};
use codec::Encode;
use critical_chains_integrity::{
    Hash,
    anchor::Anchor,
    calendar::{CalendarDigest, CalendarLeaf, ENGINE_ID},
    checkpoint::Checkpoint,
    finality::{DigestItem, threshold},
    receipt::{CheckpointPath, Finality, Receipt, RecordProof, TreePath},
    tree::{EMPTY_ROOT, TreeError, inclusion_path_with, root_from_inclusion},
    trust::{AuthoritySet, TrustFile},
};

/// Blocks of ten years at one every two seconds.
pub(crate) const YEARS_TEN: u32 = 157_680_000;

#[derive(Clone, Copy)]
pub(crate) struct Parts {
    /// Records in the batch.
    pub(crate) records: u64,
    /// Anchors in the block.
    pub(crate) anchors: u32,
    /// Blocks of the chain.
    pub(crate) blocks: u32,
    pub(crate) validators: usize,
}

pub(crate) struct Sized {
    /// Proven by signatures.
    pub(crate) signed: Receipt,
    /// Proven by a checkpoint.
    pub(crate) keyless: Receipt,
    pub(crate) record: Vec<u8>,
    pub(crate) trust_file: TrustFile,
    pub(crate) checkpoint: Checkpoint,
}

impl Sized {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { records, anchors, blocks, validators } = parts;
        let mut chain = Chain::new("sized", vec![keys("sized", validators)]);
        let canonical = b"critical-chains-record:1\nprofile=none\n".to_vec();
        let record = RecordProof::new(seed("salt"), &canonical);
        let (batch, root) = opening(records, 0, &record.leaf_hash());
        let anchor = Anchor {
            stream: stream(b"529900CRITICALCH01", 0),
            sequence: 1_000,
            previous: seed("previous"),
            root,
            leaf_count: records,
            not_before: 1_767_225_600_000,
            not_after: 1_767_225_660_000,
            profile: PROFILE.parse().unwrap(),
        };
        let (block, anchors_root) = opening(anchors.into(), 0, &anchor.hash());
        let leaf = CalendarLeaf {
            genesis: chain.genesis,
            number: 1,
            timestamp: 1_767_225_662_000,
            parent: seed("parent"),
            anchors_root,
            anchor_count: anchors,
            status_root: EMPTY_ROOT,
        };
        let (calendar, root) = opening(blocks.into(), 0, &leaf.hash());

        chain.push(&[], None);
        let header = &mut chain.blocks[0].header;
        header.number = blocks;
        let digest = CalendarDigest { leaf: seed("own"), root };
        header.digest[1] = DigestItem::Consensus(ENGINE_ID, digest.to_bytes().to_vec());
        let signers: Vec<usize> = (0..threshold(validators)).collect();
        let mut proof = chain.compact(0, 1, 1_000_000, &signers);
        proof.header = chain.blocks[0].header.encode();

        let signed = Receipt {
            genesis: chain.genesis,
            record,
            batch,
            anchor: anchor.to_bytes(),
            block,
            calendar_leaf: leaf.to_bytes().to_vec(),
            finality: Some(Finality { proof, calendar_path: calendar.path.clone() }),
            checkpoint: None,
        };
        let path = CheckpointPath { size: blocks.into(), path: calendar.path };
        Self {
            keyless: Receipt { finality: None, checkpoint: Some(path), ..signed.clone() },
            signed,
            record: canonical,
            trust_file: TrustFile {
                authority_sets: vec![AuthoritySet::new(0, chain.authorities(0)).unwrap()],
                ..chain.trust()
            },
            checkpoint: Checkpoint::new(&chain.genesis, blocks.into(), root),
        }
    }
}

/// A path from this leaf, and the root of some tree of this size that it leads to.
fn opening(size: u64, index: u64, leaf: &Hash) -> (TreePath, Hash) {
    let node = |level: u8, index: u64| Ok::<_, TreeError>(seed(&format!("{level}/{index}")));
    let path = inclusion_path_with(size, index, node).unwrap();
    let root = root_from_inclusion(size, index, leaf, &path).unwrap();
    (TreePath { index, path }, root)
}
