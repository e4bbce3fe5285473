#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod anchor;
pub mod calendar;
#[cfg(feature = "verify")]
pub mod checkpoint;
#[cfg(feature = "verify")]
pub mod finality;
mod layout;
#[cfg(feature = "verify")]
pub mod receipt;
pub mod stream;
pub mod tree;
#[cfg(feature = "verify")]
pub mod trust;
#[cfg(feature = "verify")]
pub mod verify;

/// A SHA-256 hash: of a leaf, a node, a record, an anchor or a block.
pub type Hash = [u8; 32];
