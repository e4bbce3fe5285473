//! Findings that wait to be heard, and messages in general.

use super::{
    local,
    run::Node,
    state::{Pending, Status, WorkerError},
};
use crate::{ATTESTATION_KEY, Attesting, Call, Config, IndicatorId, Pallet};
use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use critical_chains_attestation::{Statement, Subject, Typology};
use polkadot_sdk::{
    frame_system::{offchain::SubmitTransaction, pallet_prelude::BlockNumberFor},
    sp_io,
};

/// Most findings that wait. The oldest gives way.
const MAX_PENDING: usize = 64;

/// How often a finding is sent.
const MAX_ATTEMPTS: u8 = 5;

/// Most indicators of which one run tells that they were met.
const MAX_SIGHTINGS_PER_RUN: usize = 16;

/// Findings that wait to be heard, and what was met in this run.
pub(super) struct PendingFindings {
    findings: Vec<Pending>,
    sightings: BTreeMap<IndicatorId, Sighting>,
}

#[derive(Clone, Copy)]
struct Sighting {
    count: u32,
    first: u64,
    last: u64,
}

impl PendingFindings {
    pub(super) fn load() -> Self {
        Self { findings: local::pending(), sightings: BTreeMap::new() }
    }

    pub(super) fn store(&self) {
        local::set_pending(&self.findings);
    }

    /// Whether the same waits already.
    pub(super) fn has(&self, typology: Typology, subject: &Subject) -> bool {
        self.findings
            .iter()
            .any(|one| one.statement.typology == typology && one.statement.subject == *subject)
    }

    /// Adds a finding, and tells how many had to give way.
    pub(super) fn add(&mut self, statement: Statement) -> u64 {
        let gives_way = self.findings.len() >= MAX_PENDING;
        if gives_way {
            self.findings.remove(0);
        }
        self.findings.push(Pending { statement, sent: 0, attempts: 0 });
        gives_way.into()
    }

    /// Notes that an indicator was met.
    pub(super) fn sight(&mut self, indicator: IndicatorId, at: u64) {
        if self.sightings.len() >= MAX_SIGHTINGS_PER_RUN && !self.sightings.contains_key(&indicator)
        {
            return;
        }
        let sighting = Sighting { count: 0, first: at, last: at };
        let sighting = self.sightings.entry(indicator).or_insert(sighting);
        sighting.count = sighting.count.saturating_add(1);
        sighting.first = sighting.first.min(at);
        sighting.last = sighting.last.max(at);
    }

    /// Sends what was not heard yet.
    pub(super) fn send<T: Config>(
        &mut self,
        node: &Node,
        status: &mut Status,
    ) -> Result<(), WorkerError> {
        let mut outcome = Ok(());
        self.findings.retain_mut(|one| {
            let Statement { model, typology, subject, window, .. } = &one.statement;
            if T::Attesting::is_said(&node.institution, model, *typology, subject, window) {
                status.heard = status.heard.saturating_add(1);
                return false;
            }
            if !node.is_time_to_send(one.sent) {
                return true;
            }
            if one.attempts >= MAX_ATTEMPTS {
                status.lost = status.lost.saturating_add(1);
                return false;
            }
            let sent = send_message::<T>(node, T::Attesting::raise(one.statement.clone()));
            outcome = outcome.and(sent);
            one.sent = node.block;
            one.attempts = one.attempts.saturating_add(1);
            true
        });
        for (indicator, Sighting { count, first, last }) in core::mem::take(&mut self.sightings) {
            let call = T::Attesting::sight(indicator, count, first, last);
            outcome = outcome.and(send_message::<T>(node, call));
        }
        status.pending = u32::try_from(self.findings.len()).unwrap_or(u32::MAX);
        outcome
    }
}

/// Signs a call and gives it to the pool.
pub(super) fn send_message<T: Config>(node: &Node, call: T::NodeCall) -> Result<(), WorkerError> {
    let at = BlockNumberFor::<T>::from(node.block);
    let message = Pallet::<T>::message(at, &call);
    let signature = sp_io::crypto::ed25519_sign(ATTESTATION_KEY, &node.key, &message)
        .ok_or(WorkerError::NotSigned)?;
    let call = Call::<T>::act { key: node.key, at, call: Box::new(call), signature };
    let transaction = T::create_authorized_transaction(call.into());
    SubmitTransaction::<T, Call<T>>::submit_transaction(transaction)
        .map_err(|()| WorkerError::Refused)
}
