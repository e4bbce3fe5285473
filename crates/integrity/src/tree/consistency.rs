//! Proofs that a tree only grew (RFC 9162 §2.1.4).

use super::{
    EMPTY_ROOT, ProofError, Subtree, TreeError,
    range::{Range, nodes_of},
    subtree::verify_part,
};
use crate::Hash;
use alloc::vec::Vec;

/// Proof that the tree over all these leaves begins with the tree over the first `old_size`.
///
/// It is empty for equal sizes. From no leaves to some there is no proof: anything follows.
pub fn consistency_path(leaf_hashes: &[Hash], old_size: u64) -> Result<Vec<Hash>, TreeError> {
    consistency_path_with(old_size, leaf_hashes.len() as u64, nodes_of(leaf_hashes))
}

/// [`consistency_path`] over stored perfect subtrees; `node` is given a level and an index.
pub fn consistency_path_with<E: From<TreeError>>(
    old_size: u64,
    new_size: u64,
    mut node: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if !can_grow(old_size, new_size) {
        return Err(TreeError::InvalidSizes { old: old_size, new: new_size }.into());
    }
    let mut path = Vec::new();
    let mut range = Range::tree(new_size);
    // Down to the node whose right edge is the old tree's, noting what is hung on beside it.
    while range.end() != old_size
        && let Some((left, right)) = range.split()
    {
        let (next, sibling) = if old_size <= right.start { (left, right) } else { (right, left) };
        path.push(sibling.root_with(&mut node)?);
        range = next;
    }
    // The verifier has the node already if it is the old tree's root.
    if range.start != 0 {
        path.push(range.root_with(&mut node)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that the tree with `new_root` begins with the tree with `old_root`.
///
/// A tree without leaves has grown to itself only: into what it grew later says nothing.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    if !can_grow(old_size, new_size) {
        return Err(ProofError::InvalidSizes { old: old_size, new: new_size });
    }
    if new_size == 0 && *new_root != EMPTY_ROOT {
        return Err(ProofError::RootMismatch);
    }
    verify_part(Subtree::beginning(old_size), new_size, old_root, new_root, path)
}

/// Whether there can be a proof for these sizes.
const fn can_grow(old_size: u64, new_size: u64) -> bool {
    old_size == new_size || (0 < old_size && old_size < new_size)
}
