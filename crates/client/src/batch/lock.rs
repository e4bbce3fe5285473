//! One process at a time writes to a folder.

use super::BatchError;
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

/// Name of the lock file. It stays when the lock is released: removing it would let two processes
/// lock two files of the same name.
const LOCK_FILE: &str = "lock";

/// The right to write to a folder, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock of a folder, or says who has it.
    pub fn acquire(folder: &Path) -> Result<Self, BatchError> {
        let path = folder.join(LOCK_FILE);
        let failed = |error| BatchError::io("lock", &path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The number is a courtesy: without it the message still says what to do.
                let _ = file.read_to_string(&mut holder);
                return Err(BatchError::Locked {
                    folder: folder.to_path_buf(),
                    process: holder.trim().parse().ok(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // A full disk must not keep anybody from finishing what was begun.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}
