//! The guard that several nodes share, on a PostgreSQL server that is started for it: one signer at a
//! time, whatever ends meanwhile.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "shared with the tests of the token")]
#[path = "../token/support.rs"]
mod device;
mod failing_over;
mod interleavings;
mod opening;
mod processes;
mod signing;
mod support;
