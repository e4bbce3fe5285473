//! The two hash functions of a tree, kept apart by their first byte.

use crate::Hash;
use sha2::{Digest, Sha256};

/// Root of the tree without leaves: SHA-256 of the empty string.
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// First byte of what is hashed into a leaf.
const LEAF_PREFIX: [u8; 1] = [0];

/// First byte of what is hashed into an inner node. Being different from a leaf's, no node can be
/// passed off as a leaf.
const NODE_PREFIX: [u8; 1] = [1];

/// Hash of a leaf: SHA-256 of `0x00 ‖ data`.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update(LEAF_PREFIX).chain_update(data).finalize().into()
}

/// Hash of an inner node: SHA-256 of `0x01 ‖ left ‖ right`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update(NODE_PREFIX).chain_update(left).chain_update(right).finalize().into()
}
