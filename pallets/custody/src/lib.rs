#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod errors;
mod events;
mod expiry;
mod invariants;
mod queries;
#[cfg(test)]
mod tests;
mod traits;
mod types;
mod weights;

pub use critical_chains_policy::{Custody, CustodyClass, KeyPurpose, Shortfall};
pub use expiry::SWEEP_INSTITUTIONS;
pub use pallet::*;
pub use traits::Seats;
pub use types::{Key, KeyShortfall};
pub use weights::WeightInfo;

use critical_chains_lei::{LEI_LENGTH, Lei};
use polkadot_sdk::{frame_support, frame_support::pallet_macros::import_section, frame_system};

/// Storage, calls, events and errors of the custody of keys.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
// The paths are the pallet macro's: its attributes, and the supertrait as it insists on it.
#[allow(unused_qualifications)]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use critical_chains_policy::Days;
    use frame_support::{
        pallet_prelude::*,
        traits::{EnsureOriginWithArg, UnixTime},
    };
    use frame_system::pallet_prelude::*;

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The custody of keys.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the pallet needs from the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// Who says for an institution where its keys live.
        type RegisterOrigin: EnsureOrigin<
                Self::RuntimeOrigin,
                Success = (<Self as frame_system::Config>::AccountId, Lei),
            >;

        /// Who removes what an institution has said.
        type RemoveOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Lei>;

        /// Who says what is required.
        type RequireOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The validator seats.
        type Seats: Seats;

        /// The time of the block.
        type Time: UnixTime;

        /// Most keys of one institution.
        #[pallet::constant]
        type MaxKeys: Get<u32>;

        /// What the calls and the hooks weigh.
        type WeightInfo: WeightInfo;
    }

    /// What each institution says of its keys, by the public key.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageMap<_, Blake2_128Concat, Lei, BoundedBTreeMap<Key, Custody, T::MaxKeys>, ValueQuery>;

    /// The class that is required of every institution that has none of its own.
    #[pallet::storage]
    pub type CommonRequirement<T: Config> = StorageValue<_, CustodyClass, OptionQuery>;

    /// The class that is required of single institutions, instead of the common one.
    #[pallet::storage]
    pub type Requirements<T: Config> =
        StorageMap<_, Blake2_128Concat, Lei, CustodyClass, OptionQuery>;

    /// The institution at which the sweep of the day has arrived.
    #[pallet::storage]
    pub type Sweep<T: Config> = StorageValue<_, Lei, OptionQuery>;

    /// The days of which the last sweep warns.
    #[pallet::storage]
    pub type SweptDays<T: Config> = StorageValue<_, Days, ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::sweep()
        }

        fn integrity_test() {
            assert!(T::MaxKeys::get() >= 2, "a seat has two keys");
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
        /// Says where a key of the own institution lives, for the first time or anew.
        ///
        /// ## Origin
        /// An account that registers the custody of keys for its institution.
        ///
        /// ## Details
        /// - `key`: the public key, Ed25519.
        /// - `custody`: what the key signs, where it lives, the SHA-256 of the device's attestation, and
        ///   when this ends, in milliseconds since the Unix epoch. A certified module takes both of the
        ///   latter.
        ///
        /// Comes before the session keys, which are accepted only when both are kept as required.
        /// What was said of the key before is replaced: so it is renewed. Nothing that is said here, or
        /// ends, stops a validator.
        ///
        /// ## Errors
        /// `InvalidExpiry`, `EvidenceMissing`, `InsufficientClass`, `WrongPurpose`, `TooManyKeys`.
        ///
        /// ## Events
        /// `CustodyRegistered`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_custody())]
        pub fn register_custody(
            origin: OriginFor<T>,
            key: Key,
            custody: Custody,
        ) -> DispatchResult {
            let (_, institution) = T::RegisterOrigin::ensure_origin(origin)?;
            Self::do_register_custody(institution, key, custody)
        }

        /// Removes what an institution has said of a key that is no longer in use.
        ///
        /// ## Origin
        /// Who removes it for this institution.
        ///
        /// ## Details
        /// - `lei`: LEI of the institution.
        /// - `key`: the public key.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`, `InUse`.
        ///
        /// ## Events
        /// `CustodyRemoved`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::remove_custody())]
        pub fn remove_custody(
            origin: OriginFor<T>,
            lei: [u8; LEI_LENGTH],
            key: Key,
        ) -> DispatchResult {
            let institution = Self::parse_lei(lei)?;
            T::RemoveOrigin::ensure_origin(origin, &institution)?;
            Self::do_remove_custody(institution, key)
        }

        /// Says which class of custody is required for the keys of validators and nodes.
        ///
        /// ## Origin
        /// Who says what is required.
        ///
        /// ## Details
        /// - `lei`: LEI of one institution, or none for all that have no requirement of their own.
        /// - `class`: the weakest class that is good enough, or none for no requirement; for one
        ///   institution that means the common one.
        ///
        /// What is required counts when keys are registered, and when their custody is registered or
        /// renewed. Keys that are in use stay in use: `shortfalls` lists those that fall short.
        ///
        /// ## Errors
        /// `InvalidLei`, `NotFound`.
        ///
        /// ## Events
        /// `RequirementSet`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::set_requirement())]
        pub fn set_requirement(
            origin: OriginFor<T>,
            lei: Option<[u8; LEI_LENGTH]>,
            class: Option<CustodyClass>,
        ) -> DispatchResult {
            T::RequireOrigin::ensure_origin(origin)?;
            Self::do_set_requirement(lei, class)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// What an institution says of its keys, in the order of the keys.
        pub fn custody(lei: [u8; LEI_LENGTH]) -> Vec<(Key, Custody)> {
            Lei::new(lei).map(|lei| Self::custody_of(&lei)).unwrap_or_default()
        }

        /// The class that is required of an institution, if one is.
        pub fn requirement(lei: [u8; LEI_LENGTH]) -> Option<CustodyClass> {
            Self::required_of(&Lei::new(lei).ok()?)
        }

        /// The keys that are not kept as is required: those of seats, and those of which an institution
        /// says that its nodes state with them.
        pub fn shortfalls() -> Vec<KeyShortfall> {
            Self::all_shortfalls()
        }

        /// The keys of which what is said ends before this time, the next one first.
        pub fn expiring_custody(before: u64) -> Vec<(Lei, Key, u64)> {
            Self::expiring(before)
        }
    }
}
