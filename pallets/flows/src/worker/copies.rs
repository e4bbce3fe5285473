//! Which of the copies of what the worker knows belongs to the chain.

use super::{
    local::{self, Copy},
    session::position,
    state::{Position, Progress, SAVED_VERSION, Saved},
};
use crate::Config;
use alloc::vec::Vec;
use critical_chains_watch::Watcher;

/// How far older copies lie apart, in blocks. Finality is far faster.
const COPY_BLOCKS: u32 = 16;

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
    let saved = |copy| local::saved(progress.place, copy);
    let usable = |saved: &Saved| {
        saved.version == SAVED_VERSION
            && saved.model == *model
            && is_of_chain::<T>(&saved.position, best)
    };
    let restore = |saved: Saved| Watcher::restore(&saved.watcher).ok().map(|one| (saved, one));
    if let Some(newest) = saved(Copy::Newest).filter(usable).and_then(restore) {
        return Some(newest);
    }
    let mut older: Vec<Saved> =
        [0, 1].into_iter().filter_map(|place| saved(Copy::Older(place))).collect();
    older.sort_by_key(|saved| core::cmp::Reverse(saved.position.number));
    let found = older.into_iter().filter(usable).find_map(restore);
    if found.is_some() {
        progress.rewinds = progress.rewinds.saturating_add(1);
    }
    found
}

/// Keeps what was just taken up, before it is overwritten, if it is time for an older copy.
pub(super) fn keep_older(saved: &Saved, progress: &mut Progress) {
    let turn = saved.position.number / COPY_BLOCKS;
    let place = turn % 2;
    let kept = if place == 0 { &mut progress.older.0 } else { &mut progress.older.1 };
    if *kept != Some(turn) && !saved.watcher.is_empty() {
        local::save(progress.place, Copy::Older(place), saved);
        *kept = Some(turn);
    }
}
