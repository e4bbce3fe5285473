//! The permissions, and which one each call takes.
//!
//! [`describe`](CallTable::describe) names every call of every pallet, without a wildcard: a call
//! that is missing stops the compiler.

mod calls;
mod catalogue;

pub use calls::Calls;
pub use catalogue::{CATALOGUE, Level, PermissionInfo, Permissions, names};
