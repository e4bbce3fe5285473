//! The worker's database, from outside of the worker.

use super::journal::{Journal, JournalError};
use codec::{Decode, Encode};
use critical_chains_flows::Evidence;
use pallet_flows::worker::{
    Inboxed, Outbox, Status, evidence_key, inbox_key, inbox_next_key, outbox_key, status_key,
};
use polkadot_sdk::sp_core::offchain::{OffchainStorage, STORAGE_PREFIX};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The worker's database. All clones share it.
pub(crate) struct WorkerStore<S>(Arc<Mutex<S>>);

impl<S> Clone for WorkerStore<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: OffchainStorage> WorkerStore<S> {
    /// The database in which workers keep what has to last.
    pub(crate) fn new(storage: S) -> Self {
        Self(Arc::new(Mutex::new(storage)))
    }

    pub(super) fn storage(&self) -> MutexGuard<'_, S> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn read<T: Decode>(&self, key: &[u8]) -> Option<T> {
        let bytes = self.storage().get(STORAGE_PREFIX, key)?;
        T::decode(&mut bytes.as_slice()).ok()
    }

    /// How the worker is, if it has run.
    pub(crate) fn status(&self) -> Option<Status> {
        self.read(&status_key())
    }

    /// What became of what lay in the inbox.
    pub(crate) fn outbox(&self) -> Outbox {
        self.read(&outbox_key()).unwrap_or_default()
    }

    /// The place that the next flows get in the inbox.
    pub(crate) fn inbox_next(&self) -> u32 {
        self.read(&inbox_next_key()).unwrap_or_default()
    }

    /// How many reports wait to be sent.
    pub(crate) fn waiting(&self) -> u32 {
        self.inbox_next().saturating_sub(self.outbox().next)
    }

    /// Evidence by its root.
    pub(crate) fn evidence(&self, root: &[u8; 32]) -> Option<Evidence> {
        self.read(&evidence_key(root))
    }

    /// Puts flows into the inbox. The worker sees all of them or none.
    pub(crate) fn put(&self, from: u32, reports: &[Inboxed]) {
        let mut storage = self.storage();
        let mut place = from;
        for report in reports {
            storage.set(STORAGE_PREFIX, &inbox_key(place), &report.encode());
            place = place.saturating_add(1);
        }
        storage.set(STORAGE_PREFIX, &inbox_next_key(), &place.encode());
    }

    /// Puts back what the journal has and the worker could still need.
    pub(crate) fn recover(&self, journal: &mut Journal) -> Result<(), JournalError> {
        let next = journal.next()?;
        let outbox = self.outbox();
        let waits = outbox.next..next;
        let was_sent = outbox.sent.iter().map(|sent| sent.place);
        for place in was_sent.chain(waits) {
            if let Some(inboxed) = journal.get(place)? {
                let mut storage = self.storage();
                storage.set(STORAGE_PREFIX, &inbox_key(place), &inboxed.encode());
            }
        }
        if next > self.inbox_next() {
            self.storage().set(STORAGE_PREFIX, &inbox_next_key(), &next.encode());
        }
        Ok(())
    }
}
