//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened in the registry.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution was admitted; it is active and has no account yet.
        InstitutionAdmitted {
            /// LEI of the institution.
            institution: Lei,
            /// Its name, as UTF-8.
            name: Name,
            /// What it does in the consortium.
            kind: Kind,
        },
        /// The status of an institution was set.
        StatusSet {
            /// LEI of the institution.
            institution: Lei,
            /// The status it has from now on.
            status: Status,
        },
        /// An account was enrolled and may act for the institution.
        AccountEnrolled {
            /// LEI of the institution.
            institution: Lei,
            /// The account.
            account: T::AccountId,
        },
        /// An account was withdrawn and no longer acts for the institution.
        AccountWithdrawn {
            /// LEI of the institution.
            institution: Lei,
            /// The account.
            account: T::AccountId,
        },
        /// An institution was granted a validator seat.
        SeatGranted {
            /// LEI of the institution.
            institution: Lei,
            /// The account that will validate for it.
            account: T::AccountId,
        },
        /// The validator seat of an institution was revoked.
        SeatRevoked {
            /// LEI of the institution.
            institution: Lei,
            /// The account that validated for it.
            account: T::AccountId,
        },
        /// The validator seat of an institution was revoked because of an offence.
        SeatSuspended {
            /// LEI of the institution.
            institution: Lei,
            /// The account that committed the offence.
            account: T::AccountId,
        },
        /// The quota of an institution was set.
        QuotaSet {
            /// LEI of the institution.
            institution: Lei,
            /// Its own quota per window, or none if the default applies.
            quota: Option<Quota>,
        },
        /// The end of an institution's membership was set.
        ExpirySet {
            /// LEI of the institution.
            institution: Lei,
            /// When it ends, in milliseconds since the Unix epoch, or none if it does not.
            expires: Option<u64>,
        },
        /// The membership of an institution ends soon. Renew it in time.
        MembershipExpiring {
            /// LEI of the institution.
            institution: Lei,
            /// When it ends, in milliseconds since the Unix epoch.
            expires: u64,
            /// How many days are left: 30, 7 or 1.
            days: u64,
        },
    }
}
