//! The right edge of a growing tree: all that is needed to append and to know the root.

use super::{EMPTY_ROOT, TreeError, node_hash};
use crate::Hash;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, Input};
use scale_info::TypeInfo;

/// Most leaves a frontier is restored with. As many again would have to be appended one by one
/// before the count overflowed, so [`Frontier::append`] cannot fail.
pub const MAX_FRONTIER_SIZE: u64 = 1 << 63;

/// The roots of the perfect subtrees a tree consists of, the largest first.
///
/// There is one node for every set bit of the size, so a chain that keeps a frontier keeps at most
/// 64 hashes however long it runs.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, DecodeWithMemTracking, TypeInfo)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The frontier of the tree without leaves.
    pub const fn new() -> Self {
        Self { size: 0, nodes: Vec::new() }
    }

    /// Restores a frontier from what [`Self::into_parts`] gave.
    pub fn from_parts(size: u64, nodes: Vec<Hash>) -> Result<Self, TreeError> {
        if size > MAX_FRONTIER_SIZE {
            return Err(TreeError::TooManyLeaves { size });
        }
        let count = nodes.len() as u64;
        if count != u64::from(size.count_ones()) {
            return Err(TreeError::FrontierMismatch { size, nodes: count });
        }
        Ok(Self { size, nodes })
    }

    /// Size and nodes, for a store that bounds its vectors: there are at most 64 nodes.
    pub fn into_parts(self) -> (u64, Vec<Hash>) {
        (self.size, self.nodes)
    }

    /// Adds a leaf at the right, by its leaf hash.
    pub fn append(&mut self, leaf_hash: Hash) {
        self.append_with(leaf_hash, |_, _, _| {});
    }

    /// Adds a leaf and reports each perfect subtree that it completes as `(level, index, root)`,
    /// the leaf itself first: what a store of tiles keeps, and what the provers ask it for.
    pub fn append_with(&mut self, leaf_hash: Hash, mut completed: impl FnMut(u8, u64, Hash)) {
        let mut node = leaf_hash;
        completed(0, self.size, node);
        // Each trailing one of the size is a perfect subtree that the new leaf completes.
        for level in (1..=u8::MAX).zip(0..self.size.trailing_ones()).map(|(level, _)| level) {
            if let Some(left) = self.nodes.pop() {
                node = node_hash(&left, &node);
                completed(level, self.size >> level, node);
            }
        }
        self.nodes.push(node);
        self.size = self.size.saturating_add(1);
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        fold_right(self.nodes.iter().copied()).unwrap_or(EMPTY_ROOT)
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the perfect subtrees, the largest first.
    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }
}

impl Decode for Frontier {
    fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
        let size = u64::decode(input)?;
        let nodes = Vec::decode(input)?;
        Self::from_parts(size, nodes)
            .map_err(|_| "frontier: number of nodes does not fit the size".into())
    }
}

impl Extend<Hash> for Frontier {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaf_hashes: T) {
        leaf_hashes.into_iter().for_each(|leaf_hash| self.append(leaf_hash));
    }
}

impl FromIterator<Hash> for Frontier {
    fn from_iter<T: IntoIterator<Item = Hash>>(leaf_hashes: T) -> Self {
        let mut frontier = Self::new();
        frontier.extend(leaf_hashes);
        frontier
    }
}

/// Root of the tree over these leaf hashes, without keeping them.
pub fn root(leaf_hashes: impl IntoIterator<Item = Hash>) -> Hash {
    leaf_hashes.into_iter().collect::<Frontier>().root()
}

/// Root over subtrees that stand side by side, each larger than all to its right together.
pub(super) fn fold_right(subtrees: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    subtrees.rev().reduce(|right, left| node_hash(&left, &right))
}
