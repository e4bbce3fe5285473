//! Taking in what is new.

use super::{
    batch::{self, Gathered, Next, Reported},
    copies::{keep_older, take_up},
    local::{self, Copy, Pages},
    pending::PendingFindings,
    run::Node,
    state::{Heading, Position, Progress, SAVED_VERSION, Saved, WorkerError},
};
use crate::{Attesting, Config, ModelInUse, Pallet, REPORT_RETENTION_BLOCKS};
use alloc::{collections::BTreeMap, vec::Vec};
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

/// Most findings of one run about flows that one institution reported, so that nobody takes the room
/// of others.
const MAX_FINDINGS_PER_RUN: u32 = 8;

/// A run that takes flows in, with everything that the worker knows.
pub(super) struct Session<'a, T> {
    node: &'a Node,
    model: ModelInUse,
    saved: Saved,
    watcher: Watcher,
    holdings: Holdings<Pages>,
    pending: &'a mut PendingFindings,
    progress: &'a mut Progress,
    made: BTreeMap<Option<Lei>, u32>,
    runtime: core::marker::PhantomData<T>,
}

impl<'a, T: Config> Session<'a, T> {
    /// Takes up what is known, or begins anew.
    pub(super) fn open(
        node: &'a Node,
        model: ModelInUse,
        progress: &'a mut Progress,
        pending: &'a mut PendingFindings,
    ) -> Result<Self, WorkerError> {
        let oldest = node.block.saturating_sub(REPORT_RETENTION_BLOCKS);
        let known = take_up::<T>(&model.parameters_digest, node.block, progress);
        let (mut saved, watcher) = match known {
            Some(known) => known,
            None => begin::<T>(&model, oldest, progress)?,
        };
        if saved.heading.position.number < oldest {
            let missed = oldest.saturating_sub(saved.heading.position.number);
            progress.missed_blocks = progress.missed_blocks.saturating_add(missed.into());
            saved.heading.position = position::<T>(oldest);
        }
        keep_older(&saved, progress);
        let window = watcher.engine().parameters().window.capacity_bits;
        Ok(Self {
            holdings: Holdings::new(Pages(progress.place), window),
            node,
            model,
            saved,
            watcher,
            pending,
            progress,
            made: BTreeMap::new(),
            runtime: core::marker::PhantomData,
        })
    }

    /// Takes in outcomes and flows, and writes down what is known then. Gives back the flows.
    pub(super) fn observe(mut self, gathered: &mut Gathered) -> &[Reported] {
        self.learn();
        let next = batch::next::<T>(self.saved.heading.position.number, self.node.block);
        let (taken_in, flows) = match next {
            Next::Waits { taken_in } => (taken_in, [].as_slice()),
            Next::Ready { first } => gathered.from::<T>(first),
        };
        flows.iter().for_each(|one| self.take_in(&one.flow));
        self.saved.heading.position = position::<T>(taken_in);
        self.finish();
        flows
    }

    fn take_in(&mut self, flow: &Flow) {
        let candidate = self.watcher.observe(flow, &self.model.rules, &mut self.holdings);
        if let Some(candidate) = candidate {
            self.consider(candidate, flow);
        }
    }

    /// Makes a finding of an alert, unless it is known.
    fn consider(&mut self, candidate: Candidate, flow: &Flow) {
        let (typology, subject) = (candidate.typology, candidate.subject);
        let window = Window { from: flow.time, to: flow.time };
        let model = self.model.rules.model;
        let institution = &self.node.institution;
        let is_known = self.pending.has(&model, typology, &subject)
            || T::Attesting::is_said(institution, &model, typology, &subject, &window);
        if is_known {
            // What was known may be older than what was stated.
            self.watcher.remember(flow, candidate);
            return;
        }
        let reporter = flow.source_institution.or(flow.destination_institution);
        let made = self.made.entry(reporter).or_default();
        if *made >= MAX_FINDINGS_PER_RUN {
            self.progress.withheld = self.progress.withheld.saturating_add(1);
            return;
        }
        *made = made.saturating_add(1);
        let rules = &self.model.rules;
        let Ok(finding) = self.watcher.find(flow, candidate, rules, &mut self.holdings) else {
            self.progress.unfit = self.progress.unfit.saturating_add(1);
            return;
        };
        let root = finding.statement.evidence_root;
        local::keep_evidence(self.progress.place, &root, &finding.evidence);
        self.progress.findings = self.progress.findings.saturating_add(1);
        self.pending.add(finding.statement);
    }

    /// Learns what came of findings.
    fn learn(&mut self) {
        let (next, outcomes) = T::Attesting::outcomes_from(self.saved.outcomes);
        let now = Pallet::<T>::now();
        for outcome in &outcomes {
            if self.watcher.learn(outcome, now) {
                self.progress.learnt = self.progress.learnt.saturating_add(1);
            }
        }
        self.saved.outcomes = next;
    }

    fn finish(mut self) {
        self.holdings.flush();
        // Before the watcher: what it found is found again if this is all that was written.
        self.pending.store();
        self.saved.watcher = self.watcher.snapshot();
        local::save(self.progress.place, Copy::Newest, &self.saved);
        self.progress.flows = self.watcher.engine().health().observed;
        self.progress.snapshot_bytes = self.saved.watcher.len().saturated_into();
        self.progress.outcomes = self.saved.outcomes;
        self.progress.processed = self.saved.heading.position;
        self.progress.saved = self.saved.heading.position;
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
    model: &ModelInUse,
    oldest: u32,
    progress: &mut Progress,
) -> Result<(Saved, Watcher), WorkerError> {
    let parameters =
        T::Attesting::parameters(&model.rules.model).ok_or(WorkerError::ParametersMissing)?;
    let decoded =
        Model::decode(&mut parameters.as_slice()).map_err(|_| WorkerError::InvalidModel)?;
    let mut key = [0; 16];
    key.iter_mut().zip(offchain::random_seed()).for_each(|(to, from)| *to = from);
    let watcher = Watcher::new(decoded, EngineKey(key)).map_err(|_| WorkerError::InvalidModel)?;
    if progress.saved.number > 0 {
        progress.restarts = progress.restarts.saturating_add(1);
    }
    let saved = Saved {
        heading: Heading {
            version: SAVED_VERSION,
            position: position::<T>(oldest),
            model: model.parameters_digest,
        },
        outcomes: 0,
        watcher: Vec::new(),
    };
    Ok((saved, watcher))
}
