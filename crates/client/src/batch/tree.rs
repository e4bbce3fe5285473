//! The Merkle tree of one batch, held in memory while receipts are made from it.

use super::BatchError;
use critical_chains_integrity::{
    Hash,
    tree::{Frontier, TreeError, inclusion_path_with},
};

/// All perfect subtrees of one batch by level: twice its leaves, and a batch is bounded.
#[derive(Debug)]
pub struct BatchTree {
    levels: Vec<Vec<Hash>>,
    frontier: Frontier,
}

impl BatchTree {
    /// Computes the levels above these leaf hashes.
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![Vec::with_capacity(leaves.len())];
        let mut frontier = Frontier::new();
        for leaf in leaves {
            frontier.append_with(leaf, |level, _, node| match levels.get_mut(usize::from(level)) {
                Some(nodes) => nodes.push(node),
                None => levels.push(vec![node]),
            });
        }
        Self { levels, frontier }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The leaf at an index.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.levels[0].get(usize::try_from(index).ok()?).copied()
    }

    /// Path from the leaf at an index to the root.
    pub fn path(&self, index: u64) -> Result<Vec<Hash>, BatchError> {
        let size = self.size();
        let node = |level: u8, index: u64| {
            self.levels
                .get(usize::from(level))
                .zip(usize::try_from(index).ok())
                .and_then(|(level, index)| level.get(index).copied())
                .ok_or(TreeError::IndexOutsideTree { index, size })
        };
        inclusion_path_with(size, index, node)
            .map_err(|_| BatchError::IndexOutside { index, records: size })
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_integrity::tree::{leaf_hash, root, verify_inclusion};

    #[test]
    fn every_leaf_of_every_small_tree_is_proven() {
        for size in 1u64..40 {
            let leaves: Vec<Hash> = (0..size).map(|leaf| leaf_hash(&leaf.to_be_bytes())).collect();
            let expected = root(leaves.iter().copied());

            let tree = BatchTree::new(leaves.clone());

            assert_eq!(tree.root(), expected, "size {size}");
            for (index, leaf) in (0..).zip(&leaves) {
                let path = tree.path(index).unwrap();
                verify_inclusion(&expected, size, index, leaf, &path).unwrap();
            }
            assert!(tree.path(size).is_err());
        }
    }
}
