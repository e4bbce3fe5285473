//! Tests of the pallet alone, against mocks of what it asks of the runtime. The invariants are
//! checked after each.

pub(crate) mod mock;

mod expiry;
mod integrity;
mod queries;
mod register_custody;
mod remove_custody;
mod set_requirement;
