//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened to roles and policies.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A role was defined, or defined anew.
        RoleDefined {
            /// The role.
            role: RoleName,
        },
        /// A role was removed.
        RoleRemoved {
            /// The role.
            role: RoleName,
        },
        /// An account was granted a role.
        RoleGranted {
            /// The account.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// The role.
            role: RoleName,
            /// Where it counts.
            scope: Scope,
            /// Whether it is active, and does not wait until the account has chosen.
            active: bool,
        },
        /// An account passed on a role.
        RoleDelegated {
            /// The account that holds it.
            from: T::AccountId,
            /// The account that holds it now too.
            to: T::AccountId,
            /// The institution for which both act.
            institution: Lei,
            /// The role.
            role: RoleName,
            /// Whether it is active, and does not wait until the account has chosen.
            active: bool,
        },
        /// An account lost a role.
        RoleRevoked {
            /// The account.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// The role.
            role: RoleName,
        },
        /// An account activated a role that it holds.
        RoleActivated {
            /// The account.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// The role.
            role: RoleName,
        },
        /// An account deactivated a role that it holds.
        RoleDeactivated {
            /// The account.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// The role.
            role: RoleName,
        },
        /// An account will lose a role soon. Renew it in time.
        RoleExpiring {
            /// The account.
            account: T::AccountId,
            /// The role.
            role: RoleName,
            /// When it ends, in milliseconds since the Unix epoch.
            expires: u64,
            /// How many days are left: 30, 7 or 1.
            days: u64,
        },
        /// A constraint was set.
        ConstraintSet {
            /// Its name.
            constraint: Name,
        },
        /// A constraint was removed.
        ConstraintRemoved {
            /// Its name.
            constraint: Name,
        },
        /// The policy of a permission was set.
        PolicySet {
            /// The permission.
            permission: Permission,
        },
    }
}
