//! What the real runtime does with real extrinsics, without a node.

#![allow(clippy::unwrap_used)]

mod access;
mod attestations;
mod calendar;
mod calls;
mod custody;
mod equivocation;
mod every_call;
mod genesis;
mod governable;
mod governance;
mod permissions;
mod routes;
mod sessions;
mod supervision;
mod support;
