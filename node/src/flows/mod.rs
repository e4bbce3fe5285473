//! What the node has to do with flows: an inbox of those that its institution reports, and what the
//! worker in the runtime tells of itself.

mod inbox;
mod journal;
mod metrics;
mod store;

pub(crate) use inbox::{Accepted, Inbox, InboxError};
pub(crate) use journal::{Journal, JournalError};
pub(crate) use metrics::{Metrics, watch};
pub(crate) use store::WorkerStore;

use std::path::{Path, PathBuf};

/// Directory of the journal, given the directory of the chain.
pub(crate) fn directory(chain_path: &Path) -> PathBuf {
    chain_path.join("flows")
}
