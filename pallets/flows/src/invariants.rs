//! What is always true.

use crate::{Config, Messages, Pallet, REPORT_RETENTION_BLOCKS, Reports};
use alloc::collections::BTreeSet;
use polkadot_sdk::{
    frame_support::ensure, frame_system, sp_runtime::Saturating, sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// Checks that
    /// 1. reports are of blocks that are kept, and of no future one;
    /// 2. no block has an entry without reports;
    /// 3. no message is noted twice, or of the future.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        let now = frame_system::Pallet::<T>::block_number();
        let oldest = now.saturating_sub(REPORT_RETENTION_BLOCKS.into());
        for (block, reports) in Reports::<T>::iter() {
            ensure!(block <= now && block >= oldest, "1: reports of a block that is not kept");
            ensure!(!reports.is_empty(), "2: an entry without reports");
        }
        for (_, messages) in Messages::<T>::iter() {
            let hashes: BTreeSet<_> = messages.iter().map(|(_, hash)| *hash).collect();
            ensure!(hashes.len() == messages.len(), "3: a message is noted twice");
            ensure!(messages.iter().all(|(at, _)| *at <= now), "3: a message of the future");
        }
        Ok(())
    }
}
