//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The consortium agreed on the key of an epoch. Reports of the one before are refused.
        EpochBegun {
            /// The epoch.
            epoch: Epoch,
        },
        /// An institution reported flows.
        FlowsReported {
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// Number among the reports of the account.
            number: u32,
            /// How many flows.
            flows: u32,
        },
        /// A node acted by a message.
        NodeActed {
            /// The account of its key.
            account: T::AccountId,
            /// What came of it.
            result: DispatchResult,
        },
    }
}
