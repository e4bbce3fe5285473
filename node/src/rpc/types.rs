//! What the integrity methods give.

use crate::archive::{
    error::show,
    queries::{AnchorInBlock, CheckpointAt, SetWithHandoff},
};
use serde::Serialize;

/// A checkpoint of the calendar.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckpointView {
    /// The body of a C2SP tlog-checkpoint note.
    note: String,
    origin: String,
    size: u64,
    root: String,
    /// Block with the last leaf; null for the empty calendar.
    block_hash: Option<String>,
    block_time: Option<u64>,
}

impl From<CheckpointAt> for CheckpointView {
    fn from(CheckpointAt { checkpoint, last_block }: CheckpointAt) -> Self {
        Self {
            note: checkpoint.to_text(),
            size: checkpoint.size,
            root: show(&checkpoint.root),
            origin: checkpoint.origin,
            block_hash: last_block.as_ref().map(|block| show(&block.hash)),
            block_time: last_block.map(|block| block.timestamp),
        }
    }
}

/// A final anchor.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnchorView {
    anchor_hash: String,
    /// The bytes that were hashed.
    statement: String,
    stream: String,
    sequence: u64,
    previous: String,
    root: String,
    leaf_count: u64,
    not_before: u64,
    not_after: u64,
    profile: String,
    block_number: u32,
    block_hash: String,
    block_time: u64,
    /// Place in the block tree.
    index: u32,
}

impl From<AnchorInBlock> for AnchorView {
    fn from(AnchorInBlock { anchor: archived, block_hash, timestamp }: AnchorInBlock) -> Self {
        let anchor = archived.anchor;
        Self {
            anchor_hash: show(&archived.hash),
            statement: hex_bytes(&anchor.to_bytes()),
            stream: anchor.stream.to_string(),
            sequence: anchor.sequence,
            previous: show(&anchor.previous),
            root: show(&anchor.root),
            leaf_count: anchor.leaf_count,
            not_before: anchor.not_before,
            not_after: anchor.not_after,
            profile: anchor.profile.to_string(),
            block_number: archived.block,
            block_hash: show(&block_hash),
            block_time: timestamp,
            index: archived.index,
        }
    }
}

/// How far an anchor has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AnchorState {
    /// Final, with a proof.
    Final,
    /// In a block that has no proof of finality yet.
    InBlock,
}

/// The chain's part of a receipt, or how far it is from being one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptView {
    pub(super) state: AnchorState,
    /// Deterministic CBOR, when the state is final.
    pub(super) chain_part: Option<String>,
    pub(super) block_number: u32,
    pub(super) block_hash: String,
    /// The block whose finality proves the anchor final.
    pub(super) finalised_by: Option<u32>,
}

/// All sets of authorities, or a page of them.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthoritySetsView {
    pub(super) network: String,
    pub(super) genesis_hash: String,
    pub(super) sets: Vec<AuthoritySetView>,
    /// Where the next page begins; null when there is none.
    pub(super) next_set: Option<u64>,
}

/// A set of authorities.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthoritySetView {
    set_id: u64,
    first_block: u32,
    authorities: Vec<String>,
    /// CBOR: the set before this one signed the header that announces this one.
    handoff: Option<String>,
}

impl From<SetWithHandoff> for AuthoritySetView {
    fn from(SetWithHandoff { entry, handoff }: SetWithHandoff) -> Self {
        Self {
            set_id: entry.set.set_id,
            first_block: entry.first_block,
            authorities: entry.set.authorities.iter().map(show).collect(),
            handoff: handoff.map(|handoff| hex_bytes(&handoff.to_cbor())),
        }
    }
}

/// Proof that the calendar only grew.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsistencyView {
    pub(super) old_size: u64,
    pub(super) new_size: u64,
    pub(super) old_root: String,
    pub(super) new_root: String,
    pub(super) path: Vec<String>,
}

/// Bytes as clients see them.
pub(super) fn hex_bytes(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}
