#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![forbid(unsafe_code)]

pub mod batch;
pub mod chain;
pub mod cli;
pub mod commands;
pub mod flows;
pub mod output;
pub mod policy;
pub mod stamp;
