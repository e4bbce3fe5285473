//! GRANDPA finality, as far as a receipt needs it.
//!
//! A block is final when a *threshold* of the *authority set* has signed *precommits* for it or
//! for descendants of it. A precommit's signature covers the target's hash and number, the round
//! and the id of the authority set. All authorities have weight 1.
//!
//! | Form of the votes | When | Size |
//! |---|---|---|
//! | [`Votes::Compact`] | every precommit is for the header itself | a bit per authority and 64 bytes per vote |
//! | [`Votes::Full`] | some precommit is for a descendant | about 100 bytes per vote, and the headers between |
//!
//! The rules of [`FinalityProof::check`] are strict: no duplicate votes, no unknown voters, every
//! signature valid, every ancestry header needed, and one order of everything. So a proof with as
//! few votes as finality needs, as [`FinalityProof::from_justification`] makes it, cannot be
//! changed and still pass. One with more votes passes without those beyond, too.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod check;
mod header;
mod justification;
mod signature;

pub use check::Finalised;
pub use header::{DigestItem, Header, HeaderError, block_hash};
pub use justification::{Justification, JustificationError, SignedPrecommit};
pub use signature::{PRECOMMIT_PAYLOAD_BYTES, precommit_payload};

pub(crate) use signature::is_authority_key;

use crate::Hash;
use alloc::vec::Vec;

/// A header and the votes that made it final.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FinalityProof {
    /// SCALE encoding of the header.
    pub header: Vec<u8>,
    /// Round of the votes.
    pub round: u64,
    /// Id of the authority set that voted.
    pub set_id: u64,
    /// The votes.
    pub votes: Votes,
}

/// Precommits for a header or its descendants.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Votes {
    /// Every precommit is for the header itself.
    Compact {
        /// Bit `i % 8` of byte `i / 8`, the lowest bit first: authority `i` has signed.
        signers: Vec<u8>,
        /// Their signatures, in the order of the authorities.
        signatures: Vec<[u8; 64]>,
    },
    /// Some precommit is for a descendant.
    Full {
        /// The votes, in the order of the authorities.
        votes: Vec<Vote>,
        /// SCALE encodings of the headers between the header and the targets, in the order of
        /// number and hash.
        ancestry: Vec<Vec<u8>>,
    },
}

/// A precommit of one authority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Vote {
    /// Index of the authority in its set.
    pub authority: u32,
    /// Number of the block voted for.
    pub target_number: u32,
    /// Hash of the block voted for.
    pub target_hash: Hash,
    /// Ed25519 signature of [`precommit_payload`].
    pub signature: [u8; 64],
}

/// Number of signatures that make a block final: all but those a third minus one may withhold.
pub const fn threshold(authorities: usize) -> usize {
    authorities.saturating_sub(authorities.saturating_sub(1) / 3)
}
