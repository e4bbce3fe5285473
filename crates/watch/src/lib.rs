#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)
)]

extern crate alloc;

mod finding;
mod holdings;
mod replay;
mod report;
mod request;
mod shown;
mod watcher;

pub use finding::{Candidate, Finding, Rules};
pub use holdings::{Holdings, PageStore};
pub use replay::{MAX_REPLAYED, Replay};
pub use report::{
    Edge, InvalidReport, MAX_COUNTERPARTIES, MAX_EDGES, MAX_REPORT_AGE_SECONDS, Parties, Report,
    Unreportable,
};
pub use request::{MAX_REQUEST_MILLIS, request_bytes};
pub use shown::Shown;
pub use watcher::{Outcome, RestoreError, Unfit, Watcher};
