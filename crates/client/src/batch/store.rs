//! Salts, leaves, identifiers and records on disk.

use super::{BatchError, Disk, DiskFile};
use critical_chains_integrity::{Hash, receipt::batch_leaf, receipt::record_digest};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Bytes of one entry of the index: offset, two lengths and the hash of the identifier.
pub const INDEX_ENTRY_BYTES: u64 = 48;

const HASH_BYTES: u64 = 32;

/// Bytes written or read at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// Longest identifier the store keeps: far above what the schema of any message allows.
pub(super) const MAX_IDENTIFIER_BYTES: u32 = 1_024;

/// Longest record the store keeps: the limit of a receipt.
const MAX_RECORD_BYTES: u32 = 1024 * 1024;

/// The four files, in the order in which they are written.
const SALTS: &str = "salts.bin";
const LEAVES: &str = "leaves.bin";
const RECORDS: &str = "records.bin";
const INDEX: &str = "index.bin";

/// One record as stored, without what people call it: no receipt needs that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredRecord {
    /// Its random salt.
    pub salt: Hash,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
}

impl StoredRecord {
    /// Hash of the record's leaf in its batch.
    pub fn leaf(&self) -> Hash {
        batch_leaf(&self.salt, &record_digest(&self.canonical))
    }
}

/// Appends records to the files of a folder.
pub(super) struct StoreWriter {
    directory: PathBuf,
    files: [BufWriter<Box<dyn DiskFile>>; 4],
    offset: u64,
}

impl StoreWriter {
    pub(super) fn create(disk: &dyn Disk, directory: &Path) -> Result<Self, BatchError> {
        let create = |name: &str| -> Result<_, BatchError> {
            let path = directory.join(name);
            let file =
                disk.create(&path).map_err(|error| BatchError::io("create", &path, error))?;
            Ok(BufWriter::with_capacity(BUFFER_BYTES, file))
        };
        let files = [create(SALTS)?, create(LEAVES)?, create(RECORDS)?, create(INDEX)?];
        Ok(Self { directory: directory.to_path_buf(), files, offset: 0 })
    }

    /// Appends a record and returns its leaf.
    pub(super) fn append(
        &mut self,
        identifier: &str,
        record: &StoredRecord,
    ) -> Result<Hash, BatchError> {
        let leaf = record.leaf();
        self.write(identifier.as_bytes(), record, &leaf)
            .map_err(|error| BatchError::io("write to", &self.directory, error))?;
        Ok(leaf)
    }

    fn write(&mut self, identifier: &[u8], record: &StoredRecord, leaf: &Hash) -> io::Result<()> {
        let length = |bytes: &[u8], most: u32| {
            u32::try_from(bytes.len())
                .ok()
                .filter(|length| *length <= most)
                .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
        };
        let identifier_length = length(identifier, MAX_IDENTIFIER_BYTES)?;
        let record_length = length(&record.canonical, MAX_RECORD_BYTES)?;

        let [salts, leaves, records, index] = &mut self.files;
        salts.write_all(&record.salt)?;
        leaves.write_all(leaf)?;
        records.write_all(identifier)?;
        records.write_all(&record.canonical)?;
        index.write_all(&self.offset.to_be_bytes())?;
        index.write_all(&identifier_length.to_be_bytes())?;
        index.write_all(&record_length.to_be_bytes())?;
        index.write_all(&Sha256::digest(identifier))?;
        self.offset += u64::from(identifier_length) + u64::from(record_length);
        Ok(())
    }

    /// Makes all that was written durable.
    pub(super) fn finish(mut self, disk: &dyn Disk) -> Result<(), BatchError> {
        for file in &mut self.files {
            file.flush()
                .and_then(|()| file.get_mut().sync())
                .map_err(|error| BatchError::io("write to", &self.directory, error))?;
        }
        disk.sync_dir(&self.directory)
            .map_err(|error| BatchError::io("write to", &self.directory, error))
    }
}

/// The records of a folder, for reading.
#[derive(Debug)]
pub struct RecordStore {
    directory: PathBuf,
    records: u64,
}

impl RecordStore {
    /// Opens the data of a folder, which must be of this many records. Its files are there and
    /// have the right lengths; what is in them is not looked at.
    pub(super) fn open(directory: &Path, records: u64) -> Result<Self, BatchError> {
        let store = Self { directory: directory.to_path_buf(), records };
        for (name, entry) in [(SALTS, HASH_BYTES), (LEAVES, HASH_BYTES), (INDEX, INDEX_ENTRY_BYTES)]
        {
            store.check_length(name, records.saturating_mul(entry))?;
        }
        let end = match records.checked_sub(1) {
            Some(last) => store.entry_at(last)?.end(),
            None => 0,
        };
        store.check_length(RECORDS, end)?;
        Ok(store)
    }

    fn check_length(&self, name: &str, expected: u64) -> Result<(), BatchError> {
        let path = self.directory.join(name);
        let length = path.metadata().map_err(|error| self.unreadable(name, error))?.len();
        if length != expected {
            let records = self.records;
            return Err(self
                .damaged(format!("{name} has {length} bytes, {records} records need {expected}")));
        }
        Ok(())
    }

    /// The record at a position, whatever its bytes: erased ones need not be a record any more.
    pub fn record(&self, position: u64) -> Result<StoredRecord, BatchError> {
        if position >= self.records {
            return Err(BatchError::IndexOutside { index: position, records: self.records });
        }
        let salt = self.hashes_at(SALTS, position, 1)?;
        let entry = self.entry_at(position)?;
        let mut records = self.reader(RECORDS)?;
        records
            .seek(SeekFrom::Start(entry.offset))
            .map_err(|error| self.unreadable(RECORDS, error))?;
        let (_, canonical) = self.content(&mut records, &entry)?;
        let salt = *salt.first().ok_or_else(|| self.damaged("salts.bin is short".to_owned()))?;
        Ok(StoredRecord { salt, canonical })
    }

