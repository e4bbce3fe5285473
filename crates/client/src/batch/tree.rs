//! The Merkle tree of one batch, held in memory while receipts are made from it.

use super::BatchError;
use critical_chains_integrity::{
    Hash,
    tree::{EMPTY_ROOT, TreeError, inclusion_path_with, node_hash},
};

/// All levels of perfect subtrees of one batch: twice its leaves, and a batch is bounded.
#[derive(Debug)]
pub struct BatchTree {
    levels: Vec<Vec<Hash>>,
}

impl BatchTree {
    /// Computes the levels above these leaf hashes.
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level
                .as_chunks::<2>()
                .0
                .iter()
                .map(|[left, right]| node_hash(left, right))
                .collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels[0].len() as u64
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
        // Perfect subtrees from the smallest, at the right, to the largest.
        let size = self.levels[0].len();
        let mut root = None;
        for (level, nodes) in self.levels.iter().enumerate() {
            if (size >> level) & 1 == 1
                && let Some(node) = nodes.last()
            {
                root = Some(root.map_or(*node, |right| node_hash(node, &right)));
            }
        }
        root.unwrap_or(EMPTY_ROOT)
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
