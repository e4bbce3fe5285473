//! Flows that the institution of this node reports: checked, divided into reports, and kept until the
//! worker has sent them.

use super::{
    journal::{Journal, JournalError, Submission},
    store::WorkerStore,
};
use critical_chains_flows::Flow;
use critical_chains_lei::Lei;
use critical_chains_watch::{
    InvalidReport, MAX_COUNTERPARTIES, MAX_EDGES, MAX_REPORT_AGE_SECONDS, Report, Unreportable,
};
use pallet_flows::worker::{INBOX_LIMIT, Inboxed};
use polkadot_sdk::{
    sp_core::offchain::OffchainStorage,
    sp_runtime::traits::{BlakeTwo256, Hash},
};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Most flows that are submitted at a time.
pub(crate) const MAX_FLOWS: usize = 16_384;

/// Flows that wait to be reported.
pub(crate) struct Inbox<S> {
    store: WorkerStore<S>,
    /// Only one adds at a time.
    journal: Mutex<Journal>,
}

/// What was accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Accepted {
    /// How many flows.
    pub(crate) flows: u32,
    /// Into how many reports they were divided.
    pub(crate) reports: u32,
    /// How many reports wait now.
    pub(crate) waiting: u32,
    /// Whether the very same flows were accepted before. They are reported once.
    pub(crate) repeated: bool,
}

/// For how long flows are known again, in seconds: until nobody can report them any more.
const REMEMBERED_SECONDS: u64 = MAX_REPORT_AGE_SECONDS + 86_400;

/// Why flows are not accepted. None of them is then.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum InboxError {
    #[error("{found} flows were submitted, 1 to {MAX_FLOWS} are possible at a time")]
    Count { found: usize },
    #[error(transparent)]
    Unreportable(Unreportable),
    #[error(transparent)]
    Invalid(InvalidReport),
    #[error("{waiting} reports wait to be sent, and there is room for {INBOX_LIMIT}")]
    Full { waiting: u32 },
    #[error("the flows could not be written to the disk")]
    NotWritten,
}

impl<S: OffchainStorage> Inbox<S> {
    /// An inbox, with what its journal has and the worker's database lost.
    pub(crate) fn open(store: WorkerStore<S>, mut journal: Journal) -> Result<Self, JournalError> {
        store.recover(&mut journal)?;
        Ok(Self { store, journal: Mutex::new(journal) })
    }

    /// How many reports wait to be sent.
    pub(crate) fn waiting(&self) -> u32 {
        self.store.waiting()
    }

    /// Adds flows of an institution, all of them or none, at a time in seconds since the Unix epoch.
    /// The very same flows are added once: whoever got no answer submits them again.
    pub(crate) fn add(
        &self,
        epoch: u32,
        institution: &Lei,
        flows: Vec<Flow>,
        now: u64,
    ) -> Result<Accepted, InboxError> {
        let count = flows.len();
        if count == 0 || count > MAX_FLOWS {
            return Err(InboxError::Count { found: count });
        }
        let digest = BlakeTwo256::hash_of(&(epoch, institution, &flows)).into();
        let reports = divide(flows);
        for report in &reports {
            Report::of(0, epoch, institution, report)
                .map_err(InboxError::Unreportable)?
                .check(institution, now)
                .map_err(InboxError::Invalid)?;
        }
        let reports: Vec<_> = reports.into_iter().map(|flows| Inboxed { epoch, flows }).collect();

        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let flows = u32::try_from(count).unwrap_or(u32::MAX);
        if let Some(reports) = journal.accepted(&digest, now).map_err(not_written)? {
            return Ok(Accepted { flows, reports, waiting: self.waiting(), repeated: true });
        }
        let (waiting, added) = (self.waiting(), u32::try_from(reports.len()).unwrap_or(u32::MAX));
        if waiting.saturating_add(added) > INBOX_LIMIT {
            return Err(InboxError::Full { waiting });
        }
        let (outbox, from) = (self.store.outbox(), self.store.inbox_next());
        let needed = outbox.sent.iter().map(|sent| sent.place).min().unwrap_or(outbox.next);
        let until = now.saturating_add(REMEMBERED_SECONDS);
        let submission = Submission { digest, reports: &reports, now, until };
        journal.append(from, &submission, needed.min(outbox.next)).map_err(not_written)?;
        self.store.put(from, &reports);
        let waiting = waiting.saturating_add(added);
        Ok(Accepted { flows, reports: added, waiting, repeated: false })
    }
}

