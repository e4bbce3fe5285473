//! Reports of the flows of the own institution, from the node's inbox to the chain.

use super::{
    local,
    pending::send_message,
    run::Node,
    state::{Outbox, Sent, WorkerError},
};
use crate::{Call, Config, CurrentEpoch, NextReports};
use alloc::vec::Vec;
use critical_chains_flows::Flow;
use critical_chains_watch::Report;

/// Most reports that are on their way at a time.
const MAX_ON_THE_WAY: u32 = 4;

/// After how many blocks a report that did not arrive is sent again.
const RESEND_BLOCKS: u32 = 8;

/// For how many reports after it one is kept, so that it can be sent again if the chain changes.
const KEPT_REPORTS: u32 = 32;

/// Sends the next reports, in their order.
pub(super) fn send_reports<T: Config>(
    node: &Node,
    account: &T::AccountId,
) -> Result<(), WorkerError> {
    let Some(epoch) = CurrentEpoch::<T>::get() else { return Ok(()) };
    let next = NextReports::<T>::get(account);
    let before = local::outbox();
    let mut outbox = before.clone();
    outbox.forget_before(next.saturating_sub(KEPT_REPORTS));

    let mut reports = Vec::new();
    let mut left_out = false;
    for number in next..next.saturating_add(MAX_ON_THE_WAY) {
        match outbox.sent.iter_mut().find(|sent| sent.number == number) {
            Some(sent) if !is_due(sent, node.block) => {}
            Some(sent) => {
                sent.at = node.block;
                let flows = local::inbox_flows::<Vec<Flow>>(sent.place).unwrap_or_default();
                reports.extend(Report::of(number, epoch.number, &node.institution, &flows).ok());
            }
            None => {
                let found = take_next(&mut outbox, number, epoch.number, node, &mut left_out);
                let Some(report) = found else { break };
                reports.push(report);
            }
        }
    }
    // Before anything is sent: what is not written down would be sent again under another number.
    if outbox != before {
        local::set_outbox(&outbox);
    }
    for report in reports {
        send_message::<T>(node, T::NodeCall::from(Call::<T>::report { report }))?;
    }
    if left_out { Err(WorkerError::Unreportable) } else { Ok(()) }
}

fn is_due(sent: &Sent, block: u32) -> bool {
    block >= sent.at.saturating_add(RESEND_BLOCKS) || block < sent.at
}

/// The next flows of the inbox as a report. What cannot be reported is left out.
fn take_next(
    outbox: &mut Outbox,
    number: u32,
    epoch: u32,
    node: &Node,
    left_out: &mut bool,
) -> Option<Report> {
    while outbox.next < local::inbox_next() {
        let place = outbox.next;
        outbox.next = outbox.next.saturating_add(1);
        let flows = local::inbox_flows::<Vec<Flow>>(place).unwrap_or_default();
        if let Ok(report) = Report::of(number, epoch, &node.institution, &flows) {
            outbox.sent.push(Sent { number, place, at: node.block });
            return Some(report);
        }
        outbox.left_out = outbox.left_out.saturating_add(1);
        *left_out = true;
        local::drop_from_inbox(place);
    }
    None
}

impl Outbox {
    /// Drops what was sent under numbers before this.
    fn forget_before(&mut self, number: u32) {
        self.sent.retain(|sent| {
            let is_kept = sent.number >= number;
            if !is_kept {
                local::drop_from_inbox(sent.place);
            }
            is_kept
        });
    }
}
