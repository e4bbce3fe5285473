//! Lists of dates, the earliest first.

use alloc::vec::Vec;

use polkadot_sdk::frame_support::{BoundedVec, traits::Get};

/// Most entries of one list that are settled in one block. The others wait for the next.
pub const MAX_DUE_PER_BLOCK: u32 = 8;

/// Dates in milliseconds since the Unix epoch, each with what is due then: in order, none twice.
pub type DueList<K, S> = BoundedVec<(u64, K), S>;

/// A list has no room for another date.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Full;

/// Puts a date in its place.
pub(crate) fn schedule<K: Ord, S: Get<u32>>(
    list: &mut DueList<K, S>,
    due: u64,
    key: K,
) -> Result<(), Full> {
    let entry = (due, key);
    match list.binary_search(&entry) {
        Ok(_) => Ok(()),
        Err(place) => list.try_insert(place, entry).map_err(|_| Full),
    }
}

/// Takes a date out, if it is there.
pub(crate) fn unschedule<K: Ord, S: Get<u32>>(list: &mut DueList<K, S>, due: u64, key: K) {
    if let Ok(place) = list.binary_search(&(due, key)) {
        list.remove(place);
    }
}

/// Takes out what is due, the earliest first, at most [`MAX_DUE_PER_BLOCK`].
pub(crate) fn take_due<K, S: Get<u32>>(list: &mut DueList<K, S>, now: u64) -> Vec<(u64, K)> {
    let due = list.partition_point(|(due, _)| *due <= now);
    list.drain(..due.min(MAX_DUE_PER_BLOCK as usize)).collect()
}

/// The earliest date.
pub(crate) fn earliest<K, S>(list: &DueList<K, S>) -> Option<u64> {
    list.first().map(|(due, _)| *due)
}