fn not_written(error: JournalError) -> InboxError {
    log::error!(target: "flows", "{error}");
    InboxError::NotWritten
}

/// Flows as reports: each of one currency, in the order of time, and no larger than a report may be.
fn divide(mut flows: Vec<Flow>) -> Vec<Vec<Flow>> {
    flows.sort_by_key(|flow| (flow.currency, flow.time));
    let mut reports: Vec<Vec<Flow>> = Vec::new();
    let mut counterparties = BTreeSet::new();
    for flow in flows {
        let named = flow.destination_institution;
        let fits = reports.last().and_then(|report| Some((report, report.first()?))).is_some_and(
            |(report, first)| {
                let names_more = named.is_some_and(|named| !counterparties.contains(&named));
                report.len() < MAX_EDGES as usize
                    && first.currency == flow.currency
                    && !(names_more && counterparties.len() >= MAX_COUNTERPARTIES as usize)
            },
        );
        if !fits {
            counterparties.clear();
            reports.push(Vec::new());
        }
        counterparties.extend(named);
        if let Some(report) = reports.last_mut() {
            report.push(flow);
        }
    }
    reports
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use critical_chains_flows::Pseudonym;
    use critical_chains_policy::Currency;
    use pallet_flows::worker::{Outbox, inbox_key, outbox_key};
    use polkadot_sdk::sp_core::offchain::{STORAGE_PREFIX, storage::InMemOffchainStorage};
    use std::cell::Cell;

    const NOW: u64 = 1_790_000_000;

    fn bank(number: u32) -> Lei {
        Lei::from_prefix(format!("TESTINSTITUTION{number:03}").as_bytes().try_into().unwrap())
            .unwrap()
    }

    fn flow(at: u64, to: u32, currency: &[u8; 3]) -> Flow {
        let currency = Currency::new(*currency).unwrap();
        Flow {
            source_institution: Some(bank(1)),
            destination_institution: Some(bank(to)),
            ..Flow::between(NOW - at, Pseudonym([1; 16]), Pseudonym([2; 16]), 5, currency)
        }
    }

    fn inbox() -> Inbox<InMemOffchainStorage> {
        inbox_in(&tempfile::tempdir().unwrap())
    }

    /// An inbox whose database has lost everything.
    fn inbox_in(folder: &tempfile::TempDir) -> Inbox<InMemOffchainStorage> {
        let store = WorkerStore::new(InMemOffchainStorage::default());
        Inbox::open(store, Journal::open(folder.path()).unwrap()).unwrap()
    }

    #[test]
    fn what_was_accepted_outlives_the_workers_database() {
        let folder = tempfile::tempdir().unwrap();
        let one = |amount| vec![Flow { amount, ..flow(0, 2, b"EUR") }];
        let first = inbox_in(&folder);
        first.add(4, &bank(1), one(5), NOW).unwrap();
        first.add(4, &bank(1), one(6), NOW).unwrap();
        drop(first);

        let second = inbox_in(&folder);

        assert_eq!(second.waiting(), 2);
        assert_eq!(held(&second, 0).flows[0].amount, 5);
        assert_eq!(held(&second, 1).flows[0].amount, 6);
        assert_eq!(second.add(4, &bank(1), one(7), NOW).unwrap().waiting, 3);
        assert_eq!(held(&second, 2).flows[0].amount, 7);
    }

    fn held(inbox: &Inbox<InMemOffchainStorage>, place: u32) -> Inboxed {
        inbox.store.read(&inbox_key(place)).unwrap()
    }

    #[test]
    fn what_is_submitted_again_is_reported_once() {
        let folder = tempfile::tempdir().unwrap();
        let flows = || vec![flow(0, 2, b"EUR"), flow(5, 3, b"EUR")];
        let first = inbox_in(&folder);
        let accepted = first.add(4, &bank(1), flows(), NOW).unwrap();
        drop(first);

        let second = inbox_in(&folder);
        let again = second.add(4, &bank(1), flows(), NOW + 60).unwrap();

        assert_eq!(again, Accepted { repeated: true, ..accepted });
        assert_eq!(second.waiting(), 1);
        // In another epoch the pseudonyms are others.
        assert!(!second.add(5, &bank(1), flows(), NOW + 60).unwrap().repeated);
        assert_eq!(second.waiting(), 2);
    }

    #[test]
    fn what_was_refused_is_not_remembered() {
        let inbox = inbox();
        inbox.store.put(INBOX_LIMIT, &[]);
        let flows = || vec![flow(0, 2, b"EUR")];
        let full = Err(InboxError::Full { waiting: INBOX_LIMIT });
        assert_eq!(inbox.add(4, &bank(1), flows(), NOW), full);

        inbox.store.put(0, &[]);

        assert!(!inbox.add(4, &bank(1), flows(), NOW).unwrap().repeated);
    }

    #[test]
    fn divides_flows_into_reports() {
        let inbox = inbox();
        let mut flows: Vec<_> = (0..600).map(|at| flow(at, 2, b"EUR")).collect();
        flows.push(flow(7, 2, b"USD"));

        let accepted = inbox.add(4, &bank(1), flows, NOW).unwrap();

        let expected = Accepted { flows: 601, reports: 3, waiting: 3, repeated: false };
        assert_eq!(accepted, expected);
        let sizes = [0, 1, 2].map(|place| held(&inbox, place).flows.len());
        assert_eq!(sizes, [512, 88, 1]);
        assert!(held(&inbox, 0).flows.is_sorted_by_key(|flow| flow.time));
        assert_eq!(held(&inbox, 2).epoch, 4);
    }

    #[test]
    fn names_no_more_institutions_than_a_report_can() {
        let inbox = inbox();
        let flows = (0..40).map(|at| flow(100 - u64::from(at), 100 + at, b"EUR")).collect();

        let accepted = inbox.add(4, &bank(1), flows, NOW).unwrap();

        assert_eq!(accepted.reports, 2);
        assert_eq!(held(&inbox, 0).flows.len(), 32);
    }

    #[test]
    fn accepts_all_or_nothing() {
        let inbox = inbox();
        let own = || vec![flow(9, 2, b"EUR"); 600];
        let of_another = Flow { source_institution: Some(bank(9)), ..flow(0, 2, b"EUR") };
        let future = Flow { time: NOW + 1, ..flow(0, 2, b"EUR") };

        let add = |flows| inbox.add(4, &bank(1), flows, NOW);
        assert_eq!(add(vec![]), Err(InboxError::Count { found: 0 }));
        assert_eq!(
            add(vec![flow(0, 2, b"EUR"); MAX_FLOWS + 1]),
            Err(InboxError::Count { found: MAX_FLOWS + 1 })
        );
        let with = |one| own().into_iter().chain([one]).collect();
        assert!(matches!(add(with(of_another)), Err(InboxError::Unreportable(_))));
        assert_eq!(add(with(future)), Err(InboxError::Invalid(InvalidReport::Future)));

        assert_eq!(inbox.waiting(), 0);
    }

    #[test]
    fn refuses_more_than_there_is_room_for() {
        let inbox = inbox();
        inbox.store.put(INBOX_LIMIT - 1, &[]);
        let amount = Cell::new(0);
        let one = || {
            amount.set(amount.get() + 1);
            vec![Flow { amount: amount.get(), ..flow(0, 2, b"EUR") }]
        };

        assert_eq!(inbox.add(4, &bank(1), one(), NOW).unwrap().waiting, INBOX_LIMIT);
        assert_eq!(
            inbox.add(4, &bank(1), one(), NOW),
            Err(InboxError::Full { waiting: INBOX_LIMIT })
        );

        let outbox = Outbox { next: 10, ..Outbox::default() };
        let mut storage = inbox.store.storage();
        storage.set(STORAGE_PREFIX, &outbox_key(), &outbox.encode());
        drop(storage);
        assert_eq!(inbox.add(4, &bank(1), one(), NOW).unwrap().waiting, INBOX_LIMIT - 9);
    }
}
