//! The token and the keystore before it, on SoftHSM behind a module that makes faults.
#![allow(clippy::unwrap_used)]

mod devices;
mod keystore;
mod signing;
mod starting;
mod support;
mod wrapping;
mod wycheproof;
