//! What happens as a block begins and ends.

use critical_chains_integrity::{
    anchor::Anchor,
    calendar::{CalendarDigest, CalendarLeaf, ENGINE_ID},
    tree::{self, EMPTY_ROOT},
};
use polkadot_sdk::{
    frame_support::{
        defensive,
        sp_runtime::{SaturatedConversion, generic::DigestItem, traits::Zero},
        traits::UnixTime,
        weights::Weight,
    },
    frame_system::{self, pallet_prelude::BlockNumberFor},
};

use crate::{
    BlockAnchorCount, BlockAnchors, Calendar, CalendarState, Config, LatestLeaf, Pallet, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Forgets the anchors of the block before.
    ///
    /// The weight covers the end of a block without anchors: what the anchors add is paid by the
    /// calls that bring them.
    pub(crate) fn begin_block() -> Weight {
        BlockAnchors::<T>::kill();
        BlockAnchorCount::<T>::kill();
        T::WeightInfo::on_initialize().saturating_add(T::WeightInfo::on_finalize(0))
    }

    /// Appends this block to the calendar and writes the result into its header.
    pub(crate) fn end_block() {
        let leaf = Self::leaf_of_this_block();
        let appended = Calendar::<T>::get().into_frontier().and_then(|mut frontier| {
            frontier.append(leaf.hash());
            let root = frontier.root();
            CalendarState::from_frontier(frontier).map(|state| (state, root))
        });
        let Some((state, root)) = appended else {
            // No digest rather than a false one: a verifier refuses such a header.
            defensive!("size and nodes of the calendar contradict each other");
            return;
        };

        let digest = CalendarDigest { leaf: leaf.hash(), root };
        frame_system::Pallet::<T>::deposit_log(DigestItem::Consensus(
            ENGINE_ID,
            digest.to_bytes().to_vec(),
        ));
        Calendar::<T>::put(state);
        LatestLeaf::<T>::put(leaf);
    }

    /// The leaf for the anchors there are so far.
    pub(crate) fn leaf_of_this_block() -> CalendarLeaf {
        let anchors = BlockAnchors::<T>::get();
        CalendarLeaf {
            genesis: frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into(),
            number: frame_system::Pallet::<T>::block_number().saturated_into(),
            timestamp: Self::now_millis(),
            parent: frame_system::Pallet::<T>::parent_hash().into(),
            anchors_root: tree::root(anchors.iter().map(Anchor::hash)),
            anchor_count: anchors.len().saturated_into(),
            // Reserved for the revocations of a later version.
            status_root: EMPTY_ROOT,
        }
    }

    /// Time of the block in milliseconds since the Unix epoch.
    pub(crate) fn now_millis() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }
}
