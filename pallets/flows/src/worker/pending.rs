//! Findings that wait to be heard, and messages in general.

use super::{
    local,
    run::Node,
    state::{Pending, Status, WorkerError},
};
use crate::{ATTESTATION_KEY, Attesting, Call, Config, IndicatorId, MAX_MESSAGES, Pallet};
use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use critical_chains_attestation::{ModelId, Statement, Subject, Typology};
use polkadot_sdk::{
    frame_system::{offchain::SubmitTransaction, pallet_prelude::BlockNumberFor},
    sp_io,
};

/// Most findings of a model that wait. The oldest gives way.
const MAX_PENDING: usize = 64;

/// How often a finding is sent, more and more seldom: for three days, as long as an Authority can stop
/// statements.
const MAX_ATTEMPTS: u8 = 140;

/// Of the messages that a node can send, those that findings leave for reports.
const MESSAGES_FOR_REPORTS: u32 = MAX_MESSAGES / 4;

/// Most indicators of which one run tells that they were met.
const MAX_SIGHTINGS_PER_RUN: usize = 16;

/// Findings that wait to be heard, and what was met in this run.
pub(super) struct PendingFindings {
    findings: Vec<Pending>,
    sightings: BTreeMap<IndicatorId, Sighting>,
    /// How many gave way.
    lost: u64,
}

#[derive(Clone, Copy)]
struct Sighting {
    count: u32,
    first: u64,
    last: u64,
}

impl PendingFindings {
    pub(super) fn load() -> Self {
        Self { findings: local::pending(), sightings: BTreeMap::new(), lost: 0 }
    }

    pub(super) fn store(&self) {
        local::set_pending(&self.findings);
    }

    /// Whether the same waits already.
    pub(super) fn has(&self, model: &ModelId, typology: Typology, subject: &Subject) -> bool {
        self.findings.iter().map(|one| &one.statement).any(|known| {
            known.model == *model && known.typology == typology && known.subject == *subject
        })
    }

    /// Adds a finding. No model takes the room of another.
    pub(super) fn add(&mut self, statement: Statement) {
        let is_of_model = |one: &Pending| one.statement.model == statement.model;
        let waiting = self.findings.iter().filter(|one| is_of_model(one)).count();
        let oldest = self.findings.iter().position(is_of_model);
        if let Some(oldest) = oldest.filter(|_| waiting >= MAX_PENDING) {
            self.findings.remove(oldest);
            self.lost = self.lost.saturating_add(1);
        }
        self.findings.push(Pending { statement, sent: 0, attempts: 0 });
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

    /// Sends what was not heard yet, what the champion found before all else.
    pub(super) fn send<T: Config>(
        &mut self,
        node: &Node,
        account: &T::AccountId,
        status: &mut Status,
    ) -> Result<(), WorkerError> {
        let mut outcome = Ok(());
        status.lost = status.lost.saturating_add(core::mem::take(&mut self.lost));
        let champion = status.champion.model;
        // Those of it that wait for a block are not counted; the pool refuses what is too much.
        let mut room = Pallet::<T>::room_for_messages(account).saturating_sub(MESSAGES_FOR_REPORTS);
        self.findings.sort_by_key(|one| champion != Some(one.statement.model));
        self.findings.retain_mut(|one| {
            let Statement { model, typology, subject, window, .. } = &one.statement;
            if T::Attesting::is_said(&node.institution, model, *typology, subject, window) {
                status.heard = status.heard.saturating_add(1);
                return false;
            }
            if room == 0 || !node.is_time_to_send(one.sent, one.attempts) {
                return true;
            }
            if one.attempts >= MAX_ATTEMPTS {
                status.lost = status.lost.saturating_add(1);
                return false;
            }
            let sent = send_message::<T>(node, T::Attesting::raise(one.statement.clone()));
            outcome = outcome.and(sent);
            room = room.saturating_sub(1);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::mock::*;

    #[test]
    fn no_model_takes_the_room_of_another() {
        on_a_node(|node| {
            report_ring();
            let of_champion = until_it_states(&node).remove(0);
            let mut pending = PendingFindings::load();
            let mut of_challenger = of_champion.clone();
            of_challenger.model.version = 2;

            for number in 0..=MAX_PENDING {
                of_challenger.subject = Subject::Pseudonym(pseudonym(number as u8));
                pending.add(of_challenger.clone());
            }

            let Statement { model, typology, subject, .. } = &of_champion;
            assert!(pending.has(model, *typology, subject));
            assert!(!pending.has(
                &of_challenger.model,
                *typology,
                &Subject::Pseudonym(pseudonym(0))
            ));
            assert!(pending.has(
                &of_challenger.model,
                *typology,
                &Subject::Pseudonym(pseudonym(1))
            ));
            assert_eq!((pending.findings.len(), pending.lost), (MAX_PENDING + 1, 1));
        });
    }
}
