//! What the real runtime does with real extrinsics, without a node.

#![allow(clippy::unwrap_used)]

mod access;
mod calendar;
mod calls;
mod equivocation;
mod genesis;
mod sessions;
mod support;
