//! Does a list of batches extend a stream?
//!
//! A stream is an institution's ordered sequence of batches. Every anchor carries its sequence
//! number and the hash of the anchor before it, so a gap or a fork of a stream cannot be hidden.
//! [`extend`] decides, as a total function of the stream's head and of what an institution
//! submits, which anchors follow or why none do. The chain and its clients call the same
//! function: a client knows the hashes of its anchors before it submits them.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::{
    Hash,
    anchor::{Anchor, Profile, StreamId},
};
use alloc::vec::Vec;
use core::fmt;

/// Where a stream stands: its last anchor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamHead {
    /// Sequence number of the last anchor, 0 when the stream has none.
    pub sequence: u64,
    /// Hash of the last anchor, zeros when the stream has none.
    pub anchor: Hash,
}

/// What an institution states about one batch. Sequence and previous anchor come from its place
/// in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchStatement {
    /// Root of the batch tree.
    pub root: Hash,
    /// Number of records in the batch, at least one.
    pub leaf_count: u64,
    /// Start of the time interval the records fall into, in milliseconds since the Unix epoch.
    pub not_before: u64,
    /// End of the time interval the records fall into, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// How the records were made into bytes.
    pub profile: Profile,
}

/// An anchor that follows in a stream, with its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Leaf of the block tree and the `previous` of the anchor after this one.
    pub hash: Hash,
    /// The anchor itself.
    pub anchor: Anchor,
}

/// What is wrong with one batch, whatever the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchFault {
    /// The batch has no records.
    NoRecords,
    /// The interval ends before it starts.
    InvalidInterval {
        /// Its start.
        not_before: u64,
        /// Its end.
        not_after: u64,
    },
    /// The interval ends later than the present allows.
    IntervalInFuture {
        /// Its end.
        not_after: u64,
        /// Latest end accepted now.
        latest: u64,
    },
}

/// Why a list of batches does not extend a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendError {
    /// There is no batch in the list.
    Empty,
    /// A batch is wrong in itself.
    InvalidBatch {
        /// Position in the list, from 0.
        index: usize,
        /// What is wrong with it.
        fault: BatchFault,
    },
    /// These very batches are already the end of the stream: nothing is lost, nothing to repeat.
    AlreadyAnchored {
        /// The stream's head, which is also the last anchor of the list.
        head: StreamHead,
    },
    /// The sequence number is taken, by another anchor than the list would make.
    StaleSequence {
        /// Number the next anchor must have.
        expected: u64,
        /// Number the list begins with.
        got: u64,
    },
    /// Anchors are missing between the head and the list.
    SequenceGap {
        /// Number the next anchor must have.
        expected: u64,
        /// Number the list begins with.
        got: u64,
    },
    /// The list continues from another anchor than the head: the stream would fork.
    PreviousMismatch {
        /// Hash of the head.
        expected: Hash,
        /// Hash the list names.
        got: Hash,
    },
    /// The stream has no sequence numbers left.
    SequenceExhausted,
}

/// The anchors by which `batches` extend `stream` beyond `head`, in order.
///
/// The list is non-empty on success, so its last element is the new head. `latest` is the latest
/// end of an interval that is accepted, in milliseconds since the Unix epoch. Intervals need not
/// be in the order of the sequence: a late batch of an earlier day is a normal thing.
pub fn extend(
    stream: &StreamId,
    head: &StreamHead,
    first_sequence: u64,
    previous: &Hash,
    batches: Vec<BatchStatement>,
    latest: u64,
) -> Result<Vec<Link>, ExtendError> {
    if batches.is_empty() {
        return Err(ExtendError::Empty);
    }
    for (index, batch) in batches.iter().enumerate() {
        check(batch, latest).map_err(|fault| ExtendError::InvalidBatch { index, fault })?;
    }

    if first_sequence <= head.sequence {
        return Err(taken(stream, head, first_sequence, previous, batches));
    }
    // Cannot saturate: `first_sequence` is greater than the head's.
    let expected = head.sequence.saturating_add(1);
    if first_sequence > expected {
        return Err(ExtendError::SequenceGap { expected, got: first_sequence });
    }
    if *previous != head.anchor {
        return Err(ExtendError::PreviousMismatch { expected: head.anchor, got: *previous });
    }
    chain(stream, first_sequence, previous, batches)
}

