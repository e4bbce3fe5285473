//! Makes pacs.008 messages of any length: the sample in `examples/`, and load for tests.
//!
//! The same options give the same bytes, on every machine and for good: a change of the output is
//! a change of the sample file, and its test says so. All banks, people, companies and accounts
//! are invented; every BIC is a test BIC (its eighth character is `0`) and no national bank code
//! is an assigned one. IBANs, LEIs and creditor references have valid check digits; national
//! check digits inside an IBAN are not computed.

mod flows;
mod identifiers;
mod message;
mod parties;
mod payment;
mod random;

pub use flows::Flows;

use std::io::{self, BufWriter, Write};

use crate::pacs008::VERSIONS;
use message::MessageWriter;
use payment::Payment;
use random::Random;

/// The longest `NbOfTxs` that the schema admits has 15 digits.
const MAX_COUNT: u64 = 999_999_999_999_999;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Payments in the message.
    pub count: u64,
    /// Start of the pseudo-random sequence.
    pub seed: u64,
    /// Version of pacs.008.001, 2 to 13.
    pub version: u8,
}

impl Default for Options {
    /// Those of the sample file.
    fn default() -> Self {
        Self { count: 1_000, seed: 2026, version: 8 }
    }
}

/// Why a message cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A version that is not among [`VERSIONS`].
    #[error("the version is {0}, expected 2 to 13")]
    UnsupportedVersion(u8),
    /// A number of payments that no message can hold.
    #[error("the count is {0}, expected 1 to {MAX_COUNT}")]
    InvalidCount(u64),
    /// The output failed.
    #[error("the message cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Writes one message, payment by payment: memory does not grow with the count.
pub fn write_message<W: Write>(output: W, options: &Options) -> Result<(), GenerateError> {
    let Options { count, seed, version } = *options;
    if !VERSIONS.contains(&version) {
        return Err(GenerateError::UnsupportedVersion(version));
    }
    if count == 0 || count > MAX_COUNT {
        return Err(GenerateError::InvalidCount(count));
    }
    let mut random = Random::new(seed);
    let mut message = MessageWriter::new(BufWriter::new(output), version);
    message.begin(&format!("CCGEN-{seed:016X}-{version:02}"), count)?;
    for number in 1..=count {
        message.payment(&Payment::draw(&mut random, number))?;
    }
    message.finish()?;
    Ok(())
}
