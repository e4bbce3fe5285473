//! Anchors in blocks that have no proof of finality yet.

use crate::archive::{ArchiveError, chain::Chain, error::show};
use critical_chains_integrity::Hash;
use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

/// How many of the latest blocks are looked through. Finality is a few blocks behind; when it
/// stalls, an anchor further back is reported as unknown rather than searched for at any cost.
const RECENT_BLOCKS: u32 = 32;

/// A block that has the anchor and waits for finality.
pub(super) struct InBlock {
    pub(super) number: u32,
    pub(super) hash: String,
}

/// What the latest blocks have anchored. Each block is read once, however often anyone asks.
#[derive(Default)]
pub(super) struct Recent(Mutex<Window>);

/// The latest blocks, at most [`RECENT_BLOCKS`].
#[derive(Default)]
struct Window {
    blocks: Vec<Block>,
    /// First block that is in here, if it was on the chain.
    first: u32,
    /// Best block when all others were read. None if some could not be.
    best: Option<Hash>,
}

struct Block {
    number: u32,
    hash: Hash,
    anchors: HashSet<Hash>,
}

impl Recent {
    /// Looks for an anchor in the latest blocks after `archived`.
    pub(super) fn find(
        &self,
        chain: &impl Chain,
        archived: u32,
        anchor: &Hash,
    ) -> Result<Option<InBlock>, ArchiveError> {
        // Whoever comes while blocks are read waits, rather than reading them too.
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        window.update(chain, archived)?;
        let found = window.blocks.iter().rev().find(|block| block.anchors.contains(anchor));
        Ok(found.map(|block| InBlock { number: block.number, hash: show(&block.hash) }))
    }
}

impl Window {
    /// Moves on to the latest blocks after `archived`, and reads those it has not read.
    fn update(&mut self, chain: &impl Chain, archived: u32) -> Result<(), ArchiveError> {
        let last = chain.best();
        let first = archived.max(last.saturating_sub(RECENT_BLOCKS)).saturating_add(1);
        let best = chain.block_hash(last)?;
        if best.is_some() && best == self.best && self.first <= first {
            return Ok(());
        }
        self.best = None;
        self.first = first;
        let mut known: HashMap<Hash, HashSet<Hash>> =
            self.blocks.drain(..).map(|block| (block.hash, block.anchors)).collect();
        let mut is_whole = true;
        for number in first..=last {
            match read(chain, number, &mut known)? {
                Some(block) => self.blocks.push(block),
                None => is_whole = false,
            }
        }
        self.best = best.filter(|_| is_whole);
        Ok(())
    }
}

/// A block of the best chain. None if the chain has changed its mind about it meanwhile.
fn read(
    chain: &impl Chain,
    number: u32,
    known: &mut HashMap<Hash, HashSet<Hash>>,
) -> Result<Option<Block>, ArchiveError> {
    let Some(hash) = chain.block_hash(number)? else { return Ok(None) };
    let anchors = match known.remove(&hash) {
        Some(anchors) => anchors,
        None => match chain.anchors(number, &hash) {
            Ok(anchors) => anchors.iter().map(|anchor| anchor.hash()).collect(),
            Err(ArchiveError::BlockMissing { .. } | ArchiveError::StatePruned { .. }) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        },
    };
    Ok(Some(Block { number, hash, anchors }))
}

/// Whether the archive is too far behind for [`Recent::find`] to close the gap.
pub(super) fn is_behind(chain: &impl Chain, archived: u32) -> bool {
    chain.finalised().saturating_sub(archived) > RECENT_BLOCKS
}
