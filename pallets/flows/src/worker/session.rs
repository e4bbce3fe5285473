//! Taking in what is new.

use super::{
    batch::{self, Next},
    copies::{keep_older, take_up},
    local::{self, Copy, Pages},
    pending::PendingFindings,
    run::Node,
    state::{Position, SAVED_VERSION, Saved, Status, WorkerError},
};
use crate::{Attesting, Champion, Config, Pallet, REPORT_RETENTION_BLOCKS};
use alloc::vec::Vec;
use codec::Decode;
use critical_chains_attestation::Window;
use critical_chains_flows::{EngineKey, Flow, Model};
use critical_chains_lei::Lei;
use critical_chains_watch::{Candidate, Holdings, Watcher};
use polkadot_sdk::{
    frame_system::{self, pallet_prelude::BlockNumberFor},
    sp_io::offchain,
    sp_runtime::SaturatedConversion,
};

/// Most findings of one run.
const MAX_FINDINGS_PER_RUN: u32 = 16;

/// A run that takes flows in, with everything that the worker knows.
pub(super) struct Session<'a, T> {
    institution: Lei,
    champion: Champion,
    saved: Saved,
    watcher: Watcher,
    holdings: Holdings<Pages>,
    pending: &'a mut PendingFindings,
    status: &'a mut Status,
    made: u32,
    has_indicators: bool,
    runtime: core::marker::PhantomData<T>,
}

impl<'a, T: Config> Session<'a, T> {
    /// Takes up what is known, or begins anew.
    pub(super) fn open(
        node: &Node,
        champion: Champion,
        pending: &'a mut PendingFindings,
        status: &'a mut Status,
    ) -> Result<Self, WorkerError> {
        let oldest = status.seen.saturating_sub(REPORT_RETENTION_BLOCKS);
        let known = take_up::<T>(&champion.parameters_digest, status);
        let (mut saved, watcher) = match known {
            Some(known) => known,
            None => begin::<T>(&champion, oldest, status)?,
        };
        if saved.position.number < oldest {
            let missed = oldest.saturating_sub(saved.position.number);
            status.missed_blocks = status.missed_blocks.saturating_add(missed.into());
            saved.position = position::<T>(oldest);
        }
        keep_older(&saved, status);
        let window = watcher.engine().parameters().window.capacity_bits;
        Ok(Self {
            institution: node.institution,
            champion,
            saved,
            watcher,
            holdings: Holdings::new(Pages, window),
            pending,
            status,
            made: 0,
            has_indicators: T::Attesting::has_indicators(),
            runtime: core::marker::PhantomData,
        })
    }

    /// Takes in outcomes and flows, and writes down what is known then.
    pub(super) fn observe(mut self) {
        self.learn();
        let taken_in = match batch::next::<T>(self.saved.position.number, self.status.seen) {
            Next::Waits { taken_in } => taken_in,
            Next::Ready { first } => {
                let (last, flows) = batch::gather::<T>(first);
                flows.iter().for_each(|flow| self.take_in(flow));
                last
            }
        };
        self.saved.position = position::<T>(taken_in);
        self.finish();
    }

    fn take_in(&mut self, flow: &Flow) {
        let candidate = self.watcher.observe(flow, &self.champion.rules, &mut self.holdings);
        if let Some(candidate) = candidate {
            self.consider(candidate, flow);
        }
        if self.has_indicators {
            for indicator in T::Attesting::indicators_met(flow) {
                self.pending.sight(indicator, flow.time.saturating_mul(1_000));
            }
        }
    }

    /// Makes a finding of an alert, unless it is known.
    fn consider(&mut self, candidate: Candidate, flow: &Flow) {
        let (typology, subject) = (candidate.typology, candidate.subject);
        let window = Window { from: flow.time, to: flow.time };
        let model = self.champion.rules.model;
        let is_known = self.pending.has(typology, &subject)
            || T::Attesting::is_said(&self.institution, &model, typology, &subject, &window);
        if is_known {
            return;
        }
        if self.made >= MAX_FINDINGS_PER_RUN {
            self.status.withheld = self.status.withheld.saturating_add(1);
            return;
        }
        let rules = &self.champion.rules;
        let Ok(finding) = self.watcher.find(flow, candidate, rules, &mut self.holdings) else {
            self.status.unfit = self.status.unfit.saturating_add(1);
            return;
        };
        let root = finding.statement.evidence_root;
        local::keep_evidence(self.saved.evidence, &root, &finding.evidence);
        self.saved.evidence = self.saved.evidence.wrapping_add(1);
        self.made = self.made.saturating_add(1);
        self.status.findings = self.status.findings.saturating_add(1);
        self.status.lost = self.status.lost.saturating_add(self.pending.add(finding.statement));
    }

    /// Learns what came of findings.
    fn learn(&mut self) {
        let (next, outcomes) = T::Attesting::outcomes_from(self.saved.outcomes);
        let now = Pallet::<T>::now();
        for outcome in &outcomes {
            if self.watcher.learn(outcome, now) {
                self.status.learnt = self.status.learnt.saturating_add(1);
            }
        }
        self.saved.outcomes = next;
    }

    fn finish(mut self) {
        self.holdings.flush();
        // Before the watcher: what it found is found again if this is all that was written.
        self.pending.store();
        self.saved.watcher = self.watcher.snapshot();
        local::save(Copy::Newest, &self.saved);
        self.status.flows = self.watcher.engine().health().observed;
        self.status.snapshot_bytes = self.saved.watcher.len().saturated_into();
        self.status.outcomes = self.saved.outcomes;
        self.status.processed = self.saved.position;
        self.status.saved = self.saved.position;
    }
}

/// A block of the best chain. Its hash is zero if it is not known any more.
pub(super) fn position<T: Config>(number: u32) -> Position {
    let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(number));
    let mut position = Position { number, ..Position::default() };
    position.hash.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    position
}

/// An empty watcher that begins with the oldest reports there are.
fn begin<T: Config>(
    champion: &Champion,
    oldest: u32,
    status: &mut Status,
) -> Result<(Saved, Watcher), WorkerError> {
    let parameters =
        T::Attesting::parameters(&champion.rules.model).ok_or(WorkerError::ParametersMissing)?;
    let model = Model::decode(&mut parameters.as_slice()).map_err(|_| WorkerError::InvalidModel)?;
    let mut key = [0; 16];
    key.iter_mut().zip(offchain::random_seed()).for_each(|(to, from)| *to = from);
    let watcher = Watcher::new(model, EngineKey(key)).map_err(|_| WorkerError::InvalidModel)?;
    if status.saved.number > 0 {
        status.restarts = status.restarts.saturating_add(1);
    }
    let saved = Saved {
        version: SAVED_VERSION,
        position: position::<T>(oldest),
        model: champion.parameters_digest,
        outcomes: 0,
        evidence: 0,
        watcher: Vec::new(),
    };
    Ok((saved, watcher))
}
