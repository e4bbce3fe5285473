//! The storage, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What is stored.
#[pallet_section]
mod storage {
    /// The models that were ever registered.
    #[pallet::storage]
    pub type Models<T: Config> =
        CountedStorageMap<_, Blake2_128Concat, ModelId, Model, OptionQuery>;

    /// The parameters of models that are not retired.
    #[pallet::storage]
    pub type ModelParameters<T: Config> =
        StorageMap<_, Blake2_128Concat, ModelId, Parameters, OptionQuery>;

    /// The champion of each sector.
    #[pallet::storage]
    pub type Champions<T: Config> = StorageMap<_, Blake2_128Concat, Name, ModelId, OptionQuery>;

    /// What came of what a model found.
    #[pallet::storage]
    pub type ModelOutcomes<T: Config> =
        StorageMap<_, Blake2_128Concat, ModelId, Outcomes, ValueQuery>;

    /// What came of what an institution raised and corroborated.
    #[pallet::storage]
    pub type InstitutionOutcomes<T: Config> =
        StorageMap<_, Blake2_128Concat, Lei, Outcomes, ValueQuery>;

    /// The number that the next attestation gets.
    #[pallet::storage]
    pub type NextAttestation<T: Config> = StorageValue<_, AttestationId, ValueQuery>;

    /// The attestations that are open.
    #[pallet::storage]
    pub type Attestations<T: Config> =
        StorageMap<_, Twox64Concat, AttestationId, Attestation<T::AccountId>, OptionQuery>;

    /// How many these are.
    #[pallet::storage]
    pub type Open<T: Config> = StorageValue<_, OpenCounts, ValueQuery>;

    /// How many of them an institution has raised.
    #[pallet::storage]
    pub type OpenOf<T: Config> = StorageMap<_, Blake2_128Concat, Lei, u32, ValueQuery>;

    /// The attestations about a subject that are open, or count for or against it: all that it
    /// takes to tell its risk.
    #[pallet::storage]
    pub type Subjects<T: Config> = StorageMap<_, Blake2_128Concat, Subject, Cases, ValueQuery>;

    /// What is kept of attestations that have ended.
    #[pallet::storage]
    pub type Ended<T: Config> =
        StorageMap<_, Twox64Concat, AttestationId, EndedAttestation, OptionQuery>;

    /// The last of them in the order in which they ended, numbered.
    #[pallet::storage]
    pub type EndedOrder<T: Config> = StorageMap<_, Twox64Concat, u64, AttestationId, OptionQuery>;

    /// The first number in that order that is kept, and the next one.
    #[pallet::storage]
    pub type EndedRange<T: Config> = StorageValue<_, (u64, u64), ValueQuery>;

    /// Those of them that were confirmed and for which there is no room any more among the others,
    /// in the order in which they ended, numbered.
    #[pallet::storage]
    pub type ConfirmedOrder<T: Config> =
        StorageMap<_, Twox64Concat, u64, AttestationId, OptionQuery>;

    /// The first number in that order that is kept, and the next one.
    #[pallet::storage]
    pub type ConfirmedRange<T: Config> = StorageValue<_, (u64, u64), ValueQuery>;

    /// When the first of all that are kept is forgotten.
    #[pallet::storage]
    pub type NextForgotten<T: Config> = StorageValue<_, u64, OptionQuery>;

    /// The number that the next indicator gets.
    #[pallet::storage]
    pub type NextIndicator<T: Config> = StorageValue<_, IndicatorId, ValueQuery>;

    /// The indicators whose validity has not ended.
    #[pallet::storage]
    pub type Indicators<T: Config> =
        CountedStorageMap<_, Twox64Concat, IndicatorId, Indicator<T::AccountId>, OptionQuery>;

    /// Those that are not revoked, by what they are of.
    #[pallet::storage]
    pub type IndicatorsOf<T: Config> = StorageMap<
        _,
        Blake2_128Concat,
        (IndicatorKind, Pseudonym),
        BoundedVec<IndicatorId, ConstU32<MAX_INDICATORS_PER_VALUE>>,
        ValueQuery,
    >;

    /// How many indicators of an institution there are, revoked ones included.
    #[pallet::storage]
    pub type IndicatorCounts<T: Config> = StorageMap<_, Blake2_128Concat, Lei, u32, ValueQuery>;

    /// What is to end in which minute since the Unix epoch.
    #[pallet::storage]
    pub type Agenda<T: Config> = StorageMap<_, Twox64Concat, u32, DueList, ValueQuery>;

    /// The first minute whose list may not be empty: all that a block has to read before which
    /// nothing was due, besides when something is forgotten.
    #[pallet::storage]
    pub type NextMinute<T: Config> = StorageValue<_, u32, OptionQuery>;
}
