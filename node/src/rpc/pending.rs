//! Anchors in blocks that have no proof of finality yet.

use crate::archive::{ArchiveError, chain::Chain, error::show};
use critical_chains_integrity::Hash;

/// How many of the latest blocks are looked through. Finality is a few blocks behind; when it
/// stalls, an anchor further back is reported as unknown rather than searched for at any cost.
const RECENT_BLOCKS: u32 = 32;

/// A block that has the anchor and waits for finality.
pub(super) struct InBlock {
    pub(super) number: u32,
    pub(super) hash: String,
}

/// Looks for an anchor in the latest blocks after `archived`.
pub(super) fn find(
    chain: &impl Chain,
    archived: u32,
    anchor: &Hash,
) -> Result<Option<InBlock>, ArchiveError> {
    let best = chain.best();
    let first = archived.max(best.saturating_sub(RECENT_BLOCKS)).saturating_add(1);
    for number in (first..=best).rev() {
        let Some(hash) = chain.block_hash(number)? else { continue };
        let anchors = match chain.anchors(number) {
            Ok(anchors) => anchors,
            // The chain changed its mind about its best block meanwhile.
            Err(ArchiveError::BlockMissing { .. } | ArchiveError::StatePruned { .. }) => continue,
            Err(error) => return Err(error),
        };
        if anchors.iter().any(|found| found.hash() == *anchor) {
            return Ok(Some(InBlock { number, hash: show(&hash) }));
        }
    }
    Ok(None)
}

/// Whether the archive is too far behind for [`find`] to close the gap.
pub(super) fn is_behind(chain: &impl Chain, archived: u32) -> bool {
    chain.finalised().saturating_sub(archived) > RECENT_BLOCKS
}
