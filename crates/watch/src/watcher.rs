//! An engine with what it takes to state what it finds.

use crate::{
    Candidate, Finding, Holdings, PageStore, Rules, Shown,
    finding::{lead, statement, subject_of, with_lead},
};
use alloc::{collections::VecDeque, vec::Vec};
use codec::{Decode, Encode};
use core::{cell::RefCell, fmt};
use critical_chains_attestation::{Subject, Typology};
use critical_chains_flows::{
    Engine, EngineKey, Evidence, EvidenceError, Flow, InvalidParameters, Model, Observation,
    SnapshotError,
};

/// Findings of which an outcome can still be learnt.
const MAX_REMEMBERED: usize = 1_024;

/// What came of what was found about a subject.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// Whom it was about.
    pub subject: Subject,
    /// What kind of anomaly it was.
    pub typology: Typology,
    /// Whether it was confirmed, or cleared.
    pub confirmed: bool,
}

#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
struct Remembered {
    subject: Subject,
    typology: Typology,
    observation: Observation,
}

/// An engine with what it takes to state what it finds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Watcher {
    engine: Engine,
    remembered: VecDeque<Remembered>,
}

/// Why a finding cannot be stated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unfit {
    /// There is no evidence for it.
    Evidence(EvidenceError),
    /// No feature explains the score.
    NoReasons,
    /// By the evidence, the score is below the threshold.
    BelowThreshold,
    /// By the evidence, it is nothing of the kind: what was known is more than what is held.
    OtherTypology,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Evidence(error) => write!(f, "there is no evidence: {error}"),
            Self::NoReasons => f.write_str("no feature explains the score"),
            Self::OtherTypology => f.write_str("by the evidence, it is nothing of the kind"),
            Self::BelowThreshold => {
                f.write_str("by the evidence, the score is below the model's threshold")
            }
        }
    }
}

impl core::error::Error for Unfit {}

/// Why a watcher cannot go on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RestoreError {
    /// The bytes are none of a watcher.
    NotAWatcher,
    /// The engine in it cannot be restored.
    Engine(SnapshotError),
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAWatcher => f.write_str("these bytes are no snapshot of a watcher"),
            Self::Engine(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for RestoreError {}

impl Watcher {
    /// A watcher that has seen nothing, if it fits into a runtime.
    pub fn new(model: Model, key: EngineKey) -> Result<Self, InvalidParameters> {
        model.parameters.validate_on_chain()?;
        Ok(Self { engine: Engine::new(model, key)?, remembered: VecDeque::new() })
    }

    /// Its engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Takes a flow in. It is worth a statement if it is an alert within the budget of its
    /// institution, and reaches the model's threshold.
    pub fn observe<S: PageStore>(
        &mut self,
        flow: &Flow,
        rules: &Rules,
        holdings: &mut Holdings<S>,
    ) -> Option<Candidate> {
        let assessment = self.engine.observe(flow);
        holdings.add(assessment.sequence, flow.clone());
        if !assessment.alert {
            return None;
        }
        let score = assessment.score.parts_per_million();
        let (typology, lead) = lead(assessment.fired, score, &rules.thresholds)?;
        Some(Candidate { typology, subject: subject_of(typology, flow), lead, assessment })
    }

    /// What to state about the flow that was observed last. Its outcome can be learnt.
    pub fn find<S: PageStore>(
        &mut self,
        flow: &Flow,
        candidate: Candidate,
        rules: &Rules,
        holdings: &mut Holdings<S>,
    ) -> Result<Finding, Unfit> {
        let holdings = RefCell::new(holdings);
        let held = |sequence| holdings.borrow_mut().get(sequence);
        let evidence = Evidence::gather(&self.engine, flow, &candidate.assessment, held)
            .map_err(Unfit::Evidence)?;
        let assessment = &candidate.assessment;
        let reasons = self.engine.explain(flow, assessment);
        let reasons = with_lead(reasons, candidate.lead, &assessment.features);
        if reasons.is_empty() {
            return Err(Unfit::NoReasons);
        }
        let shown = Shown::by(&evidence, candidate.typology)
            .filter(|shown| shown.is_of_typology)
            .ok_or(Unfit::OtherTypology)?;
        let statement = statement(rules, candidate.typology, reasons, &shown, evidence.root());
        if statement.score < rules.thresholds.for_typology(statement.typology) {
            return Err(Unfit::BelowThreshold);
        }
        self.remember(flow, candidate);
        Ok(Finding { statement, evidence })
    }

    /// Remembers a finding about the flow that was observed last, unless one of this kind is
    /// remembered, so that its outcome can be learnt.
    pub fn remember(&mut self, flow: &Flow, candidate: Candidate) {
        let Candidate { typology, subject, assessment, .. } = candidate;
        let is_same = |one: &Remembered| (one.subject, one.typology) == (subject, typology);
        if self.remembered.iter().any(is_same) {
            return;
        }
        if self.remembered.len() >= MAX_REMEMBERED {
            self.remembered.pop_front();
        }
        let observation = self.engine.observation(flow, assessment);
        self.remembered.push_back(Remembered { subject, typology, observation });
    }

    /// Learns what came of findings, at this time in seconds since the Unix epoch. Whether it was
    /// one of its own.
    pub fn learn(&mut self, outcome: &Outcome, now: u64) -> bool {
        let is_meant =
            |one: &Remembered| (one.subject, one.typology) == (outcome.subject, outcome.typology);
        let Some(at) = self.remembered.iter().position(is_meant) else { return false };
        let Some(Remembered { observation, .. }) = self.remembered.remove(at) else { return false };
        self.engine.learn(&observation, now, outcome.confirmed);
        true
    }

    /// Its whole state.
    pub fn snapshot(&self) -> Vec<u8> {
        let remembered: Vec<&Remembered> = self.remembered.iter().collect();
        let mut bytes = remembered.encode();
        bytes.extend_from_slice(&self.engine.snapshot());
        bytes
    }

    /// A watcher that goes on as if it had never stopped.
    pub fn restore(bytes: &[u8]) -> Result<Self, RestoreError> {
        let mut rest = bytes;
        let remembered = VecDeque::<Remembered>::decode(&mut rest)
            .ok()
            .filter(|remembered| remembered.len() <= MAX_REMEMBERED)
            .ok_or(RestoreError::NotAWatcher)?;
        let engine = Engine::restore(rest).map_err(RestoreError::Engine)?;
        Ok(Self { engine, remembered })
    }
}
