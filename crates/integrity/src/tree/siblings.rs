//! Where the siblings on the path from a leaf to the root stand.

use super::{ProofError, node_hash};
use crate::Hash;

/// The siblings of the leaf `index` and of the nodes above it, in a tree whose last leaf is `last`.
///
/// Below the level where the two meet there is a sibling on every level, on either side. From
/// there upwards the path is the right edge of the tree, where nodes have siblings on their left
/// or, being alone, none.
#[derive(Clone, Copy)]
pub(super) struct Siblings {
    index: u64,
    meeting_level: u32,
}

/// One sibling on a path.
#[derive(Clone, Copy)]
pub(super) struct Sibling {
    pub(super) level: u32,
    pub(super) is_left: bool,
}

impl Siblings {
    /// `index` must not be above `last`.
    pub(super) const fn new(last: u64, index: u64) -> Self {
        Self { index, meeting_level: meeting_level(index, last) }
    }

    /// The siblings, the lowest first.
    pub(super) fn iter(self) -> impl Iterator<Item = Sibling> {
        (0..u64::BITS)
            .map(move |level| Sibling { level, is_left: (self.index >> level) & 1 == 1 })
            .filter(move |sibling| sibling.is_left || sibling.level < self.meeting_level)
    }

    /// Checks that a path has a hash for each sibling, besides `extra` hashes.
    pub(super) fn check_count(self, got: u64, extra: u64) -> Result<(), ProofError> {
        let expected = (self.iter().count() as u64).saturating_add(extra);
        if got == expected { Ok(()) } else { Err(ProofError::WrongPathLength { expected, got }) }
    }
}

impl Sibling {
    /// The parent of a node and this sibling of it.
    pub(super) fn join(self, sibling: &Hash, node: &Hash) -> Hash {
        if self.is_left { node_hash(sibling, node) } else { node_hash(node, sibling) }
    }
}

/// Lowest level on which two leaves are under the same node.
pub(super) const fn meeting_level(one: u64, other: u64) -> u32 {
    u64::BITS.saturating_sub((one ^ other).leading_zeros())
}
