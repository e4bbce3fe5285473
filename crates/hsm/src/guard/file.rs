//! Watermarks in a file of this node.
//!
//! redb writes each change as a whole and syncs it, and keeps a second process out.

use super::{
    position::{Act, Kind, Verdict, Watermark, judge},
    store::{Entry, StoreError, TalliedStore, WatermarkStore},
};
use codec::{DecodeAll, Encode};
use polkadot_sdk::sp_core::ed25519::Public;
use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Bytes of a public key and its kind of signature.
const KEY_BYTES: usize = 33;

const WATERMARKS: TableDefinition<'_, &[u8; KEY_BYTES], &[u8]> = TableDefinition::new("watermarks");
const PROPERTIES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("properties");

const FORMAT: &str = "format";
const GENESIS: &str = "genesis";
const TALLY: &str = "tally";

/// The version of what is in the file.
const FORMAT_VERSION: u32 = 1;

/// The name of the file in the guard's directory.
const FILE: &str = "watermarks.redb";

/// Which state of which file this is. The token has a copy, so that an older file shows.
#[derive(Clone, Copy, Debug, codec::Decode, codec::Encode, Eq, PartialEq)]
pub struct Tally {
    /// Drawn when the guard was made or started anew.
    pub file: [u8; 16],
    /// How often it was opened for signing.
    pub openings: u64,
}

/// Why the file of watermarks cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GuardFileError {
    /// There is none.
    #[error("no signing guard in {}", .0.display())]
    Missing(PathBuf),
    /// There is one already.
    #[error("a signing guard is in {} already", .0.display())]
    AlreadyExists(PathBuf),
    /// Another process has it.
    #[error("another process uses the signing guard in {}\nhint: stop it", .0.display())]
    InUse(PathBuf),
    /// It belongs to another chain.
    #[error(
        "the signing guard in {} belongs to the chain with genesis 0x{}\nhint: give --guard another \
         directory", path.display(), hex::encode(genesis)
    )]
    OtherChain {
        /// Where it is.
        path: PathBuf,
        /// The genesis hash of its chain.
        genesis: [u8; 32],
    },
    /// It was written by a newer release.
    #[error("the signing guard in {} has format {version}, which this release does not know", path.display())]
    OtherFormat {
        /// Where it is.
        path: PathBuf,
        /// Its format.
        version: u32,
    },
    /// It cannot be read or written.
    #[error("the signing guard in {}: {source}", path.display())]
    Store {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        source: StoreError,
    },
    /// Its directory cannot be made.
    #[error("the directory {} of the signing guard: {source}", path.display())]
    Directory {
        /// Which directory.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
}

/// Watermarks in a file.
#[derive(Debug)]
pub struct FileStore {
    database: Database,
}

impl FileStore {
    /// Whether there is a file of watermarks in a directory.
    pub fn exists(directory: &Path) -> bool {
        directory.join(FILE).exists()
    }

    /// Makes the file for a chain.
    ///
    /// # Errors
    /// If there is one, or if it cannot be written.
    pub fn create(directory: &Path, genesis: &[u8; 32]) -> Result<Self, GuardFileError> {
        let fail = |source| GuardFileError::Directory { path: directory.to_owned(), source };
        fs::create_dir_all(directory).map_err(fail)?;
        if Self::exists(directory) {
            return Err(GuardFileError::AlreadyExists(directory.to_owned()));
        }
        // A file that is there has all it needs, so it gets its name last.
        let unfinished = directory.join(format!("{FILE}.new"));
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let store = Self { database: open(&unfinished, directory)? };
        let properties = [(FORMAT, FORMAT_VERSION.encode()), (GENESIS, genesis.encode())];
        store
            .put_properties(&properties)
            .map_err(|source| GuardFileError::Store { path: directory.to_owned(), source })?;
        fs::rename(&unfinished, directory.join(FILE)).map_err(fail)?;
        sync_directory(directory).map_err(fail)?;
        Ok(store)
    }

