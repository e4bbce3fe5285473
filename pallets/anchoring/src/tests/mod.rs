//! Tests of the pallet alone, against mocks of what it asks of the runtime. The invariants are
//! checked after each.

mod anchor_batches;
mod calendar;
mod close_stream;
mod encoding;
mod freeze_stream;
pub(crate) mod mock;
mod open_stream;
mod queries;
mod try_state;
