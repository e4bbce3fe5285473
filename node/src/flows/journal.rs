//! What was accepted to be reported, on disk before anybody is told so.
//!
//! The database in which workers look is written behind: what was put there a moment ago is lost with
//! the process. This file is synced first, and what the database lacks is put there again at the
//! start. It also knows which flows were accepted lately, so that whoever got no answer can submit
//! them again.

use codec::{Decode, Encode};
use pallet_flows::worker::Inboxed;
use redb::{
    Builder, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition,
};
use std::path::{Path, PathBuf};

/// Name of the file in the directory of the chain.
const FILE_NAME: &str = "flows.redb";

/// Memory for pages.
const CACHE_BYTES: usize = 4 * 1024 * 1024;

/// Most submissions that are remembered. The oldest gives way.
const MAX_REMEMBERED: u64 = 16_384;

const INBOX: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("inbox");
const ACCEPTED: TableDefinition<'_, &[u8; 32], (u64, u32)> = TableDefinition::new("accepted");

/// Flows by their places in the inbox.
pub(crate) struct Journal {
    file: PathBuf,
    /// None after it failed, until it is opened again: a database that could not write stays so.
    database: Option<Database>,
}

/// The file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the journal of submitted flows failed: {0}")]
pub(crate) struct JournalError(String);

fn failed(error: impl std::fmt::Display) -> JournalError {
    JournalError(error.to_string())
}

/// Flows that were accepted together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Submission<'a> {
    /// By what the same flows are known.
    pub(crate) digest: [u8; 32],
    /// The flows as reports.
    pub(crate) reports: &'a [Inboxed],
    /// The present, in seconds since the Unix epoch.
    pub(crate) now: u64,
    /// Until when they are remembered.
    pub(crate) until: u64,
}

impl Journal {
    /// The journal in a directory, which is made if it is not there.
    pub(crate) fn open(directory: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(directory).map_err(failed)?;
        let mut journal = Self { file: directory.join(FILE_NAME), database: None };
        journal.database()?;
        Ok(journal)
    }

    fn database(&mut self) -> Result<&Database, JournalError> {
        if self.database.is_none() {
            let database = Builder::new().set_cache_size(CACHE_BYTES).create(&self.file);
            let database = database.map_err(failed)?;
            let write = database.begin_write().map_err(failed)?;
            write.open_table(INBOX).map_err(failed)?;
            write.open_table(ACCEPTED).map_err(failed)?;
            write.commit().map_err(failed)?;
            self.database = Some(database);
        }
        self.database.as_ref().ok_or_else(|| failed("it is closed"))
    }

    /// Writes flows to places from one on, and forgets those before another. On disk when it returns.
    pub(crate) fn append(
        &mut self,
        from: u32,
        submission: &Submission<'_>,
        forget_before: u32,
    ) -> Result<(), JournalError> {
        let written = self.database().and_then(|open| write(open, from, submission, forget_before));
        if written.is_err() {
            self.database = None;
        }
        written
    }

    /// As how many reports these flows were accepted, if they were, and are remembered at this time.
    pub(crate) fn accepted(
        &mut self,
        digest: &[u8; 32],
        now: u64,
    ) -> Result<Option<u32>, JournalError> {
        let read = self.database()?.begin_read().map_err(failed)?;
        let accepted = read.open_table(ACCEPTED).map_err(failed)?;
        let found = accepted.get(digest).map_err(failed)?.map(|found| found.value());
        Ok(found.filter(|(until, _)| *until >= now).map(|(_, reports)| reports))
    }

    /// The place after the last that was written; 0 if there is none.
    pub(crate) fn next(&mut self) -> Result<u32, JournalError> {
        let read = self.database()?.begin_read().map_err(failed)?;
        let inbox = read.open_table(INBOX).map_err(failed)?;
        let last = inbox.last().map_err(failed)?;
        Ok(last.map_or(0, |(place, _)| place.value().saturating_add(1)))
    }

    /// What lies at a place and was not forgotten. What cannot be understood is left there: it keeps
    /// no node from starting.
    pub(crate) fn get(&mut self, place: u32) -> Result<Option<Inboxed>, JournalError> {
        let read = self.database()?.begin_read().map_err(failed)?;
        let inbox = read.open_table(INBOX).map_err(failed)?;
        let bytes = inbox.get(place).map_err(failed)?;
        let inboxed = bytes.map(|bytes| Inboxed::decode(&mut bytes.value()));
        if let Some(Err(error)) = &inboxed {
            log::error!(
                target: "flows",
                "The flows at place {place} of the journal cannot be understood, and are not \
                 reported: {error}. They may be of another release; submit them again."
            );
        }
        Ok(inboxed.and_then(Result::ok))
    }
}

fn write(
    database: &Database,
    from: u32,
    submission: &Submission<'_>,
    forget_before: u32,
) -> Result<(), JournalError> {
    let Submission { digest, reports, now, until } = *submission;
    let write = database.begin_write().map_err(failed)?;
    {
        let mut inbox = write.open_table(INBOX).map_err(failed)?;
        inbox.retain(|place, _| place >= forget_before).map_err(failed)?;
        for (place, report) in (from..).zip(reports) {
            inbox.insert(place, report.encode().as_slice()).map_err(failed)?;
        }
        let mut accepted = write.open_table(ACCEPTED).map_err(failed)?;
        let mut oldest = u64::MAX;
        accepted
            .retain(|_, (until, _)| {
                let is_kept = until >= now;
                oldest = if is_kept { oldest.min(until) } else { oldest };
                is_kept
            })
            .map_err(failed)?;
        if accepted.len().map_err(failed)? >= MAX_REMEMBERED {
            accepted.retain(|_, (until, _)| until > oldest).map_err(failed)?;
        }
        let reports = u32::try_from(reports.len()).unwrap_or(u32::MAX);
        accepted.insert(&digest, (until, reports)).map_err(failed)?;
    }
    write.commit().map_err(failed)
}
