//! The file of the archive: what is in it, and how it survives.
//!
//! | Table | Key | Value |
//! |---|---|---|
//! | `meta` | name | format, genesis hash |
//! | `blocks` | number | block hash, calendar leaf |
//! | `nodes` | level, index | root of a perfect subtree of the calendar |
//! | `block_anchors` | block, index | anchor hash |
//! | `anchors` | anchor hash | block, index, statement |
//! | `streams` | LEI, stream, sequence | anchor hash |
//! | `proofs` | number | header and compact finality proof |
//! | `sets` | set id | authorities, first block, block that announced it |
//!
//! A [`Batch`] of blocks is one transaction, synced to disk before [`Batch::commit`] returns, so a
//! process killed at any instant leaves the file at the end of some batch. A [`Snapshot`] sees one
//! such state for as long as it lives, whatever is written meanwhile.

mod records;
mod snapshot;

pub(crate) use records::ArchivedAnchor;
pub(crate) use snapshot::Snapshot;

use super::{
    ArchiveError,
    authorities::SetEntry,
    error::{database, show},
};
use critical_chains_integrity::{
    Hash, anchor::Anchor, calendar::CalendarLeaf, finality::FinalityProof,
};
use records::{block_record, place_record, proof_record, set_record, stream_key};
use redb::{Builder, Database, ReadableDatabase, StorageError, TableDefinition, WriteTransaction};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

/// Version of the tables.
const FORMAT: u32 = 1;

/// Name of the file in the archive's directory.
const FILE_NAME: &str = "archive.redb";

/// Memory for pages. The default of the database, 1 GiB, is more than a validator should give.
const CACHE_BYTES: usize = 64 * 1024 * 1024;

const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const BLOCKS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("blocks");
const NODES: TableDefinition<'_, (u8, u64), &[u8; 32]> = TableDefinition::new("nodes");
const BLOCK_ANCHORS: TableDefinition<'_, (u32, u32), &[u8; 32]> =
    TableDefinition::new("block_anchors");
const ANCHORS: TableDefinition<'_, &[u8; 32], &[u8]> = TableDefinition::new("anchors");
const STREAMS: TableDefinition<'_, &[u8; 32], &[u8; 32]> = TableDefinition::new("streams");
const PROOFS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("proofs");
const SETS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("sets");

const META_FORMAT: &str = "format";
const META_GENESIS: &str = "genesis";

/// Where an anchor is: number of its block, and place in the block tree.
pub(crate) type Place = (u32, u32);

/// A checked block, ready to be written.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Number of the block.
    pub(crate) number: u32,
    /// Hash of the block.
    pub(crate) hash: Hash,
    /// Calendar leaf.
    pub(crate) leaf: CalendarLeaf,
    /// Anchors with their hashes, in the order of the block tree.
    pub(crate) anchors: Vec<(Hash, Anchor)>,
    /// Perfect subtrees of the calendar that this block completes, with level and index.
    pub(crate) nodes: Vec<(u8, u64, Hash)>,
    /// Proof that this very block is final, if the chain has one.
    pub(crate) proof: Option<FinalityProof>,
    /// Set of authorities that this block announces.
    pub(crate) next_set: Option<SetEntry>,
}

/// The open file. Cheap to share; readers never wait for the writer.
pub(crate) struct Store {
    /// None if the file could not be opened again.
    database: RwLock<Option<Database>>,
    directory: PathBuf,
}

impl Store {
    /// Opens the archive in a directory, or makes one that begins with these authorities.
    pub(crate) fn open(
        directory: &Path,
        genesis: &Hash,
        first_authorities: impl FnOnce() -> Result<Vec<[u8; 32]>, ArchiveError>,
    ) -> Result<Self, ArchiveError> {
        fs::create_dir_all(directory).map_err(ArchiveError::file(directory))?;
        let open = builder().create(directory.join(FILE_NAME)).map_err(database)?;
        let database = RwLock::new(Some(open));
        let store = Self { database, directory: directory.to_path_buf() };
        match store.identity()? {
            None => store.begin_chain(genesis, first_authorities()?)?,
            Some((FORMAT, found)) if found == *genesis => {}
            Some((FORMAT, found)) => {
                let path = store.directory;
                return Err(ArchiveError::OtherChain { path, found, expected: *genesis });
            }
            Some((found, _)) => {
                let path = store.directory;
                return Err(ArchiveError::OtherFormat { path, found, expected: FORMAT });
            }
        }
        Ok(store)
    }

