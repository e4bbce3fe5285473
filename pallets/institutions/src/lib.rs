#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

mod calls;
mod errors;
mod events;
mod expiry;
pub mod extensions;
mod genesis;
mod invariants;
mod offences;
mod queries;
mod quota;
mod session;
mod traits;
mod types;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod tests;

pub use critical_chains_policy::Kind;
pub use extensions::{CheckMembership, CheckMortal, OrderedNonce, Refusal};
pub use genesis::GenesisInstitution;
pub use pallet::*;
pub use quota::{Cost, OPERATIONAL_OVERDRAFT_DIVISOR, Quota, WindowUsage};
pub use session::{SeatHolder, SeatOfValidator};
pub use traits::{ActorOf, CallAuthority, Dependants, ValidatorKeys};
pub use types::{Institution, MAX_NAME_BYTES, Membership, Name, Status};
pub use weights::WeightInfo;

use critical_chains_lei::{LEI_LENGTH, Lei};
use polkadot_sdk::{frame_support, frame_support::pallet_macros::import_section, frame_system};

/// Storage, calls, events and errors of the registry.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
// The paths are the pallet macro's: its attributes, and the supertrait as it insists on it.
#[allow(unused_qualifications)]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame_support::{
        DefaultNoBound,
        pallet_prelude::*,
        traits::{EnsureOriginWithArg, UnixTime},
    };
    use frame_system::pallet_prelude::*;

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The registry of institutions.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the registry needs from the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// Who admits institutions and manages their seats and quotas.
        type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who enrols accounts for an institution.
        type EnrolOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Lei>;

        /// Who withdraws accounts of an institution.
        type WithdrawOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Lei>;

        /// Where validators register their session keys.
        type ValidatorKeys: ValidatorKeys<Self::AccountId>;

        /// Who says which calls an account may make. It has to look into calls that hold other
        /// calls, to a depth and number that do not depend on the sender.
        type CallAuthority: CallAuthority<Self>;

        /// What depends on accounts and institutions.
        type Dependants: Dependants<Self::AccountId>;

        /// The time of the block.
        type Time: UnixTime;

        /// In whose name calls act that come without a signature because they authorise themselves.
        type Actors: ActorOf<Self::RuntimeCall, Self::AccountId>;

        /// Most institutions there can be, resigned ones included.
        #[pallet::constant]
        type MaxInstitutions: Get<u32>;

        /// Most accounts one institution can have at a time.
        #[pallet::constant]
        type MaxAccountsPerInstitution: Get<u32>;

        /// Most validator seats there can be.
        #[pallet::constant]
        type MaxSeats: Get<u32>;

        /// So many validators bear the failure of one. Once there are as many, no call makes them
        /// fewer.
        #[pallet::constant]
        type FaultTolerantSeats: Get<u32>;

        /// Length of the window over which quotas are counted, in blocks. At least 1.
        #[pallet::constant]
        type WindowBlocks: Get<BlockNumberFor<Self>>;

        /// The quota of an institution that was not given its own.
        #[pallet::constant]
        type DefaultQuota: Get<Quota>;

        /// What the calls and the membership check weigh.
        type WeightInfo: WeightInfo;
    }

    /// Every institution that was ever admitted, by its LEI.
    #[pallet::storage]
    pub type Institutions<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, Lei, Institution, OptionQuery>;

    /// The accounts that act for an institution now.
    #[pallet::storage]
    pub type Accounts<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Lei, OptionQuery>;

    /// Every account that was ever enrolled, with the institution it last acted for.
    ///
    /// Each entry stands for one provider reference on the account. Neither is ever given back:
    /// with the last reference the account's nonce would be forgotten, and its old extrinsics
    /// could be replayed.
    #[pallet::storage]
    pub type EverEnrolled<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Lei, OptionQuery>;

    /// The account that validates for an institution.
    #[pallet::storage]
    pub type Seats<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, Lei, T::AccountId, OptionQuery>;

    /// The institution for which an account validates: `Seats` the other way round.
    #[pallet::storage]
    pub type SeatOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Lei, OptionQuery>;

    /// What an institution used in the window in which it was last active.
    #[pallet::storage]
    pub type Usage<T: Config> =
        StorageMap<_, Blake2_128Concat, Lei, WindowUsage<BlockNumberFor<T>>, ValueQuery>;

    /// The day, counted from 1970-01-01, on which institutions were last warned.
    #[pallet::storage]
    pub type WarnedDay<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// The institutions with which the chain starts.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The institutions, their accounts and their validators.
        pub institutions: Vec<GenesisInstitution<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.institutions);
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::warn_of_expiry()
        }

        fn integrity_test() {
            use polkadot_sdk::sp_runtime::traits::Zero;

            assert!(!T::WindowBlocks::get().is_zero(), "WindowBlocks must be at least 1");
            assert!(T::DefaultQuota::get().is_usable(), "DefaultQuota must let something pass");
            assert!(T::MaxSeats::get() > 0, "MaxSeats must be at least 1");
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
        /// Admits an institution to the consortium.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: the Legal Entity Identifier, 20 upper-case letters and digits as ASCII.
        /// - `name`: the legal or short name, up to 64 bytes of UTF-8.
        /// - `kind`: what the institution does in the consortium.
        ///
        /// The institution is active at once, with the default quota, without accounts or seat.
        /// An LEI can be admitted once only, even after it resigned.
        ///
        /// ## Errors
        /// `InvalidLei`, `InvalidName`, `AlreadyExists`, `TooManyInstitutions`.
        ///
        /// ## Events
        /// `InstitutionAdmitted`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::admit_institution())]
        pub fn admit_institution(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            name: Name,
            kind: Kind,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_admit_institution(lei, name, kind)
        }

        /// Sets the status of an institution.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: LEI of the institution.
        /// - `status`: `Active`, `Suspended` or `Resigned`.
        ///
        /// An institution that is not active loses access with this block. Its validator leaves
        /// with the next planned session, unless no validator would be left. A suspended
        /// institution keeps accounts and seat for its return. `Resigned` is final and gives up
        /// the seat.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`, `Resigned`; `LastSeat` if the institution that resigns holds
        /// a seat and no other active institution holds one with session keys; `TooFewSeats` if
        /// too few would be left to bear a failure; what its dependants say, if it may not leave.
        ///
        /// ## Events
        /// `StatusSet`, and `SeatRevoked` if a resigning institution held a seat.
        #[pallet::call_index(1)]
        #[pallet::weight(
            T::WeightInfo::set_status(T::MaxSeats::get())
                .saturating_add(T::Dependants::weight_to_leave())
        )]
        pub fn set_status(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            status: Status,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_status(lei, status)
        }

        /// Enrols an account to act for an institution.
        ///
        /// ## Origin
        /// Who enrols accounts for this institution.
        ///
        /// ## Details
        /// - `lei`: LEI of the institution.
        /// - `account`: an account that acts for no institution yet.
        ///
        /// The first enrolment of an account ever gives it a provider reference, so that it can
        /// sign without a balance. The reference is never taken back. An account that has lost a
        /// seat can act for another institution only after its last session as a validator.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`, `Resigned`, `AlreadyExists`, `InUse`, `TooManyAccounts`.
        ///
        /// ## Events
        /// `AccountEnrolled`.
        #[pallet::call_index(2)]
        #[pallet::weight(Pallet::<T>::enrol_account_weight())]
        pub fn enrol_account(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            account: T::AccountId,
        ) -> DispatchResult {
            let institution = Self::parse_lei(lei)?;
            T::EnrolOrigin::ensure_origin(origin, &institution)?;
            Self::do_enrol_account(lei, account)
        }

        /// Withdraws an account from the institution for which it acts.
        ///
        /// ## Origin
        /// Who withdraws accounts of this institution.
        ///
        /// ## Details
        /// - `account`: an enrolled account that holds no validator seat.
        ///
        /// The account loses access with this block. It keeps its nonce, so that its old
        /// extrinsics stay used up if it is ever enrolled again.
        ///
        /// ## Errors
        /// `NotFound`, `InUse`; what its dependants say, if it may not leave.
        ///
        /// ## Events
        /// `AccountWithdrawn`.
        #[pallet::call_index(3)]
        #[pallet::weight(
            T::WeightInfo::withdraw_account().saturating_add(T::Dependants::weight_to_forget())
        )]
        pub fn withdraw_account(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
            let institution = Self::institution_of(&account)?;
            T::WithdrawOrigin::ensure_origin(origin, &institution)?;
            Self::do_withdraw_account(account)
        }

        /// Grants an institution its validator seat.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: LEI of an active institution without a seat.
        /// - `account`: an account enrolled for this institution.
        ///
        /// The account can then register session keys. It validates from the session after the
        /// next one, once its keys are registered.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`, `NotActive`, `NotEnrolled`, `AlreadyExists`, `TooManySeats`.
        ///
        /// ## Events
        /// `SeatGranted`.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::grant_seat())]
        pub fn grant_seat(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            account: T::AccountId,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_grant_seat(lei, account)
        }

        /// Revokes the validator seat of an institution.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: LEI of an institution with a seat.
        ///
        /// The validator leaves with the session after the next one. With it go its session keys,
        /// which another account can then register. The account stays enrolled.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`; `LastSeat` if no other active institution holds a seat with
        /// session keys; `TooFewSeats` if too few would be left to bear a failure.
        ///
        /// ## Events
        /// `SeatRevoked`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::revoke_seat(T::MaxSeats::get()))]
        pub fn revoke_seat(origin: OriginFor<T>, lei: [u8; LEI_LENGTH]) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_revoke_seat(lei)
        }

        /// Sets how much an institution may use per window of blocks.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: LEI of the institution.
        /// - `quota`: weight and bytes per window, at least `Quota::SMALLEST`, or none for the
        ///   default.
        ///
        /// The new quota counts at once, against what was used in the window so far.
        ///
        /// ## Errors
        /// `InvalidLei`, `InvalidQuota`, `NotFound`, `Resigned`.
        ///
        /// ## Events
        /// `QuotaSet`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::set_quota())]
        pub fn set_quota(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            quota: Option<Quota>,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_quota(lei, quota)
        }

        /// Sets when the membership of an institution ends.
        ///
        /// ## Origin
        /// The managing origin.
        ///
        /// ## Details
        /// - `lei`: LEI of the institution.
        /// - `expires`: milliseconds since the Unix epoch, or none for no end.
        ///
        /// Once it has ended, the institution's accounts can do nothing but help to renew it. Its
        /// validator goes on: expiry never stops blocks. Events warn 30, 7 and 1 days before.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`, `Resigned`, `InvalidExpiry`.
        ///
        /// ## Events
        /// `ExpirySet`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_expiry())]
        pub fn set_expiry(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            expires: Option<u64>,
        ) -> DispatchResult {
            T::ManageOrigin::ensure_origin(origin)?;
            Self::do_set_expiry(lei, expires)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The institution with this LEI.
        pub fn institution(lei: [u8; LEI_LENGTH]) -> Option<Institution> {
            Lei::new(lei).ok().and_then(Institutions::<T>::get)
        }

        /// For which institution an account acts, and whether that institution has access now.
        pub fn membership(account: T::AccountId) -> Option<Membership> {
            Self::membership_of(&account)
        }

        /// What is left of an institution's quota for the next block.
        pub fn quota_left(lei: [u8; LEI_LENGTH]) -> Option<Quota> {
            Lei::new(lei).ok().and_then(|lei| Self::quota_left_of(&lei))
        }

        /// The institutions that hold a validator seat, in the order of their LEI, each with the
        /// account that validates for it.
        pub fn seats() -> Vec<(Lei, T::AccountId)> {
            Self::sorted_seats()
        }

        /// The institutions whose membership ends before this time, each with its end, the next
        /// one first.
        pub fn expiring_memberships(before: u64) -> Vec<(Lei, u64)> {
            Self::expiring(before)
        }
    }
}
