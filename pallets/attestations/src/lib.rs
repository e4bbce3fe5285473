#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

extern crate alloc;

mod agenda;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod config;
mod errors;
mod events;
mod indicator;
mod indicators;
mod invariants;
mod models;
mod outcomes;
mod queries;
mod retention;
mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod traits;
mod types;
mod watching;
mod weights;

pub use agenda::{
    Due, DueList, MAX_DUE_PER_BLOCK, MAX_DUE_PER_MINUTE, MAX_MINUTES_LATE, MAX_MINUTES_PER_BLOCK,
};
pub use indicator::*;
pub use pallet::*;
pub use queries::*;
pub use runtime_api::*;
pub use traits::Members;
pub use types::*;
pub use watching::MAX_ENDED_AT_ONCE;
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
    use critical_chains_attestation::{Decision, ModelId, State, Statement, Subject, Typology};
    use critical_chains_flows::Pseudonym;
    use critical_chains_lei::Lei;
    use critical_chains_policy::{Name, Risk};
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{ConstU32, UnixTime},
            weights::Weight,
        },
        frame_system::pallet_prelude::*,
    };

    use crate::{
        Attestation, AttestationDetails, AttestationId, Cases, Digest, DueList, EndedAttestation,
        Indicator, IndicatorId, IndicatorKind, IndicatorSpec, MAX_INDICATORS_PER_VALUE, Members,
        Model, ModelSpec, OpenCounts, Outcomes, Parameters, WeightInfo,
    };

    /// The version of the storage layout that this code reads and writes.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Models, attestations and indicators.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::begin_block()
        }

        fn integrity_test() {
            assert!(T::MaxModels::get() > 0, "MaxModels must be at least 1");
            assert!(T::MaxEnded::get() > 0, "MaxEnded must be at least 1");
            assert!(T::RetentionMillis::get() > 0, "RetentionMillis must be at least 1");
            assert!(T::MaxIndicatorMillis::get() > 0, "MaxIndicatorMillis must be at least 1");
            assert!(
                (1..=T::MaxOpen::get()).contains(&T::MaxOpenPerInstitution::get()),
                "MaxOpenPerInstitution must be at least 1, and at most MaxOpen"
            );
            assert!(
                (1..=T::MaxIndicators::get()).contains(&T::MaxIndicatorsPerInstitution::get()),
                "MaxIndicatorsPerInstitution must be at least 1, and at most MaxIndicators"
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
        /// Registers a model, as a shadow: what it finds counts for nothing but its record.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `model`: name and version. A version is never registered twice.
        /// - `spec`: what it is for, which parameters it has, and what its findings take.
        ///
        /// ## Errors
        /// `InvalidModel`, `AlreadyExists`, `TooManyModels`.
        ///
        /// ## Events
        /// `ModelRegistered`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register_model())]
        pub fn register_model(
            origin: OriginFor<T>,
            model: ModelId,
            spec: ModelSpec,
        ) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_register_model(model, spec)
        }

        /// Brings the parameters of a model, which are too long for a proposal. Whoever brings
        /// them, they are those whose SHA-256 the consortium registered.
        ///
        /// ## Origin
        /// `SupplyOrigin`.
        ///
        /// ## Details
        /// - `model`: name and version.
        /// - `parameters`: up to 512 KiB.
        ///
        /// ## Errors
        /// `NotFound`, `WrongStatus`, `AlreadyExists`, `InvalidParameters`.
        ///
        /// ## Events
        /// `ParametersSupplied`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::supply_parameters(parameters.len().try_into().unwrap_or(u32::MAX)))]
        pub fn supply_parameters(
            origin: OriginFor<T>,
            model: ModelId,
            parameters: Parameters,
        ) -> DispatchResult {
            let (account, institution) = T::SupplyOrigin::ensure_origin(origin)?;
            Self::do_supply_parameters(account, institution, model, parameters)
        }

        /// Makes a shadow the champion of its sector: what it finds counts from now on. The champion
        /// before it becomes a shadow; what that one has found runs its course.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `model`: name and version.
        ///
        /// ## Errors
        /// `NotFound`, `WrongStatus`, `ParametersMissing`.
        ///
        /// ## Events
        /// `ChampionSet`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::set_champion())]
        pub fn set_champion(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_set_champion(model)
        }

        /// Retires a model: nothing more is raised by it, and its parameters are dropped. What it
        /// has found runs its course, and its record stays.
        ///
        /// ## Origin
        /// `ConsortiumOrigin`.
        ///
        /// ## Details
        /// - `model`: name and version.
        ///
        /// ## Errors
        /// `NotFound`, `WrongStatus`.
        ///
        /// ## Events
        /// `ModelRetired`.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::retire_model())]
        pub fn retire_model(origin: OriginFor<T>, model: ModelId) -> DispatchResult {
            T::ConsortiumOrigin::ensure_origin(origin)?;
            Self::do_retire_model(model)
        }

        /// States an anomaly. If another institution has stated the same, this corroborates it.
        ///
        /// ## Origin
        /// `RaiseOrigin`, and the model lets the account attest.
        ///
        /// ## Details
        /// - `statement`: what was found, with what it takes to check it.
        ///
        /// Two statements say the same if model, typology and subject are the same and the windows
        /// overlap. What a shadow model finds is kept apart and corroborates nothing.
        ///
        /// ## Errors
        /// `NotFound` if there is no such model; `WrongStatus` if it is retired; `NotAuthorised`,
        /// `InvalidStatement`, `BelowThreshold`, `AlreadyRaised`, `AlreadyDecided`, `OtherSide`,
        /// `Expired`, `TooManyVoices`, `TooManyAttestations`.
        ///
        /// ## Events
        /// `AttestationRaised` with the number; or `AttestationSupported`, and
        /// `AttestationCorroborated` once enough institutions say it.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::raise().max(T::WeightInfo::corroborate()))]
        pub fn raise(origin: OriginFor<T>, statement: Statement) -> DispatchResultWithPostInfo {
            let (account, institution) = T::RaiseOrigin::ensure_origin(origin)?;
            let spent = Self::do_raise(account, institution, statement)?;
            Ok(Some(spent).into())
        }

        /// Says that an attestation is true, by evidence of the own institution.
        ///
        /// ## Origin
        /// `CorroborateOrigin`, and the model lets the account attest.
        ///
        /// ## Details
        /// - `id`: number of the attestation.
        /// - `score`: the score that the institution computed, in parts per million.
        /// - `evidence_root`: root of the tree of its own evidence.
        ///
        /// ## Errors
        /// `NotFound`, `Shadow`, `NotAuthorised`, `InvalidStatement`, `BelowThreshold`,
        /// `AlreadyRaised`, `OtherSide`, `Expired`, `TooManyVoices`.
        ///
        /// ## Events
        /// `AttestationSupported`; `AttestationCorroborated` once enough institutions say it.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::corroborate())]
        pub fn corroborate(
            origin: OriginFor<T>,
            id: AttestationId,
            score: u32,
            evidence_root: Digest,
        ) -> DispatchResult {
            let (account, institution) = T::CorroborateOrigin::ensure_origin(origin)?;
            Self::do_corroborate(account, institution, id, score, evidence_root)
        }

        /// Says for the subject that it is not so. From then on only an Authority confirms it.
        ///
        /// ## Origin
        /// `ContestOrigin`, of the institution of the subject.
        ///
        /// ## Details
        /// - `id`: number of the attestation.
        /// - `counter_evidence_root`: root of the tree of what is held against it.
        ///
        /// ## Errors
        /// `NotFound`, `Shadow`, `NotTheSubject`, `OtherSide`, `AlreadyCounted`, `Expired`,
        /// `TooManyVoices`.
        ///
        /// ## Events
        /// `AttestationContested`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::contest())]
        pub fn contest(
            origin: OriginFor<T>,
            id: AttestationId,
            counter_evidence_root: Digest,
        ) -> DispatchResult {
            let (account, institution) = T::ContestOrigin::ensure_origin(origin)?;
            Self::do_contest(account, institution, id, counter_evidence_root)
        }

        /// Confirms an attestation that is corroborated: decides it for an Authority, votes for
        /// another institution.
        ///
        /// ## Origin
        /// `DecideOrigin`.
        ///
        /// ## Details
        /// - `id`: number of the attestation.
        ///
        /// ## Errors
        /// `NotFound`, `Shadow`, `NotCorroborated`, `OtherSide`, `AlreadyCounted`, `Expired`,
        /// `TooManyVoices`, `NotAuthorised`.
        ///
        /// ## Events
        /// `DecisionTaken`; `AttestationConfirmed` if that decides it, with a `ShadowJudged` for each
        /// attestation of a shadow model about the same.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn confirm(origin: OriginFor<T>, id: AttestationId) -> DispatchResult {
            let (account, institution) = T::DecideOrigin::ensure_origin(origin)?;
            Self::do_decide(account, institution, id, Decision::Confirm)
        }

        /// Clears an attestation, whether it is corroborated or not, by the same rules.
        ///
        /// ## Origin
        /// `DecideOrigin`.
        ///
        /// ## Details
        /// - `id`: number of the attestation.
        ///
        /// ## Errors
        /// As for `confirm`, but for `NotCorroborated`.
        ///
        /// ## Events
        /// `DecisionTaken`; `AttestationCleared` if that decides it, with `ShadowJudged` as for
        /// `confirm`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn clear(origin: OriginFor<T>, id: AttestationId) -> DispatchResult {
            let (account, institution) = T::DecideOrigin::ensure_origin(origin)?;
            Self::do_decide(account, institution, id, Decision::Clear)
        }

        /// Shares a threat indicator: a pseudonym that means harm.
        ///
        /// ## Origin
        /// `ShareOrigin`.
        ///
        /// ## Details
        /// - `spec`: what it is, with whom it may be shared, and how long it is valid.
        ///
        /// ## Errors
        /// `InvalidIndicator`, `AlreadyExists`, `TooManyIndicators`.
        ///
        /// ## Events
        /// `IndicatorShared` with the number; later, without a call, `IndicatorExpired`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::share_indicator())]
        pub fn share_indicator(origin: OriginFor<T>, spec: IndicatorSpec) -> DispatchResult {
            let (account, institution) = T::ShareOrigin::ensure_origin(origin)?;
            Self::do_share_indicator(account, institution, spec)
        }

        /// Takes back an indicator. It matches nothing from now on, and is kept until the end of its
        /// validity, so that others learn of it.
        ///
        /// ## Origin
        /// `ShareOrigin` of the institution that shared it.
        ///
        /// ## Details
        /// - `id`: number of the indicator.
        ///
        /// ## Errors
        /// `NotFound`, `NotYours`; `Expired` if it was revoked.
        ///
        /// ## Events
        /// `IndicatorRevoked`.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::revoke_indicator())]
        pub fn revoke_indicator(origin: OriginFor<T>, id: IndicatorId) -> DispatchResult {
            let (account, institution) = T::ShareOrigin::ensure_origin(origin)?;
            Self::do_revoke_indicator(account, institution, id)
        }

        /// Tells that the own institution has met an indicator. What it told before is added up.
        ///
        /// ## Origin
        /// `SightOrigin`.
        ///
        /// ## Details
        /// - `id`: number of the indicator.
        /// - `count`: how often since it last said so, at least once.
        /// - `first_seen`, `last_seen`: when, in milliseconds since the Unix epoch.
        ///
        /// ## Errors
        /// `NotFound`; `Expired` if it is not valid now; `InvalidIndicator`, `TooManyIndicators`.
        ///
        /// ## Events
        /// `IndicatorSighted`.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::report_sighting())]
        pub fn report_sighting(
            origin: OriginFor<T>,
            id: IndicatorId,
            count: u32,
            first_seen: u64,
            last_seen: u64,
        ) -> DispatchResult {
            let (account, institution) = T::SightOrigin::ensure_origin(origin)?;
            Self::do_report_sighting(account, institution, id, count, (first_seen, last_seen))
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// An attestation that is open, or what is kept of one that has ended.
        pub fn attestation(id: AttestationId) -> Option<AttestationDetails<T::AccountId>> {
            Self::details(id)
        }

        /// What attestations say about a subject.
        pub fn risk(subject: Subject) -> Risk {
            Self::risk_of(&subject)
        }
    }
}
