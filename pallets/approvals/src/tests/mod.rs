//! Tests of the pallet alone, on a runtime of its own. The invariants are checked after each.

mod agenda;
mod approve;
mod attacks;
mod execute;
mod lifecycle;
pub(crate) mod mock;
mod propose;
mod queries;
mod reject;
mod sequences;
mod try_state;
mod withdraw;
