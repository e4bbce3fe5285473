//! Which of the copies of what the worker knows belongs to the chain.

use super::{
    local::{self, Copy},
    session::position,
    state::{Heading, Position, Progress, SAVED_VERSION, Saved},
};
use crate::{Config, REPORT_RETENTION_BLOCKS};
use alloc::vec::Vec;
use critical_chains_watch::Watcher;

/// The places of older copies, two each, and how far these lie apart in blocks. Finality is far faster;
/// if it stands still, all reports since the oldest of them can still be read.
const DISTANCES: [(u32, u32); 2] = [(0, 16), (2, REPORT_RETENTION_BLOCKS / 3)];

/// Whether a block is of the best chain. One whose hash nobody knows any more is taken for final.
pub(super) fn is_of_chain<T: Config>(known: &Position, best: u32) -> bool {
    let present = position::<T>(known.number);
    let is_forgotten = present.hash == [0; 32];
    known.hash != [0; 32] && known.number <= best && (is_forgotten || present == *known)
}

/// The newest copy that belongs to the best chain and to a model.
pub(super) fn take_up<T: Config>(
    model: &[u8; 32],
    best: u32,
    progress: &mut Progress,
) -> Option<(Saved, Watcher)> {
    let at = progress.place;
    let is_usable = |heading: &Heading| {
        heading.version == SAVED_VERSION
            && heading.model == *model
            && is_of_chain::<T>(&heading.position, best)
    };
    let restore =
        |saved: Saved| Watcher::restore(&saved.watcher).ok().map(|watcher| (saved, watcher));
    let newest = local::saved(at, Copy::Newest).filter(|saved| is_usable(&saved.heading));
    if let Some(newest) = newest.and_then(restore) {
        return Some(newest);
    }
    // Only the headings: all copies at once would be much for a runtime.
    let mut older: Vec<(u32, Copy)> = Vec::new();
    for (place, kept) in (0u32..).zip(&mut progress.older) {
        match local::heading(at, Copy::Older(place)).filter(is_usable) {
            Some(heading) => older.push((heading.position.number, Copy::Older(place))),
            // It is of a branch that was left: there is room for another.
            None => *kept = None,
        }
    }
    older.sort_by_key(|(number, _)| core::cmp::Reverse(*number));
    let found = older.into_iter().find_map(|(_, copy)| restore(local::saved(at, copy)?));
    if found.is_some() {
        progress.rewinds = progress.rewinds.saturating_add(1);
    }
    found
}

/// Keeps what was just taken up, before it is overwritten, if it is time for an older copy.
pub(super) fn keep_older(saved: &Saved, progress: &mut Progress) {
    if saved.watcher.is_empty() {
        return;
    }
    for (first, blocks) in DISTANCES {
        let turn = saved.heading.position.number / blocks;
        let place = first.saturating_add(turn % 2);
        let Some(kept) = progress.older.get_mut(place as usize) else { continue };
        if *kept != Some(turn) {
            local::save(progress.place, Copy::Older(place), saved);
            *kept = Some(turn);
        }
    }
}
