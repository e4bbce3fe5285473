//! What can be asked of the archive.

use super::{
    ArchiveError, Progress,
    authorities::SetEntry,
    indexer::calendar_at,
    store::{ArchivedAnchor, Place, Snapshot, Store},
};
use critical_chains_integrity::{
    Hash,
    anchor::StreamId,
    calendar::CalendarLeaf,
    checkpoint::Checkpoint,
    receipt::{ChainPart, CheckpointPath, Finality, TreePath},
    tree::{TreeError, consistency_path_with, inclusion_path, inclusion_path_with},
    trust::AuthorityHandoff,
};
use std::sync::Arc;
use tokio::sync::watch;

/// Answers questions, also while blocks are written.
pub(crate) struct Archive {
    store: Arc<Store>,
    genesis: Hash,
    progress: watch::Receiver<Progress>,
    has_proofs: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QueryError {
    /// No such anchor is final.
    #[error("no final anchor is known by this hash or sequence number")]
    UnknownAnchor,
    /// The calendar never had, or does not have yet, this size.
    #[error("the calendar has {height} leaves, got a size of {size}")]
    InvalidSize { size: u64, height: u32 },
    /// The older calendar must not be the larger one.
    #[error("the old size {old} is larger than the new size {new}")]
    SizesReversed { old: u64, new: u64 },
    /// The checkpoint is older than the anchor.
    #[error("block {block} is not in a calendar of {size} leaves")]
    OlderThanAnchor { block: u32, size: u64 },
    /// The archive has no proof of finality for the block yet.
    #[error("block {block} has no proof of finality yet")]
    NotProvenYet { block: u32 },
    /// The archive has stopped, and what was asked for may be in a later block.
    #[error(
        "the archive of this node stopped after block {height}, and the answer may be in a later one"
    )]
    Stopped { height: u32 },
    /// This chain makes no proofs of finality.
    #[error("this node seals blocks by itself: they have no proof of finality")]
    NoProofs,
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl QueryError {
    /// Whether later blocks may hold the answer.
    fn may_pass(&self) -> bool {
        match self {
            Self::UnknownAnchor | Self::NotProvenYet { .. } => true,
            Self::InvalidSize { size, height } => *size > u64::from(*height),
            _ => false,
        }
    }
}

/// A checkpoint and the block it was taken at.
#[derive(Debug)]
pub(crate) struct CheckpointAt {
    pub(crate) checkpoint: Checkpoint,
    /// Block with the last leaf: none for the empty calendar.
    pub(crate) last_block: Option<LastBlock>,
}

/// The block with the last leaf of a checkpoint.
#[derive(Debug)]
pub(crate) struct LastBlock {
    pub(crate) hash: Hash,
    pub(crate) timestamp: u64,
}

/// The chain's part of a receipt and where it is from.
#[derive(Debug)]
pub(crate) struct Proven {
    pub(crate) anchor: ArchivedAnchor,
    pub(crate) block_hash: Hash,
    pub(crate) part: ChainPart,
    /// The block whose finality proves the anchor final, if that is how it is proven.
    pub(crate) final_by: Option<u32>,
}

/// An anchor and the block it is in.
#[derive(Debug)]
pub(crate) struct AnchorInBlock {
    pub(crate) anchor: ArchivedAnchor,
    pub(crate) block_hash: Hash,
    pub(crate) timestamp: u64,
}

/// A set of authorities and the proof that the set before it handed over to it.
#[derive(Debug)]
pub(crate) struct SetWithHandoff {
    pub(crate) entry: SetEntry,
    pub(crate) handoff: Option<AuthorityHandoff>,
}

impl Archive {
    pub(super) fn new(
        store: Arc<Store>,
        genesis: Hash,
        progress: watch::Receiver<Progress>,
        has_proofs: bool,
    ) -> Self {
        Self { store, genesis, progress, has_proofs }
    }

