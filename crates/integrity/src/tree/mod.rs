//! Merkle trees of [RFC 9162](https://www.rfc-editor.org/rfc/rfc9162#section-2.1) over SHA-256.
//!
//! | Claim | Proven by | Verified by |
//! |---|---|---|
//! | A leaf is in the tree | [`inclusion_path`] | [`verify_inclusion`] |
//! | The tree only grew | [`consistency_path`] | [`verify_consistency`] |
//! | A leaf is in a [`Subtree`] | [`inclusion_path`] of its leaves | [`verify_subtree_inclusion`] |
//! | A [`Subtree`] is part of the tree | other logs | [`verify_subtree_consistency`] |
//!
//! A growing tree needs no more than its right edge to know its root: the [`Frontier`].
//!
//! Provers come in two forms. The plain ones take all leaf hashes. Those ending in `_with` ask a
//! closure for perfect subtrees, so that a store of tiles answers without loading its leaves: the
//! node at `(level, index)` is the root of the leaves `index << level .. (index + 1) << level`, and
//! level 0 holds the leaf hashes. They ask for at most 128 nodes, and never for one that reaches
//! beyond the tree.
//!
//! Verifiers are total: they take any input whatever, never panic, and do work bounded by the
//! 64 levels a tree can have.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod consistency;
mod error;
mod frontier;
mod hash;
mod inclusion;
mod range;
mod siblings;
mod subtree;

pub use consistency::{consistency_path, consistency_path_with, verify_consistency};
pub use error::{ProofError, TreeError};
pub use frontier::{Frontier, MAX_FRONTIER_SIZE, root};
pub use hash::{EMPTY_ROOT, leaf_hash, node_hash};
pub use inclusion::{inclusion_path, inclusion_path_with, root_from_inclusion, verify_inclusion};
pub use subtree::{Subtree, verify_subtree_consistency, verify_subtree_inclusion};
