//! What can go wrong with a batch folder.

use super::{Source, to_hex};
use crate::output::printable;
use critical_chains_integrity::Hash;
use critical_chains_records::ReadError;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a folder could not be written, read or continued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The file to stamp cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Source {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file to stamp is not a message this reads.
    #[error("{}: {error}", path.display())]
    Records {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        error: ReadError,
    },
    /// The file to stamp holds no records.
    #[error("{} holds no records", path.display())]
    NoRecords {
        /// The file.
        path: PathBuf,
    },
    /// A payment is called by more than the folder keeps.
    #[error(
        "{}: payment {number} is called by {bytes} bytes ({}…), expected at most {most}",
        path.display(),
        printable(start)
    )]
    LongIdentifier {
        /// The file.
        path: PathBuf,
        /// The payment's place in the file, from 1.
        number: u64,
        /// Bytes of the identifier.
        bytes: usize,
        /// Most bytes the folder keeps.
        most: usize,
        /// What the identifier begins with.
        start: String,
    },
    /// Two of the files to stamp are the same.
    #[error("{}", same_sources(first, second))]
    SameSources {
        /// The file.
        first: PathBuf,
        /// The file of the same content, or the same again.
        second: PathBuf,
    },
    /// The message names no profile that can be anchored.
    #[error("{}: the profile {profile:?} cannot be anchored", path.display())]
    Profile {
        /// The file.
        path: PathBuf,
        /// Its profile.
        profile: String,
    },
    /// The clock of this machine is before 1970 or beyond what the chain counts.
    #[error("the clock of this machine cannot be right")]
    Clock,
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes: {0}")]
    Randomness(getrandom::Error),
    /// A file or directory of the folder could not be handled.
    #[error("cannot {action} {}: {error}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The disk is full.
    #[error("the disk is full: cannot {action} {}", path.display())]
    DiskFull {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
    },
    /// Another process writes to the folder.
    #[error("another process{} is working in {}", by_process(*process), folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The process, where it is known.
        process: Option<u32>,
    },
    /// There is no such folder, or nothing was prepared in it.
    #[error("{} is not a batch folder", folder.display())]
    NotAFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder has data but no manifest.
    #[error("{} has data but no manifest.json", folder.display())]
    ManifestMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest cannot be understood.
    #[error("{}: {reason}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder was made from another file.
    #[error(
        "{} was made from a file of {} bytes with SHA-256 {}, got {} of {} bytes with {}",
        folder.display(),
        expected.length,
        short(&expected.sha256),
        got.path.display(),
        got.length,
        short(&got.sha256)
    )]
    OtherSource {
        /// The folder.
        folder: PathBuf,
        /// The file it was made from.
        expected: Box<Source>,
        /// The file given.
        got: Box<Source>,
    },
    /// The folder was made from more or fewer files.
    #[error("{} was made from {expected} files, got {got}", folder.display())]
    OtherSources {
        /// The folder.
        folder: PathBuf,
        /// How many it was made from.
        expected: usize,
        /// How many were given.
        got: usize,
    },
    /// The data of the folder is not what its manifest says.
    #[error("{} is damaged: {reason}", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// No record has this identifier.
    #[error("no record of {} is called {identifier}", folder.display())]
    UnknownRecord {
        /// The folder.
        folder: PathBuf,
        /// What was asked for.
        identifier: String,
    },
    /// Several records have this identifier.
    #[error("{} records are called {identifier}: {}", indices.len(), listed(indices))]
    AmbiguousRecord {
        /// What was asked for.
        identifier: String,
        /// Where they are.
        indices: Vec<u64>,
    },
    /// The folder has fewer records.
    #[error("got index {index}, the folder has {records} records (0 to {})", records.saturating_sub(1))]
    IndexOutside {
        /// What was asked for.
        index: u64,
        /// How many there are.
        records: u64,
    },
}

