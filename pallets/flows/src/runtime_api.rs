//! What the node and its clients ask this pallet.

use alloc::vec::Vec;
use codec::Codec;
use critical_chains_flows::Flow;

use crate::{BlockReports, ReplayFrom, Replayed, Reporter};

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Reads what institutions report, from the state of a block.
    pub trait FlowsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// For whom and in which epoch an account would report.
        fn reporter(account: AccountId) -> Reporter;

        /// The reports of this block.
        fn reports() -> BlockReports;

        /// Puts flows through the engine of this runtime, at most 65,536 at a time: for whoever does
        /// not trust an engine that was compiled elsewhere. Nothing if there are more, or if there is
        /// no such engine.
        fn replay(from: ReplayFrom, flows: Vec<Flow>) -> Option<Replayed>;
    }
}
