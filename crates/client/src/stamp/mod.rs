//! From a prepared folder to final anchors.
//!
//! | State of a call | What is durable | After a crash |
//! |---|---|---|
//! | prepared | salts, leaves, records, roots | it is stated and signed |
//! | submitted | also the statement and the signed extrinsic | [`decide`] compares it with the chain |
//! | anchored | also a block that may yet be abandoned | the same |
//! | final | also the final block | nothing is left to do |
//!
//! Two rules keep a batch from being anchored twice. A statement is made durable before it is
//! submitted. And another statement is made for the same batches only once the chain, by what is
//! final, can never accept the first.

mod decide;
mod error;
mod opening;
mod stamper;
#[cfg(test)]
mod tests;

pub use decide::{Decision, Evidence, Obstacle, decide};
pub use error::StampError;
pub use stamper::{Outcome, Stamper, StreamWish};
