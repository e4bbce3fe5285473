//! The registry alone, on a runtime of its own with the real session pallet.

pub(crate) mod mock;

mod admit_institution;
mod check_membership;
mod check_mortal;
mod enrol_account;
mod expiry;
mod flood;
mod genesis;
mod grant_seat;
mod integrity;
mod lifecycle;
mod ordered_nonce;
mod quota;
mod revoke_seat;
mod session;
mod set_quota;
mod set_status;
mod suspend_seat;
mod view_functions;
mod withdraw_account;
