#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod canonical;
mod export;
mod identifier;
mod import;
mod indicator;
mod kept;
mod kind;
mod marking;
pub mod objects;
mod pattern;
mod timestamp;

pub use canonical::{NoOneSpelling, digest};
pub use export::{Export, ExportError, bundle_of, export, object_of};
pub use identifier::{Identifier, InvalidIdentifier};
pub use import::{
    BundleError, Import, ImportOptions, MAX_BUNDLE_BYTES, MAX_OBJECTS, Proposal, Reason, Skipped,
    import,
};
pub use indicator::{Indicator, NumberedIndicator};
pub use kept::bundle_of_proposals;
pub use kind::parse_pseudonym;
pub use pattern::{MAX_PATTERN_BYTES, PatternError};
pub use timestamp::{InvalidTimestamp, Timestamp};
