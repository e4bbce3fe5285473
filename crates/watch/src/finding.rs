//! From scores to statements.

use critical_chains_attestation::{
    MAX_WINDOW_SECONDS, Marking, ModelId, Statement, Subject, Thresholds, Typology, Window,
    amount_bucket,
};
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

/// The statement for a flow, by its evidence.
pub(crate) fn statement(
    rules: &Rules,
    candidate: &Candidate,
    reasons: Reasons,
    evidence: &Evidence,
) -> Statement {
    let times = || evidence.flows.iter().map(|flow| flow.time);
    let to = times().max().unwrap_or_default();
    let from = times().min().unwrap_or_default().max(to.saturating_sub(MAX_WINDOW_SECONDS));
    let moved = evidence.flows.iter().map(|flow| u128::from(flow.amount));
    Statement {
        engine_version: ENGINE_VERSION,
        model: rules.model,
        typology: candidate.typology,
        score: evidence.statement.score.parts_per_million(),
        window: Window { from, to },
        subject: candidate.subject,
        reasons,
        fired: evidence.statement.fired,
        evidence_root: evidence.root(),
        evidence_leaves: u32::try_from(evidence.flows.len()).unwrap_or(u32::MAX),
        amount_bucket: amount_bucket(moved.fold(0, u128::saturating_add)),
        marking: rules.marking,
    }
}
