//! Gradient-boosted trees, trained elsewhere and evaluated here in whole numbers.
//!
//! | Part | What it does |
//! |---|---|
//! | [`Forest::from_lightgbm`] | reads the text that LightGBM's `Booster.save_model` writes |
//! | [`Forest::score`] | the sum of what the trees say, a natural logarithm of odds in units of 2⁻³² |
//! | [`Forest::explain`] | what each feature adds to that, exactly (Saabas, 2014) |
//! | [`Encode`], [`Decode`](codec::Decode), [`Forest::hash`] | one encoding for each forest, and its name |
//!
//! Features are whole numbers, so `x <= t` is `x <= floor(t)`; values of leaves are rounded once, to
//! units of 2⁻³². Thus native code and Wasm agree bit for bit, and with LightGBM to about 10⁻⁷.
//!
//! # Bounds
//! A forest has at most [`MAX_TREES`] trees of at most [`MAX_LEAVES`] leaves, and no value beyond
//! ±32,768, which is beyond any odds that are learnt. So no sum ever overflows, and contributions add up to the score
//! whatever the model says. What is decoded is held to the same bounds as what is imported.
//!
//! # Sources
//! - LightGBM: `src/boosting/gbdt_model_text.cpp` (header) and `src/io/tree.cpp` (trees,
//!   `decision_type`).
//! - A. Saabas, "Interpreting random forests", 2014: along a path, the change of the average from a
//!   node to the next is put down to the feature that decides there.

mod decimal;
mod encoding;
mod error;
mod import;
mod tree;

pub use encoding::{ENCODING_VERSION, MAX_ENCODED_BYTES};
pub use error::ImportError;

use alloc::vec::Vec;
use codec::Encode;
use sha2::{Digest, Sha256};
use tree::{Node, Tree};

/// Most trees of a forest.
pub const MAX_TREES: usize = 300;

/// Most leaves of a tree.
pub const MAX_LEAVES: usize = 64;

/// Most that a node or a leaf says, in units of 2⁻³²: a logarithm of odds of 32,768.
///
/// A walk through all trees adds up at most `MAX_TREES * MAX_LEAVES` changes of twice this, fewer
/// than 2⁶³.
const MAX_VALUE: i64 = 1 << 47;

/// How many trees are walked at the same time: a processor waits for one while it steps in others.
const ABREAST: usize = 8;

/// Gradient-boosted trees for two classes; the sum of their values is a natural logarithm of odds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Forest {
    features: u16,
    trees: Vec<Root>,
    /// The nodes of all trees, one tree after the other; their children count through all trees.
    nodes: Vec<Node>,
    /// What a tree says on average at each node, in units of 2⁻³².
    values: Vec<i64>,
    /// What it says at its leaves.
    leaves: Vec<i64>,
}

/// Where a tree begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Root {
    /// A node, or, below zero, the complement of a leaf.
    start: i16,
    leaves: u16,
}

impl Forest {
    fn new(features: u16) -> Self {
        let (trees, nodes, values, leaves) = Default::default();
        Self { features, trees, nodes, values, leaves }
    }

    /// Adds a tree that has been checked; says no if there are too many.
    fn push(&mut self, tree: &Tree) -> Option<()> {
        if self.trees.len() >= MAX_TREES {
            return None;
        }
        // As many as fit are fewer than 2^15.
        let first_node = i16::try_from(self.nodes.len()).ok()?;
        let first_leaf = i16::try_from(self.leaves.len()).ok()?;
        let start = if tree.nodes.is_empty() { !first_leaf } else { first_node };
        self.trees.push(Root { start, leaves: u16::try_from(tree.leaves.len()).ok()? });
        self.nodes.extend(tree.nodes.iter().map(|node| node.moved(first_node, first_leaf)));
        self.values.extend_from_slice(&tree.values);
        self.leaves.extend_from_slice(&tree.leaves);
        Some(())
    }

    /// How many features it asks for.
    pub fn features(&self) -> u16 {
        self.features
    }

    /// How many trees it has.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// SHA-256 of the encoding: the name of exactly these trees.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.encode()).into()
    }

    /// The natural logarithm of the odds, in units of 2⁻³². Features that are not given are 0.
    pub fn score(&self, features: &[i32]) -> i64 {
        let mut sum = 0i64;
        for trees in self.trees.chunks(ABREAST) {
            let mut at = [-1i16; ABREAST];
            for (at, tree) in at.iter_mut().zip(trees) {
                *at = tree.start;
            }
            let mut walking = true;
            while walking {
                walking = false;
                for at in &mut at {
                    if let Some(node) = self.node(*at) {
                        *at = node.next(features);
                        walking = true;
                    }
                }
            }
            for at in at.iter().take(trees.len()) {
                sum = sum.saturating_add(self.value(*at));
            }
        }
        sum
    }

    /// What each feature adds to the score, and what is left without them: exactly the score in sum.
    ///
    /// Along a tree's path, the change of the average from a node to the next is put down to the
    /// feature that decides there (Saabas, 2014).
    pub fn explain(&self, features: &[i32]) -> (Vec<i64>, i64) {
        let mut contributions = alloc::vec![0i64; usize::from(self.features)];
        let mut rest = 0i64;
        for tree in &self.trees {
            let mut at = tree.start;
            let mut value = self.value(at);
            rest = rest.saturating_add(value);
            while let Some(node) = self.node(at) {
                at = node.next(features);
                let change = self.value(at).saturating_sub(value);
                if let Some(sum) = contributions.get_mut(usize::from(node.feature)) {
                    *sum = sum.saturating_add(change);
                }
                value = self.value(at);
            }
        }
        (contributions, rest)
    }

    /// The node at a place, unless there is a leaf.
    #[inline]
    fn node(&self, at: i16) -> Option<&Node> {
        usize::try_from(at).ok().and_then(|node| self.nodes.get(node))
    }

    /// What a tree says at a place.
    #[inline]
    fn value(&self, at: i16) -> i64 {
        let (list, index) = if at < 0 { (&self.leaves, !at) } else { (&self.values, at) };
        usize::try_from(index).ok().and_then(|index| list.get(index)).copied().unwrap_or_default()
    }
}
