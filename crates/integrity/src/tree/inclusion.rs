//! Proofs that a leaf is in a tree (RFC 9162 §2.1.3).

use super::{
    ProofError, TreeError,
    range::{Range, nodes_of},
    siblings::{Sibling, Siblings},
};
use crate::Hash;
use alloc::vec::Vec;

/// Path from the leaf at `index` to the root: the sibling at each level, the lowest first.
pub fn inclusion_path(leaf_hashes: &[Hash], index: u64) -> Result<Vec<Hash>, TreeError> {
    inclusion_path_with(leaf_hashes.len() as u64, index, nodes_of(leaf_hashes))
}

/// [`inclusion_path`] over stored perfect subtrees; `node` is given a level and an index.
pub fn inclusion_path_with<E: From<TreeError>>(
    size: u64,
    index: u64,
    mut node: impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(TreeError::IndexOutsideTree { index, size }.into());
    }
    let mut path = Vec::new();
    let mut range = Range::tree(size);
    while let Some((left, right)) = range.split() {
        let (next, sibling) = if index < right.start { (left, right) } else { (right, left) };
        path.push(sibling.root_with(&mut node)?);
        range = next;
    }
    path.reverse();
    Ok(path)
}

/// Root that a path leads to, for whoever knows the root only by another proof.
///
/// Nothing is proven unless the caller compares what is returned: see [`verify_inclusion`].
pub fn root_from_inclusion(
    size: u64,
    index: u64,
    leaf_hash: &Hash,
    path: &[Hash],
) -> Result<Hash, ProofError> {
    let last = size.checked_sub(1).filter(|last| index <= *last);
    let siblings = Siblings::new(last.ok_or(ProofError::IndexOutsideTree { index, size })?, index);
    siblings.check_count(path.len() as u64, 0)?;
    let fold = |node: Hash, (sibling, hash): (Sibling, &Hash)| sibling.join(hash, &node);
    Ok(siblings.iter().zip(path).fold(*leaf_hash, fold))
}

/// Checks that the tree of `size` leaves with this `root` has `leaf_hash` at `index`.
pub fn verify_inclusion(
    root: &Hash,
    size: u64,
    index: u64,
    leaf_hash: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    if root_from_inclusion(size, index, leaf_hash, path)? == *root {
        Ok(())
    } else {
        Err(ProofError::RootMismatch)
    }
}
