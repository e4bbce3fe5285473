//! What was accepted to be reported, on disk before anybody is told so.
//!
//! The database in which workers look is written behind: what was put there a moment ago is lost with
//! the process. This file is synced first, and what the database lacks is put there again at the
//! start.

use codec::{Decode, Encode};
use pallet_flows::worker::Inboxed;
use redb::{Builder, Database, ReadableDatabase, ReadableTable, TableDefinition};
use std::path::Path;

/// Name of the file in the directory of the chain.
const FILE_NAME: &str = "flows.redb";

/// Memory for pages.
const CACHE_BYTES: usize = 4 * 1024 * 1024;

const INBOX: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("inbox");

/// Flows by their places in the inbox.
pub(crate) struct Journal(Database);

/// The file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the journal of submitted flows failed: {0}")]
pub(crate) struct JournalError(String);

fn failed(error: impl std::fmt::Display) -> JournalError {
    JournalError(error.to_string())
}

impl Journal {
    /// The journal in a directory, which is made if it is not there.
    pub(crate) fn open(directory: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(directory).map_err(failed)?;
        let mut builder = Builder::new();
        let database = builder.set_cache_size(CACHE_BYTES).create(directory.join(FILE_NAME));
        let journal = Self(database.map_err(failed)?);
        let write = journal.0.begin_write().map_err(failed)?;
        write.open_table(INBOX).map_err(failed)?;
        write.commit().map_err(failed)?;
        Ok(journal)
    }

    /// Writes flows, and forgets those before a place. On disk when it returns.
    pub(crate) fn append(
        &self,
        from: u32,
        reports: &[Inboxed],
        forget_before: u32,
    ) -> Result<(), JournalError> {
        let write = self.0.begin_write().map_err(failed)?;
        {
            let mut inbox = write.open_table(INBOX).map_err(failed)?;
            inbox.retain(|place, _| place >= forget_before).map_err(failed)?;
            for (place, report) in (from..).zip(reports) {
                inbox.insert(place, report.encode().as_slice()).map_err(failed)?;
            }
        }
        write.commit().map_err(failed)
    }

    /// The place after the last that was written; 0 if there is none.
    pub(crate) fn next(&self) -> Result<u32, JournalError> {
        let read = self.0.begin_read().map_err(failed)?;
        let inbox = read.open_table(INBOX).map_err(failed)?;
        let last = inbox.last().map_err(failed)?;
        Ok(last.map_or(0, |(place, _)| place.value().saturating_add(1)))
    }

    /// What lies at a place and was not forgotten.
    pub(crate) fn get(&self, place: u32) -> Result<Option<Inboxed>, JournalError> {
        let read = self.0.begin_read().map_err(failed)?;
        let inbox = read.open_table(INBOX).map_err(failed)?;
        let bytes = inbox.get(place).map_err(failed)?;
        bytes.map(|bytes| Inboxed::decode(&mut bytes.value()).map_err(failed)).transpose()
    }
}
