//! Reports of the flows of the own institution, from the node's inbox to the chain.

use super::{
    local,
    pending::send_message,
    run::Node,
    state::{Outbox, Sent, WorkerError},
};
use crate::{Call, Config, CurrentEpoch, NextReports, Pallet};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use critical_chains_watch::{InvalidReport, Report};

/// Most reports that are on their way at a time.
const MAX_ON_THE_WAY: u32 = 4;

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
    send_as::<T>(&mut outbox, account, next);
    let oldest = next.saturating_sub(KEPT_REPORTS);
    outbox.forget(|sent| sent.number < oldest);
    let now = Pallet::<T>::now();
    let of_place = |place, number| report(place, number, epoch.number, node, now);
    // Nobody accepts any more what is too old or of an epoch that has ended, and its number is needed
    // for what is accepted.
    let is_stale = |sent: &Sent| sent.number >= next && of_place(sent.place, sent.number).is_none();
    let stale = outbox.forget(is_stale);
    outbox.left_out = outbox.left_out.saturating_add(stale);

    let mut reports = Vec::new();
    let mut left_out = stale > 0;
    for number in next..next.saturating_add(MAX_ON_THE_WAY) {
        match outbox.sent.iter_mut().find(|sent| sent.number == number) {
            Some(sent) if !node.is_time_to_send(sent.at, 1) => {}
            Some(sent) => {
                sent.at = node.block;
                reports.extend(of_place(sent.place, number));
            }
            None => {
                let can_be_reported = |place| of_place(place, number).is_some();
                if !take_next(&mut outbox, number, can_be_reported, &mut left_out) {
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

/// What was sent under another account and is not on the chain is sent again under the present one,
/// whose numbers are others.
fn send_as<T: Config>(outbox: &mut Outbox, account: &T::AccountId, next: u32) {
    let account = account.encode();
    if outbox.account == account {
        return;
    }
    if let Ok(former) = T::AccountId::decode(&mut outbox.account.as_slice()) {
        let heard = NextReports::<T>::get(former);
        outbox.forget(|sent| sent.number < heard);
        for (sent, number) in outbox.sent.iter_mut().zip(next..) {
            *sent = Sent { number, at: 0, ..*sent };
        }
    }
    outbox.account = account;
}

/// What lies at a place of the inbox as a report, if it can be reported in this epoch, now or once the
/// clock of the chain is as far as that of the node.
fn report(place: u32, number: u32, epoch: u32, node: &Node, now: u64) -> Option<Report> {
    let inboxed = local::inboxed(place).filter(|inboxed| inboxed.epoch == epoch)?;
    let report = Report::of(number, epoch, &node.institution, &inboxed.flows).ok()?;
    let checked = report.check(&node.institution, now);
    matches!(checked, Ok(()) | Err(InvalidReport::Future)).then_some(report)
}

/// Takes the next flows of the inbox for a number, if there are some. What cannot be reported is left
/// out.
fn take_next(
    outbox: &mut Outbox,
    number: u32,
    can_be_reported: impl Fn(u32) -> bool,
    left_out: &mut bool,
) -> bool {
    while outbox.next < local::inbox_next() {
        let place = outbox.next;
        outbox.next = outbox.next.saturating_add(1);
        if can_be_reported(place) {
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
    /// Drops what was sent and is not needed any more, and tells how much that was.
    fn forget(&mut self, is_needless: impl Fn(&Sent) -> bool) -> u32 {
        let mut dropped = 0u32;
        self.sent.retain(|sent| {
            let is_kept = !is_needless(sent);
            if !is_kept {
                local::drop_from_inbox(sent.place);
                dropped = dropped.saturating_add(1);
            }
            is_kept
        });
        dropped
    }
}
