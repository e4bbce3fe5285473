//! What the node and its clients ask this pallet.

use codec::Codec;

use crate::{BlockReports, Epoch};

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Reads what institutions report, from the state of a block.
    pub trait FlowsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// The epoch in which flows are reported.
        fn epoch() -> Option<Epoch>;

        /// The number of the next report of an account.
        fn next_report(account: AccountId) -> u32;

        /// The reports of this block.
        fn reports() -> BlockReports;
    }
}
