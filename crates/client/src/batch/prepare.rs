//! From files to batches on disk, before anything is submitted.

use super::{
    BatchError, Disk, Manifest, Source, StoredRecord,
    manifest::Batch,
    source::SourceReader,
    store::{MAX_IDENTIFIER_BYTES, StoreWriter},
};
use crate::output::{Observer, Phase};
use critical_chains_integrity::{Hash, anchor::Profile, tree::Frontier};
use critical_chains_records::{Limits, Pacs008Reader};
use std::{
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// Records in a batch unless the caller says otherwise. The tree of such a batch takes 4 MiB while
/// receipts are made, and a path in it has 16 hashes.
pub const DEFAULT_BATCH_SIZE: u32 = 65_536;

/// Most records in a batch: its tree takes 64 MiB.
pub const MAX_BATCH_SIZE: u32 = 1_048_576;

/// Records between two reports of progress.
const REPORT_EVERY: u64 = 256;

/// Reads the records of all sources into a directory and says what batches they make.
///
/// Nothing of it counts until the caller has written the manifest.
pub fn prepare(
    disk: &dyn Disk,
    directory: &Path,
    sources: &[PathBuf],
    batch_size: u32,
    observer: &mut dyn Observer,
) -> Result<Manifest, BatchError> {
    let mut preparation = Preparation {
        store: StoreWriter::create(disk, directory)?,
        batch_size: u64::from(batch_size.clamp(1, MAX_BATCH_SIZE)),
        batches: Vec::new(),
        records: 0,
    };
    let mut identified = Vec::with_capacity(sources.len());
    for (number, path) in sources.iter().enumerate() {
        let source = preparation.add(number, path, observer)?;
        check_new(&identified, &source)?;
        identified.push(source);
    }
    preparation.store.finish(disk)?;
    observer.finished(Phase::Reading);
    Ok(Manifest::prepared(identified, batch_size, preparation.batches))
}

struct Preparation {
    store: StoreWriter,
    batch_size: u64,
    batches: Vec<Batch>,
    records: u64,
}

impl Preparation {
    fn add(
        &mut self,
        source: usize,
        path: &Path,
        observer: &mut dyn Observer,
    ) -> Result<Source, BatchError> {
        let mut reader = SourceReader::open(path)?;
        let total = reader.total();
        let unreadable = |error| BatchError::Records { path: path.to_path_buf(), error };
        let mut records = Pacs008Reader::new(&mut reader, Limits::default()).map_err(unreadable)?;
        let profile = records.profile().to_string();
        if Profile::new(profile.as_bytes()).is_err() {
            return Err(BatchError::Profile { path: path.to_path_buf(), profile });
        }

        let before = self.records;
        let mut open = OpenBatch::new(now_millis()?);
        while let Some(record) = records.next() {
            let record = record.map_err(unreadable)?;
            check_identifier(&record.identifier, path, self.records - before)?;
            let stored = StoredRecord { salt: fresh_salt()?, canonical: record.canonical };
            open.tree.append(self.store.append(&record.identifier, &stored)?);
            self.records += 1;
            if open.tree.size() == self.batch_size {
                let full = std::mem::replace(&mut open, OpenBatch::new(now_millis()?));
                self.close(full, source, &profile)?;
            }
            if self.records.is_multiple_of(REPORT_EVERY) {
                observer.progress(Phase::Reading, records.bytes_read().min(total), Some(total));
            }
        }
        if open.tree.size() > 0 {
            self.close(open, source, &profile)?;
        }
        if self.records == before {
            return Err(BatchError::NoRecords { path: path.to_path_buf() });
        }
        observer.progress(Phase::Reading, total, Some(total));
        reader.finish(path)
    }

    fn close(&mut self, open: OpenBatch, source: usize, profile: &str) -> Result<(), BatchError> {
        let leaf_count = open.tree.size();
        self.batches.push(Batch {
            source,
            first: self.records - leaf_count,
            leaf_count,
            root: open.tree.root(),
            not_before: open.since,
            // The clock may have been set back meanwhile; an interval is never reversed.
            not_after: now_millis()?.max(open.since),
            profile: profile.to_owned(),
        });
        Ok(())
    }
}

/// Refuses a file that is among those read before: each of its records would be there twice, and
/// no identifier would find one of them.
fn check_new(before: &[Source], source: &Source) -> Result<(), BatchError> {
    match before.iter().find(|other| other.same_content(source)) {
        Some(first) => {
            Err(BatchError::SameSources { first: first.path.clone(), second: source.path.clone() })
        }
        None => Ok(()),
    }
}

/// Refuses an identifier that the store would not keep; `before` payments of the file were read.
fn check_identifier(identifier: &str, path: &Path, before: u64) -> Result<(), BatchError> {
    const SHOWN_CHARS: usize = 20;
    let most = MAX_IDENTIFIER_BYTES as usize;
    if identifier.len() <= most {
        return Ok(());
    }
    Err(BatchError::LongIdentifier {
        path: path.to_path_buf(),
        number: before.saturating_add(1),
        bytes: identifier.len(),
        most,
        start: identifier.chars().take(SHOWN_CHARS).collect(),
    })
}

struct OpenBatch {
    tree: Frontier,
    since: u64,
}

impl OpenBatch {
    fn new(since: u64) -> Self {
        Self { tree: Frontier::new(), since }
    }
}

/// 32 bytes from the operating system, for this record alone: whoever learns one salt learns
/// nothing about another.
fn fresh_salt() -> Result<Hash, BatchError> {
    let mut salt = Hash::default();
    getrandom::fill(&mut salt).map_err(BatchError::Randomness)?;
    Ok(salt)
}

fn now_millis() -> Result<u64, BatchError> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| BatchError::Clock)?;
    u64::try_from(elapsed.as_millis()).map_err(|_| BatchError::Clock)
}
