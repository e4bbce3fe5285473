//! Which file the records came from, so that a second call recognises it.

use super::{BatchError, hex_bytes};
use critical_chains_integrity::Hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

/// Bytes read from a source at a time.
const READ_BUFFER_BYTES: usize = 256 * 1024;

/// A file whose records were stamped. Length and SHA-256 identify it; the path is for people.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Where the file was.
    pub path: PathBuf,
    /// Its length in bytes.
    pub length: u64,
    /// SHA-256 of its bytes.
    #[serde(with = "hex_bytes::hash")]
    pub sha256: Hash,
}

impl Source {
    /// Reads a file to its end and says what it is.
    pub fn of(path: &Path) -> Result<Self, BatchError> {
        let mut reader = SourceReader::open(path)?;
        reader.finish(path)
    }

    /// Whether a file can be read at all.
    pub(super) fn check_readable(path: &Path) -> Result<(), BatchError> {
        SourceReader::open(path).map(|_| ())
    }

    /// Whether this is the same content, wherever it lies.
    pub fn same_content(&self, other: &Self) -> bool {
        self.length == other.length && self.sha256 == other.sha256
    }
}

/// A file that is hashed while others read it, so that what was stamped is what was identified.
pub(super) struct SourceReader {
    file: BufReader<File>,
    total: u64,
    length: u64,
    hasher: Sha256,
}

impl SourceReader {
    pub(super) fn open(path: &Path) -> Result<Self, BatchError> {
        let unreadable = |error| BatchError::Source { path: path.to_path_buf(), error };
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(unreadable(io::ErrorKind::IsADirectory.into()));
        }
        let file = BufReader::with_capacity(READ_BUFFER_BYTES, file);
        Ok(Self { file, total: metadata.len(), length: 0, hasher: Sha256::new() })
    }

    /// Length the file had when it was opened.
    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    /// Reads what is left and says what the file is.
    pub(super) fn finish(&mut self, path: &Path) -> Result<Source, BatchError> {
        io::copy(self, &mut io::sink())
            .map_err(|error| BatchError::Source { path: path.to_path_buf(), error })?;
        Ok(Source {
            path: path.to_path_buf(),
            length: self.length,
            sha256: self.hasher.clone().finalize().into(),
        })
    }
}

impl Read for SourceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        self.length += read as u64;
        Ok(read)
    }
}
