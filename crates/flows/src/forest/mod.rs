//! Gradient-boosted trees, trained elsewhere and evaluated here in whole numbers.
//!
//! [`Forest::from_lightgbm`] reads the text that LightGBM's `Booster.save_model` writes. Features are
//! whole numbers, so `x <= t` is `x <= floor(t)`; values of leaves are kept in units of 2⁻³². Thus
//! native code and Wasm agree bit for bit, and with LightGBM to about 10⁻⁷.

mod decimal;
mod error;
mod import;

pub use error::ImportError;

use alloc::vec::Vec;
use codec::{Decode, Encode, Error, Input};

/// Most trees of a forest.
pub const MAX_TREES: usize = 500;

/// Most leaves of a tree.
pub const MAX_LEAVES: usize = 256;

/// Most leaves of all trees together.
pub const MAX_ALL_LEAVES: usize = 32_768;

/// A split: up to and including the threshold goes left.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
struct Node {
    feature: u16,
    threshold: i32,
    /// The next node of the tree, or, below zero, the complement of a leaf's number.
    left: i16,
    right: i16,
}

impl Node {
    #[inline]
    fn next(&self, features: &[i32]) -> i16 {
        let value = features.get(usize::from(self.feature)).copied().unwrap_or_default();
        if value <= self.threshold { self.left } else { self.right }
    }
}

/// One tree. A node's children come after it, so that a walk always ends.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
struct Tree {
    nodes: Vec<Node>,
    /// What the tree says on average at each node, in units of 2⁻³².
    values: Vec<i64>,
    /// In units of 2⁻³².
    leaves: Vec<i64>,
}

/// Gradient-boosted trees for two classes; the sum of their values is a natural logarithm of odds.
#[derive(Clone, Debug, Eq, PartialEq, Encode)]
pub struct Forest {
    features: u16,
    trees: Vec<Tree>,
}

impl Forest {
    /// How many features it asks for.
    pub fn features(&self) -> u16 {
        self.features
    }

    /// How many trees it has.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The natural logarithm of the odds, in units of 2⁻³². Features that are not given are 0.
    pub fn score(&self, features: &[i32]) -> i64 {
        self.trees.iter().fold(0i64, |sum, tree| sum.saturating_add(tree.value(features)))
    }

    /// What each feature adds to the score, and what is left without them: exactly the score in sum.
    ///
    /// Along a tree's path, the change of the average from a node to the next is put down to the
    /// feature that decides there (Saabas, 2014).
    pub fn explain(&self, features: &[i32]) -> (Vec<i64>, i64) {
        let mut contributions = alloc::vec![0i64; usize::from(self.features)];
        let mut rest = 0i64;
        for tree in &self.trees {
            rest = rest.saturating_add(tree.root_value());
            tree.walk(features, |feature, change| {
                if let Some(sum) = contributions.get_mut(usize::from(feature)) {
                    *sum = sum.saturating_add(change);
                }
            });
        }
        (contributions, rest)
    }

    /// Whether every walk ends, and asks for features that there are.
    fn is_valid(&self) -> bool {
        let leaves: usize = self.trees.iter().map(|tree| tree.leaves.len()).sum();
        self.trees.len() <= MAX_TREES
            && leaves <= MAX_ALL_LEAVES
            && self.trees.iter().all(|tree| tree.is_valid(self.features))
    }
}

impl Tree {
    /// The value of the leaf that the features lead to.
    #[inline]
    fn value(&self, features: &[i32]) -> i64 {
        let mut at = 0usize;
        while let Some(node) = self.nodes.get(at) {
            let next = node.next(features);
            match usize::try_from(next) {
                Ok(inner) => at = inner,
                Err(_) => return self.leaf(!next),
            }
        }
        self.leaf(0)
    }

    /// The same; every step is told: the feature that decided, and by how much the value changed.
    fn walk(&self, features: &[i32], mut step: impl FnMut(u16, i64)) -> i64 {
        let mut at = 0usize;
        while let Some(node) = self.nodes.get(at) {
            let before = self.values.get(at).copied().unwrap_or_default();
            let next = node.next(features);
            let Ok(inner) = usize::try_from(next) else {
                let leaf = self.leaf(!next);
                step(node.feature, leaf.saturating_sub(before));
                return leaf;
            };
            let after = self.values.get(inner).copied().unwrap_or_default();
            step(node.feature, after.saturating_sub(before));
            at = inner;
        }
        self.leaf(0)
    }

    #[inline]
    fn leaf(&self, number: i16) -> i64 {
        usize::try_from(number).ok().and_then(|leaf| self.leaves.get(leaf)).copied().unwrap_or(0)
    }

    fn root_value(&self) -> i64 {
        self.values.first().copied().unwrap_or_else(|| self.leaf(0))
    }

    /// Whether every node but the first and every leaf is the child of exactly one node before it.
    fn is_valid(&self, features: u16) -> bool {
        let (nodes, leaves) = (self.nodes.len(), self.leaves.len());
        if leaves == 0
            || leaves > MAX_LEAVES
            || nodes.saturating_add(1) != leaves
            || self.values.len() != nodes
        {
            return false;
        }
        let (mut inner, mut outer) = (alloc::vec![0u8; nodes], alloc::vec![0u8; leaves]);
        for (index, node) in self.nodes.iter().enumerate() {
            if node.feature >= features {
                return false;
            }
            for child in [node.left, node.right] {
                let seen = match usize::try_from(child) {
                    Ok(child) if child <= index => return false,
                    Ok(child) => inner.get_mut(child),
                    Err(_) => outer.get_mut(usize::from(!child as u16)),
                };
                match seen {
                    Some(count) => *count = count.saturating_add(1),
                    None => return false,
                }
            }
        }
        inner.iter().skip(1).chain(&outer).all(|count| *count == 1) || nodes == 0
    }
}

/// Whatever is decoded can be walked safely.
impl Decode for Forest {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let forest = Self { features: u16::decode(input)?, trees: Vec::decode(input)? };
        if forest.is_valid() { Ok(forest) } else { Err("not a forest".into()) }
    }
}
