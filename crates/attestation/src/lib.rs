#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![cfg_attr(
    test,
    allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

#[cfg(feature = "serde")]
extern crate alloc;

mod fault;
mod indicator;
#[cfg(feature = "serde")]
pub mod json;
mod life;
mod marking;
mod model;
mod statement;
mod subject;
mod terms;
mod typology;

pub use fault::Fault;
pub use indicator::{IndicatorKind, IndicatorSpec, MAX_CONFIDENCE, MAX_VALIDITY_MILLIS, Sightings};
pub use life::{
    Ballot, Basis, Contest, Decider, Decision, Life, MAX_CONTESTS, MAX_VOICES, State, Voice,
};
pub use marking::Marking;
pub use model::{InvalidModelId, MAX_THRESHOLDS, ModelId, Thresholds};
pub use statement::{
    InvalidStatement, MAX_AMOUNT_BUCKET, MAX_EVIDENCE_LEAVES, MAX_SCORE_PPM, MAX_STATEMENT_BYTES,
    MAX_WINDOW_SECONDS, Statement, Window, amount_bucket,
};
pub use subject::{InvalidSubject, Subject};
pub use terms::{InvalidTerms, MAX_LIFETIME_MILLIS, MAX_QUORUM, MIN_LIFETIME_MILLIS, Terms};
pub use typology::{Typology, UnknownTypology};
