//! What the node has to do with flows: an inbox of those that its institution reports, and what the
//! worker in the runtime tells of itself.

mod inbox;
mod metrics;
mod store;

pub(crate) use inbox::{Accepted, Inbox, InboxError};
pub(crate) use metrics::{Metrics, watch};
pub(crate) use store::WorkerStore;