fn check(batch: &BatchStatement, latest: u64) -> Result<(), BatchFault> {
    let &BatchStatement { leaf_count, not_before, not_after, .. } = batch;
    if leaf_count == 0 {
        Err(BatchFault::NoRecords)
    } else if not_before > not_after {
        Err(BatchFault::InvalidInterval { not_before, not_after })
    } else if not_after > latest {
        Err(BatchFault::IntervalInFuture { not_after, latest })
    } else {
        Ok(())
    }
}

/// The list begins at or before the head: either it ends exactly in the head, or it is stale.
fn taken(
    stream: &StreamId,
    head: &StreamHead,
    first_sequence: u64,
    previous: &Hash,
    batches: Vec<BatchStatement>,
) -> ExtendError {
    // An anchor's hash covers its sequence number and, through `previous`, all anchors before it:
    // equality of the last hash is equality of the whole list.
    let repeated = chain(stream, first_sequence, previous, batches)
        .is_ok_and(|links| links.last().is_some_and(|link| link.hash == head.anchor));
    match head.sequence.checked_add(1) {
        _ if repeated => ExtendError::AlreadyAnchored { head: *head },
        Some(expected) => ExtendError::StaleSequence { expected, got: first_sequence },
        None => ExtendError::SequenceExhausted,
    }
}

fn chain(
    stream: &StreamId,
    first_sequence: u64,
    previous: &Hash,
    batches: Vec<BatchStatement>,
) -> Result<Vec<Link>, ExtendError> {
    let mut links = Vec::with_capacity(batches.len());
    let mut previous = *previous;
    for (batch, offset) in batches.into_iter().zip(0_u64..) {
        let sequence = first_sequence.checked_add(offset).ok_or(ExtendError::SequenceExhausted)?;
        let BatchStatement { root, leaf_count, not_before, not_after, profile } = batch;
        let anchor = Anchor {
            stream: *stream,
            sequence,
            previous,
            root,
            leaf_count,
            not_before,
            not_after,
            profile,
        };
        previous = anchor.hash();
        links.push(Link { hash: previous, anchor });
    }
    Ok(links)
}

impl fmt::Display for BatchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecords => f.write_str("the batch has no records"),
            Self::InvalidInterval { not_before, not_after } => {
                write!(f, "the interval from {not_before} to {not_after} ends before it starts")
            }
            Self::IntervalInFuture { not_after, latest } => {
                write!(
                    f,
                    "the interval ends at {not_after}, accepted now is {latest} at the latest"
                )
            }
        }
    }
}

impl core::error::Error for BatchFault {}

impl fmt::Display for ExtendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no batch to anchor"),
            Self::InvalidBatch { index, fault } => write!(f, "batch {index} is invalid: {fault}"),
            Self::AlreadyAnchored { head } => {
                write!(f, "already anchored, up to sequence {}", head.sequence)
            }
            Self::StaleSequence { expected, got } => {
                write!(f, "stale sequence: expected {expected}, got {got}")
            }
            Self::SequenceGap { expected, got } => {
                write!(f, "gap in the sequence: expected {expected}, got {got}")
            }
            Self::PreviousMismatch { expected, got } => {
                f.write_str("previous anchor differs: expected ")?;
                write_hex(f, expected)?;
                f.write_str(", got ")?;
                write_hex(f, got)
            }
            Self::SequenceExhausted => f.write_str("the stream has no sequence numbers left"),
        }
    }
}

impl core::error::Error for ExtendError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::InvalidBatch { fault, .. } => Some(fault),
            _ => None,
        }
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, hash: &Hash) -> fmt::Result {
    hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
