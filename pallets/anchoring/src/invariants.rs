//! What is true of the storage between any two extrinsics, numbered so that a failure names its
//! rule.
//!
//! 1. The calendar has as many nodes as its size has bits set.
//! 2. The calendar's size is the number of the block once it is complete, else one less.
//! 3. The latest leaf is the last of the calendar; there is none as long as there is no leaf.
//! 4. A complete block's leaf commits to the anchors of the block.
//! 5. `BlockAnchorCount` counts the anchors of the block, at most `MaxAnchorsPerBlock`.
//! 6. Each anchor of the block stands by itself, and follows the one before it in its stream.
//! 7. The last anchor that a stream has in the block is the stream's head.
//! 8. An institution's streams, open or closed, are numbered from 0 to below `NextStream`.
//! 9. `NextStream` is at most `MaxStreamsPerInstitution`.
//! 10. A stream without anchors has an empty head, one with anchors has not.
//! 11. A stream was opened in this block or before.

use alloc::collections::BTreeMap;

use critical_chains_integrity::{anchor::StreamId, stream::StreamHead, tree::EMPTY_ROOT};
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{
        ensure,
        sp_runtime::{SaturatedConversion, TryRuntimeError},
        traits::Get,
    },
    frame_system,
};

use crate::{
    BlockAnchorCount, BlockAnchors, Calendar, Config, LatestLeaf, NextStream, Pallet, Streams,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Checked {
        Self::check_calendar()?;
        Self::check_block_anchors()?;
        Self::check_streams()
    }

    fn block_number() -> u64 {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    fn check_calendar() -> Checked {
        let calendar = Calendar::<T>::get();
        let (size, number) = (calendar.size, Self::block_number());
        let leaf = LatestLeaf::<T>::get();
        let complete = size == number;

        ensure!(calendar.into_frontier().is_some(), "1: calendar with a wrong number of nodes");
        ensure!(
            complete || Some(size) == number.checked_sub(1),
            "2: calendar with another size than the number of the block"
        );
        ensure!(
            leaf.map_or(0, |leaf| leaf.number) == size,
            "3: latest leaf is not the last of the calendar"
        );
        if let Some(leaf) = leaf.filter(|_| complete) {
            // All but the time, which may be the next block's already when this is called.
            let expected = Self::leaf_of_this_block();
            ensure!(
                leaf.anchors_root == expected.anchors_root
                    && leaf.anchor_count == expected.anchor_count
                    && leaf.parent == expected.parent
                    && leaf.genesis == expected.genesis
                    && leaf.status_root == EMPTY_ROOT,
                "4: leaf of the block does not commit to its anchors"
            );
        }
        Ok(())
    }

    fn check_block_anchors() -> Checked {
        let anchors = BlockAnchors::<T>::get();
        let count = BlockAnchorCount::<T>::get();
        ensure!(
            anchors.len() == count as usize && count <= T::MaxAnchorsPerBlock::get(),
            "5: wrong count of the anchors of the block"
        );

        let mut heads = BTreeMap::<StreamId, StreamHead>::new();
        for anchor in anchors {
            ensure!(anchor.check().is_ok(), "6: invalid anchor");
            let head = StreamHead { sequence: anchor.sequence, anchor: anchor.hash() };
            if let Some(before) = heads.insert(anchor.stream, head) {
                ensure!(
                    anchor.previous == before.anchor
                        && before.sequence.checked_add(1) == Some(anchor.sequence),
                    "6: anchor does not follow the one before it"
                );
            }
        }
        for (StreamId { institution, number }, head) in heads {
            ensure!(
                Streams::<T>::get(institution, number).is_some_and(|state| state.head() == head),
                "7: last anchor of a stream is not its head"
            );
        }
        Ok(())
    }

    fn check_streams() -> Checked {
        let mut counts = BTreeMap::<Lei, u32>::new();
        for (institution, number, state) in Streams::<T>::iter() {
            let count = counts.entry(institution).or_default();
            *count = count.saturating_add(1);
            ensure!(
                number < NextStream::<T>::get(institution),
                "8: stream with a number not given out yet"
            );
            ensure!(
                (state.sequence == 0) == (state.anchor == StreamHead::default().anchor),
                "10: head is neither empty nor an anchor"
            );
            ensure!(state.opened_at <= Self::block_number(), "11: stream opened in the future");
        }
        for (institution, next) in NextStream::<T>::iter() {
            ensure!(counts.get(&institution) == Some(&next), "8: stream missing");
            ensure!(next <= T::MaxStreamsPerInstitution::get(), "9: too many streams");
        }
        Ok(())
    }
}
