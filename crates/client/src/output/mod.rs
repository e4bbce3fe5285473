//! What people and programs see: data on standard output, everything else on standard error.

mod console;
mod failure;
mod payment;
mod progress;
mod summary;
mod text;
mod time;

pub use console::{Console, Exit};
pub use failure::Failure;
pub use payment::Payment;
pub use progress::{Lines, Observer, Phase, Silent, Terminal, observer};
pub use summary::{describe_verdict, verdict_json};
pub use text::{printable, visible};
pub use time::{date_time, duration, grouped};
