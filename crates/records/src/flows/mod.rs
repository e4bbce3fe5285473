//! Flows from payments ([`payment_flow`]), and from files of comma-separated values.
//!
//! A [`Profile`] says what the columns of a file mean; [`FlowReader`] makes flows of its rows, with
//! pseudonyms under the caller's key. Files may be compressed ([`open`]).

mod error;
mod payment;
mod profile;
mod reader;
mod source;
mod time;

pub use error::{FlowCause, FlowError, ProfileError};
pub use payment::{PaymentError, Side, payment_flow};
pub use profile::{BUILT_IN, Part, Profile, day};
pub use reader::{FlowReader, LabelledFlow};
pub use source::{Content, OpenError, open};
