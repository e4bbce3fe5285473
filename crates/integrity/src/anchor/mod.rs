//! The statement of a batch, in the fixed layout that is hashed.
//!
//! ```text
//! bytes  field
//!     8  tag, "CCanchor"
//!     1  version, 1
//!    20  LEI of the institution
//!     4  number of its stream
//!     8  sequence number in the stream, from 1
//!    32  hash of the anchor before it, zeros for the first
//!     1  hash algorithm, 1 = SHA-256
//!    32  root of the batch tree
//!     8  number of records
//!     8  not before, milliseconds since 1970-01-01 UTC
//!     8  not after, likewise
//!     1  length of the profile, 1 to 64
//!  1–64  profile of the records
//! ```
//!
//! Numbers are big endian. The hash of an anchor is the leaf hash of these bytes in the tree of its
//! block. SCALE, which the traits here also give, is for storage and calls and is never hashed.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod error;
mod profile;
mod stream;

pub use error::AnchorError;
pub use profile::{MAX_PROFILE_LENGTH, Profile, ProfileError};
pub use stream::{StreamId, StreamIdError};

use crate::{Hash, layout::Reader, tree::leaf_hash};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

/// First bytes of every anchor, so that nothing else can be taken for one.
pub const ANCHOR_TAG: [u8; 8] = *b"CCanchor";

/// Version of the layout.
pub const ANCHOR_VERSION: u8 = 1;

/// Length of an anchor with the longest profile.
pub const MAX_ANCHOR_BYTES: usize = 195;

/// Number of SHA-256 among the hash algorithms.
const SHA_256: u8 = 1;

/// What an institution states about a batch of records.
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
pub struct Anchor {
    /// The stream the batch belongs to.
    pub stream: StreamId,
    /// Place in the stream, from 1.
    pub sequence: u64,
    /// Hash of the anchor before this one, zeros for the first.
    pub previous: Hash,
    /// Root of the batch tree.
    pub root: Hash,
    /// Number of records in the batch.
    pub leaf_count: u64,
    /// Start of the time the records are from, in milliseconds since 1970.
    pub not_before: u64,
    /// End of the time the records are from, in milliseconds since 1970.
    pub not_after: u64,
    /// What the records are and how they were made into bytes.
    pub profile: Profile,
}

impl Anchor {
    /// Checks what the layout cannot: that the parts go together.
    pub fn check(&self) -> Result<(), AnchorError> {
        if self.sequence == 0 {
            return Err(AnchorError::InvalidSequence);
        }
        if (self.sequence == 1) != (self.previous == Hash::default()) {
            return Err(AnchorError::InvalidPrevious { sequence: self.sequence });
        }
        if self.leaf_count == 0 {
            return Err(AnchorError::NoRecords);
        }
        if self.not_before > self.not_after {
            let Self { not_before, not_after, .. } = *self;
            return Err(AnchorError::InvalidInterval { not_before, not_after });
        }
        Ok(())
    }

    /// The bytes that are hashed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let profile = self.profile.as_bytes();
        let mut bytes = Vec::with_capacity(MAX_ANCHOR_BYTES);
        bytes.extend_from_slice(&ANCHOR_TAG);
        bytes.push(ANCHOR_VERSION);
        bytes.extend_from_slice(self.stream.institution.as_bytes());
        bytes.extend_from_slice(&self.stream.number.to_be_bytes());
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        bytes.extend_from_slice(&self.previous);
        bytes.push(SHA_256);
        bytes.extend_from_slice(&self.root);
        bytes.extend_from_slice(&self.leaf_count.to_be_bytes());
        bytes.extend_from_slice(&self.not_before.to_be_bytes());
        bytes.extend_from_slice(&self.not_after.to_be_bytes());
        // At most 64 bytes, as the profile knows.
        bytes.push(profile.len() as u8);
        bytes.extend_from_slice(profile);
        bytes
    }

    /// Reads a statement, the whole of `bytes`, and checks it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AnchorError> {
        let mut reader = Reader::new(bytes);
        let anchor = Self::read(&mut reader)?;
        match reader.remaining() {
            0 => anchor.check().map(|()| anchor),
            count => Err(AnchorError::TrailingBytes { count }),
        }
    }

    /// Hash of the statement, which is its leaf in the tree of the block.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, AnchorError> {
        const END: AnchorError = AnchorError::Truncated;
        if reader.array().ok_or(END)? != ANCHOR_TAG {
            return Err(AnchorError::NotAnAnchor);
        }
        match reader.u8().ok_or(END)? {
            ANCHOR_VERSION => {}
            got => return Err(AnchorError::UnsupportedVersion { got }),
        }
        let institution =
            Lei::new(reader.array().ok_or(END)?).map_err(AnchorError::InvalidInstitution)?;
        let stream = StreamId { institution, number: reader.u32().ok_or(END)? };
        let sequence = reader.u64().ok_or(END)?;
        let previous = reader.array().ok_or(END)?;
        match reader.u8().ok_or(END)? {
            SHA_256 => {}
            got => return Err(AnchorError::UnsupportedHashAlgorithm { got }),
        }
        let root = reader.array().ok_or(END)?;
        let leaf_count = reader.u64().ok_or(END)?;
        let not_before = reader.u64().ok_or(END)?;
        let not_after = reader.u64().ok_or(END)?;
        let length = reader.u8().ok_or(END)?;
        let profile = reader.slice(usize::from(length)).ok_or(END)?;
        let profile = Profile::new(profile).map_err(AnchorError::InvalidProfile)?;
        Ok(Self { stream, sequence, previous, root, leaf_count, not_before, not_after, profile })
    }
}
