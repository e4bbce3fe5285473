//! Appends finalised blocks, each checked against its own header and all before it.

use super::{
    ArchiveError,
    authorities::LatestSets,
    chain::{BlockFacts, Chain},
    error::show,
    store::{Entry, Snapshot, Store},
};
use critical_chains_integrity::{
    Hash,
    anchor::Anchor,
    calendar::CalendarDigest,
    finality::{FinalityProof, Header, block_hash},
    tree::{Frontier, TreeError, root},
};
use std::sync::Arc;

/// Writes the archive. It is the only one to do so.
pub(crate) struct Indexer {
    store: Arc<Store>,
    genesis: Hash,
    position: Position,
}

/// Where the archive stands, held in memory so that appending reads nothing.
#[derive(Clone)]
struct Position {
    number: u32,
    hash: Hash,
    calendar: Frontier,
    sets: LatestSets,
}

/// What a batch of blocks brought.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Appended {
    /// Blocks written.
    pub(crate) blocks: u32,
    /// Anchors in them.
    pub(crate) anchors: u64,
    /// Justifications that give no proof.
    pub(crate) unusable_justifications: u32,
}

impl Indexer {
    /// Continues where the archive ends.
    pub(crate) fn new(store: Arc<Store>, genesis: Hash) -> Result<Self, ArchiveError> {
        let snapshot = store.snapshot()?;
        let number = snapshot.height()?;
        let hash = snapshot.block(number)?.map_or(genesis, |(hash, _)| hash);
        let calendar = calendar_at(&snapshot, u64::from(number))?;
        let (newest, previous) = snapshot.latest_sets()?;
        let sets = LatestSets::new(newest, previous);
        Ok(Self { store, genesis, position: Position { number, hash, calendar, sets } })
    }

    /// Number of the last block written.
    pub(crate) fn height(&self) -> u32 {
        self.position.number
    }

    /// Checks that the chain still has the last block of the archive, or the last one it has again
    /// finalised: a node killed at once after a block may find it in the archive only.
    pub(crate) fn check_history(&self, chain: &impl Chain) -> Result<(), ArchiveError> {
        let number = self.height().min(chain.finalised());
        if number == 0 {
            return Ok(());
        }
        let archived = self.store.snapshot()?.block(number)?;
        let (archive, _) =
            archived.ok_or_else(|| ArchiveError::Damaged(format!("block {number}")))?;
        match chain.block_hash(number)? {
            Some(found) if found == archive => Ok(()),
            Some(chain) => Err(ArchiveError::OtherHistory { number, archive, chain }),
            None => Err(ArchiveError::BlockMissing { number }),
        }
    }

    /// Appends the next finalised blocks, at most `limit`, as one transaction.
    pub(crate) fn append(
        &mut self,
        chain: &impl Chain,
        limit: u32,
    ) -> Result<Appended, ArchiveError> {
        let first = self.height().saturating_add(1);
        let last = chain.finalised().min(self.height().saturating_add(limit));
        let mut appended = Appended::default();
        if first > last {
            return Ok(appended);
        }
        let batch = self.store.batch()?;
        let mut position = self.position.clone();
        for number in first..=last {
            let facts = chain.facts(number)?;
            let (entry, unusable) = position.advance(&self.genesis, facts)?;
            batch.append(&entry)?;
            appended.blocks = appended.blocks.saturating_add(1);
            appended.anchors = appended.anchors.saturating_add(entry.anchors.len() as u64);
            appended.unusable_justifications =
                appended.unusable_justifications.saturating_add(u32::from(unusable));
        }
        batch.commit()?;
        self.position = position;
        Ok(appended)
    }
}

impl Position {
    /// Steps to the next block. The flag tells of a justification that gives no proof.
    fn advance(
        &mut self,
        genesis: &Hash,
        facts: BlockFacts,
    ) -> Result<(Entry, bool), ArchiveError> {
        let number = self.number.saturating_add(1);
        let BlockFacts { header, anchors, leaf, justification, change } = facts;
        let check = Check { number };
        let digest = check.header(&header)?;

        check.equal("genesis hash", &leaf.genesis, genesis)?;
        check.numbers("number", leaf.number, u64::from(number))?;
        check.equal("parent", &leaf.parent, &self.hash)?;
        check.equal("leaf", &leaf.hash(), &digest.leaf)?;
        let anchors: Vec<(Hash, Anchor)> =
            anchors.into_iter().map(|anchor| (anchor.hash(), anchor)).collect();
        check.numbers("number of anchors", anchors.len() as u64, leaf.anchor_count.into())?;
        check.equal(
            "block tree",
            &root(anchors.iter().map(|(hash, _)| *hash)),
            &leaf.anchors_root,
        )?;
        let mut nodes = Vec::new();
        self.calendar.append_with(digest.leaf, |level, index, node| {
            nodes.push((level, index, node));
        });
        check.equal("calendar root", &self.calendar.root(), &digest.root)?;

        let proof = justification.map(|justification| {
            self.sets.prove(number, &header, &justification).map_err(|error| {
                log::error!(
                    target: "archive",
                    "the justification of block {number} gives no proof: {error}",
                );
            })
        });
        let unusable = matches!(proof, Some(Err(())));
        let proof: Option<FinalityProof> = proof.and_then(Result::ok);

        let next_set = change.map(|change| self.sets.newest.after(number, &change));
        if let Some(entry) = &next_set {
            self.sets.push(entry.clone());
        }
        self.number = number;
        self.hash = block_hash(&header);
        Ok((Entry { number, hash: self.hash, leaf, anchors, nodes, proof, next_set }, unusable))
    }
}

/// Comparisons of one block, with the error they lead to.
struct Check {
    number: u32,
}

impl Check {
    /// What the header says of the calendar.
    fn header(&self, header: &[u8]) -> Result<CalendarDigest, ArchiveError> {
        let malformed = |error: critical_chains_integrity::finality::HeaderError| {
            self.differs("header", error.to_string(), "one with a calendar digest".into())
        };
        let header = Header::from_scale(header).map_err(malformed)?;
        self.numbers("number in the header", header.number.into(), self.number.into())?;
        header.calendar_digest().map_err(malformed)
    }

    fn equal(&self, what: &'static str, got: &Hash, expected: &Hash) -> Result<(), ArchiveError> {
        if got == expected { Ok(()) } else { Err(self.differs(what, show(got), show(expected))) }
    }

    fn numbers(&self, what: &'static str, got: u64, expected: u64) -> Result<(), ArchiveError> {
        if got == expected {
            Ok(())
        } else {
            Err(self.differs(what, got.to_string(), expected.to_string()))
        }
    }

    fn differs(&self, what: &'static str, got: String, expected: String) -> ArchiveError {
        ArchiveError::Contradiction { number: self.number, what, got, expected }
    }
}

/// The calendar when it had `size` leaves.
pub(super) fn calendar_at(snapshot: &Snapshot, size: u64) -> Result<Frontier, ArchiveError> {
    let mut start = 0;
    let levels = (0..=63u8).rev().filter(|level| size & (1 << level) != 0);
    let nodes = levels
        .map(|level| {
            let index = start >> level;
            start |= 1 << level;
            snapshot.node(level, index)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let damaged = |error: TreeError| ArchiveError::Damaged(error.to_string());
    Frontier::from_parts(size, nodes).map_err(damaged)
}