    /// Opens the file of a chain.
    ///
    /// # Errors
    /// If there is none, if it is another chain's, if another process has it, or if it is damaged.
    pub fn open(directory: &Path, genesis: &[u8; 32]) -> Result<Self, GuardFileError> {
        if !Self::exists(directory) {
            return Err(GuardFileError::Missing(directory.to_owned()));
        }
        let path = directory.to_owned();
        let store = Self { database: open(&directory.join(FILE), directory)? };
        let fail = |source| GuardFileError::Store { path: path.clone(), source };
        let version: u32 = store
            .property(FORMAT)
            .map_err(fail)?
            .ok_or_else(|| fail(StoreError::Damaged("its format is not told".into())))?;
        if version != FORMAT_VERSION {
            return Err(GuardFileError::OtherFormat { path, version });
        }
        let found: [u8; 32] = store
            .property(GENESIS)
            .map_err(fail)?
            .ok_or_else(|| fail(StoreError::Damaged("its chain is not told".into())))?;
        if found != *genesis {
            return Err(GuardFileError::OtherChain { path, genesis: found });
        }
        Ok(store)
    }

    fn property<T: DecodeAll>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let table = self.database.begin_read().map_err(storage)?.open_table(PROPERTIES);
        let found = table.map_err(storage)?.get(name).map_err(storage)?;
        found.map(|bytes| decode(bytes.value())).transpose()
    }

    fn put_properties(&self, properties: &[(&str, Vec<u8>)]) -> Result<(), StoreError> {
        let change = self.database.begin_write().map_err(storage)?;
        {
            let mut table = change.open_table(PROPERTIES).map_err(storage)?;
            for (name, value) in properties {
                table.insert(name, value.as_slice()).map_err(storage)?;
            }
            change.open_table(WATERMARKS).map_err(storage)?;
        }
        change.commit().map_err(storage)
    }
}

impl WatermarkStore for FileStore {
    fn judge(&mut self, key: &Public, act: &Act) -> Result<Verdict, StoreError> {
        let known = self.watermark(key, act.kind)?;
        let verdict = judge(known.as_ref(), act);
        if let Verdict::New(watermark) = verdict {
            self.set(&[Entry { key: *key, kind: act.kind, watermark }])?;
        }
        Ok(verdict)
    }

    fn watermark(&mut self, key: &Public, kind: Kind) -> Result<Option<Watermark>, StoreError> {
        let table = self.database.begin_read().map_err(storage)?.open_table(WATERMARKS);
        let found = table.map_err(storage)?.get(&entry_key(key, kind)).map_err(storage)?;
        found.map(|bytes| decode(bytes.value())).transpose()
    }

    fn entries(&mut self) -> Result<Vec<Entry>, StoreError> {
        let table = self.database.begin_read().map_err(storage)?.open_table(WATERMARKS);
        table
            .map_err(storage)?
            .iter()
            .map_err(storage)?
            .map(|row| {
                let (key, watermark) = row.map_err(storage)?;
                let (key, kind) = decode::<([u8; 32], Kind)>(key.value())?;
                Ok(Entry { key: Public::from(key), kind, watermark: decode(watermark.value())? })
            })
            .collect()
    }

    fn set(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        let change = self.database.begin_write().map_err(storage)?;
        {
            let mut table = change.open_table(WATERMARKS).map_err(storage)?;
            for Entry { key, kind, watermark } in entries {
                table
                    .insert(&entry_key(key, *kind), watermark.encode().as_slice())
                    .map_err(storage)?;
            }
        }
        change.commit().map_err(storage)
    }
}

impl TalliedStore for FileStore {
    fn tally(&mut self) -> Result<Option<Tally>, StoreError> {
        self.property(TALLY)
    }

    fn set_tally(&mut self, tally: &Tally) -> Result<(), StoreError> {
        self.put_properties(&[(TALLY, tally.encode())])
    }
}

fn entry_key(key: &Public, kind: Kind) -> [u8; KEY_BYTES] {
    let mut bytes = [0; KEY_BYTES];
    (key.0, kind).encode_to(&mut bytes.as_mut_slice());
    bytes
}

fn open(file: &Path, directory: &Path) -> Result<Database, GuardFileError> {
    Database::create(file).map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => GuardFileError::InUse(directory.to_owned()),
        other => GuardFileError::Store { path: directory.to_owned(), source: storage(other) },
    })
}

fn decode<T: DecodeAll>(bytes: &[u8]) -> Result<T, StoreError> {
    T::decode_all(&mut &*bytes).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn storage(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Corrupted(what) => StoreError::Damaged(what),
        other => StoreError::Storage(other.to_string()),
    }
}

/// Makes a new name in a directory last.
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}