    /// Positions of the records with this identifier.
    pub fn find(&self, identifier: &str) -> Result<Vec<u64>, BatchError> {
        let wanted: Hash = Sha256::digest(identifier.as_bytes()).into();
        let mut index = self.reader(INDEX)?;
        let mut found = Vec::new();
        for position in 0..self.records {
            if self.entry(&mut index)?.identifier_hash == wanted {
                found.push(position);
            }
        }
        Ok(found)
    }

    /// Leaf hashes of `count` records from a position on.
    pub fn leaves(&self, first: u64, count: u64) -> Result<Vec<Hash>, BatchError> {
        self.hashes_at(LEAVES, first, count)
    }

    /// Reads all records from the first to the last, each with the leaf stored for it.
    pub(super) fn scan(
        &self,
        mut each: impl FnMut(u64, StoredRecord, Hash) -> Result<(), BatchError>,
    ) -> Result<(), BatchError> {
        let mut salts = self.reader(SALTS)?;
        let mut leaves = self.reader(LEAVES)?;
        let mut index = self.reader(INDEX)?;
        let mut records = self.reader(RECORDS)?;
        let mut offset = 0u64;
        for position in 0..self.records {
            let salt = self.hash(SALTS, &mut salts)?;
            let leaf = self.hash(LEAVES, &mut leaves)?;
            let entry = self.entry(&mut index)?;
            if entry.offset != offset {
                return Err(self.damaged(format!("the index skips before record {position}")));
            }
            let (identifier, canonical) = self.content(&mut records, &entry)?;
            if std::str::from_utf8(&identifier).is_err() {
                return Err(self.damaged(format!("the name of record {position} is not text")));
            }
            if Hash::from(Sha256::digest(&identifier)) != entry.identifier_hash {
                return Err(self.damaged(format!("the index calls record {position} otherwise")));
            }
            offset = entry.end();
            each(position, StoredRecord { salt, canonical }, leaf)?;
        }
        Ok(())
    }

    pub(super) fn damaged(&self, reason: String) -> BatchError {
        BatchError::Damaged { folder: self.directory.clone(), reason }
    }

    fn hashes_at(&self, name: &str, first: u64, count: u64) -> Result<Vec<Hash>, BatchError> {
        let mut file = self.reader(name)?;
        file.seek(SeekFrom::Start(first * HASH_BYTES))
            .map_err(|error| self.unreadable(name, error))?;
        (0..count).map(|_| self.hash(name, &mut file)).collect()
    }

    fn hash(&self, name: &str, file: &mut impl Read) -> Result<Hash, BatchError> {
        let mut hash = Hash::default();
        file.read_exact(&mut hash).map_err(|error| self.unreadable(name, error))?;
        Ok(hash)
    }

    fn entry_at(&self, position: u64) -> Result<IndexEntry, BatchError> {
        let mut index = self.reader(INDEX)?;
        index
            .seek(SeekFrom::Start(position * INDEX_ENTRY_BYTES))
            .map_err(|error| self.unreadable(INDEX, error))?;
        self.entry(&mut index)
    }

    fn entry(&self, index: &mut impl Read) -> Result<IndexEntry, BatchError> {
        let mut offset = [0; 8];
        let mut identifier_length = [0; 4];
        let mut record_length = [0; 4];
        let mut identifier_hash = Hash::default();
        for part in [
            offset.as_mut_slice(),
            identifier_length.as_mut_slice(),
            record_length.as_mut_slice(),
            identifier_hash.as_mut_slice(),
        ] {
            index.read_exact(part).map_err(|error| self.unreadable(INDEX, error))?;
        }
        let entry = IndexEntry {
            offset: u64::from_be_bytes(offset),
            identifier_length: u32::from_be_bytes(identifier_length),
            record_length: u32::from_be_bytes(record_length),
            identifier_hash,
        };
        // Lengths are bounded before anything is allocated for them.
        if entry.identifier_length > MAX_IDENTIFIER_BYTES || entry.record_length > MAX_RECORD_BYTES
        {
            return Err(self.damaged("the index has a length beyond all limits".to_owned()));
        }
        Ok(entry)
    }

    /// Identifier and record of an entry, as bytes.
    fn content(
        &self,
        records: &mut impl Read,
        entry: &IndexEntry,
    ) -> Result<(Vec<u8>, Vec<u8>), BatchError> {
        let mut read = |length: u32| {
            let mut bytes = vec![0; length as usize];
            records.read_exact(&mut bytes).map_err(|error| self.unreadable(RECORDS, error))?;
            Ok::<_, BatchError>(bytes)
        };
        Ok((read(entry.identifier_length)?, read(entry.record_length)?))
    }

    fn reader(&self, name: &str) -> Result<BufReader<File>, BatchError> {
        let file =
            File::open(self.directory.join(name)).map_err(|error| self.unreadable(name, error))?;
        Ok(BufReader::with_capacity(BUFFER_BYTES, file))
    }

    fn unreadable(&self, name: &str, error: io::Error) -> BatchError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => self.damaged(format!("{name} ends too early")),
            io::ErrorKind::NotFound => self.damaged(format!("{name} is gone")),
            _ => BatchError::io("read", &self.directory.join(name), error),
        }
    }
}

struct IndexEntry {
    offset: u64,
    identifier_length: u32,
    record_length: u32,
    identifier_hash: Hash,
}

impl IndexEntry {
    /// Where the next record begins.
    fn end(&self) -> u64 {
        let length = u64::from(self.identifier_length) + u64::from(self.record_length);
        self.offset.saturating_add(length)
    }
}
