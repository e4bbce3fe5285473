//! Trees against the recursive definitions and the numbered steps of RFC 9162.

#![allow(clippy::unwrap_used)]

mod consistency;
mod frontier;
mod hashes;
mod inclusion;
mod oracle;
mod stored_nodes;
mod subtrees;

use codec::{Decode, Encode};
use critical_chains_integrity::{
    Hash,
    tree::{
        EMPTY_ROOT, Frontier, MAX_FRONTIER_SIZE, ProofError, Subtree, TreeError, consistency_path,
        consistency_path_with, inclusion_path, inclusion_path_with, leaf_hash, node_hash, root,
        root_from_inclusion, verify_consistency, verify_inclusion, verify_subtree_consistency,
        verify_subtree_inclusion,
    },
};
use proptest::{collection::vec, prelude::*, sample::Index};

/// Beyond a power of two, and few enough to be proven in every way.
const MAX_LEAVES: usize = 140;

fn leaves() -> impl Strategy<Value = Vec<Hash>> {
    vec(any::<Hash>(), 0..MAX_LEAVES)
}

fn some_leaves() -> impl Strategy<Value = Vec<Hash>> {
    vec(any::<Hash>(), 1..MAX_LEAVES)
}

/// Spoils a path: says what to do, at which hash and with which of its bits.
fn spoil(path: &mut Vec<Hash>, (how, place, bit): (u8, Index, u8)) {
    let how = if path.is_empty() { 0 } else { how % 4 };
    let place = place.index(path.len() + usize::from(how == 0));
    match how {
        0 => path.insert(place, [bit; 32]),
        1 => drop(path.remove(place)),
        2 => path.swap(0, place),
        _ => path[place][usize::from(bit) / 8] ^= 1 << (bit % 8),
    }
}
