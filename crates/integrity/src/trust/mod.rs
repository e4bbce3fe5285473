//! What a verifier trusts: the authority sets of a chain, and checkpoints of its calendar.
//!
//! | Trust | Given as | Good for |
//! |---|---|---|
//! | authority sets | [`TrustFile`], a small JSON file | receipts that carry signatures |
//! | checkpoints | the same file, or notes published elsewhere | receipts that carry a path to one |
//!
//! A set once trusted vouches for its successor by an [`AuthorityHandoff`], so that a trust file
//! is extended without asking anybody: by [`extend_trust`], or with [`GrowingTrust`] as hand-offs
//! come in.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod error;
mod handoff;
mod json;

pub use error::{HandoffError, TrustError};
pub use handoff::{AuthorityHandoff, GrowingTrust, extend_trust, scheduled_change};

use crate::{Hash, checkpoint::Checkpoint, finality::is_authority_key, receipt::MAX_SIGNATURES};
use alloc::{collections::BTreeSet, string::String, vec::Vec};

/// Version of the trust file that is written and read.
pub const TRUST_VERSION: u64 = 1;

/// Most bytes of a trust file.
pub const MAX_TRUST_BYTES: usize = 64 * 1024 * 1024;

/// The authorities that finalise blocks until the next set takes over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthoritySet {
    /// Id of the set, counted up by one with every change.
    pub set_id: u64,
    /// Ed25519 public keys, in the order of GRANDPA's authority list. Each has weight 1.
    pub authorities: Vec<[u8; 32]>,
}

impl AuthoritySet {
    /// A set of different, well-formed keys.
    pub fn new(set_id: u64, authorities: Vec<[u8; 32]>) -> Result<Self, TrustError> {
        let set = Self { set_id, authorities };
        set.check().map(|()| set)
    }

    fn check(&self) -> Result<(), TrustError> {
        let Self { set_id, ref authorities } = *self;
        let count = authorities.len();
        if count == 0 || count > MAX_SIGNATURES {
            return Err(TrustError::InvalidSetSize { set_id, count });
        }
        let mut seen = BTreeSet::new();
        for (index, key) in authorities.iter().enumerate() {
            if !is_authority_key(key) {
                return Err(TrustError::InvalidAuthority { set_id, index });
            }
            if !seen.insert(key) {
                return Err(TrustError::DuplicateAuthority { set_id, index });
            }
        }
        Ok(())
    }
}

/// Everything about one chain that a verifier trusts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustFile {
    /// Name of the network, for people.
    pub network: String,
    /// Genesis hash of the chain.
    pub genesis_hash: Hash,
    /// Authority sets, by ascending id; not every one need be there.
    pub authority_sets: Vec<AuthoritySet>,
    /// Checkpoints, by ascending size.
    pub checkpoints: Vec<Checkpoint>,
}

impl TrustFile {
    /// The set with this id, if it is trusted.
    pub fn authority_set(&self, set_id: u64) -> Option<&AuthoritySet> {
        self.authority_sets.iter().find(|set| set.set_id == set_id)
    }

    /// Checks what [`Self::from_json`] checks, for a trust file put together by hand.
    pub fn validate(&self) -> Result<(), TrustError> {
        if self.authority_sets.is_empty() && self.checkpoints.is_empty() {
            return Err(TrustError::NothingTrusted);
        }
        self.authority_sets.iter().try_for_each(AuthoritySet::check)?;
        if !self.authority_sets.is_sorted_by(|left, right| left.set_id < right.set_id) {
            return Err(TrustError::SetsNotAscending);
        }
        if let Some(foreign) =
            self.checkpoints.iter().find(|checkpoint| !checkpoint.is_of(&self.genesis_hash))
        {
            return Err(TrustError::ForeignCheckpoint { size: foreign.size });
        }
        if !self.checkpoints.is_sorted_by(|left, right| left.size < right.size) {
            return Err(TrustError::CheckpointsNotAscending);
        }
        Ok(())
    }
}
