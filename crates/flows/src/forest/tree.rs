//! One tree, before it stands among others.

use super::{MAX_LEAVES, MAX_VALUE};
use alloc::vec::Vec;

/// A split: up to and including the threshold goes left.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Node {
    pub(super) feature: u16,
    pub(super) threshold: i32,
    /// The next node, or, below zero, the complement of a leaf's number.
    pub(super) left: i16,
    pub(super) right: i16,
}

impl Node {
    #[inline]
    pub(super) fn next(&self, features: &[i32]) -> i16 {
        let value = features.get(usize::from(self.feature)).copied().unwrap_or_default();
        if value <= self.threshold { self.left } else { self.right }
    }

    /// The same among nodes and leaves of other trees.
    pub(super) fn moved(self, nodes: i16, leaves: i16) -> Self {
        let child = |child: i16| {
            if child < 0 { child.saturating_sub(leaves) } else { child.saturating_add(nodes) }
        };
        Self { left: child(self.left), right: child(self.right), ..self }
    }
}

/// One tree; the children of its nodes count from its own first node and leaf.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) values: Vec<i64>,
    pub(super) leaves: Vec<i64>,
}

/// What is wrong with a tree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Flaw {
    /// Too many leaves.
    TooLarge,
    /// Some node or leaf is not the child of exactly one node before it.
    NotATree,
    /// A feature that there is not.
    UnknownFeature(u16),
    /// A value beyond what any model says.
    ExtremeValue,
}

impl Tree {
    /// Whether every walk ends, at a value within bounds, and asks for features that there are.
    ///
    /// Children come after their parents, as LightGBM numbers them; so no walk goes in circles.
    pub(super) fn check(&self, features: u16) -> Result<(), Flaw> {
        let (nodes, leaves) = (self.nodes.len(), self.leaves.len());
        if leaves > MAX_LEAVES {
            return Err(Flaw::TooLarge);
        }
        if nodes.saturating_add(1) != leaves || self.values.len() != nodes {
            return Err(Flaw::NotATree);
        }
        if let Some(node) = self.nodes.iter().find(|node| node.feature >= features) {
            return Err(Flaw::UnknownFeature(node.feature));
        }
        let bounds = -MAX_VALUE..=MAX_VALUE;
        if !self.values.iter().chain(&self.leaves).all(|value| bounds.contains(value)) {
            return Err(Flaw::ExtremeValue);
        }
        let (mut inner, mut outer) = (alloc::vec![false; nodes], alloc::vec![false; leaves]);
        // Nothing leads to the first node.
        inner.first_mut().into_iter().for_each(|seen| *seen = true);
        outer.first_mut().into_iter().for_each(|seen| *seen = nodes == 0);
        for (index, node) in self.nodes.iter().enumerate() {
            for child in [node.left, node.right] {
                let seen = match usize::try_from(child) {
                    Ok(child) if child <= index => None,
                    Ok(child) => inner.get_mut(child),
                    Err(_) => usize::try_from(!child).ok().and_then(|leaf| outer.get_mut(leaf)),
                };
                match seen {
                    Some(seen) if !*seen => *seen = true,
                    _ => return Err(Flaw::NotATree),
                }
            }
        }
        // As many children as places, each taken once: none is left.
        Ok(())
    }
}
