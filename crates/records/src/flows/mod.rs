//! Flows from messages and payments, and from files of comma-separated values.
//!
//! [`MessageReader`] reads pacs.008, pain.001 and camt.054; [`payment_flow`] makes a flow of a payment
//! that was read for its canonical bytes.
//!
//! A [`Profile`] says what the columns of a file mean; [`FlowReader`] makes flows of its rows, with
//! pseudonyms under the caller's key. Files may be compressed ([`open`]).

mod columns;
mod error;
mod file;
mod identifier;
mod labels;
mod messages;
mod party;
mod payment;
mod profile;
mod reader;
mod rows;
mod source;
mod time;
mod value;

pub use error::{FlowCause, FlowError, ProfileError};
pub use file::{FileError, open_flows};
pub use identifier::iban as normalised_iban;
pub use labels::NodeLabels;
pub use messages::{MessageError, MessageOptions, MessageReader, PaymentFlow};
pub use party::{MissingAccount, Naming};
pub use payment::{PaymentError, Side, payment_flow};
pub use profile::{BUILT_IN, Part, Profile, day};
pub use reader::{FlowReader, LabelledFlow};
pub use source::{Content, OpenError, open};
pub use time::{civil, days_since_1970};
