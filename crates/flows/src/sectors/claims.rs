//! Insurance claims that are made twice, soon, or together.

use super::{Kind, SectorFindings, Sectors};
use crate::{Claim, EngineKey, Flow, Identity};

/// An incident within so many days of the start of the insurance is early.
const EARLY_DAYS: u64 = 400;

const DAY: u64 = 86_400;

impl Sectors {
    pub(super) fn claim(&mut self, key: &EngineKey, flow: &Flow, claim: &Claim) -> SectorFindings {
        let mut findings = SectorFindings::default();
        let claimant = Identity::of(key, &flow.source);
        let incident = claim.incident.unwrap_or(flow.time);
        let apart = u64::from(self.incident_seconds);
        if let Some(object) = &claim.object {
            let object = Identity::of(key, object);
            if let Some(memory) = self.recall(object, Kind::ClaimedObject, flow.time) {
                let same = memory.count > 0 && memory.time.abs_diff(incident) <= apart;
                memory.count = if same { memory.count.saturating_add(1) } else { 1 };
                memory.time = incident;
                findings.duplicate_claims = memory.count.saturating_sub(1);
            }
        }
        if let Some(counterparty) = &claim.counterparty {
            let counterparty = Identity::of(key, counterparty);
            if let Some(memory) = self.recall(counterparty, Kind::ClaimCounterparty, flow.time) {
                if !memory.meets(claimant) {
                    memory.count = memory.count.saturating_add(1);
                }
                findings.staged_claimants = memory.count;
            }
        }
        if let Some(since) = claim.insured_since {
            let days = incident.saturating_sub(since) / DAY;
            findings.early_claim = EARLY_DAYS.saturating_sub(days) as u32;
        }
        findings
    }
}
