//! What this pallet asks of the runtime, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What this pallet asks of the runtime.
#[pallet_section]
mod config {
    /// What this pallet asks of the runtime.
    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The consortium: registers models and says which of them count.
        type ConsortiumOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who brings the parameters of models: the account and the institution it acts for.
        type SupplyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who raises attestations: the account and the institution it acts for.
        type RaiseOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who corroborates attestations: the account and the institution it acts for.
        type CorroborateOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who contests attestations: the account and the institution it acts for.
        type ContestOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who confirms and clears attestations, or votes on them: the account and the institution
        /// it acts for.
        type DecideOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who shares and revokes threat indicators: the account and the institution it acts for.
        type ShareOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who reports sightings of indicators: the account and the institution it acts for.
        type SightOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = (Self::AccountId, Lei)>;

        /// Who belongs to the consortium, and who has which role.
        type Members: Members<Self::AccountId>;

        /// The time of the block. As a block begins, this is the time of the block before.
        type Time: UnixTime;

        /// Most models, retired ones included: their records are kept.
        #[pallet::constant]
        type MaxModels: Get<u32>;

        /// Most attestations of champions that are open at a time.
        #[pallet::constant]
        type MaxOpen: Get<u32>;

        /// Most attestations of shadow models that are open at a time.
        #[pallet::constant]
        type MaxOpenShadows: Get<u32>;

        /// Most open attestations that one institution has raised, of champions and shadow models
        /// together.
        #[pallet::constant]
        type MaxOpenPerInstitution: Get<u32>;

        /// Most attestations of which something is kept in the order in which they ended.
        #[pallet::constant]
        type MaxEnded: Get<u32>;

        /// Most confirmed ones that are kept besides, when there is no room any more among these.
        #[pallet::constant]
        type MaxConfirmed: Get<u32>;

        /// How long it is kept at most, in milliseconds. For so long what was confirmed counts
        /// against its subject.
        #[pallet::constant]
        type RetentionMillis: Get<u64>;

        /// Most indicators, revoked ones included until their validity ends.
        #[pallet::constant]
        type MaxIndicators: Get<u32>;

        /// Most of them that one institution has shared.
        #[pallet::constant]
        type MaxIndicatorsPerInstitution: Get<u32>;

        /// How far ahead the validity of an indicator can end, in milliseconds.
        #[pallet::constant]
        type MaxIndicatorMillis: Get<u64>;

        /// Weights of the calls and hooks.
        type WeightInfo: WeightInfo;
    }
}
