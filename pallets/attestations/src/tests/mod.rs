//! Tests of the pallet alone, against mocks of what it asks of the runtime. The invariants are
//! checked after each.

pub(crate) mod mock;

mod clear;
mod confirm;
mod contest;
mod corroborate;
mod encoding;
mod integrity;
mod lifecycle;
mod models;
mod on_initialize;
mod queries;
mod raise;
mod report_sighting;
mod retention;
mod revoke_indicator;
mod risk;
mod sequences;
mod shadows;
mod share_indicator;
mod supply_parameters;
mod try_state;
