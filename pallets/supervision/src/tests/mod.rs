//! Tests of the pallet alone, against mocks of what it asks of the runtime. The invariants are
//! checked after each.

pub(crate) mod mock;

mod answer_demand;
mod break_glass;
mod close_demand;
mod confirm_stop;
mod demand_explanation;
mod due;
mod encoding;
mod freeze_account;
mod integrity;
mod lifecycle;
mod lift_stop;
mod on_initialize;
mod review_access;
mod sequences;
mod stop;
mod text;
mod try_state;
mod unfreeze_account;
mod view_functions;
