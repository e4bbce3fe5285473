//! Why the archive cannot go on.

use critical_chains_integrity::Hash;
use std::{io, path::PathBuf};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Hint for an archive that can only be replaced.
const REBUILD: &str = "start once with --rebuild-archive; it needs the states of all blocks, which a \
                       node keeps with --state-pruning archive-canonical";

/// Why the archive cannot go on. Every case has a [`hint`](Self::hint).
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    /// The directory holds the archive of another chain.
    #[error(
        "the archive in {path} is of another chain: its genesis block is {}, expected {}",
        show(.found), show(.expected)
    )]
    OtherChain { path: PathBuf, found: Hash, expected: Hash },
    /// The file was written by another version of this software.
    #[error("the archive in {path} has format {found}, expected {expected}")]
    OtherFormat { path: PathBuf, found: u32, expected: u32 },
    /// The chain has another block at a height that is final in the archive.
    #[error(
        "the chain no longer has the final block {number} of the archive: got {}, expected {}",
        show(.chain), show(.archive)
    )]
    OtherHistory { number: u32, archive: Hash, chain: Hash },
    /// The archive was to be built again, and the chain cannot give all of it.
    #[error("the archive in {path} cannot be rebuilt, and is left as it is: {cause}")]
    NotRebuildable { path: PathBuf, cause: Box<ArchiveError> },
    /// A finalised block contradicts its own header or the calendar.
    #[error("block {number} contradicts the calendar: its {what} is {got}, expected {expected}")]
    Contradiction { number: u32, what: &'static str, got: String, expected: String },
    /// The database does not have the state of a block any more.
    #[error("the state of block {number} is gone from this node's database")]
    StatePruned { number: u32 },
    /// The database does not have a finalised block.
    #[error("the finalised block {number} is missing from this node's database")]
    BlockMissing { number: u32 },
    /// The chain did not answer.
    #[error("block {number} cannot be read: {cause}")]
    Chain { number: u32, cause: Cause },
    /// The file lacks something that must be there.
    #[error("the archive is damaged: {0} is missing or malformed")]
    Damaged(String),
    /// The database of the archive failed.
    #[error("the archive's database failed: {0}")]
    Database(Box<redb::Error>),
    /// A file or directory of the archive failed.
    #[error("{path}: {cause}")]
    File { path: PathBuf, cause: io::Error },
    /// A mistake in this program.
    #[error("the archive panicked")]
    Panicked,
}

impl ArchiveError {
    /// What a person can do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::OtherChain { .. } => {
                "give another --base-path, or start once with --rebuild-archive to replace the \
                 archive; it needs the states of all blocks"
            }
            Self::OtherFormat { .. } | Self::Damaged(_) => REBUILD,
            Self::OtherHistory { .. } => {
                "finality was broken or the chain's database was lost: find out why before you \
                 start once with --rebuild-archive, which needs the states of all blocks"
            }
            Self::NotRebuildable { .. } => {
                "start without --rebuild-archive to go on with this archive. To replace it, keep a \
                 copy, purge the chain, and sync again with --state-pruning archive-canonical and \
                 --sync full"
            }
            Self::Contradiction { .. } => {
                "do not trust this chain until the cause is known: the runtime or this database \
                 is not what it should be"
            }
            Self::StatePruned { .. } => {
                "the archive needs the state of every block once: purge the chain and sync again \
                 with --state-pruning archive-canonical and --sync full"
            }
            Self::BlockMissing { .. } => "purge the chain and sync again with --sync full",
            Self::Chain { .. } => "see the log above; a restart continues where this stopped",
            Self::Database(error) => match &**error {
                redb::Error::DatabaseAlreadyOpen => {
                    "another node runs on this base path: stop it, or give another --base-path"
                }
                redb::Error::Corrupted(_) => REBUILD,
                redb::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => REBUILD,
                _ => {
                    "see that the disk has space and its rights are right; a restart continues \
                     where this stopped"
                }
            },
            Self::File { .. } => {
                "see that the disk has space and its rights are right; a restart continues where \
                 this stopped"
            }
            Self::Panicked => {
                "this is a mistake in the program: report what the log says above; a restart \
                 continues where this stopped"
            }
        }
    }

    pub(super) fn chain(number: u32, cause: impl Into<Cause>) -> Self {
        Self::Chain { number, cause: cause.into() }
    }

    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File { path, cause }
    }
}

/// Any error of the database, for `map_err`.
pub(super) fn database(error: impl Into<redb::Error>) -> ArchiveError {
    ArchiveError::Database(Box::new(error.into()))
}

/// A hash as people see it elsewhere.
pub(crate) fn show(hash: &Hash) -> String {
    format!("0x{}", hex::encode(hash))
}
