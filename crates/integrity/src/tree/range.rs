//! Roots of ranges of leaves, taken apart into the perfect subtrees that a store holds.

use super::{EMPTY_ROOT, TreeError, frontier::fold_right, root};
use crate::Hash;
use alloc::vec::Vec;

/// A run of leaves under one inner node: `start` is a multiple of the smallest power of two that
/// is not below `len`.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) start: u64,
    pub(super) len: u64,
}

impl Range {
    /// The whole tree of `size` leaves.
    pub(super) const fn tree(size: u64) -> Self {
        Self { start: 0, len: size }
    }

    /// The leaf after the last.
    pub(super) const fn end(self) -> u64 {
        self.start.saturating_add(self.len)
    }

    /// The two children of the node above this range, or nothing if it is a leaf. The left one is
    /// as large a perfect subtree as leaves something for the right one.
    pub(super) fn split(self) -> Option<(Self, Self)> {
        let left = 1u64.checked_shl(self.len.checked_sub(1)?.checked_ilog2()?)?;
        Some((
            Self { start: self.start, len: left },
            Self { start: self.start.checked_add(left)?, len: self.len.checked_sub(left)? },
        ))
    }

    /// Root of the range, from the perfect subtrees it consists of.
    pub(super) fn root_with<E>(
        self,
        node: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
    ) -> Result<Hash, E> {
        let mut subtrees = Vec::new();
        let Self { mut start, mut len } = self;
        while let Some(level) = len.checked_ilog2() {
            // A level is at most 63, so neither conversion nor shift loses anything.
            subtrees.push(node(level as u8, start >> level)?);
            let size = 1 << level;
            start = start.saturating_add(size);
            len = len.saturating_sub(size);
        }
        Ok(fold_right(subtrees.into_iter()).unwrap_or(EMPTY_ROOT))
    }
}

/// Perfect subtrees computed from all the leaf hashes of a tree.
pub(super) fn nodes_of(
    leaf_hashes: &[Hash],
) -> impl FnMut(u8, u64) -> Result<Hash, TreeError> + '_ {
    move |level, index| {
        let size = leaf_hashes.len() as u64;
        let outside = TreeError::IndexOutsideTree { index, size };
        let bounds = || {
            let len = 1usize.checked_shl(u32::from(level))?;
            let start = usize::try_from(index).ok()?.checked_mul(len)?;
            leaf_hashes.get(start..start.checked_add(len)?)
        };
        bounds().map(|leaves| root(leaves.iter().copied())).ok_or(outside)
    }
}
