//! The off-chain worker: on every node that has an attestation key, it watches what institutions
//! report, states what it finds, and reports the flows of its own institution.
//!
//! A run is idempotent. All that it knows is one value in the node's own database, with the block up
//! to which it has seen everything; whatever is cut off is done again from there, and comes to the
//! same. If that block is not of the best chain any more, an older value is taken up.

mod batch;
mod copies;
mod local;
mod outbox;
mod pending;
mod run;
mod session;
mod state;

pub use batch::{GATHERING_BLOCKS, MAX_FLOWS_PER_RUN};
pub use local::{INBOX_LIMIT, evidence_key, inbox_key, inbox_next_key, outbox_key, status_key};
pub use run::{MAX_BLOCK_AGE_SECONDS, run};
pub use state::{Inboxed, Outbox, Position, Progress, Run, Sent, Status, WorkerError};
