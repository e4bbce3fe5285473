//! What is stored and submitted.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_integrity::{
    Hash, anchor::MAX_PROFILE_LENGTH, stream::StreamHead, tree::Frontier,
};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Longest name of a record profile, in bytes.
pub const MAX_PROFILE_BYTES: u32 = MAX_PROFILE_LENGTH as u32;

/// Most perfect subtrees in a tree: one for each bit of its size.
pub const MAX_FRONTIER_NODES: u32 = u64::BITS;

/// A batch as an institution submits it.
// The profile is checked by the call and not by decoding, so that a wrong one gets an error with
// a name instead of an extrinsic that cannot be read.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Batch {
    /// Root of the batch tree.
    pub root: Hash,
    /// Number of records in the batch, at least one.
    pub leaf_count: u64,
    /// Start of the interval the records fall into, in milliseconds since the Unix epoch.
    pub not_before: u64,
    /// End of the interval the records fall into, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// How the records were made into bytes, such as `iso20022:pacs.008.001.08`.
    pub profile: BoundedVec<u8, ConstU32<MAX_PROFILE_BYTES>>,
}

/// Whether a stream takes batches.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum StreamStatus {
    /// It does.
    Open,
    /// It has ended and stays so.
    Closed,
    /// Not until the Authority that froze it thaws it.
    Frozen,
}

/// State of a stream and its head.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct StreamState {
    /// Whether the stream takes batches.
    pub status: StreamStatus,
    /// Sequence number of the last anchor, 0 when there is none.
    pub sequence: u64,
    /// Hash of the last anchor, zeros when there is none.
    pub anchor: Hash,
    /// End of the last anchor's interval, 0 when there is none. Not a maximum: intervals need not
    /// be in the order of the sequence.
    pub not_after: u64,
    /// Number of the block in which the stream was opened.
    pub opened_at: u64,
}

impl StreamState {
    /// A stream without anchors, opened in the block of this number.
    pub(crate) fn opened(opened_at: u64) -> Self {
        let StreamHead { sequence, anchor } = StreamHead::default();
        Self { status: StreamStatus::Open, sequence, anchor, not_after: 0, opened_at }
    }

    /// The head, from which the next batch continues.
    pub fn head(&self) -> StreamHead {
        StreamHead { sequence: self.sequence, anchor: self.anchor }
    }
}

/// The right edge of the calendar's tree.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct CalendarState {
    /// Number of leaves, which is the number of the block that appended the last.
    pub size: u64,
    /// Roots of the perfect subtrees, largest first.
    pub nodes: BoundedVec<Hash, ConstU32<MAX_FRONTIER_NODES>>,
}

impl CalendarState {
    /// Size and nodes.
    pub fn into_parts(self) -> (u64, Vec<Hash>) {
        (self.size, self.nodes.into_inner())
    }

    /// The frontier to append to, unless size and nodes contradict each other.
    pub(crate) fn into_frontier(self) -> Option<Frontier> {
        let (size, nodes) = self.into_parts();
        Frontier::from_parts(size, nodes).ok()
    }

    /// The state to store; a frontier has no more nodes than its size has bits.
    pub(crate) fn from_frontier(frontier: Frontier) -> Option<Self> {
        let (size, nodes) = frontier.into_parts();
        nodes.try_into().ok().map(|nodes| Self { size, nodes })
    }
}
