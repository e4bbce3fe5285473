//! What the node and its clients ask this pallet.

use crate::{ProposalDetails, ProposalId};
use alloc::vec::Vec;
use codec::Codec;
use critical_chains_lei::Lei;

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Reads proposals from the state of a block.
    pub trait ApprovalsApi<AccountId: Codec, Hash: Codec> {
        /// A proposal that is open or waits, with what it lacks.
        fn proposal(id: ProposalId) -> Option<ProposalDetails<AccountId, Hash>>;

        /// All of them, the oldest first.
        fn proposals() -> Vec<ProposalDetails<AccountId, Hash>>;

        /// Those on which an institution has a vote and has not approved.
        fn pending_approvals(institution: Lei) -> Vec<ProposalDetails<AccountId, Hash>>;
    }
}
