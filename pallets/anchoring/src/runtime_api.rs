//! What the node and its clients ask this pallet.

use alloc::vec::Vec;

use critical_chains_integrity::{Hash, anchor::Anchor, calendar::CalendarLeaf};
use critical_chains_lei::Lei;

use crate::StreamState;

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Reads anchors, streams and calendar from the state of a block.
    pub trait AnchoringApi {
        /// The anchors of this block, in the order of the block tree.
        fn block_anchors() -> Vec<Anchor>;

        /// The calendar leaf of this block; none in the genesis state.
        fn calendar_leaf() -> Option<CalendarLeaf>;

        /// Size of the calendar and the roots of its perfect subtrees, largest first.
        fn calendar() -> (u64, Vec<Hash>);

        /// State and head of a stream.
        fn stream(institution: Lei, number: u32) -> Option<StreamState>;
    }
}
