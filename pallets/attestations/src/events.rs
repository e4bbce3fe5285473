//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened. Times are in milliseconds since the Unix epoch.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The consortium registered a model, as a shadow.
        ModelRegistered {
            /// The model.
            model: ModelId,
            /// What it is for.
            sector: Name,
            /// SHA-256 of its parameters.
            parameters_digest: Digest,
        },
        /// The parameters of a model are on the chain.
        ParametersSupplied {
            /// The model.
            model: ModelId,
            /// The institution that brought them.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// What a model finds counts from now on.
        ChampionSet {
            /// The model.
            model: ModelId,
            /// What it is for.
            sector: Name,
            /// The champion before it, which is a shadow now.
            replaced: Option<ModelId>,
        },
        /// A model finds nothing any more.
        ModelRetired {
            /// The model.
            model: ModelId,
        },
        /// An institution raised an attestation.
        AttestationRaised {
            /// Number of the attestation.
            id: AttestationId,
            /// The model that found it.
            model: ModelId,
            /// What kind of anomaly it is.
            typology: Typology,
            /// Whom or what it is about.
            subject: Subject,
            /// How unusual it is, in parts per million.
            score: u32,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// Whether a shadow model found it, so that it counts for nothing.
            shadow: bool,
        },
        /// Another institution said the same.
        AttestationSupported {
            /// Number of the attestation.
            id: AttestationId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// Root of the tree of its own evidence.
            evidence_root: Digest,
        },
        /// Enough institutions say the same.
        AttestationCorroborated {
            /// Number of the attestation.
            id: AttestationId,
            /// Whom or what it is about.
            subject: Subject,
        },
        /// The institution of the subject says that it is not so.
        AttestationContested {
            /// Number of the attestation.
            id: AttestationId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// Root of the tree of what it holds against it.
            counter_evidence_root: Digest,
        },
        /// An institution voted on an attestation, or decided it.
        DecisionTaken {
            /// Number of the attestation.
            id: AttestationId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// For what.
            decision: Decision,
        },
        /// It was decided that it is so.
        AttestationConfirmed {
            /// Number of the attestation.
            id: AttestationId,
            /// The model that found it.
            model: ModelId,
            /// What kind of anomaly it is.
            typology: Typology,
            /// Whom or what it is about.
            subject: Subject,
            /// Root of the tree of the evidence.
            evidence_root: Digest,
        },
        /// It was decided that it is not so, or harmless.
        AttestationCleared {
            /// Number of the attestation.
            id: AttestationId,
            /// Whom or what it is about.
            subject: Subject,
        },
        /// Nobody decided in time.
        AttestationExpired {
            /// Number of the attestation.
            id: AttestationId,
            /// Whom or what it is about.
            subject: Subject,
        },
        /// What a shadow model found ends as what a champion found about the same did.
        ShadowJudged {
            /// Number of the shadow's attestation.
            id: AttestationId,
            /// The model that found it.
            model: ModelId,
            /// What came of it.
            outcome: State,
        },
        /// An institution shared a threat indicator.
        IndicatorShared {
            /// Number of the indicator.
            id: IndicatorId,
            /// What was shared.
            spec: IndicatorSpec,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// The institution that shared an indicator took it back.
        IndicatorRevoked {
            /// Number of the indicator.
            id: IndicatorId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
        },
        /// The validity of an indicator has ended.
        IndicatorExpired {
            /// Number of the indicator.
            id: IndicatorId,
        },
        /// An institution has met an indicator.
        IndicatorSighted {
            /// Number of the indicator.
            id: IndicatorId,
            /// The institution.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// How often since it last said so.
            count: u32,
        },
    }
}