impl BatchError {
    /// An error of the file system, telling a full disk from the rest.
    pub(super) fn io(action: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull { action, path },
            _ => Self::Io { action, path, error },
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Source { .. } => "check the path and that you may read the file".to_owned(),
            Self::Records { error, .. } => error.hint().to_owned(),
            Self::NoRecords { .. } => "give a message with at least one payment".to_owned(),
            Self::LongIdentifier { .. } => {
                "a UETR has 36 characters, the other identifications have at most 35: have the \
                 message mended by whoever made it"
                    .to_owned()
            }
            Self::SameSources { .. } => {
                "give each file once: no identifier finds a payment that is in a folder twice"
                    .to_owned()
            }
            Self::Profile { .. } => {
                "a profile has 1 to 64 characters of a-z, 0-9, '.', ':', '_', '-'".to_owned()
            }
            Self::Clock => "set the clock, then run the same command again".to_owned(),
            Self::Randomness(_) => {
                "salts must not be guessable: nothing is stamped without the system's random source"
                    .to_owned()
            }
            Self::DiskFull { path, .. } => format!(
                "free some space on the disk of {} and run the same command again: it goes on \
                 where it stopped, and nothing half-written is used",
                path.display()
            ),
            Self::Locked { .. } => {
                "wait for it to end, or choose another folder with --batch-dir".to_owned()
            }
            Self::NotAFolder { .. } => {
                "give the folder that `critical-chains stamp` wrote".to_owned()
            }
            Self::ManifestMissing { folder } => format!(
                "salts in {} may belong to anchored batches, so they are not overwritten: restore \
                 manifest.json from a copy, or choose another folder with --batch-dir",
                folder.display()
            ),
            Self::Manifest { .. } => {
                "restore manifest.json from a copy; if it was written by a newer version, use that"
                    .to_owned()
            }
            Self::OtherSource { .. } | Self::OtherSources { .. } => {
                "choose another folder with --batch-dir: a folder is for one list of files, and a \
                 file that was changed is another file"
                    .to_owned()
            }
            Self::Damaged { .. } => {
                "restore the folder from a copy: without the salts no receipt can be made"
                    .to_owned()
            }
            Self::UnknownRecord { .. } => {
                "a payment is called by its UETR, else its transaction identification, else its \
                 end-to-end identification; or give its place with --index"
                    .to_owned()
            }
            Self::AmbiguousRecord { .. } => "choose one of them with --index".to_owned(),
            Self::IndexOutside { .. } => "indices count from 0".to_owned(),
            Self::Io { error, .. } => io_hint(error.kind()).to_owned(),
        }
    }
}

/// What to do about an error of the file system.
const fn io_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "let this account read and write there, or choose another folder with --batch-dir"
        }
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "a file stands where a directory is needed: choose another folder with --batch-dir"
        }
        io::ErrorKind::NotFound => {
            "check that the folder was not moved or removed, or choose another with --batch-dir"
        }
        io::ErrorKind::Unsupported => {
            "choose a folder on a disk of this machine with --batch-dir: not every network disk \
             has locks"
        }
        _ => "check the disk, then run the same command again: it goes on where it stopped",
    }
}

/// Enough of a hash to compare by eye.
fn short(hash: &Hash) -> String {
    let digits = to_hex(hash);
    format!("{}…", digits.get(..10).unwrap_or(&digits))
}

fn same_sources(first: &Path, second: &Path) -> String {
    let (shown, other) = (first.display(), second.display());
    if first == second {
        format!("{shown} is given twice")
    } else {
        format!("{shown} and {other} have the same content")
    }
}

fn by_process(process: Option<u32>) -> String {
    process.map(|number| format!(" (number {number})")).unwrap_or_default()
}

fn listed(indices: &[u64]) -> String {
    const SHOWN: usize = 10;
    let mut text = indices.iter().take(SHOWN).map(u64::to_string).collect::<Vec<_>>().join(", ");
    if indices.len() > SHOWN {
        text.push_str(", …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_the_file_system_has_a_remedy() {
        let hint = |kind: io::ErrorKind| BatchError::io("open", Path::new("a"), kind.into()).hint();

        for in_the_way in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::AlreadyExists,
            io::ErrorKind::NotADirectory,
            io::ErrorKind::NotFound,
            io::ErrorKind::Unsupported,
        ] {
            assert!(hint(in_the_way).contains("--batch-dir"), "{in_the_way:?}");
        }
        for full in
            [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge]
        {
            assert!(hint(full).starts_with("free some space on the disk of a and"), "{full:?}");
            assert!(hint(full).contains("it goes on where it stopped"), "{full:?}");
        }
        assert!(hint(io::ErrorKind::Other).contains("it goes on where it stopped"));
    }
}
