//! What evidence shows, for whoever compares it with what was stated.

use crate::finding::subject_of;
use critical_chains_attestation::{MAX_WINDOW_SECONDS, Subject, Typology, Window, amount_bucket};
use critical_chains_flows::{Detector, Detectors, Evidence};

/// What a statement of some typology says if this is its evidence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Whom it is about.
    pub subject: Subject,
    /// The score, in parts per million.
    pub score: u32,
    /// From the first to the last flow.
    pub window: Window,
    /// The detectors that fired.
    pub fired: Detectors,
    /// How many flows there are.
    pub evidence_leaves: u32,
    /// How much they move.
    pub amount_bucket: u8,
    /// Whether a detector fired that stands for the typology, or none stands for it.
    pub is_of_typology: bool,
}

impl Shown {
    /// What evidence shows. Nothing if there is no flow in it.
    pub fn by(evidence: &Evidence, typology: Typology) -> Option<Self> {
        let flow = evidence.flows.last()?;
        let times = || evidence.flows.iter().map(|flow| flow.time);
        let to = times().max().unwrap_or_default();
        let from = times().min().unwrap_or_default().max(to.saturating_sub(MAX_WINDOW_SECONDS));
        let moved = evidence.flows.iter().map(|flow| u128::from(flow.amount));
        let fired = evidence.statement.fired;
        Some(Self {
            subject: subject_of(typology, flow),
            score: evidence.statement.score.parts_per_million(),
            window: Window { from, to },
            fired,
            evidence_leaves: u32::try_from(evidence.flows.len()).unwrap_or(u32::MAX),
            amount_bucket: amount_bucket(moved.fold(0, u128::saturating_add)),
            is_of_typology: can_be_called(typology, fired),
        })
    }
}

/// Whether something at which these detectors fired can be of a typology.
fn can_be_called(typology: Typology, fired: Detectors) -> bool {
    let stands_for_it = |detector: &Detector| Typology::from(*detector) == typology;
    let mut detectors = Detector::ALL.iter().filter(|detector| stands_for_it(detector)).peekable();
    detectors.peek().is_none() || detectors.any(|detector| fired.contains(*detector))
}
