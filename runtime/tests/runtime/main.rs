//! What the real runtime does with real extrinsics, without a node.

#![allow(clippy::unwrap_used)]

mod access;
mod calendar;
mod equivocation;
mod support;
