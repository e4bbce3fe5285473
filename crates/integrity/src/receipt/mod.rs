//! The self-contained proof for one record.
//!
//! | Part | Holds | Made by |
//! |---|---|---|
//! | [`RecordPart`] | salt, digest and place of the record in its batch | the institution |
//! | [`ChainPart`] | anchor, block, calendar and what proves it final | the node's archive |
//! | [`Receipt`] | both, merged | whoever has both |
//!
//! All three are maps of one deterministic CBOR schema, `docs/reference/receipt.cddl`, and have a
//! JSON view that leads back to the same bytes. What the parts prove is found out by
//! [`verify`](crate::verify); decoding checks the form only.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod cbor;
mod codec;
mod error;
mod json;
mod proof_codec;

pub use error::{DecodeError, JsonError, MergeError};

pub(crate) use cbor::{Reader, Writer, check_total};
pub(crate) use json::{Object, hex, parse_hex, votes_from_json, votes_to_json};
pub(crate) use proof_codec::{encoded_votes, read_votes, write_votes};

use crate::{
    Hash,
    anchor::Anchor,
    finality::FinalityProof,
    tree::{leaf_hash, verify_inclusion},
    verify::{Code, Failure},
};
use alloc::{string::ToString, vec::Vec};
use sha2::{Digest, Sha256};

/// Version of the schema that is written and read.
pub const RECEIPT_VERSION: u64 = 1;

/// Most bytes of a receipt: a record, and signatures with their ancestry, fit many times over.
pub const MAX_RECEIPT_BYTES: usize = 2 * 1024 * 1024;

/// Most bytes of a canonical record, as readers of records have it.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// Most hashes of a path: sizes of trees are 64-bit numbers.
pub const MAX_PATH_HASHES: usize = 64;

/// Most votes, and most authorities of a set.
pub const MAX_SIGNATURES: usize = 1024;

/// Most headers between a finalised header and the blocks voted for.
pub const MAX_ANCESTRY_HEADERS: usize = 1024;

/// Most bytes of a header: a change of [`MAX_SIGNATURES`] authorities takes 40 KiB.
pub const MAX_HEADER_BYTES: usize = 128 * 1024;

/// Most bytes of a header with its votes that a node makes: the largest record, four paths of 64
/// hashes and two statements fit beside it.
pub const MAX_PROOF_BYTES: usize = MAX_RECEIPT_BYTES - MAX_RECORD_BYTES - 64 * 1024;

/// Most bytes of an anchor statement or calendar leaf; both are below 200.
pub const MAX_STATEMENT_BYTES: usize = 1024;

/// A place in a tree and the path from there to the root.
///
/// The number of leaves is not carried: every verifier derives it from what is already proven.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TreePath {
    /// Index of the leaf, from 0.
    pub index: u64,
    /// Siblings on the way to the root, the lowest first.
    pub path: Vec<Hash>,
}

/// What of the record goes into the batch tree.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordProof {
    /// 32 random bytes that keep the record from being guessed.
    pub salt: Hash,
    /// SHA-256 of the canonical record.
    pub digest: Hash,
    /// The canonical record itself, if the receipt is to carry it.
    pub content: Option<Vec<u8>>,
}

impl RecordProof {
    /// For a canonical record, without carrying it.
    pub fn new(salt: Hash, canonical: &[u8]) -> Self {
        Self { salt, digest: record_digest(canonical), content: None }
    }

    /// The same, carrying the canonical record.
    pub fn with_content(self, canonical: Vec<u8>) -> Self {
        Self { content: Some(canonical), ..self }
    }

    /// Leaf of the batch tree.
    pub fn leaf_hash(&self) -> Hash {
        batch_leaf(&self.salt, &self.digest)
    }
}

/// Digest of a canonical record: SHA-256.
pub fn record_digest(canonical: &[u8]) -> Hash {
    Sha256::digest(canonical).into()
}

/// Leaf of the batch tree for a record: the leaf hash of `salt ‖ digest`.
pub fn batch_leaf(salt: &Hash, digest: &Hash) -> Hash {
    let mut data = [0; 64];
    let (left, right) = data.split_at_mut(32);
    left.copy_from_slice(salt);
    right.copy_from_slice(digest);
    leaf_hash(&data)
}

/// Proof that the block is in the calendar of a finalised header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finality {
    /// The header and the votes that made it final.
    pub proof: FinalityProof,
    /// Path from the block's calendar leaf to the root that the header states.
    pub calendar_path: Vec<Hash>,
}

/// Proof that the block is in the calendar of a checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckpointPath {
    /// Size of the checkpoint that the path leads to.
    pub size: u64,
    /// Path from the block's calendar leaf to the checkpoint's root.
    pub path: Vec<Hash>,
}

/// The institution's part of a receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordPart {
    /// Genesis hash of the chain the batch was anchored on.
    pub genesis: Hash,
    /// Salt and digest of the record.
    pub record: RecordProof,
    /// Place of the record in its batch.
    pub batch: TreePath,
}

/// The chain's part of a receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChainPart {
    /// Genesis hash of the chain.
    pub genesis: Hash,
    /// Bytes of the anchor statement.
    pub anchor: Vec<u8>,
    /// Place of the anchor in its block.
    pub block: TreePath,
    /// Bytes of the block's calendar leaf.
    pub calendar_leaf: Vec<u8>,
    /// Proof by signatures.
    pub finality: Option<Finality>,
    /// Proof by a published checkpoint.
    pub checkpoint: Option<CheckpointPath>,
}

/// The self-contained proof for one record. See the [module](self).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Genesis hash of the chain.
    pub genesis: Hash,
    /// Salt and digest of the record.
    pub record: RecordProof,
    /// Place of the record in its batch.
    pub batch: TreePath,
    /// Bytes of the anchor statement.
    pub anchor: Vec<u8>,
    /// Place of the anchor in its block.
    pub block: TreePath,
    /// Bytes of the block's calendar leaf.
    pub calendar_leaf: Vec<u8>,
    /// Proof by signatures.
    pub finality: Option<Finality>,
    /// Proof by a published checkpoint.
    pub checkpoint: Option<CheckpointPath>,
}

impl Receipt {
    /// Puts both parts together, if they are of the same batch.
    pub fn merge(record: RecordPart, chain: ChainPart) -> Result<Self, MergeError> {
        if record.genesis != chain.genesis {
            return Err(MergeError::GenesisDiffers {
                record: record.genesis,
                chain: chain.genesis,
            });
        }
        let anchor = Anchor::from_bytes(&chain.anchor).map_err(|error| {
            MergeError::NotInBatch(Failure::new(Code::AnchorMalformed, error.to_string()))
        })?;
        let RecordPart { genesis, record, batch } = record;
        verify_inclusion(
            &anchor.root,
            anchor.leaf_count,
            batch.index,
            &record.leaf_hash(),
            &batch.path,
        )
        .map_err(|error| MergeError::NotInBatch(Failure::in_batch(&error)))?;
        let ChainPart { anchor, block, calendar_leaf, finality, checkpoint, .. } = chain;
        Ok(Self { genesis, record, batch, anchor, block, calendar_leaf, finality, checkpoint })
    }

    /// Takes the receipt apart into what the institution and what the chain contributed.
    pub fn split(self) -> (RecordPart, ChainPart) {
        let Self { genesis, record, batch, anchor, block, calendar_leaf, finality, checkpoint } =
            self;
        (
            RecordPart { genesis, record, batch },
            ChainPart { genesis, anchor, block, calendar_leaf, finality, checkpoint },
        )
    }
}
