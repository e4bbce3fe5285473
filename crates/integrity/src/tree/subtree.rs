//! Proofs about a part of a tree, as in the Merkle Tree Certificates draft of the IETF
//! (draft-ietf-plants-merkle-tree-certs, section 4).

use super::{
    EMPTY_ROOT, ProofError,
    siblings::{Siblings, meeting_level},
    verify_inclusion,
};
use crate::Hash;

/// A run of leaves that makes up a tree of its own inside a larger one, or would if the larger one
/// ended with it: `start` is a multiple of the smallest power of two not below their number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Subtree {
    start: u64,
    end: u64,
}

impl Subtree {
    /// The subtree of the leaves from `start` up to but not including `end`.
    pub fn new(start: u64, end: u64) -> Result<Self, ProofError> {
        let is_aligned = |len: u64| match len.checked_next_power_of_two() {
            Some(span) => start.is_multiple_of(span),
            None => start == 0,
        };
        match end.checked_sub(start) {
            Some(len) if is_aligned(len) => Ok(Self { start, end }),
            _ => Err(ProofError::InvalidSubtree { start, end }),
        }
    }

    /// The first `end` leaves, which are a subtree always.
    pub(super) const fn beginning(end: u64) -> Self {
        Self { start: 0, end }
    }

    /// Index of the first leaf.
    pub const fn start(&self) -> u64 {
        self.start
    }

    /// Index of the leaf after the last.
    pub const fn end(&self) -> u64 {
        self.end
    }
}

/// Checks that the subtree with this `root` has `leaf_hash` at `index`, counted in the whole tree.
pub fn verify_subtree_inclusion(
    root: &Hash,
    subtree: Subtree,
    index: u64,
    leaf_hash: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    let Subtree { start, end } = subtree;
    let inside = index.checked_sub(start).filter(|_| index < end);
    let inside = inside.ok_or(ProofError::IndexOutsideSubtree { index, start, end })?;
    verify_inclusion(root, end.saturating_sub(start), inside, leaf_hash, path)
}

/// Checks that the tree of `size` leaves with this `root` has the subtree with `subtree_root`.
///
/// A subtree without leaves is part of every tree: there `root` is not looked at.
pub fn verify_subtree_consistency(
    subtree: Subtree,
    size: u64,
    subtree_root: &Hash,
    root: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    let Subtree { start, end } = subtree;
    if end > size {
        return Err(ProofError::InvalidSubtree { start, end });
    }
    verify_part(subtree, size, subtree_root, root, path)
}

/// Checks that a subtree that lies within the tree is part of it.
///
/// The path leads from the last perfect subtree within the part to the root of the tree. Those
/// siblings on it that lie in the part lead from the same node to the root of the part.
pub(super) fn verify_part(
    Subtree { start, end }: Subtree,
    size: u64,
    part_root: &Hash,
    root: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    let (Some(last), Some(tree_last)) =
        (end.checked_sub(1).filter(|l| *l >= start), size.checked_sub(1))
    else {
        return verify_empty_part(part_root, path);
    };
    let part_level = meeting_level(start, last);
    // Where the part ends with the tree, it hangs on the path as a whole even if it is not perfect.
    let level = if end == size { part_level } else { part_level.min(last.trailing_ones()) };
    let above = |leaf: u64| leaf.checked_shr(level).unwrap_or(0);
    let siblings = Siblings::new(above(tree_last), above(last));

    let is_whole_part = level == part_level;
    siblings.check_count(path.len() as u64, u64::from(!is_whole_part))?;
    let (seed, path) = match path.split_first() {
        Some((seed, path)) if !is_whole_part => (seed, path),
        _ => (part_root, path),
    };
    let (mut part_node, mut node) = (*seed, *seed);
    for (sibling, hash) in siblings.iter().zip(path) {
        if sibling.is_left && sibling.level.saturating_add(level) < part_level {
            part_node = sibling.join(hash, &part_node);
        }
        node = sibling.join(hash, &node);
    }
    if part_node != *part_root {
        return Err(ProofError::OldRootMismatch);
    }
    if node != *root {
        return Err(ProofError::RootMismatch);
    }
    Ok(())
}

fn verify_empty_part(part_root: &Hash, path: &[Hash]) -> Result<(), ProofError> {
    if !path.is_empty() {
        return Err(ProofError::WrongPathLength { expected: 0, got: path.len() as u64 });
    }
    if *part_root == EMPTY_ROOT { Ok(()) } else { Err(ProofError::OldRootMismatch) }
}
