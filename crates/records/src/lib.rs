#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod canonical;
mod error;
pub mod flows;
pub mod generate;
mod limits;
mod pacs008;
mod record;
mod remainder;
mod siblings;
mod summary;
mod xml;

pub use error::{Cause, Limit, ReadError};
pub use limits::Limits;
pub use pacs008::{Pacs008Reader, VERSIONS};
pub use record::{Record, Summary};