    /// Deletes the file in a directory, if there is one.
    pub(crate) fn delete(directory: &Path) -> Result<(), ArchiveError> {
        let file = directory.join(FILE_NAME);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(ArchiveError::file(file)(error))
            }
            _ => Ok(()),
        }
    }

    /// The directory of the archive.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Closes the file and opens it again: after an error of the disk the database answers nothing
    /// any more, not even what it could still read. Snapshots taken before end with an error.
    pub(crate) fn reopen(&self) -> Result<(), ArchiveError> {
        let mut slot = self.database.write().unwrap_or_else(PoisonError::into_inner);
        drop(slot.take());
        *slot = Some(builder().open(self.directory.join(FILE_NAME)).map_err(database)?);
        Ok(())
    }

    /// The state as of now, for reading.
    pub(crate) fn snapshot(&self) -> Result<Snapshot, ArchiveError> {
        self.ask(|open| open.begin_read()).map(Snapshot::new)
    }

    /// Starts writing. There is one writer.
    pub(crate) fn batch(&self) -> Result<Batch, ArchiveError> {
        let mut transaction = self.ask(Database::begin_write)?;
        // A killed node restarts at once; without this the whole file would be read first.
        transaction.set_quick_repair(true);
        Ok(Batch { transaction })
    }

    fn identity(&self) -> Result<Option<(u32, Hash)>, ArchiveError> {
        let transaction = self.ask(|open| open.begin_read())?;
        let meta = match transaction.open_table(META) {
            Ok(meta) => meta,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(database(error)),
        };
        let damaged = || ArchiveError::Damaged("the table of its identity".into());
        let value = |name| {
            let value = redb::ReadableTable::get(&meta, name).map_err(database)?;
            value.map(|value| value.value().to_vec()).ok_or_else(damaged)
        };
        let format = value(META_FORMAT)?.try_into().map_err(|_| damaged())?;
        let genesis = value(META_GENESIS)?.try_into().map_err(|_| damaged())?;
        Ok(Some((u32::from_be_bytes(format), genesis)))
    }

    fn ask<T, E: Into<redb::Error>>(
        &self,
        question: impl FnOnce(&Database) -> Result<T, E>,
    ) -> Result<T, ArchiveError> {
        let slot = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let open = slot.as_ref().ok_or_else(|| database(StorageError::DatabaseClosed))?;
        question(open).map_err(database)
    }

    fn begin_chain(
        &self,
        genesis: &Hash,
        first_authorities: Vec<[u8; 32]>,
    ) -> Result<(), ArchiveError> {
        let batch = self.batch()?;
        {
            let transaction = &batch.transaction;
            let mut meta = transaction.open_table(META).map_err(database)?;
            meta.insert(META_FORMAT, FORMAT.to_be_bytes().as_slice()).map_err(database)?;
            meta.insert(META_GENESIS, genesis.as_slice()).map_err(database)?;
            transaction.open_table(BLOCKS).map_err(database)?;
            transaction.open_table(NODES).map_err(database)?;
            transaction.open_table(BLOCK_ANCHORS).map_err(database)?;
            transaction.open_table(ANCHORS).map_err(database)?;
            transaction.open_table(STREAMS).map_err(database)?;
            transaction.open_table(PROOFS).map_err(database)?;
            let mut sets = transaction.open_table(SETS).map_err(database)?;
            let first = SetEntry::first(first_authorities);
            sets.insert(first.set.set_id, set_record(&first).as_slice()).map_err(database)?;
        }
        batch.commit()
    }
}

fn builder() -> Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    builder
}

/// Blocks that become visible together, or not at all if this is dropped.
pub(crate) struct Batch {
    transaction: WriteTransaction,
}

impl Batch {
    /// Adds a block.
    pub(crate) fn append(&self, entry: &Entry) -> Result<(), ArchiveError> {
        let Entry { number, hash, leaf, anchors, nodes, proof, next_set } = entry;
        let transaction = &self.transaction;

        let mut blocks = transaction.open_table(BLOCKS).map_err(database)?;
        blocks.insert(*number, block_record(hash, leaf).as_slice()).map_err(database)?;

        let mut table = transaction.open_table(NODES).map_err(database)?;
        for (level, index, node) in nodes {
            table.insert((*level, *index), node).map_err(database)?;
        }

        self.append_anchors(*number, anchors)?;

        if let Some(proof) = proof {
            let mut proofs = transaction.open_table(PROOFS).map_err(database)?;
            proofs.insert(*number, proof_record(proof).as_slice()).map_err(database)?;
        }
        if let Some(entry) = next_set {
            let mut sets = transaction.open_table(SETS).map_err(database)?;
            sets.insert(entry.set.set_id, set_record(entry).as_slice()).map_err(database)?;
        }
        Ok(())
    }

    /// Writes everything to disk.
    pub(crate) fn commit(self) -> Result<(), ArchiveError> {
        self.transaction.commit().map_err(database)
    }

    fn append_anchors(&self, number: u32, anchors: &[(Hash, Anchor)]) -> Result<(), ArchiveError> {
        if anchors.is_empty() {
            return Ok(());
        }
        let transaction = &self.transaction;
        let mut block_anchors = transaction.open_table(BLOCK_ANCHORS).map_err(database)?;
        let mut by_hash = transaction.open_table(ANCHORS).map_err(database)?;
        let mut streams = transaction.open_table(STREAMS).map_err(database)?;
        for ((hash, anchor), index) in anchors.iter().zip(0u32..) {
            let place = place_record(number, index, anchor);
            block_anchors.insert((number, index), hash).map_err(database)?;
            by_hash.insert(hash, place.as_slice()).map_err(database)?;
            streams.insert(&stream_key(&anchor.stream, anchor.sequence), hash).map_err(database)?;
        }
        Ok(())
    }
}

/// For messages about something that must be in the file.
fn missing(what: &str, key: impl std::fmt::Display) -> ArchiveError {
    ArchiveError::Damaged(format!("{what} {key}"))
}

/// For messages about an anchor that must be in the file.
fn missing_anchor(hash: &Hash) -> ArchiveError {
    missing("anchor", show(hash))
}
