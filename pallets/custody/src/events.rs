//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened to the custody of keys.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution said where a key lives, for the first time or anew.
        CustodyRegistered {
            /// LEI of the institution.
            institution: Lei,
            /// The public key.
            key: Key,
            /// What it said.
            custody: Custody,
        },
        /// What an institution had said of a key was removed.
        CustodyRemoved {
            /// LEI of the institution.
            institution: Lei,
            /// The public key.
            key: Key,
        },
        /// The consortium said which class of custody it requires.
        RequirementSet {
            /// LEI of the one institution of which it is required, or none for all that have no
            /// requirement of their own.
            institution: Option<Lei>,
            /// The weakest class that is good enough, or none for no requirement.
            class: Option<CustodyClass>,
        },
        /// What an institution says of a key ends soon. Renew it in time.
        CustodyExpiring {
            /// LEI of the institution.
            institution: Lei,
            /// The public key.
            key: Key,
            /// When it ends, in milliseconds since the Unix epoch.
            expires: u64,
            /// How many days are left: 30, 7 or 1, or fewer if no block came on that day.
            days: u64,
        },
    }
}
