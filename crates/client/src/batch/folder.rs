//! A folder from its first byte to its last receipt.

use super::{
    BatchError, BatchTree, Disk, FolderLock, Manifest, RecordStore, Source, StoredRecord,
    disk::parent, prepare,
};
use crate::output::{Observer, Phase};
use critical_chains_integrity::tree::Frontier;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Where data is written before the manifest exists.
const PREPARING: &str = "preparing";

/// Where data is once it counts.
const DATA: &str = "data";

/// A folder that this process may write to.
pub struct Folder<'a> {
    path: PathBuf,
    disk: &'a dyn Disk,
    manifest: Manifest,
    _lock: FolderLock,
}

impl<'a> Folder<'a> {
    /// Opens a folder for these files: goes on with what is there, or prepares it.
    pub fn open_or_prepare(
        disk: &'a dyn Disk,
        path: &Path,
        sources: &[PathBuf],
        batch_size: u32,
        observer: &mut dyn Observer,
    ) -> Result<Self, BatchError> {
        // A misspelt name should not leave a folder behind.
        sources.iter().try_for_each(|source| Source::check_readable(source))?;
        disk.create_dir(path).map_err(|error| BatchError::io("create", path, error))?;
        let lock = FolderLock::acquire(path)?;
        let manifest = match Manifest::read(path)? {
            Some(manifest) => {
                recognise(path, &manifest, sources)?;
                finish_rename(disk, path)?;
                let store = open_store(path, &manifest)?;
                // What is final is not read again, but without it no receipt could be made.
                if !manifest.is_final() {
                    check(&store, &manifest, observer)?;
                }
                manifest
            }
            None => {
                if path.join(DATA).exists() {
                    return Err(BatchError::ManifestMissing { folder: path.to_path_buf() });
                }
                prepare_folder(disk, path, sources, batch_size, observer)?
            }
        };
        Ok(Self { path: path.to_path_buf(), disk, manifest, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Changes the manifest, on disk first: what memory says has always been made durable.
    pub fn update(&mut self, change: impl FnOnce(&mut Manifest)) -> Result<(), BatchError> {
        let mut next = self.manifest.clone();
        change(&mut next);
        next.write(self.disk, &self.path)?;
        self.manifest = next;
        Ok(())
    }
}

/// A folder that receipts are made from. Its data never changes, so no lock is needed.
pub struct StampedFolder {
    path: PathBuf,
    manifest: Manifest,
    store: RecordStore,
}

impl StampedFolder {
    /// Opens a folder for reading.
    pub fn open(path: &Path) -> Result<Self, BatchError> {
        let manifest = Manifest::read(path)?
            .ok_or_else(|| BatchError::NotAFolder { folder: path.to_path_buf() })?;
        let store = open_store(path, &manifest)?;
        Ok(Self { path: path.to_path_buf(), manifest, store })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The record at a position in the folder.
    pub fn record(&self, position: u64) -> Result<StoredRecord, BatchError> {
        self.store.record(position)
    }

    /// Position of the one record with this identifier.
    pub fn find(&self, identifier: &str) -> Result<u64, BatchError> {
        let indices = self.store.find(identifier)?;
        match indices.as_slice() {
            [index] => Ok(*index),
            [] => Err(BatchError::UnknownRecord {
                folder: self.path.clone(),
                identifier: identifier.to_owned(),
            }),
            _ => Err(BatchError::AmbiguousRecord { identifier: identifier.to_owned(), indices }),
        }
    }

    /// The tree of one batch, which must lead to the root its manifest names.
    pub fn tree(&self, batch: usize) -> Result<BatchTree, BatchError> {
        let batch = self.manifest.batches.get(batch).ok_or_else(|| BatchError::Damaged {
            folder: self.path.clone(),
            reason: format!("there is no batch {batch}"),
        })?;
        let tree = BatchTree::new(self.store.leaves(batch.first, batch.leaf_count)?);
        if tree.root() != batch.root {
            return Err(self.store.damaged("the leaves do not lead to the root".to_owned()));
        }
        Ok(tree)
    }
}

/// The data of a folder that has a manifest.
fn open_store(path: &Path, manifest: &Manifest) -> Result<RecordStore, BatchError> {
    // Between manifest and rename the data has its first name; it is complete all the same.
    let data = [DATA, PREPARING].map(|name| path.join(name)).into_iter().find(|at| at.exists());
    let data = data.ok_or_else(|| BatchError::Damaged {
        folder: path.to_path_buf(),
        reason: "its data is gone".to_owned(),
    })?;
    RecordStore::open(&data, manifest.records)
}

/// Refuses files the folder was not made from.
fn recognise(path: &Path, manifest: &Manifest, sources: &[PathBuf]) -> Result<(), BatchError> {
    let folder = path.to_path_buf();
    let (expected, got) = (manifest.sources.len(), sources.len());
    if expected != got {
        return Err(BatchError::OtherSources { folder, expected, got });
    }
    for (expected, source) in manifest.sources.iter().zip(sources) {
        let got = Source::of(source)?;
        if !expected.same_content(&got) {
            let (expected, got) = (Box::new(expected.clone()), Box::new(got));
            return Err(BatchError::OtherSource { folder, expected, got });
        }
    }
    Ok(())
}

fn prepare_folder(
    disk: &dyn Disk,
    path: &Path,
    sources: &[PathBuf],
    batch_size: u32,
    observer: &mut dyn Observer,
) -> Result<Manifest, BatchError> {
    let preparing = path.join(PREPARING);
    // What a crash left here was never submitted, since no manifest speaks of it.
    let discard =
        || disk.remove_dir(&preparing).map_err(|error| BatchError::io("remove", &preparing, error));
    discard()?;
    let create = || -> io::Result<()> {
        disk.create_dir(&preparing)?;
        disk.sync_dir(path)?;
        // The folder itself must survive too.
        disk.sync_dir(parent(path))
    };
    create().map_err(|error| BatchError::io("create", &preparing, error))?;
    let written = prepare(disk, &preparing, sources, batch_size, observer).and_then(|manifest| {
        manifest.write(disk, path)?;
        Ok(manifest)
    });
    match written {
        Ok(manifest) => {
            finish_rename(disk, path)?;
            Ok(manifest)
        }
        Err(error) => {
            // The manifest may be in place although making it durable failed.
            if Manifest::read(path).is_ok_and(|manifest| manifest.is_none()) {
                let _ = discard();
            }
            Err(error)
        }
    }
}

/// Gives the data its lasting name, if a crash kept that from happening.
fn finish_rename(disk: &dyn Disk, path: &Path) -> Result<(), BatchError> {
    let (preparing, data) = (path.join(PREPARING), path.join(DATA));
    if data.exists() || !preparing.exists() {
        return Ok(());
    }
    disk.rename(&preparing, &data)
        .and_then(|()| disk.sync_dir(path))
        .map_err(|error| BatchError::io("rename", &preparing, error))
}

/// Computes every root again from salts and records before a folder found on disk is anchored.
fn check(
    store: &RecordStore,
    manifest: &Manifest,
    observer: &mut dyn Observer,
) -> Result<(), BatchError> {
    let mut tree = Frontier::new();
    let mut batches = manifest.batches.iter();
    let mut batch = batches.next();
    store.scan(|position, record, leaf| {
        if record.leaf() != leaf {
            return Err(store.damaged(format!("record {position} does not fit its leaf")));
        }
        tree.append(leaf);
        if batch.is_some_and(|batch| batch.leaf_count == tree.size()) {
            if batch.is_some_and(|batch| batch.root != tree.root()) {
                return Err(store.damaged("the leaves do not lead to the root".to_owned()));
            }
            tree = Frontier::new();
            batch = batches.next();
        }
        observer.progress(Phase::Checking, position + 1, Some(manifest.records));
        Ok(())
    })?;
    observer.finished(Phase::Checking);
    Ok(())
}
