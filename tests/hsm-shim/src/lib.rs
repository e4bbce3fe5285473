#![doc = include_str!("../README.md")]

mod call;
mod dialect;
mod edwards;
mod faults;
mod functions;
mod gcm;
mod library;
mod module;
mod names;
mod objects;
mod plan;
pub mod secrets;
mod sessions;
mod shim;
mod slots;
mod template;

pub use shim::Shim;
