//! Which authorities finalise which block.
//!
//! A justification does not name its set. It follows from the headers: each announced change makes
//! the next set, from the block after the one that enacts it.

use critical_chains_integrity::{
    finality::{FinalityProof, Justification, JustificationError},
    trust::AuthoritySet,
};

use super::chain::AuthorityChange;

/// A set of authorities and the part of the chain it finalises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SetEntry {
    /// The set.
    pub(crate) set: AuthoritySet,
    /// First block it finalises.
    pub(crate) first_block: u32,
    /// Block whose header announced it, signed by the set before; none for the first set and for
    /// forced changes.
    pub(crate) announced_in: Option<u32>,
}

impl SetEntry {
    /// The set of the genesis block.
    pub(crate) fn first(authorities: Vec<[u8; 32]>) -> Self {
        Self { set: AuthoritySet { set_id: 0, authorities }, first_block: 1, announced_in: None }
    }

    /// The set that a change in the header of block `number` brings.
    pub(crate) fn after(&self, number: u32, change: &AuthorityChange) -> Self {
        Self {
            set: AuthoritySet {
                set_id: self.set.set_id.saturating_add(1),
                authorities: change.next.clone(),
            },
            first_block: change.last_block.saturating_add(1),
            announced_in: change.signed.then_some(number),
        }
    }
}

/// The two latest sets: no other can finalise the blocks to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LatestSets {
    /// The newest set, enacted or only announced.
    pub(crate) newest: SetEntry,
    previous: Option<SetEntry>,
}

impl LatestSets {
    pub(crate) fn new(newest: SetEntry, previous: Option<SetEntry>) -> Self {
        Self { newest, previous }
    }

    pub(crate) fn push(&mut self, entry: SetEntry) {
        self.previous = Some(std::mem::replace(&mut self.newest, entry));
    }

    /// The compact proof that block `number` is final.
    ///
    /// The set whose turn it is comes first. The other counts too, because around a forced change
    /// the new set finalises blocks before the headers say so; every signature is checked, so a
    /// wrong set cannot pass.
    pub(crate) fn prove(
        &self,
        number: u32,
        header: &[u8],
        justification: &[u8],
    ) -> Result<FinalityProof, JustificationError> {
        let justification = Justification::from_scale(justification)?;
        let prove = |entry: &SetEntry| {
            let AuthoritySet { set_id, authorities } = &entry.set;
            FinalityProof::from_justification(header.to_vec(), *set_id, authorities, &justification)
        };
        match &self.previous {
            None => prove(&self.newest),
            Some(previous) => {
                let is_new = self.newest.first_block <= number;
                let (due, other) =
                    if is_new { (&self.newest, previous) } else { (previous, &self.newest) };
                prove(due).or_else(|error| prove(other).map_err(|_| error))
            }
        }
    }
}
