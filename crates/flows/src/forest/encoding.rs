//! The one encoding of a forest.
//!
//! | Bytes | What |
//! |---|---|
//! | 1 | version, [`ENCODING_VERSION`] |
//! | 2 | how many features |
//! | 2 | how many trees |
//! | for each tree: 2 | how many leaves |
//! | for each node: 2, 4, 2, 2, 8 | feature, threshold, left, right, average |
//! | for each leaf: 8 | value |
//!
//! Numbers are little-endian. A tree has a node fewer than leaves; children count within the tree and
//! come after their parents, below zero they are complements of leaves. Other bytes are refused, so two
//! forests have the same encoding only if they are equal.

use super::{Forest, MAX_LEAVES, MAX_TREES, Node, Tree};
use alloc::vec::Vec;
use codec::{Decode, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output};

/// The version of the encoding.
pub const ENCODING_VERSION: u8 = 1;

/// Bytes of a node, and of a leaf.
const NODE_BYTES: usize = 18;
const LEAF_BYTES: usize = 8;

/// Most bytes of an encoded forest: 494,405. One of 100 trees with 31 leaves has 79,005.
pub const MAX_ENCODED_BYTES: usize =
    5 + MAX_TREES * (2 + (MAX_LEAVES - 1) * NODE_BYTES + MAX_LEAVES * LEAF_BYTES);

impl Encode for Forest {
    fn size_hint(&self) -> usize {
        let nodes = self.nodes.len().saturating_mul(NODE_BYTES);
        let leaves = self.leaves.len().saturating_mul(LEAF_BYTES);
        let trees = self.trees.len().saturating_mul(2);
        nodes.saturating_add(leaves).saturating_add(trees).saturating_add(5)
    }

    fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
        ENCODING_VERSION.encode_to(output);
        self.features.encode_to(output);
        // No forest has more trees than fit.
        (self.trees.len() as u16).encode_to(output);
        let mut nodes = self.nodes.iter().zip(&self.values);
        let mut leaves = self.leaves.iter();
        let (mut first_node, mut first_leaf) = (0i16, 0i16);
        for tree in &self.trees {
            tree.leaves.encode_to(output);
            let splits = tree.leaves.saturating_sub(1);
            for (node, value) in nodes.by_ref().take(usize::from(splits)) {
                let node = node.moved(first_node.saturating_neg(), first_leaf.saturating_neg());
                let children = (node.left, node.right);
                (node.feature, node.threshold, children, *value).encode_to(output);
            }
            leaves.by_ref().take(usize::from(tree.leaves)).for_each(|leaf| leaf.encode_to(output));
            first_node = first_node.saturating_add_unsigned(splits);
            first_leaf = first_leaf.saturating_add_unsigned(tree.leaves);
        }
    }
}

impl EncodeLike for Forest {}

impl MaxEncodedLen for Forest {
    fn max_encoded_len() -> usize {
        MAX_ENCODED_BYTES
    }
}

/// Whatever is decoded can be walked safely. Nothing is read that is beyond the bounds.
impl Decode for Forest {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        if u8::decode(input)? != ENCODING_VERSION {
            return Err("a forest of another version".into());
        }
        let mut forest = Self::new(u16::decode(input)?);
        for _ in 0..u16::decode(input)? {
            let tree = decode_tree(input)?;
            tree.check(forest.features).map_err(|_| "not a tree")?;
            forest.push(&tree).ok_or("too many trees")?;
        }
        Ok(forest)
    }
}

fn decode_tree<I: Input>(input: &mut I) -> Result<Tree, Error> {
    let leaves = u16::decode(input)?;
    if usize::from(leaves) > MAX_LEAVES {
        return Err("too many leaves".into());
    }
    let mut tree = Tree::default();
    for _ in 1..leaves {
        let (feature, threshold, (left, right), value) = Decode::decode(input)?;
        tree.nodes.push(Node { feature, threshold, left, right });
        tree.values.push(value);
    }
    tree.leaves = (0..leaves).map(|_| i64::decode(input)).collect::<Result<Vec<_>, _>>()?;
    Ok(tree)
}
