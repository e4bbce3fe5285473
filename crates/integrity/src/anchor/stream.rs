//! The name of a stream.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use critical_chains_lei::{Lei, LeiError};
use scale_info::TypeInfo;

/// One ordered sequence of batches of an institution, written `LEI/number`.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct StreamId {
    /// Whose stream it is.
    pub institution: Lei,
    /// Which of the institution's streams.
    pub number: u32,
}

/// Why text is not the name of a stream.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StreamIdError {
    /// There is no `/` between institution and number.
    MissingNumber,
    /// What stands before the `/` is not an LEI.
    InvalidInstitution(LeiError),
    /// What stands after the `/` is not a number below 2³², in digits and without leading zeros.
    InvalidNumber,
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.institution, self.number)
    }
}

impl FromStr for StreamId {
    type Err = StreamIdError;

    fn from_str(text: &str) -> Result<Self, StreamIdError> {
        let (institution, number) = text.split_once('/').ok_or(StreamIdError::MissingNumber)?;
        let institution = institution.parse().map_err(StreamIdError::InvalidInstitution)?;
        let number = parse_number(number).ok_or(StreamIdError::InvalidNumber)?;
        Ok(Self { institution, number })
    }
}

/// One spelling for each number, so that names can be compared as text.
fn parse_number(text: &str) -> Option<u32> {
    let is_canonical = text == "0" || text.starts_with(|c: char| matches!(c, '1'..='9'));
    text.parse().ok().filter(|_| is_canonical)
}

impl fmt::Display for StreamIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingNumber => f.write_str("a stream is written LEI/number, the / is missing"),
            Self::InvalidInstitution(error) => {
                write!(f, "the institution of the stream is invalid: {error}")
            }
            Self::InvalidNumber => {
                f.write_str("the number of the stream is not a whole number below 2^32")
            }
        }
    }
}

impl core::error::Error for StreamIdError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::InvalidInstitution(error) => Some(error),
            _ => None,
        }
    }
}
