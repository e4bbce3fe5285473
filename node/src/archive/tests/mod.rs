//! The archive against an invented chain, whose blocks are signed as real ones are.

mod failing_disk;
mod fake_chain;
mod following;
mod history;
mod indexing;
mod receipts;
mod recovery;
mod tiles;

pub(crate) use fake_chain::{FakeChain, Plan, anchor, keys, record_part};

use super::{Archive, ArchiveError, Follower};
use redb::{Database, TableDefinition, WriteTransaction};
use std::{path::Path, sync::Arc};
use tempfile::TempDir;

/// A chain and the archive of it.
pub(crate) struct Bench {
    pub(crate) chain: Arc<FakeChain>,
    pub(crate) directory: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { chain: Arc::new(FakeChain::new(4)), directory: TempDir::new().unwrap() }
    }

    pub(crate) fn open(&self) -> Result<Follower<FakeChain>, ArchiveError> {
        open_at(&self.chain, self.directory.path())
    }

    /// Opens the archive after it is deleted.
    pub(crate) fn rebuild(&self) -> Result<Follower<FakeChain>, ArchiveError> {
        Follower::open(self.directory.path(), self.chain.genesis(), self.chain.clone(), true)
    }

    /// Changes the file of the archive, behind the back of all that knows its tables.
    pub(crate) fn meddle(&self, with: impl FnOnce(&WriteTransaction)) {
        let database = Database::open(self.directory.path().join("archive.redb")).unwrap();
        let transaction = database.begin_write().unwrap();
        with(&transaction);
        transaction.commit().unwrap();
    }

    /// Takes a block out of the file of the archive.
    pub(crate) fn lose_block(&self, number: u32) {
        self.meddle(|transaction| {
            let blocks = TableDefinition::<u32, &[u8]>::new("blocks");
            assert!(transaction.open_table(blocks).unwrap().remove(number).unwrap().is_some());
        });
    }

    /// Archives all that is final.
    pub(crate) fn caught_up(&self) -> Follower<FakeChain> {
        let mut follower = self.open().unwrap();
        catch_up(&mut follower).unwrap();
        follower
    }

    pub(crate) fn archive_of(&self, follower: &Follower<FakeChain>) -> Archive {
        follower.archive(self.chain.genesis(), true)
    }
}

pub(crate) fn open_at(
    chain: &Arc<FakeChain>,
    directory: &Path,
) -> Result<Follower<FakeChain>, ArchiveError> {
    Follower::open(directory, chain.genesis(), chain.clone(), false)
}

pub(crate) fn catch_up(follower: &mut Follower<FakeChain>) -> Result<(), ArchiveError> {
    while follower.step()?.blocks > 0 {}
    Ok(())
}
