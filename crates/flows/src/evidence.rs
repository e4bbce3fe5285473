//! What a score was worked out from, so that whoever holds it can work the score out again.
//!
//! Evidence is a statement and the flows that the graph detectors looked at, the scored flow last.
//! Its root is the root of an RFC 9162 tree whose first leaf is the statement and whose other leaves
//! are the flows, all as SCALE. Verifying it
//!
//! 1. works out the root,
//! 2. puts the flows into an empty window, and finds the same features of the graph and of the flow,
//! 3. adds up the score from the features' contributions, and finds the same; of a tree model, it works
//!    the contributions out,
//! 4. asks the detectors which of them fire, and finds the same.
//!
//! What is taken from the statement as it is: features of the sketches, of the profiles and of the
//! sector's memory, and what outcomes had taught the engine until then. They depend on all flows
//! before, and on outcomes, which nobody could hand over. They are fixed by the root.

use crate::{
    Detectors, Engine, EngineKey, FEATURES, Feature, Features, Flow, InvalidParameters, Model,
    Parameters, Score, SectorParameters,
    engine::{Assessment, forest_contributions},
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use critical_chains_integrity::tree::{leaf_hash, root};
use scale_info::TypeInfo;

/// The version of features, detectors and fusion.
pub const ENGINE_VERSION: u16 = 1;

/// Most flows of one piece of evidence: what all graph detectors may look at.
pub const MAX_EVIDENCE_FLOWS: u32 = 512;

/// What was true of a flow when it was scored.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Statement {
    /// [`ENGINE_VERSION`] of the engine that scored.
    pub engine_version: u16,
    /// SHA-256 of its encoded model.
    pub model: [u8; 32],
    /// All features, in the order of their codes.
    pub features: BoundedVec<i32, ConstU32<{ FEATURES as u32 }>>,
    /// What each of them added to the log-odds (base 2), Q16.
    pub contributions: BoundedVec<i32, ConstU32<{ FEATURES as u32 }>>,
    /// What all else added: prior, surprise and attributes.
    pub rest: i64,
    /// The score.
    pub score: Score,
    /// All detectors that fired.
    pub fired: Detectors,
}

/// What a score was worked out from.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Evidence {
    /// What was true of the flow.
    pub statement: Statement,
    /// The flows that were looked at, in the order in which they came; the last one is the flow that
    /// was scored.
    pub flows: BoundedVec<Flow, ConstU32<MAX_EVIDENCE_FLOWS>>,
}

/// Why evidence does not show what it should.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EvidenceError {
    /// There is no flow in it.
    Empty,
    /// There are more flows than detectors look at.
    TooManyFlows,
    /// A flow that was looked at is not held any more.
    FlowNotFound {
        /// Its number in the window.
        sequence: u32,
    },
    /// Another version of the engine scored.
    UnknownVersion {
        /// The version.
        found: u16,
    },
    /// It was scored with another model.
    OtherModel,
    /// Nobody could have scored with these parameters.
    InvalidParameters(InvalidParameters),
    /// There are not as many features as the engine has.
    WrongFeatures,
    /// The flows have another feature than is stated.
    FeatureDiffers {
        /// Which one.
        feature: Feature,
        /// What is stated.
        stated: i32,
        /// What the flows have.
        found: i32,
    },
    /// Other detectors fire than is stated.
    DetectorsDiffer {
        /// What is stated.
        stated: Detectors,
        /// What fires.
        found: Detectors,
    },
    /// The trees make other contributions than is stated.
    ContributionsDiffer,
    /// The contributions add up to another score.
    ScoreDiffers {
        /// What is stated.
        stated: Score,
        /// What they add up to.
        found: Score,
    },
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the evidence has no flow"),
            Self::TooManyFlows => {
                write!(f, "there are more than {MAX_EVIDENCE_FLOWS} flows: detectors look at fewer")
            }
            Self::FlowNotFound { sequence } => write!(
                f,
                "flow {sequence} of the window is not held any more: keep flows for as long as the \
                 window is"
            ),
            Self::UnknownVersion { found } => write!(
                f,
                "version {found} of the engine scored this, here is version {ENGINE_VERSION}: \
                 verify with the release that has it"
            ),
            Self::OtherModel => f.write_str(
                "it was scored with another model: verify with the one that the attestation names",
            ),
            Self::InvalidParameters(error) => write!(f, "the parameters are invalid: {error}"),
            Self::WrongFeatures => write!(f, "there are not {FEATURES} features"),
            Self::FeatureDiffers { feature, stated, found } => write!(
                f,
                "{} is stated to be {stated}, the flows make it {found}: flows are missing, or the \
                 statement is wrong",
                feature.name()
            ),
            Self::DetectorsDiffer { stated, found } => {
                write!(f, "detectors {:#x} are stated to have fired, {:#x} fire", stated.0, found.0)
            }
            Self::ContributionsDiffer => {
                f.write_str("the model's trees make other contributions than is stated")
            }
            Self::ScoreDiffers { stated, found } => write!(
                f,
                "the score is stated to be {}, the contributions add up to {}",
                stated.value(),
                found.value()
            ),
        }
    }
}

impl core::error::Error for EvidenceError {}

