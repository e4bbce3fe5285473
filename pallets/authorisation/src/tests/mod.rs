//! Tests of the pallet alone, against mocks of what it asks of the runtime. The invariants are
//! checked after each.

pub(crate) mod mock;

mod access;
mod activate_role;
mod check;
mod deactivate_role;
mod define_role;
mod delegate_role;
mod delegation;
mod examine;
mod genesis;
mod governability;
mod grant_role;
mod lifecycle;
mod origin;
mod properties;
mod queries;
mod recall_role;
mod remove_constraint;
mod remove_role;
mod revoke_role;
mod set_constraint;
mod set_policy;
mod sweep;
mod try_state;
