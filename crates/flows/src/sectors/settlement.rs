//! Net positions that do not follow from the obligations that were netted.
//!
//! An obligation flows between two participants. A net position flows from the participant that owes
//! to the clearing house, or from the clearing house to the participant that is owed; it closes that
//! participant's part of the cycle.

use super::{Kind, SectorFindings, Sectors};
use crate::{EngineKey, Flow, Identity, Settlement};

impl Sectors {
    pub(super) fn settlement(
        &mut self,
        key: &EngineKey,
        flow: &Flow,
        settlement: &Settlement,
    ) -> SectorFindings {
        let mut findings = SectorFindings::default();
        let amount = i128::from(flow.amount);
        // What a participant gives lowers what it is owed.
        let sides = [
            (Identity::of(key, &flow.source), amount.saturating_neg()),
            (Identity::of(key, &flow.destination), amount),
        ];
        for (who, change) in sides {
            let Some(memory) =
                self.recall(who.tagged(settlement.cycle), Kind::Participant, flow.time)
            else {
                continue;
            };
            if !settlement.net {
                memory.balance = memory.balance.saturating_add(change);
                memory.count = memory.count.saturating_add(1);
                continue;
            }
            // The clearing house itself has no obligations.
            if memory.count > 0 {
                // Who owes pays: the obligations and the net position cancel out.
                let rest = memory.balance.saturating_sub(change);
                findings.unbalanced = u64::try_from(rest.unsigned_abs()).unwrap_or(u64::MAX);
                memory.balance = 0;
                memory.count = 0;
            }
        }
        findings
    }
}
