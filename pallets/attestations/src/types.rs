//! What is stored and told about models and attestations. These types know nothing of pallets.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_attestation::{
    Life, ModelId, State, Statement, Subject, Terms, Thresholds, Typology, Window,
};
use critical_chains_flows::MAX_MODEL_BYTES;
use critical_chains_lei::Lei;
use critical_chains_policy::{Kinds, Name, RoleName};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most bytes of the parameters of a model.
pub const MAX_PARAMETER_BYTES: u32 = MAX_MODEL_BYTES;

/// Most attestations about one subject that are open, or count against it.
pub const MAX_CASES_PER_SUBJECT: u32 = 32;

/// Most of them that one institution has raised, so that none can take the room of all others.
pub const MAX_CASES_PER_INSTITUTION: u32 = 8;

/// Most of them that shadow models found.
pub const MAX_SHADOW_CASES: u32 = 8;

/// Number of an attestation. Numbers are never used twice.
pub type AttestationId = u32;

/// SHA-256 of a text or of parameters.
pub type Digest = [u8; 32];

/// The parameters of a model, as the engine reads them.
pub type Parameters = BoundedVec<u8, ConstU32<MAX_PARAMETER_BYTES>>;

/// Who may say what a model has found.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Attesters {
    /// Accounts of institutions of these kinds.
    pub kinds: Kinds,
    /// Of them those that hold this very role, if one is named.
    pub role: Option<RoleName>,
}

/// A model as the consortium registers it.
#[derive(
    Clone,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct ModelSpec {
    /// What it is for: of each sector there is one champion.
    pub sector: Name,
    /// Version of the engine that runs it.
    pub engine_version: u16,
    /// SHA-256 of its parameters.
    #[serde(serialize_with = "critical_chains_attestation::json::hex")]
    pub parameters_digest: Digest,
    /// How many bytes these are.
    pub parameters_bytes: u32,
    /// The scores from which on its findings are worth stating.
    pub thresholds: Thresholds,
    /// What it takes to corroborate and decide what it finds.
    pub terms: Terms,
    /// Who may say what it has found.
    pub attesters: Attesters,
}

/// What a model's findings count for.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub enum ModelStatus {
    /// For nothing but its record: it is tried beside the champion.
    Shadow,
    /// For all that attestations count for.
    Champion,
    /// It finds nothing any more.
    Retired,
}

/// A model.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo, serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// As it was registered.
    pub spec: ModelSpec,
    /// What its findings count for.
    pub status: ModelStatus,
    /// When it was registered, in milliseconds since the Unix epoch.
    pub registered: u64,
    /// Whether its parameters are here.
    pub has_parameters: bool,
}

/// What came of what a model found, or an institution said.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    MaxEncodedLen,
    TypeInfo,
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Outcomes {
    /// How often it was stated.
    pub stated: u32,
    /// How often it was confirmed.
    pub confirmed: u32,
    /// How often it was cleared.
    pub cleared: u32,
    /// How often nobody decided.
    pub expired: u32,
}

impl Outcomes {
    /// The share of what was decided that was confirmed, in parts per million.
    pub fn precision_ppm(&self) -> Option<u32> {
        let decided = u64::from(self.confirmed).saturating_add(self.cleared.into());
        let share = u64::from(self.confirmed).saturating_mul(1_000_000).checked_div(decided)?;
        u32::try_from(share).ok()
    }

    pub(crate) fn count(&mut self, outcome: State) {
        let counter = match outcome {
            State::Raised | State::Corroborated => return,
            State::Confirmed => &mut self.confirmed,
            State::Cleared => &mut self.cleared,
            State::Expired => &mut self.expired,
        };
        *counter = counter.saturating_add(1);
    }
}

/// An attestation that is open.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo, serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Attestation<AccountId> {
    /// What was stated.
    pub statement: Statement,
    /// What has become of it.
    pub life: Life,
    /// The account that raised it.
    pub account: AccountId,
    /// Whether a shadow model found it, so that it counts for nothing.
    pub shadow: bool,
    /// The minute in whose list it is to expire.
    #[serde(skip)]
    pub(crate) minute: u32,
}

/// What is kept of an attestation that has ended, for a while.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo, serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct EndedAttestation {
    /// What came of it.
    pub outcome: State,
    /// Root of the tree of the flows that were the evidence.
    #[serde(serialize_with = "critical_chains_attestation::json::hex")]
    pub evidence_root: Digest,
    /// The model that found it.
    pub model: ModelId,
    /// What kind of anomaly it was.
    pub typology: Typology,
    /// The institution that raised it.
    pub institution: Lei,
    /// Whom or what it was about, if that was decided.
    pub subject: Option<Subject>,
    /// Whether a shadow model found it.
    pub shadow: bool,
    /// When it was raised, in milliseconds since the Unix epoch.
    pub raised: u64,
    /// When it ended.
    pub ended: u64,
}

/// An attestation as it is listed under its subject.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Case {
    /// Number of the attestation.
    pub id: AttestationId,
    /// The model that found it.
    pub model: ModelId,
    /// What kind of anomaly it is.
    pub typology: Typology,
    /// The time that it is about.
    pub window: Window,
    /// The institution that raised it.
    pub institution: Lei,
    /// Where it stands.
    pub state: State,
    /// Whether a shadow model found it.
    pub shadow: bool,
}

impl Case {
    /// Whether a statement about the same subject says the same.
    pub(crate) fn is_said_by(&self, statement: &Statement) -> bool {
        self.is_about(&statement.model, statement.typology, &statement.window)
    }

    /// Whether it is of this model and kind, at a time that both are about.
    pub(crate) fn is_about(&self, model: &ModelId, typology: Typology, window: &Window) -> bool {
        self.model == *model && self.typology == typology && self.window.overlaps(window)
    }
}

/// The attestations about one subject that are open, or count for or against it.
pub type Cases = BoundedVec<Case, ConstU32<MAX_CASES_PER_SUBJECT>>;

/// How many attestations are open.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenCounts {
    /// Of champions.
    pub counting: u32,
    /// Of shadow models.
    pub shadow: u32,
}

impl OpenCounts {
    pub(crate) fn of(&mut self, shadow: bool) -> &mut u32 {
        if shadow { &mut self.shadow } else { &mut self.counting }
    }
}
