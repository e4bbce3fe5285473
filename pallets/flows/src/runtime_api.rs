//! What the node and its clients ask this pallet.

use codec::Codec;

use crate::{BlockReports, Reporter};

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
    }
}
