#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod config;
mod demands;
mod due;
mod errors;
mod events;
mod freezes;
mod invariants;
mod queries;
mod reviews;
mod shared;
mod stops;
#[cfg(test)]
mod tests;
mod text;
mod tick;
mod traits;
mod types;
mod weights;

pub use due::{DueList, MAX_DUE_PER_BLOCK};
pub use pallet::*;
pub use text::is_presentable;
pub use traits::{Access, Institutions};
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::frame_support::pallet_macros::import_section;

/// Storage, calls, events and errors. The crate's documentation explains them.
// The prelude brings the attributes into scope without their `pallet::` too.
#[allow(unused_qualifications)]
#[import_section(config::config)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[polkadot_sdk::frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;

    use critical_chains_lei::{LEI_LENGTH, Lei};
    use critical_chains_policy::RoleName;
    use polkadot_sdk::{
        frame_support::{pallet_prelude::*, traits::UnixTime, weights::Weight},
        frame_system::pallet_prelude::*,
    };

    use crate::{
        Access, AnswerDigest, Demand, DueList, Finding, Freeze, Institutions, Reason, Review, Stop,
        StopRecord, StopTarget, WeightInfo,
    };

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The powers of supervisors, and emergencies.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The stops that stand.
    #[pallet::storage]
    pub type Stops<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, StopTarget, Stop<T::AccountId>, OptionQuery>;

    /// When stops lapse that are not confirmed.
    #[pallet::storage]
    pub type StopLapses<T: Config> = StorageValue<_, DueList<StopTarget, T::MaxStops>, ValueQuery>;

    /// What each institution has stopped, and what it cannot stop again yet. Pauses that have
    /// ended are left out with its next stop.
    // A record is made with the stop, so that there is room for the pause after it.
    #[pallet::storage]
    pub type StopRecords<T: Config> =
        StorageMap<_, Blake2_128Concat, Lei, BoundedVec<StopRecord, T::MaxStops>, ValueQuery>;

    /// The accounts that are frozen.
    #[pallet::storage]
    pub type Frozen<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, T::AccountId, Freeze<T::AccountId>, OptionQuery>;

    /// The emergency accesses that are not reviewed, by the number of the review.
    #[pallet::storage]
    pub type Reviews<T: Config> =
        CountedStorageMap<_, Twox64Concat, u32, Review<T::AccountId>, OptionQuery>;

    /// The review that an account waits for: `Reviews` the other way round.
    #[pallet::storage]
    pub type ReviewOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, OptionQuery>;

    /// When reviews are due that are not overdue yet.
    #[pallet::storage]
    pub type ReviewsDue<T: Config> = StorageValue<_, DueList<u32, T::MaxOpenReviews>, ValueQuery>;

    /// The number that the next review gets.
    #[pallet::storage]
    pub type NextReview<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// The demands that are not closed, by their number.
    #[pallet::storage]
    pub type Demands<T: Config> =
        CountedStorageMap<_, Twox64Concat, u32, Demand<T::AccountId>, OptionQuery>;

    /// How many demands an institution has made and not closed.
    #[pallet::storage]
    pub type OpenDemands<T: Config> = StorageMap<_, Blake2_128Concat, Lei, u32, ValueQuery>;

    /// The deadlines of demands that are neither answered nor overdue yet.
    #[pallet::storage]
    pub type DemandsDue<T: Config> = StorageValue<_, DueList<u32, T::MaxDemands>, ValueQuery>;

    /// The number that the next demand gets.
    #[pallet::storage]
    pub type NextDemand<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// The earliest date in any of the lists of what is due, or one before it: all that a block
    /// has to read before which nothing was due.
    #[pallet::storage]
    pub type NextDue<T: Config> = StorageValue<_, u64, OptionQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::begin_block()
        }

        fn integrity_test() {
            assert!(T::StopMillis::get() > 0, "StopMillis must be at least 1");
            assert!(T::StopPauseMillis::get() > 0, "StopPauseMillis must be at least 1");
            assert!(T::BreakGlassMillis::get() > 0, "BreakGlassMillis must be at least 1");
            assert!(T::ReviewMillis::get() > 0, "ReviewMillis must be at least 1");
            assert!(T::MaxDemandMillis::get() > 0, "MaxDemandMillis must be at least 1");
            assert!(T::MaxStops::get() > 0, "MaxStops must be at least 1");
            assert!(T::MaxFrozen::get() > 0, "MaxFrozen must be at least 1");
            assert!(T::MaxOpenReviews::get() > 0, "MaxOpenReviews must be at least 1");
            assert!(
                (1..=T::MaxDemands::get()).contains(&T::MaxDemandsPerInstitution::get()),
                "MaxDemandsPerInstitution must be at least 1, and at most MaxDemands"
            );
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
        /// Stops a pallet or a permission, for everybody and at once.
        ///
        /// ## Origin
        /// `StopOrigin`: an account of an institution that may stop.
        ///
        /// ## Details
        /// - `target`: what is stopped.
        /// - `reason`: why, up to 256 bytes of UTF-8.
        ///
        /// The stop lapses after `StopMillis`, unless the consortium confirms it. After it has
        /// ended, in whatever way, the same institution cannot stop the target again for
        /// `StopPauseMillis`.
        ///
        /// ## Errors
        /// `InvalidReason`, `AlreadyStopped`, `Paused`, `TooManyStops`; that of `Access` if the
        /// target does not exist or cannot be stopped.
        ///
        /// ## Events
        /// `Stopped`; later, without a call, `StopLapsed`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::stop().saturating_add(T::Access::weight_of_stop()))]
        pub fn stop(origin: OriginFor<T>, target: StopTarget, reason: Reason) -> DispatchResult {
            let (account, institution) = T::StopOrigin::ensure_origin(origin)?;
            Self::do_stop(account, institution, target, reason)
        }

        /// Confirms a stop, so that it does not lapse.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `target`: what is stopped.
        ///
        /// From then on only the consortium can lift the stop.
        ///
        /// ## Errors
        /// `NotFound`, `Confirmed`.
        ///
        /// ## Events
        /// `StopConfirmed`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::confirm_stop())]
        pub fn confirm_stop(origin: OriginFor<T>, target: StopTarget) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_confirm_stop(target)
        }

        /// Lifts a stop.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`; as long as the stop is not confirmed, also `StopOrigin` for the
        /// institution that stopped.
        ///
        /// ## Details
        /// - `target`: what is stopped.
        ///
        /// ## Errors
        /// `NotFound`; `NotYours` if another institution stopped it; `Confirmed`.
        ///
        /// ## Events
        /// `StopLifted`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::lift_stop().saturating_add(T::Access::weight_of_lift()))]
        pub fn lift_stop(origin: OriginFor<T>, target: StopTarget) -> DispatchResult {
            let by = Self::consortium_or::<T::StopOrigin>(origin)?;
            Self::do_lift_stop(by, target)
        }

        /// Freezes an account, which then can do nothing.
        ///
        /// ## Origin
        /// `FreezeOrigin`: an account of an institution that may freeze.
        ///
        /// ## Details
        /// - `account`: the account, of any institution.
        /// - `reason`: why, up to 256 bytes of UTF-8.
        ///
        /// A freeze does not lapse.
        ///
        /// ## Errors
        /// `InvalidReason`, `AlreadyFrozen`, `TooManyFrozen`; that of `Access` if the account
        /// cannot be frozen.
        ///
        /// ## Events
        /// `AccountFrozen`.
        #[pallet::call_index(3)]
        #[pallet::weight(
            T::WeightInfo::freeze_account().saturating_add(T::Access::weight_of_freeze())
        )]
        pub fn freeze_account(
            origin: OriginFor<T>,
            account: T::AccountId,
            reason: Reason,
        ) -> DispatchResult {
            let (by, institution) = T::FreezeOrigin::ensure_origin(origin)?;
            Self::do_freeze_account(by, institution, account, reason)
        }

        /// Ends the freeze of an account.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`, or `FreezeOrigin` for the institution that froze it.
        ///
        /// ## Details
        /// - `account`: the account.
        ///
        /// ## Errors
        /// `NotFound`; `NotYours` if another institution froze it.
        ///
        /// ## Events
        /// `AccountUnfrozen`.
        #[pallet::call_index(4)]
        #[pallet::weight(
            T::WeightInfo::unfreeze_account().saturating_add(T::Access::weight_of_unfreeze())
        )]
        pub fn unfreeze_account(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
            let by = Self::consortium_or::<T::FreezeOrigin>(origin)?;
            Self::do_unfreeze_account(by, account)
        }

        /// Takes a role in an emergency, for `BreakGlassMillis`.
        ///
        /// ## Origin
        /// `BreakGlassOrigin`: the account that takes the role.
        ///
        /// ## Details
        /// - `role`: a role for emergencies.
        /// - `reason`: what the emergency is, up to 256 bytes of UTF-8.
        ///
        /// Another institution has to review the access within `ReviewMillis`. Until it has done
        /// so, the account cannot take another role in this way.
        ///
        /// ## Errors
        /// `InvalidReason`, `ReviewPending`, `TooManyReviews`; that of `Access` if the role is not
        /// for emergencies or the account cannot have it.
        ///
        /// ## Events
        /// `GlassBroken` with the number of the review; later, without a call, `ReviewOverdue`.
        #[pallet::call_index(5)]
        #[pallet::weight(
            T::WeightInfo::break_glass().saturating_add(T::Access::weight_of_take_emergency_role())
        )]
        pub fn break_glass(origin: OriginFor<T>, role: RoleName, reason: Reason) -> DispatchResult {
            let (account, institution) = T::BreakGlassOrigin::ensure_origin(origin)?;
            Self::do_break_glass(account, institution, role, reason)
        }

        /// Reviews an emergency access, at any time after it was taken.
        ///
        /// ## Origin
        /// `ReviewOrigin`: an account of another institution than the one that took the role.
        ///
        /// ## Details
        /// - `id`: number of the review.
        /// - `finding`: `Justified`, or `Misused`, which also takes the role away at once.
        /// - `remark`: what was found, up to 256 bytes of UTF-8.
        ///
        /// Nothing else follows from a finding by itself. A supervisor can freeze the account.
        ///
        /// ## Errors
        /// `InvalidReason`, `NotFound`, `OwnReview`.
        ///
        /// ## Events
        /// `AccessReviewed`.
        #[pallet::call_index(6)]
        #[pallet::weight(
            T::WeightInfo::review_access()
                .saturating_add(T::Access::weight_of_drop_emergency_role())
        )]
        pub fn review_access(
            origin: OriginFor<T>,
            id: u32,
            finding: Finding,
            remark: Reason,
        ) -> DispatchResult {
            let (reviewer, reviewed_by) = T::ReviewOrigin::ensure_origin(origin)?;
            Self::do_review_access(reviewer, reviewed_by, id, finding, remark)
        }

        /// Demands an explanation of an institution.
        ///
        /// ## Origin
        /// `DemandOrigin`: an account of an institution that may demand.
        ///
        /// ## Details
        /// - `institution`: LEI of the institution that has to explain, as ASCII.
        /// - `about`: what is to be explained, up to 256 bytes of UTF-8.
        /// - `deadline_millis`: by when, in milliseconds since the Unix epoch, at most
        ///   `MaxDemandMillis` ahead.
        ///
        /// ## Errors
        /// `InvalidReason`, `InvalidDeadline`, `InstitutionNotFound`, `TooManyDemands`.
        ///
        /// ## Events
        /// `ExplanationDemanded` with the number of the demand; later, without a call,
        /// `DemandOverdue`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::demand_explanation())]
        pub fn demand_explanation(
            origin: OriginFor<T>,
            institution: [u8; LEI_LENGTH],
            about: Reason,
            deadline_millis: u64,
        ) -> DispatchResult {
            let (account, demanded_by) = T::DemandOrigin::ensure_origin(origin)?;
            Self::do_demand_explanation(account, demanded_by, institution, about, deadline_millis)
        }

        /// Answers a demand, once. The answer itself is handed over off chain.
        ///
        /// ## Origin
        /// `AnswerOrigin`: an account of the institution that has to explain.
        ///
        /// ## Details
        /// - `id`: number of the demand.
        /// - `answer_digest`: SHA-256 of the answer.
        ///
        /// An answer after the deadline is recorded too, with its time.
        ///
        /// ## Errors
        /// `NotFound`; `NotYours` if another institution was asked; `AlreadyAnswered`.
        ///
        /// ## Events
        /// `DemandAnswered`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::answer_demand())]
        pub fn answer_demand(
            origin: OriginFor<T>,
            id: u32,
            answer_digest: AnswerDigest,
        ) -> DispatchResult {
            let (account, institution) = T::AnswerOrigin::ensure_origin(origin)?;
            Self::do_answer_demand(account, institution, id, answer_digest)
        }

        /// Closes a demand, whether it was answered or not.
        ///
        /// ## Origin
        /// `DemandOrigin` for the institution that demanded; once this is suspended or has
        /// resigned, `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `id`: number of the demand.
        ///
        /// ## Errors
        /// `NotFound`; `NotYours` if another institution demanded it.
        ///
        /// ## Events
        /// `DemandClosed`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::close_demand())]
        pub fn close_demand(origin: OriginFor<T>, id: u32) -> DispatchResult {
            let by = Self::consortium_or::<T::DemandOrigin>(origin)?;
            Self::do_close_demand(by, id)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// The stops that stand, in the order of what they stop.
        pub fn stops() -> Vec<(StopTarget, Stop<T::AccountId>)> {
            Self::sorted_stops()
        }

        /// The accounts that are frozen, in the order of the time.
        pub fn frozen() -> Vec<(T::AccountId, Freeze<T::AccountId>)> {
            Self::sorted_frozen()
        }

        /// The emergency accesses that are not reviewed, in the order of their number.
        pub fn open_reviews() -> Vec<Review<T::AccountId>> {
            Self::sorted_reviews()
        }

        /// The open demands that an institution has made or has to answer, in the order of their
        /// number.
        pub fn demands_of(institution: [u8; LEI_LENGTH]) -> Vec<Demand<T::AccountId>> {
            Self::sorted_demands_of(institution)
        }
    }
}
