//! Where the guard's state is kept.

use super::{
    file::{FileStore, GuardFileError},
    shared::{SharedGuardError, SharedOptions, SharedStore},
    store::TalliedStore,
};
use crate::error::StartError;
use std::{fmt, path::PathBuf};

/// Where the guard's state is kept.
#[derive(Clone, Debug)]
pub enum GuardPlace {
    /// In a directory of this node.
    Directory(PathBuf),
    /// In a database that several nodes share.
    Shared(SharedOptions),
}

impl fmt::Display for GuardPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path) => path.display().fmt(formatter),
            Self::Shared(options) => write!(formatter, "the database {}", options.place()),
        }
    }
}

impl GuardPlace {
    /// Opens the state of a chain to look at it.
    ///
    /// # Errors
    /// If there is none, or if it cannot be used.
    pub fn open(&self, genesis: &[u8; 32]) -> Result<Box<dyn TalliedStore>, StartError> {
        Ok(match self {
            Self::Directory(path) => Box::new(FileStore::open(path, genesis)?),
            Self::Shared(options) => Box::new(SharedStore::open(options, genesis, None)?),
        })
    }

    /// Opens the state of a chain to change it, while nobody signs by it; makes it if there is none.
    ///
    /// # Errors
    /// If it cannot be used, or if a node signs by it.
    pub fn open_to_change(&self, genesis: &[u8; 32]) -> Result<Box<dyn TalliedStore>, StartError> {
        Ok(match self {
            Self::Directory(path) => Box::new(match FileStore::open(path, genesis) {
                Err(GuardFileError::Missing(_)) => FileStore::create(path, genesis)?,
                other => other?,
            }),
            Self::Shared(options) => {
                let store = open_or_create(options, genesis)?;
                if !store.claim()? {
                    let (place, node) = (options.place(), store.signer()?);
                    return Err(SharedGuardError::InUse { place, node }.into());
                }
                Box::new(store)
            }
        })
    }
}

fn open_or_create(
    options: &SharedOptions,
    genesis: &[u8; 32],
) -> Result<SharedStore, SharedGuardError> {
    match SharedStore::open(options, genesis, None) {
        Err(SharedGuardError::Missing(_) | SharedGuardError::OtherChain { .. }) => {
            SharedStore::create(options, genesis)?;
            SharedStore::open(options, genesis, None)
        }
        other => other,
    }
}
