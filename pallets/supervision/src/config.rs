//! What this pallet asks of the runtime, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What this pallet asks of the runtime.
#[pallet_section]
mod config {
    /// What this pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The consortium: confirms and lifts stops, ends freezes.
        type ConsortiumOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who stops pallets and permissions: the account and the institution it acts for.
        type StopOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who freezes accounts: the account and the institution it acts for.
        type FreezeOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who demands explanations: the account and the institution it acts for.
        type DemandOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who reviews emergency access: the account and the institution it acts for.
        type ReviewOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who takes roles in an emergency: the account and the institution it acts for.
        type BreakGlassOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who answers demands: the account and the institution it acts for.
        type AnswerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Where stops, freezes and emergency roles take effect.
        type Access: Access<Self::AccountId>;

        /// Who can be asked for an explanation.
        type Institutions: Institutions;

        /// The time of the block. As a block begins, this is the time of the block before.
        type Time: UnixTime;

        /// How long a stop stands that is not confirmed, in milliseconds.
        #[pallet::constant]
        type StopMillis: Get<u64>;

        /// How long an institution cannot stop a target again after its stop of it has ended, in
        /// milliseconds. Without it one institution could renew a stop for ever.
        #[pallet::constant]
        type StopPauseMillis: Get<u64>;

        /// How long a role taken in an emergency lasts, in milliseconds.
        #[pallet::constant]
        type BreakGlassMillis: Get<u64>;

        /// How long after it was taken an emergency access has to be reviewed, in milliseconds.
        #[pallet::constant]
        type ReviewMillis: Get<u64>;

        /// How far ahead the deadline of a demand can lie, in milliseconds.
        #[pallet::constant]
        type MaxDemandMillis: Get<u64>;

        /// Most stops that stand at a time; and for each institution, most stops that stand or are
        /// paused.
        #[pallet::constant]
        type MaxStops: Get<u32>;

        /// Most accounts that are frozen at a time.
        #[pallet::constant]
        type MaxFrozen: Get<u32>;

        /// Most emergency accesses that wait for a review.
        #[pallet::constant]
        type MaxOpenReviews: Get<u32>;

        /// Most demands that are open at a time, of all institutions together.
        #[pallet::constant]
        type MaxDemands: Get<u32>;

        /// Most demands that one institution has made and not closed.
        #[pallet::constant]
        type MaxDemandsPerInstitution: Get<u32>;

        /// Weights of the calls and hooks.
        type WeightInfo: WeightInfo;
    }
}
