#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

mod access;
mod calls;
mod check;
mod config;
mod errors;
mod events;
mod genesis;
mod grants;
mod invariants;
mod origin;
mod queries;
mod runtime_api;
mod store;
mod sweep;
mod traits;
mod types;
mod walk;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

pub use critical_chains_policy::MAX_ROLES;
pub use origin::{
    Authorised, AuthorisedOrigin, EnsurePermission, EnsurePermissionEverywhere,
    EnsurePermissionOver,
};
pub use pallet::*;
pub use runtime_api::*;
pub use store::Constraints;
pub use sweep::SWEEP_ACCOUNTS;
pub use traits::{Action, CallTable, Catalogue, Members, Resource, Risks, Use};
pub use types::*;
pub use walk::{MAX_CALLS, MAX_LEVELS};
pub use weights::WeightInfo;

use critical_chains_lei::Lei;
use polkadot_sdk::{frame_support, frame_support::pallet_macros::import_section, frame_system};

/// Storage, calls, events and errors of roles and policies.
#[import_section(config::config)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
// The paths are the pallet macro's: its attributes, and the supertrait as it insists on it.
#[allow(unused_qualifications)]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use critical_chains_policy::{
        Constraint, Days, Electorate, Facts, Name, Permission, Policy, Role, RoleName, Scope,
        Validity,
    };
    use frame_support::{
        DefaultNoBound,
        pallet_prelude::*,
        traits::{ConstU32, EnsureOriginWithArg, UnixTime},
    };
    use frame_system::pallet_prelude::*;

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Roles and policies.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The origin of a call that was checked.
    #[pallet::origin]
    pub type Origin<T> = Authorised<<T as frame_system::Config>::AccountId>;

    /// The roles, by name.
    #[pallet::storage]
    pub type Roles<T: Config> = CountedStorageMap<_, Blake2_128Concat, RoleName, Role, OptionQuery>;

    /// What decides about each permission.
    #[pallet::storage]
    pub type Permissions<T: Config> =
        StorageMap<_, Blake2_128Concat, Permission, PermissionEntry, ValueQuery>;

    /// The accounts that have roles, or are frozen.
    #[pallet::storage]
    pub type Subjects<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, T::AccountId, Subject<T::AccountId>, OptionQuery>;

    /// How many accounts hold a role in a scope.
    #[pallet::storage]
    pub type HolderCounts<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        RoleName,
        Blake2_128Concat,
        Scope,
        Holders,
        ValueQuery,
    >;

    /// The active institutions for which somebody can vote, now and without end.
    #[pallet::storage]
    pub type VotingInstitutions<T: Config> = StorageValue<_, Electorate, ValueQuery>;

    /// To whom an account has passed on which of its roles.
    #[pallet::storage]
    pub type Delegations<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        BoundedVec<(T::AccountId, RoleName), ConstU32<MAX_DELEGATIONS>>,
        ValueQuery,
    >;

    /// Which roles must not come together.
    #[pallet::storage]
    pub type SeparationConstraints<T: Config> = StorageValue<_, Constraints, ValueQuery>;

    /// The days whose sweep has begun: more than one if there was no block for a while.
    #[pallet::storage]
    pub type SweptDays<T: Config> = StorageValue<_, Days, ValueQuery>;

    /// The account up to which the day's sweep has come, while it goes on.
    #[pallet::storage]
    pub type Sweep<T: Config> = StorageValue<_, T::AccountId, OptionQuery>;

    /// The roles and policies with which the chain starts.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The roles, each after those from which it inherits.
        pub roles: Vec<(RoleName, Role)>,
        /// Which roles must not come together.
        pub constraints: Vec<(Name, Constraint)>,
        /// Who holds which role.
        pub assignments: Vec<GenesisAssignment<T::AccountId>>,
        /// The policies.
        pub policies: Vec<(Permission, Policy)>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.roles, &self.constraints, &self.assignments, &self.policies);
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::sweep()
        }

        fn integrity_test() {
            let permissions = T::Catalogue::permissions();
            assert!(permissions.is_sorted_by(|one, next| one < next), "permissions must be sorted");
            let constitution = T::Constitution::get();
            assert!(T::Catalogue::is_governed(&constitution), "the constitution is governed");
            assert!(T::Catalogue::is_constitutional(&constitution), "and constitutional");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Defines a role, or defines it anew.
        ///
        /// ## Origin
        /// The consortium.
        ///
        /// ## Details
        /// - `name`: the role.
        /// - `role`: its permissions, the roles from which it inherits, and who grants it.
        ///
        /// Whoever holds the role has the new permissions from this block on. All accounts must
        /// keep to the constraints with it.
        ///
        /// ## Errors
        /// `InvalidName`, `InvalidRole`, `UnknownPermission`, `NotFound`, `InUse`,
        /// `SeparationOfDuty`, `Indispensable`, `TooManyRoles`.
        ///
        /// ## Events
        /// `RoleDefined`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::define_role(Pallet::<T>::most_subjects()))]
        pub fn define_role(
            origin: OriginFor<T>,
            name: RoleName,
            role: Role,
        ) -> DispatchResultWithPostInfo {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_define_role(name, role)
        }

        /// Removes a role that nobody holds.
        ///
        /// ## Origin
        /// The consortium.
        ///
        /// ## Details
        /// - `name`: the role.
        ///
        /// ## Errors
        /// `NotFound`, `InUse`.
        ///
        /// ## Events
        /// `RoleRemoved`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::remove_role())]
        pub fn remove_role(origin: OriginFor<T>, name: RoleName) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_remove_role(name)
        }

        /// Grants an account a role.
        ///
        /// ## Origin
        /// The consortium; or an administrator of the account's institution, for roles that are
        /// left to institutions, in the scope of that institution.
        ///
        /// ## Details
        /// - `account`: an enrolled account that does not hold the role.
        /// - `role`: the role.
        /// - `scope`: the account's institution, or the consortium.
        /// - `validity`: from when and until when it counts.
        /// - `levels`: how often it can be passed on, at most twice.
        ///
        /// A role that must not be active beside one that is waits until the account has chosen.
        ///
        /// ## Errors
        /// `NotAMember`, `NotFound`, `NotAuthorised`, `EmergencyOnly`, `NotDelegable`,
        /// `InvalidValidity`, `InvalidScope`, `AlreadyHeld`, `TooManyHolders`, `SeparationOfDuty`,
        /// `TooManyRolesOfAccount`, `TooManySubjects`.
        ///
        /// ## Events
        /// `RoleGranted`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::grant_role())]
        pub fn grant_role(
            origin: OriginFor<T>,
            account: T::AccountId,
            role: RoleName,
            scope: Scope,
            validity: Validity,
            levels: u8,
        ) -> DispatchResult {
            Self::do_grant_role(origin, account, role, scope, validity, levels)
        }

        /// Revokes a role, also from everybody to whom the account has passed it on.
        ///
        /// ## Origin
        /// As for `grant_role`.
        ///
        /// ## Details
        /// - `account`: an account that holds the role.
        /// - `role`: the role.
        ///
        /// ## Errors
        /// `NotHeld`, `NotAuthorised`, `LastHolder`, `Ungovernable`.
        ///
        /// ## Events
        /// `RoleRevoked` for each account that loses it.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::revoke_role(MAX_CASCADE))]
        pub fn revoke_role(
            origin: OriginFor<T>,
            account: T::AccountId,
            role: RoleName,
        ) -> DispatchResult {
            Self::do_revoke_role(origin, account, role)
        }

        /// Passes on a role to a colleague. The holder keeps it.
        ///
        /// ## Origin
        /// An account with the permission to delegate.
        ///
        /// ## Details
        /// - `to`: another account of the same institution.
        /// - `role`: a role that the caller holds now.
        /// - `validity`: within that of the caller's own role.
        /// - `levels`: how often the colleague can pass it on: less often than the caller.
        ///
        /// ## Errors
        /// `NotAMember`, `NotHeld`, `NotDelegable`, `InvalidValidity`, `AlreadyHeld`,
        /// `TooManyHolders`, `TooManyDelegations`, `SeparationOfDuty`, `TooManyRolesOfAccount`,
        /// `TooManySubjects`.
        ///
        /// ## Events
        /// `RoleDelegated`.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::delegate_role())]
        pub fn delegate_role(
            origin: OriginFor<T>,
            to: T::AccountId,
            role: RoleName,
            validity: Validity,
            levels: u8,
        ) -> DispatchResult {
            let holder = T::DelegateOrigin::ensure_origin(origin)?;
            Self::do_delegate_role(holder, to, role, validity, levels)
        }

        /// Activates a role that the caller holds: from now on it counts.
        ///
        /// ## Origin
        /// An account with the permission to activate.
        ///
        /// ## Details
        /// - `role`: a role that the caller holds and that is not active.
        ///
        /// ## Errors
        /// `NotHeld`, `NothingToDo`, `SeparationOfDuty`.
        ///
        /// ## Events
        /// `RoleActivated`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::set_active())]
        pub fn activate_role(origin: OriginFor<T>, role: RoleName) -> DispatchResult {
            let holder = T::ActivateOrigin::ensure_origin(origin)?;
            Self::do_set_active(holder, role, true)
        }

        /// Deactivates a role that the caller holds: it does not count until it is activated.
        ///
        /// ## Origin
        /// An account with the permission to activate.
        ///
        /// ## Details
        /// - `role`: a role that the caller holds and that is active.
        ///
        /// ## Errors
        /// `NotHeld`, `NothingToDo`, `LastHolder`, `Ungovernable`.
        ///
        /// ## Events
        /// `RoleDeactivated`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::set_active())]
        pub fn deactivate_role(origin: OriginFor<T>, role: RoleName) -> DispatchResult {
            let holder = T::ActivateOrigin::ensure_origin(origin)?;
            Self::do_set_active(holder, role, false)
        }

        /// Sets which roles must not come together.
        ///
        /// ## Origin
        /// The consortium.
        ///
        /// ## Details
        /// - `name`: name of the constraint, new or not.
        /// - `constraint`: the roles, how many of them may come together, and when it counts.
        ///
        /// ## Errors
        /// `InvalidName`, `InvalidConstraint`, `NotFound`, `TooManyConstraints`;
        /// `SeparationOfDuty` if an account does not keep to it: revoke one of its roles first.
        ///
        /// ## Events
        /// `ConstraintSet`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_constraint(Pallet::<T>::most_subjects()))]
        pub fn set_constraint(
            origin: OriginFor<T>,
            name: Name,
            constraint: Constraint,
        ) -> DispatchResultWithPostInfo {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_set_constraint(name, constraint)
        }

        /// Removes a constraint.
        ///
        /// ## Origin
        /// The consortium.
        ///
        /// ## Details
        /// - `name`: name of the constraint.
        ///
        /// ## Errors
        /// `NotFound`.
        ///
        /// ## Events
        /// `ConstraintRemoved`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::remove_constraint())]
        pub fn remove_constraint(origin: OriginFor<T>, name: Name) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_remove_constraint(name)
        }

        /// Sets the policy of a permission: rules, and the approvals that it takes.
        ///
        /// ## Origin
        /// The consortium.
        ///
        /// ## Details
        /// - `permission`: a permission that the runtime knows.
        /// - `policy`: the policy; one without rules and approvals removes what there was.
        ///
        /// Open proposals that rest on another rule for approvals can no longer be executed.
        ///
        /// ## Errors
        /// `UnknownPermission`, `InvalidPolicy`, `NotFound`, `Indispensable`, `Ungovernable`.
        ///
        /// ## Events
        /// `PolicySet`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::set_policy())]
        pub fn set_policy(
            origin: OriginFor<T>,
            permission: Permission,
            policy: Policy,
        ) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_set_policy(permission, policy)
        }

        /// Takes back a role that the caller has passed on, also from everybody to whom it was
        /// passed on from there.
        ///
        /// ## Origin
        /// An account with the permission to delegate.
        ///
        /// ## Details
        /// - `from`: the colleague to whom the caller has passed it on.
        /// - `role`: the role.
        ///
        /// ## Errors
        /// `NotHeld`, `LastHolder`, `Ungovernable`.
        ///
        /// ## Events
        /// `RoleRevoked` for each account that loses it.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::revoke_role(MAX_CASCADE))]
        pub fn recall_role(
            origin: OriginFor<T>,
            from: T::AccountId,
            role: RoleName,
        ) -> DispatchResult {
            let (holder, _) = T::DelegateOrigin::ensure_origin(origin)?;
            Self::do_recall_role(holder, from, role)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// Whether an account may do something on its own, now and with these facts.
        pub fn permitted(
            account: T::AccountId,
            permission: Permission,
            resource: Option<Scope>,
            facts: Facts,
        ) -> Verdict {
            Self::is_permitted(account, permission, resource, facts)
        }

        /// The roles of an account.
        pub fn roles(account: T::AccountId) -> Vec<RoleOfAccount<T::AccountId>> {
            Self::roles_of(account)
        }

        /// The permissions that are stopped.
        pub fn stopped_permissions() -> Vec<Permission> {
            Self::stopped()
        }
    }
}
