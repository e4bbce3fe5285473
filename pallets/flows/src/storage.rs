//! The storage, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What is stored.
#[pallet_section]
mod storage {
    /// The epoch in which flows are reported.
    #[pallet::storage]
    pub type CurrentEpoch<T: Config> = StorageValue<_, Epoch, OptionQuery>;

    /// The reports of the last [`REPORT_RETENTION_BLOCKS`](crate::REPORT_RETENTION_BLOCKS) blocks.
    #[pallet::storage]
    pub type Reports<T: Config> =
        StorageMap<_, Twox64Concat, BlockNumberFor<T>, BlockReports, ValueQuery>;

    /// The number of the next report of an account.
    #[pallet::storage]
    pub type NextReports<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

    /// The messages of accounts that somebody could repeat.
    #[pallet::storage]
    pub type Messages<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        RecentMessages<BlockNumberFor<T>>,
        ValueQuery,
    >;
}
