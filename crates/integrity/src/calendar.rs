//! The calendar: an append-only Merkle log with one leaf per block.
//!
//! Leaf of a block, 157 bytes, numbers big endian:
//!
//! ```text
//! bytes  field
//!     8  tag, "CCcalndr"
//!     1  version, 1
//!    32  hash of the genesis block
//!     8  number of the block, from 1
//!     8  time of the block, milliseconds since 1970-01-01 UTC
//!    32  hash of the parent block
//!    32  root of the tree of the block's anchors
//!     4  number of anchors
//!    32  status root, kept for revocations: that of the empty tree until there are any
//! ```
//!
//! The leaf of block N has index N − 1, so at block N the calendar has N leaves. Leaf hash and root
//! stand in the header of the same block, as a consensus digest item of [`ENGINE_ID`]:
//!
//! ```text
//! bytes  field
//!     1  version, 1
//!    32  hash of the block's leaf
//!    32  root of the calendar with that leaf
//! ```

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::{Hash, layout::Reader, tree::leaf_hash};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// First bytes of every calendar leaf, so that nothing else can be taken for one.
pub const CALENDAR_TAG: [u8; 8] = *b"CCcalndr";

/// Version of the layout of leaves.
pub const CALENDAR_VERSION: u8 = 1;

/// Length of a calendar leaf.
pub const CALENDAR_LEAF_BYTES: usize = 157;

/// Consensus engine under which a header carries a [`CalendarDigest`].
pub const ENGINE_ID: [u8; 4] = *b"CCAL";

/// Version of the layout of digests.
pub const CALENDAR_DIGEST_VERSION: u8 = 1;

/// Length of a calendar digest.
pub const CALENDAR_DIGEST_BYTES: usize = 65;

/// What the calendar says about a block.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct CalendarLeaf {
    /// Hash of the genesis block, which tells chains apart.
    pub genesis: Hash,
    /// Number of the block, from 1.
    pub number: u64,
    /// Time of the block, in milliseconds since 1970.
    pub timestamp: u64,
    /// Hash of the parent block.
    pub parent: Hash,
    /// Root of the tree of the block's anchors.
    pub anchors_root: Hash,
    /// Number of anchors in the block.
    pub anchor_count: u32,
    /// Kept for revocations: the root of the empty tree until there are any.
    pub status_root: Hash,
}

impl CalendarLeaf {
    /// The bytes that are hashed.
    pub fn to_bytes(&self) -> [u8; CALENDAR_LEAF_BYTES] {
        concat(&[
            &CALENDAR_TAG,
            &[CALENDAR_VERSION],
            &self.genesis,
            &self.number.to_be_bytes(),
            &self.timestamp.to_be_bytes(),
            &self.parent,
            &self.anchors_root,
            &self.anchor_count.to_be_bytes(),
            &self.status_root,
        ])
    }

    /// Reads a leaf, the whole of `bytes`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CalendarError> {
        let length =
            CalendarError::InvalidLength { expected: CALENDAR_LEAF_BYTES, got: bytes.len() };
        let mut reader = Reader::new(bytes);
        if reader.array().ok_or(length)? != CALENDAR_TAG {
            return Err(CalendarError::NotACalendarLeaf);
        }
        check_version(reader.u8().ok_or(length)?, CALENDAR_VERSION)?;
        let leaf = Self {
            genesis: reader.array().ok_or(length)?,
            number: reader.u64().ok_or(length)?,
            timestamp: reader.u64().ok_or(length)?,
            parent: reader.array().ok_or(length)?,
            anchors_root: reader.array().ok_or(length)?,
            anchor_count: reader.u32().ok_or(length)?,
            status_root: reader.array().ok_or(length)?,
        };
        match (reader.remaining(), leaf.number) {
            (0, 0) => Err(CalendarError::InvalidNumber),
            (0, _) => Ok(leaf),
            _ => Err(length),
        }
    }

    /// Hash of the leaf in the calendar.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }

    /// Place of the leaf in the calendar. Block 0 has no leaf.
    pub const fn index(&self) -> u64 {
        self.number.saturating_sub(1)
    }
}

/// What a header says about the calendar.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct CalendarDigest {
    /// Hash of the block's leaf.
    pub leaf: Hash,
    /// Root of the calendar with that leaf.
    pub root: Hash,
}

impl CalendarDigest {
    /// Payload of the digest item.
    pub fn to_bytes(&self) -> [u8; CALENDAR_DIGEST_BYTES] {
        concat(&[&[CALENDAR_DIGEST_VERSION], &self.leaf, &self.root])
    }

    /// Reads the payload of a digest item, the whole of `bytes`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CalendarError> {
        let length =
            CalendarError::InvalidLength { expected: CALENDAR_DIGEST_BYTES, got: bytes.len() };
        let mut reader = Reader::new(bytes);
        check_version(reader.u8().ok_or(length)?, CALENDAR_DIGEST_VERSION)?;
        let leaf = reader.array().ok_or(length)?;
        let root = reader.array().ok_or(length)?;
        if reader.remaining() == 0 { Ok(Self { leaf, root }) } else { Err(length) }
    }
}

fn check_version(got: u8, expected: u8) -> Result<(), CalendarError> {
    if got == expected { Ok(()) } else { Err(CalendarError::UnsupportedVersion { expected, got }) }
}

/// Joins parts whose lengths add up to `N`.
fn concat<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    let joined = parts.iter().copied().flatten();
    bytes.iter_mut().zip(joined).for_each(|(to, from)| *to = *from);
    bytes
}

/// Why bytes are not a calendar leaf or a calendar digest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CalendarError {
    /// There are too few bytes or too many.
    InvalidLength {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        got: usize,
    },
    /// The bytes do not begin as a calendar leaf does.
    NotACalendarLeaf,
    /// The layout is of a version unknown here.
    UnsupportedVersion {
        /// The version known here.
        expected: u8,
        /// The version found.
        got: u8,
    },
    /// The number is 0; the genesis block has no leaf.
    InvalidNumber,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidLength { expected, got } => {
                write!(f, "there are {got} bytes, expected {expected}")
            }
            Self::NotACalendarLeaf => f.write_str("these bytes are not a calendar leaf"),
            Self::UnsupportedVersion { expected, got } => {
                write!(f, "the version is {got}, expected {expected}")
            }
            Self::InvalidNumber => f.write_str("the genesis block has no calendar leaf"),
        }
    }
}

impl core::error::Error for CalendarError {}
