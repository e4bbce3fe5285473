//! What can be wrong with trust.

use super::TRUST_VERSION;
use crate::{finality::HeaderError, receipt::MAX_SIGNATURES, verify::Failure};
use alloc::string::String;
use core::fmt;

/// Why a trust file cannot be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TrustError {
    /// Not the JSON of a trust file.
    Malformed {
        /// What is wrong, and where.
        detail: String,
    },
    /// Another version than this software knows.
    UnsupportedVersion {
        /// The version of the file.
        got: u64,
    },
    /// A byte string is not `0x` and 64 hexadecimal digits.
    InvalidHash {
        /// Path of the field.
        field: String,
    },
    /// Neither an authority set nor a checkpoint.
    NothingTrusted,
    /// A set without authorities, or with more than any chain has.
    InvalidSetSize {
        /// Id of the set.
        set_id: u64,
        /// Number of its authorities.
        count: usize,
    },
    /// An authority's key is not an Ed25519 public key.
    InvalidAuthority {
        /// Id of the set.
        set_id: u64,
        /// Index of the authority.
        index: usize,
    },
    /// An authority stands in its set twice.
    DuplicateAuthority {
        /// Id of the set.
        set_id: u64,
        /// Index of the second time.
        index: usize,
    },
    /// The ids of the authority sets do not ascend.
    SetsNotAscending,
    /// The sizes of the checkpoints do not ascend.
    CheckpointsNotAscending,
    /// A checkpoint is of another chain.
    ForeignCheckpoint {
        /// Its size.
        size: u64,
    },
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { detail } => write!(f, "this is not a trust file: {detail}"),
            Self::UnsupportedVersion { got } => {
                write!(f, "the trust file has version {got}, expected {TRUST_VERSION}")
            }
            Self::InvalidHash { field } => {
                write!(f, "{field} is not 0x and 64 hexadecimal digits")
            }
            Self::NothingTrusted => {
                f.write_str("the trust file has neither an authority set nor a checkpoint")
            }
            Self::InvalidSetSize { set_id, count } => write!(
                f,
                "authority set {set_id} has {count} authorities, expected 1 to {MAX_SIGNATURES}"
            ),
            Self::InvalidAuthority { set_id, index } => {
                write!(f, "authority {index} of set {set_id} is not an Ed25519 public key")
            }
            Self::DuplicateAuthority { set_id, index } => {
                write!(f, "authority {index} of set {set_id} is in the set already")
            }
            Self::SetsNotAscending => f.write_str("the ids of the authority sets do not ascend"),
            Self::CheckpointsNotAscending => {
                f.write_str("the sizes of the checkpoints do not ascend")
            }
            Self::ForeignCheckpoint { size } => {
                write!(f, "the checkpoint of size {size} is of another chain")
            }
        }
    }
}

impl core::error::Error for TrustError {}

/// Why a hand-off does not prove a set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum HandoffError {
    /// The set that handed over is not trusted.
    UnknownSet {
        /// Its id.
        set_id: u64,
    },
    /// The header is malformed.
    Header(HeaderError),
    /// GRANDPA's item in the header is malformed.
    MalformedItem,
    /// The header schedules no change.
    NoChange,
    /// The header schedules several changes.
    SeveralChanges,
    /// The change was forced: nothing links the new set to the old one.
    ForcedChange,
    /// The change does not take effect with the block.
    DelayedChange {
        /// Number of blocks it waits.
        delay: u32,
    },
    /// An authority's vote counts more than once.
    UnequalWeights {
        /// Index of the authority.
        index: usize,
        /// Its weight.
        weight: u64,
    },
    /// The new set cannot stand.
    InvalidSet(TrustError),
    /// The header is not final.
    NotFinal(Failure),
    /// Most votes are for later blocks: the header is not the last of the set.
    VotesBeyond {
        /// Number of votes for the header itself.
        got: usize,
        /// Number of votes that an honest authority must be among.
        needed: usize,
    },
    /// The header is not of a later block than the one with which the set took over.
    BeforeItsSet {
        /// Number of the block of the header.
        number: u32,
        /// Number of the block with which the set took over.
        began: u32,
    },
    /// The change is to the same authorities, and may be the one by which the set took over.
    Ambiguous {
        /// Id of the set.
        set_id: u64,
    },
    /// Another set is trusted under this id.
    Conflict {
        /// The id.
        set_id: u64,
    },
}

impl fmt::Display for HandoffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSet { set_id } => {
                write!(f, "the hand-off is from authority set {set_id}, which is not trusted")
            }
            Self::Header(error) => error.fmt(f),
            Self::MalformedItem => f.write_str("the header's GRANDPA item is malformed"),
            Self::NoChange => f.write_str("the header schedules no change of authorities"),
            Self::SeveralChanges => f.write_str("the header schedules several changes"),
            Self::ForcedChange => f.write_str(
                "the change of authorities was forced, so nothing links it to the set before",
            ),
            Self::DelayedChange { delay } => {
                write!(f, "the change is delayed by {delay} blocks, expected none")
            }
            Self::UnequalWeights { index, weight } => {
                write!(f, "authority {index} has weight {weight}, expected 1")
            }
            Self::InvalidSet(error) => write!(f, "the new set cannot stand: {error}"),
            Self::NotFinal(failure) => write!(f, "the hand-off is not final: {failure}"),
            Self::VotesBeyond { got, needed } => write!(
                f,
                "{got} votes are for the header itself, expected at least {needed}: a set votes for no block after its last"
            ),
            Self::BeforeItsSet { number, began } => write!(
                f,
                "the hand-off is in block {number}, but its set took over with block {began}"
            ),
            Self::Ambiguous { set_id } => write!(
                f,
                "the hand-off from set {set_id} keeps the same authorities: check it together with the one by which that set took over"
            ),
            Self::Conflict { set_id } => {
                write!(f, "another authority set is trusted under id {set_id}")
            }
        }
    }
}

impl core::error::Error for HandoffError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Header(error) => Some(error),
            Self::InvalidSet(error) => Some(error),
            _ => None,
        }
    }
}
