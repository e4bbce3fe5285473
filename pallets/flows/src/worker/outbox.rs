//! Reports of the flows of the own institution, from the node's inbox to the chain.

use super::{
    local,
    pending::send_message,
    run::Node,
    state::{Outbox, Sent, WorkerError},
};
use crate::{Call, Config, CurrentEpoch, NextReports};
use alloc::vec::Vec;
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
    outbox.forget_stale(next, epoch.number);

    let mut reports = Vec::new();
    let mut left_out = false;
    for number in next..next.saturating_add(MAX_ON_THE_WAY) {
        match outbox.sent.iter_mut().find(|sent| sent.number == number) {
            Some(sent) if !is_due(sent, node.block) => {}
            Some(sent) => {
                sent.at = node.block;
                reports.extend(report(sent.place, number, epoch.number, node));
            }
            None => {
                if !take_next(&mut outbox, number, epoch.number, node, &mut left_out) {
                    break;
                }
            }
        }
    }
    // What is taken now is sent by the next run. If it were sent at once, and the machine lost power
    // before this is on its disk, it would be sent again under another number.
    if outbox != before {
        local::set_outbox(&outbox);
    }
    for report in reports {
        send_message::<T>(node, T::NodeCall::from(Call::<T>::report { report }))?;
    }
    if left_out { Err(WorkerError::Unreportable) } else { Ok(()) }
}

fn is_due(sent: &Sent, block: u32) -> bool {
    sent.at == 0 || block >= sent.at.saturating_add(RESEND_BLOCKS) || block < sent.at
}

/// What lies at a place of the inbox as a report, if it can be reported in this epoch.
fn report(place: u32, number: u32, epoch: u32, node: &Node) -> Option<Report> {
    let inboxed = local::inboxed(place).filter(|inboxed| inboxed.epoch == epoch)?;
    Report::of(number, epoch, &node.institution, &inboxed.flows).ok()
}

/// Takes the next flows of the inbox for a number, if there are some. What cannot be reported is left
/// out.
fn take_next(
    outbox: &mut Outbox,
    number: u32,
    epoch: u32,
    node: &Node,
    left_out: &mut bool,
) -> bool {
    while outbox.next < local::inbox_next() {
        let place = outbox.next;
        outbox.next = outbox.next.saturating_add(1);
        if report(place, number, epoch, node).is_some() {
            outbox.sent.push(Sent { number, place, at: 0 });
            return true;
        }
        outbox.left_out = outbox.left_out.saturating_add(1);
        *left_out = true;
        local::drop_from_inbox(place);
    }
    false
}

impl Outbox {
    /// Drops what was sent from this number on, if it is of an epoch that has ended: nobody accepts
    /// it any more, and its number is needed for what is.
    fn forget_stale(&mut self, next: u32, epoch: u32) {
        let is_stale =
            |sent: &Sent| local::inboxed(sent.place).is_none_or(|inboxed| inboxed.epoch != epoch);
        let stale = self.sent.iter().filter(|sent| sent.number >= next && is_stale(sent)).count();
        if stale > 0 {
            self.left_out = self.left_out.saturating_add(u32::try_from(stale).unwrap_or(u32::MAX));
            self.sent.retain(|sent| {
                let is_kept = sent.number < next || !is_stale(sent);
                if !is_kept {
                    local::drop_from_inbox(sent.place);
                }
                is_kept
            });
        }
    }

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