impl Evidence {
    /// The evidence for the flow that an engine observed last. `held` gives back earlier flows by
    /// their numbers in the window.
    pub fn gather(
        engine: &Engine,
        flow: &Flow,
        assessment: &Assessment,
        held: impl Fn(u32) -> Option<Flow>,
    ) -> Result<Self, EvidenceError> {
        let mut flows = BoundedVec::new();
        for sequence in engine.looked_at(flow) {
            let flow = if sequence == assessment.sequence {
                flow.clone()
            } else {
                held(sequence).ok_or(EvidenceError::FlowNotFound { sequence })?
            };
            flows.try_push(flow).map_err(|_| EvidenceError::TooManyFlows)?;
        }
        // Where a profile had to give way, its flows can be in the window and its lists be lost. What
        // the flows show is what is stated.
        let mut features = assessment.features.clone();
        replay(engine.parameters(), &flows)?.copy_graph_to(&mut features);
        let (contributions, rest) = engine.contributions(&features, flow, assessment);
        let score = Score::new(add_up(&contributions, rest), flow.amount);
        let statement = Statement {
            engine_version: ENGINE_VERSION,
            model: engine.model().hash(),
            features: BoundedVec::truncate_from(features.values().to_vec()),
            contributions: BoundedVec::truncate_from(contributions),
            rest,
            score,
            fired: engine.parameters().levels.fired(&features),
        };
        Ok(Self { statement, flows })
    }

    /// The root that an attestation commits to.
    pub fn root(&self) -> [u8; 32] {
        let statement = core::iter::once(leaf_hash(&self.statement.encode()));
        root(statement.chain(self.flows.iter().map(|flow| leaf_hash(&flow.encode()))))
    }

    /// Works everything out again. The root is what an attestation has to name.
    pub fn verify(&self, model: impl Into<Model>) -> Result<[u8; 32], EvidenceError> {
        let model = model.into();
        let parameters = &model.parameters;
        let statement = &self.statement;
        if statement.engine_version != ENGINE_VERSION {
            return Err(EvidenceError::UnknownVersion { found: statement.engine_version });
        }
        if statement.model != model.hash() {
            return Err(EvidenceError::OtherModel);
        }
        let features =
            Features::from_values(&statement.features).ok_or(EvidenceError::WrongFeatures)?;
        if statement.contributions.len() != FEATURES {
            return Err(EvidenceError::WrongFeatures);
        }
        let flow = self.flows.last().ok_or(EvidenceError::Empty)?;
        let replayed = replay(parameters, &self.flows)?;
        for feature in Feature::ALL.iter().copied().filter(|feature| feature.is_of_graph()) {
            let (stated, found) = (features.get(feature), replayed.get(feature));
            if stated != found {
                return Err(EvidenceError::FeatureDiffers { feature, stated, found });
            }
        }
        let found = parameters.levels.fired(&features);
        if found != statement.fired {
            return Err(EvidenceError::DetectorsDiffer { stated: statement.fired, found });
        }
        if let Some(forest) = &model.forest {
            let found = forest_contributions(forest, &features);
            if (statement.contributions.as_slice(), statement.rest) != (found.0.as_slice(), found.1)
            {
                return Err(EvidenceError::ContributionsDiffer);
            }
        }
        let log_odds = add_up(&statement.contributions, statement.rest);
        let found = Score::new(log_odds, flow.amount);
        if found != statement.score {
            return Err(EvidenceError::ScoreDiffers { stated: statement.score, found });
        }
        Ok(self.root())
    }
}

/// Log-odds from what each feature and all else adds.
fn add_up(contributions: &[i32], rest: i64) -> i64 {
    contributions.iter().fold(rest, |sum, part| sum.saturating_add(i64::from(*part)))
}

/// The features of the last of some flows, in a window that has seen no others.
fn replay(parameters: &Parameters, flows: &[Flow]) -> Result<Features, EvidenceError> {
    let mut small = parameters.clone();
    // Room for all flows and for both sides of each, so that nothing gives way.
    small.window.capacity_bits = 10;
    small.profiles.capacity_bits = 13;
    small.burst.width_bits = 4;
    small.sectors = SectorParameters { capacity_bits: 2, ..small.sectors };
    let mut engine =
        Engine::new(small, EngineKey([0; 16])).map_err(EvidenceError::InvalidParameters)?;
    let mut features = Err(EvidenceError::Empty);
    for (index, flow) in flows.iter().enumerate() {
        if index.saturating_add(1) == flows.len() {
            features = Ok(engine.features(flow));
        } else {
            engine.enter(&engine.focus(flow));
        }
    }
    features
}

impl Features {
    /// Features by their values, if these are as many as there are features.
    pub fn from_values(values: &[i32]) -> Option<Self> {
        Some(Self(values.try_into().ok()?))
    }

    /// Overwrites in others what the flows in the window decide.
    fn copy_graph_to(&self, others: &mut Self) {
        for feature in Feature::ALL.iter().copied().filter(|feature| feature.is_of_graph()) {
            others.set(feature, self.get(feature));
        }
    }
}

impl Feature {
    /// Whether the flow itself and the flows that are looked at decide it.
    pub fn is_of_graph(self) -> bool {
        let of_flow = Self::Amount..=Self::CrossesInstitutions;
        let of_window = Self::FanOutFlows..=Self::PassGap;
        of_flow.contains(&self) || of_window.contains(&self)
    }
}