    /// Genesis hash of the chain.
    pub(crate) fn genesis(&self) -> &Hash {
        &self.genesis
    }

    /// How far the archive has come, to wait for more.
    pub(crate) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.clone()
    }

    /// The last block whose anchors can have receipts.
    pub(crate) fn receiptable(&self, progress: Progress) -> u32 {
        if self.has_proofs { progress.proven } else { progress.height }
    }

    /// Fails once the archive has stopped, because then nobody here knows how things are now.
    pub(crate) fn check_present(&self) -> Result<(), QueryError> {
        match *self.progress.borrow() {
            Progress { has_stopped: true, height, .. } => Err(QueryError::Stopped { height }),
            _ => Ok(()),
        }
    }

    /// Asks the archive. What it has, it also tells once it has stopped; of anything else it then
    /// says that it does not know.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Snapshot) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        let answer = question(&self.store.snapshot()?);
        if answer.as_ref().is_err_and(QueryError::may_pass) {
            self.check_present()?;
        }
        answer
    }

    /// Size and root of the calendar, of now or of an earlier block.
    pub(crate) fn checkpoint(&self, size: Option<u64>) -> Result<CheckpointAt, QueryError> {
        if size.is_none() {
            self.check_present()?;
        }
        self.ask(|snapshot| {
            let height = snapshot.height()?;
            let size = size.unwrap_or(height.into());
            let number = block_at(size, height)?;
            let root = calendar_at(snapshot, size)?.root();
            let last = snapshot.block(number)?;
            Ok(CheckpointAt {
                checkpoint: Checkpoint::new(&self.genesis, size, root),
                last_block: last.map(|(hash, leaf)| LastBlock { hash, timestamp: leaf.timestamp }),
            })
        })
    }

    /// An anchor by its hash.
    pub(crate) fn anchor(&self, hash: &Hash) -> Result<AnchorInBlock, QueryError> {
        self.ask(|snapshot| in_block(snapshot, hash))
    }

    /// An anchor by its place in a stream.
    pub(crate) fn anchor_by_sequence(
        &self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<AnchorInBlock, QueryError> {
        self.ask(|snapshot| {
            let hash = snapshot.sequence(stream, sequence)?.ok_or(QueryError::UnknownAnchor)?;
            in_block(snapshot, &hash)
        })
    }

    /// The first anchors from a place to the end of block `last`, at most `limit`.
    pub(crate) fn anchors_from(
        &self,
        from: Place,
        last: u32,
        limit: usize,
    ) -> Result<Vec<AnchorInBlock>, QueryError> {
        let snapshot = self.store.snapshot()?;
        let anchors = snapshot.anchors(from, last, limit)?;
        anchors.into_iter().map(|anchor| with_block(&snapshot, anchor)).collect()
    }

    /// The chain's part of the receipts for an anchor's batch: proven by finality, by the
    /// checkpoint of this size, or by both.
    pub(crate) fn receipt(
        &self,
        hash: &Hash,
        checkpoint_size: Option<u64>,
    ) -> Result<Proven, QueryError> {
        self.ask(|snapshot| self.receipt_from(snapshot, hash, checkpoint_size))
    }

    fn receipt_from(
        &self,
        snapshot: &Snapshot,
        hash: &Hash,
        checkpoint_size: Option<u64>,
    ) -> Result<Proven, QueryError> {
        let anchor = snapshot.anchor(hash)?.ok_or(QueryError::UnknownAnchor)?;
        let (block_hash, leaf) = block(snapshot, anchor.block)?;
        let calendar_path = |size| {
            inclusion_path_with(size, leaf.index(), |level, index| snapshot.node(level, index))
        };

        let proof = snapshot.proof_from(anchor.block)?;
        let final_by = proof.as_ref().map(|(number, _)| *number);
        let finality = proof
            .map(|(number, proof)| {
                let calendar_path = calendar_path(number.into())?;
                Ok::<_, ArchiveError>(Finality { proof, calendar_path })
            })
            .transpose()?;
        let checkpoint = checkpoint_size
            .map(|size| {
                let height = snapshot.height()?;
                if block_at(size, height)? < anchor.block {
                    return Err(QueryError::OlderThanAnchor { block: anchor.block, size });
                }
                Ok(CheckpointPath { size, path: calendar_path(size)? })
            })
            .transpose()?;
        if finality.is_none() && checkpoint.is_none() {
            return Err(if self.has_proofs {
                QueryError::NotProvenYet { block: anchor.block }
            } else {
                QueryError::NoProofs
            });
        }

        let leaves = snapshot.anchor_hashes((anchor.block, 0), anchor.block, usize::MAX)?;
        let path = inclusion_path(&leaves, anchor.index.into()).map_err(ArchiveError::from)?;
        let part = ChainPart {
            genesis: self.genesis,
            anchor: anchor.anchor.to_bytes(),
            block: TreePath { index: anchor.index.into(), path },
            calendar_leaf: leaf.to_bytes().to_vec(),
            finality,
            checkpoint,
        };
        Ok(Proven { anchor, block_hash, part, final_by })
    }

    /// Proof that the calendar only grew, with the roots at both sizes.
    pub(crate) fn consistency(
        &self,
        old: u64,
        new: u64,
    ) -> Result<(Hash, Hash, Vec<Hash>), QueryError> {
        self.ask(|snapshot| {
            let height = snapshot.height()?;
            block_at(old, height)?;
            block_at(new, height)?;
            if old > new {
                return Err(QueryError::SizesReversed { old, new });
            }
            if old == 0 {
                return Err(QueryError::InvalidSize { size: old, height });
            }
            let path = consistency_path_with(old, new, |level, index| snapshot.node(level, index))?;
            let root = |size| calendar_at(snapshot, size).map(|calendar| calendar.root());
            Ok((root(old)?, root(new)?, path))
        })
    }

    /// Sets of authorities in order, at most `limit` from this id on. Fewer are all there are now.
    pub(crate) fn authority_sets(
        &self,
        from: u64,
        limit: usize,
    ) -> Result<Vec<SetWithHandoff>, QueryError> {
        let snapshot = self.store.snapshot()?;
        let with_handoff = |entry: SetEntry| {
            let proof = match entry.announced_in {
                Some(number) => snapshot.proof(number)?,
                None => None,
            };
            Ok(SetWithHandoff { entry, handoff: proof.map(|proof| AuthorityHandoff { proof }) })
        };
        let sets = snapshot.sets(from, limit)?;
        if sets.len() < limit {
            self.check_present()?;
        }
        sets.into_iter().map(with_handoff).collect()
    }
}

/// The block with the last leaf of a calendar of this size.
fn block_at(size: u64, height: u32) -> Result<u32, QueryError> {
    u32::try_from(size)
        .ok()
        .filter(|number| *number <= height)
        .ok_or(QueryError::InvalidSize { size, height })
}

fn block(snapshot: &Snapshot, number: u32) -> Result<(Hash, CalendarLeaf), ArchiveError> {
    snapshot.block(number)?.ok_or_else(|| ArchiveError::Damaged(format!("block {number}")))
}

fn in_block(snapshot: &Snapshot, hash: &Hash) -> Result<AnchorInBlock, QueryError> {
    with_block(snapshot, snapshot.anchor(hash)?.ok_or(QueryError::UnknownAnchor)?)
}

fn with_block(snapshot: &Snapshot, anchor: ArchivedAnchor) -> Result<AnchorInBlock, QueryError> {
    let (block_hash, leaf) = block(snapshot, anchor.block)?;
    Ok(AnchorInBlock { anchor, block_hash, timestamp: leaf.timestamp })
}

impl From<TreeError> for ArchiveError {
    fn from(error: TreeError) -> Self {
        Self::Damaged(format!("a tree of the archive ({error})"))
    }
}
