#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod config;
mod errors;
mod events;
#[cfg(any(feature = "try-runtime", test))]
mod invariants;
mod messages;
mod replay;
mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod traits;
mod types;
mod weights;
pub mod worker;

pub use pallet::*;
pub use replay::replay;
pub use runtime_api::*;
pub use traits::{Attesting, IndicatorId};
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::frame_support::pallet_macros::import_section;

/// Storage, calls, events and errors. The crate's documentation explains them.
// The prelude brings the attributes into scope without their `pallet::` too.
#[allow(unused_qualifications)]
#[import_section(config::config)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[polkadot_sdk::frame_support::pallet]
pub mod pallet {
    use alloc::boxed::Box;
    use critical_chains_lei::Lei;
    use critical_chains_watch::Report;
    use polkadot_sdk::{
        frame_support::{
            dispatch::{GetDispatchInfo, PostDispatchInfo},
            pallet_prelude::*,
            traits::{Contains, IsSubType, UnixTime},
            weights::Weight,
        },
        frame_system::{offchain::CreateAuthorizedTransaction, pallet_prelude::*},
        sp_core::ed25519,
        sp_runtime::traits::{Convert, Dispatchable},
    };

    use crate::{Attesting, BlockReports, Epoch, RecentMessages, WeightInfo, worker};

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Epochs, reports and messages.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(block: BlockNumberFor<T>) -> Weight {
            Self::begin_block(block)
        }

        fn offchain_worker(block: BlockNumberFor<T>) {
            worker::run::<T>(block);
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
        /// Begins an epoch: from now on flows are reported by pseudonyms of another key.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `epoch`: a number higher than the present one, and the check value of the key, which
        ///   everybody compares with that of its own. The key itself is never told here.
        ///
        /// ## Errors
        /// `InvalidEpoch`.
        ///
        /// ## Events
        /// `EpochBegun`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::begin_epoch())]
        pub fn begin_epoch(origin: OriginFor<T>, epoch: Epoch) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_begin_epoch(epoch)
        }

        /// Reports flows of the own institution, by pseudonyms.
        ///
        /// ## Origin
        /// `ReportOrigin`.
        ///
        /// ## Details
        /// - `report`: up to 512 flows of the last week in one currency, numbered without gaps.
        ///
        /// ## Errors
        /// `StaleEpoch`, `InvalidReport`, `WrongNumber`, `TooManyReports`.
        ///
        /// ## Events
        /// `FlowsReported`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::report(report.edges.len().try_into().unwrap_or(u32::MAX)))]
        pub fn report(origin: OriginFor<T>, report: Report) -> DispatchResult {
            let (account, institution) = T::ReportOrigin::ensure_origin(origin)?;
            Self::do_report(account, institution, report)
        }

        /// Makes a call in the name of the account of an attestation key, by a message that this key
        /// signed: how nodes act, which keep no nonce.
        ///
        /// ## Origin
        /// `MemberOrigin`: the message authorises itself, and then counts as if its account had
        /// signed it, permissions and quota included.
        ///
        /// ## Details
        /// - `key`: the attestation key. Its account is the one of the same Ed25519 key.
        /// - `at`: the block at which it was signed: at most 64 blocks ago.
        /// - `call`: one of those that nodes make.
        /// - `signature`: Ed25519, over domain, genesis, version, block and hash of the call.
        ///
        /// What the call says is in the event. A message counts once, whatever comes of it.
        ///
        /// ## Errors
        /// `NotYours`, `CallNotAllowed`, `Expired`, `AlreadyExists`, `TooManyMessages`.
        ///
        /// ## Events
        /// `NodeActed`, after those of the call.
        #[pallet::call_index(2)]
        #[pallet::weight({
            let info = call.get_dispatch_info();
            (T::WeightInfo::act().saturating_add(info.call_weight), info.class)
        })]
        #[pallet::weight_of_authorize(
            T::WeightInfo::authorise_act(call.encoded_size().try_into().unwrap_or(u32::MAX))
        )]
        #[pallet::authorize(|source, key, at, call, signature| {
            Self::authorise_act(source, key, *at, call, signature)
        })]
        pub fn act(
            origin: OriginFor<T>,
            key: ed25519::Public,
            at: BlockNumberFor<T>,
            call: Box<T::NodeCall>,
            signature: ed25519::Signature,
        ) -> DispatchResultWithPostInfo {
            // Checked before the call was admitted.
            let _ = signature;
            let account = T::MemberOrigin::ensure_origin(origin.clone())?;
            let spent = Self::do_act(origin, account, key, at, *call)?;
            Ok(Some(T::WeightInfo::act().saturating_add(spent)).into())
        }
    }
}
