//! Everything final that a receipt needs, kept beside the chain's own database.
//!
//! | Part | What it does |
//! |---|---|
//! | [`chain`] | the few facts asked of a chain, so that a chain of tests will do |
//! | [`client`] | answers them from the node's client |
//! | [`indexer`] | checks each finalised block against its header and appends it |
//! | [`store`] | one crash-safe file; readers see whole batches of blocks only |
//! | [`tiles`] | the calendar as files anyone can mirror |
//! | [`follower`] | the task that keeps up with finality |
//! | [`queries`] | checkpoints, anchors, receipts, authority sets |
//!
//! The archive holds nothing that the chain cannot give again: it may be deleted and rebuilt.

pub(crate) mod authorities;
pub(crate) mod chain;
pub(crate) mod client;
pub(crate) mod error;
pub(crate) mod follower;
pub(crate) mod indexer;
pub(crate) mod metrics;
pub(crate) mod queries;
pub(crate) mod store;
pub(crate) mod tiles;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use client::ClientChain;
pub(crate) use error::ArchiveError;
pub(crate) use follower::{Follower, Progress};
pub(crate) use queries::{Archive, QueryError};
