//! From scores to statements.

use crate::Shown;
use critical_chains_attestation::{Marking, ModelId, Statement, Subject, Thresholds, Typology};
use critical_chains_flows::{
    Assessment, Detector, Detectors, ENGINE_VERSION, Evidence, Features, Flow, MAX_REASONS, Reason,
    Reasons,
};

/// What a model's findings take to be worth stating.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rules {
    /// The model.
    pub model: ModelId,
    /// The scores from which on.
    pub thresholds: Thresholds,
    /// With whom findings may be shared.
    pub marking: Marking,
}

/// A flow that is worth a statement, as long as nobody has made it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What kind of anomaly it is.
    pub typology: Typology,
    /// Whom it is about.
    pub subject: Subject,
    pub(crate) lead: Option<Detector>,
    pub(crate) assessment: Assessment,
}

/// What to state, and why it is so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The statement.
    pub statement: Statement,
    /// Its evidence.
    pub evidence: Evidence,
}

/// Detectors from the one that says most about what is going on.
const LEADING: [Detector; 19] = [
    Detector::DuplicateClaim,
    Detector::StagedClaim,
    Detector::ImpossiblePassage,
    Detector::ClonedTag,
    Detector::UnderpaidPassage,
    Detector::UnbalancedNetting,
    Detector::Cycle,
    Detector::ScatterGather,
    Detector::GatherScatter,
    Detector::Stack,
    Detector::Bipartite,
    Detector::Structuring,
    Detector::PassThrough,
    Detector::FanIn,
    Detector::FanOut,
    Detector::Dormant,
    Detector::ConfirmedParty,
    Detector::UnusualAmount,
    Detector::Burst,
];

/// What to call a flow of this score at which these detectors fired: the typology that says most
/// among those whose threshold it reaches, with its detector.
pub(crate) fn lead(
    fired: Detectors,
    score: u32,
    thresholds: &Thresholds,
) -> Option<(Typology, Option<Detector>)> {
    let of_detectors = LEADING.into_iter().filter(|detector| fired.contains(*detector));
    of_detectors
        .map(|detector| (Typology::from(detector), Some(detector)))
        .chain([(Typology::Combined, None)])
        .find(|(typology, _)| score >= thresholds.for_typology(*typology))
}

/// The reasons for a score. Whatever adds most to it, there is room for what the detector saw: an
/// engine that has learnt little yet has few other reasons.
pub(crate) fn with_lead(
    mut reasons: Reasons,
    lead: Option<Detector>,
    features: &Features,
) -> Reasons {
    if let Some(feature) = lead.map(Detector::feature)
        && reasons.iter().all(|reason| reason.code != feature as u16)
    {
        reasons.truncate((MAX_REASONS as usize).saturating_sub(1));
        let reason = Reason { code: feature as u16, value: features.get(feature), contribution: 0 };
        // There is room for one.
        let _ = reasons.try_push(reason);
    }
    reasons
}

/// Whom a finding is about: the side of the flow in whose hands it comes together.
pub(crate) fn subject_of(typology: Typology, flow: &Flow) -> Subject {
    Subject::Pseudonym(match typology {
        // Value comes back to the destination, or is gathered there.
        Typology::Cycle | Typology::FanIn | Typology::ScatterGather => flow.destination,
        _ => flow.source,
    })
}

/// The statement for a flow, by its evidence, which shows this.
pub(crate) fn statement(
    rules: &Rules,
    typology: Typology,
    reasons: Reasons,
    shown: &Shown,
    evidence_root: [u8; 32],
) -> Statement {
    Statement {
        engine_version: ENGINE_VERSION,
        model: rules.model,
        typology,
        score: shown.score,
        window: shown.window,
        subject: shown.subject,
        reasons,
        fired: shown.fired,
        evidence_root,
        evidence_leaves: shown.evidence_leaves,
        amount_bucket: shown.amount_bucket,
        marking: rules.marking,
    }
}
