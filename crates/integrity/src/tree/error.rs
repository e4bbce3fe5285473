//! What can be wrong with a question to a tree, and with the answer.

use core::fmt;

/// A question that a tree cannot answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TreeError {
    /// The leaf asked for is not in the tree.
    IndexOutsideTree {
        /// Index of the leaf asked for.
        index: u64,
        /// Number of leaves in the tree.
        size: u64,
    },
    /// The smaller tree is not a beginning of the larger one.
    InvalidSizes {
        /// Number of leaves of the tree said to be older.
        old: u64,
        /// Number of leaves of the tree said to be newer.
        new: u64,
    },
    /// A frontier has one node for every set bit of its size, and this one does not.
    FrontierMismatch {
        /// Number of leaves the frontier is said to cover.
        size: u64,
        /// Number of nodes it came with.
        nodes: u64,
    },
    /// More leaves than a frontier counts.
    TooManyLeaves {
        /// Number of leaves the frontier is said to cover.
        size: u64,
    },
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IndexOutsideTree { index, size } => {
                write!(f, "leaf {index} is outside a tree of {size} leaves")
            }
            Self::InvalidSizes { old, new } => {
                write!(f, "a tree of {new} leaves has not grown from one of {old}")
            }
            Self::FrontierMismatch { size, nodes } => write!(
                f,
                "a frontier of {size} leaves has {} nodes, got {nodes}",
                size.count_ones()
            ),
            Self::TooManyLeaves { size } => {
                write!(f, "a frontier counts at most 2^63 leaves, got {size}")
            }
        }
    }
}

impl core::error::Error for TreeError {}

/// Why a proof does not prove what it should.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ProofError {
    /// The leaf said to be proven is not in a tree of this size.
    IndexOutsideTree {
        /// Index of the leaf.
        index: u64,
        /// Number of leaves in the tree.
        size: u64,
    },
    /// The path has more or fewer hashes than the place in the tree calls for.
    WrongPathLength {
        /// Number of hashes the place calls for.
        expected: u64,
        /// Number of hashes in the path.
        got: u64,
    },
    /// The path leads to another root.
    RootMismatch,
    /// The path does not begin in the older tree: it leads to another root there.
    OldRootMismatch,
    /// The tree said to be older is larger than the newer one.
    InvalidSizes {
        /// Number of leaves of the tree said to be older.
        old: u64,
        /// Number of leaves of the tree said to be newer.
        new: u64,
    },
    /// The leaf said to be proven is not in the subtree.
    IndexOutsideSubtree {
        /// Index of the leaf, counted in the whole tree.
        index: u64,
        /// First leaf of the subtree.
        start: u64,
        /// The leaf after the last of the subtree.
        end: u64,
    },
    /// No subtree starts and ends there, or it does not fit into the tree.
    InvalidSubtree {
        /// First leaf of the range.
        start: u64,
        /// The leaf after the last of the range.
        end: u64,
    },
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IndexOutsideTree { index, size } => {
                write!(f, "leaf {index} is outside a tree of {size} leaves")
            }
            Self::WrongPathLength { expected, got } => {
                write!(f, "the path has {got} hashes, expected {expected}")
            }
            Self::RootMismatch => f.write_str("the path leads to another root"),
            Self::OldRootMismatch => f.write_str("the path leads to another root of the old tree"),
            Self::InvalidSizes { old, new } => {
                write!(f, "a tree of {new} leaves has not grown from one of {old}")
            }
            Self::IndexOutsideSubtree { index, start, end } => {
                write!(f, "leaf {index} is outside the subtree from {start} up to before {end}")
            }
            Self::InvalidSubtree { start, end } => {
                write!(f, "no subtree of this tree goes from {start} up to before {end}")
            }
        }
    }
}

impl core::error::Error for ProofError {}
