//! Why bytes are not an anchor.

use super::{ANCHOR_VERSION, ProfileError, SHA_256};
use core::fmt;
use critical_chains_lei::LeiError;

/// Why bytes are not an anchor, or an anchor cannot stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AnchorError {
    /// The bytes end before the statement does.
    Truncated,
    /// There are bytes after the statement.
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// The bytes do not begin as an anchor does.
    NotAnAnchor,
    /// The layout is of a version unknown here.
    UnsupportedVersion {
        /// The version found.
        got: u8,
    },
    /// The hash algorithm is none known here.
    UnsupportedHashAlgorithm {
        /// The number found.
        got: u8,
    },
    /// The institution is not given by an LEI.
    InvalidInstitution(LeiError),
    /// The profile is malformed.
    InvalidProfile(ProfileError),
    /// The sequence number is 0; they begin with 1.
    InvalidSequence,
    /// The first anchor of a stream names one before it, or a later one names none.
    InvalidPrevious {
        /// Sequence number of the anchor.
        sequence: u64,
    },
    /// The batch has no records.
    NoRecords,
    /// The interval ends before it starts.
    InvalidInterval {
        /// Its start.
        not_before: u64,
        /// Its end.
        not_after: u64,
    },
}

impl fmt::Display for AnchorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the anchor is cut short"),
            Self::TrailingBytes { count } => write!(f, "{count} bytes follow the anchor"),
            Self::NotAnAnchor => f.write_str("these bytes are not an anchor"),
            Self::UnsupportedVersion { got } => {
                write!(f, "the anchor is of version {got}, expected {ANCHOR_VERSION}")
            }
            Self::UnsupportedHashAlgorithm { got } => {
                write!(f, "the anchor has hash algorithm {got}, expected {SHA_256} (SHA-256)")
            }
            Self::InvalidInstitution(error) => write!(f, "the institution is invalid: {error}"),
            Self::InvalidProfile(error) => write!(f, "the profile is invalid: {error}"),
            Self::InvalidSequence => f.write_str("the sequence number is 0, the first is 1"),
            Self::InvalidPrevious { sequence: 1 } => {
                f.write_str("the first anchor of a stream names one before it")
            }
            Self::InvalidPrevious { sequence } => {
                write!(f, "anchor {sequence} of a stream does not name the one before it")
            }
            Self::NoRecords => f.write_str("the batch has no records"),
            Self::InvalidInterval { not_before, not_after } => {
                write!(f, "the interval from {not_before} to {not_after} ends before it starts")
            }
        }
    }
}

impl core::error::Error for AnchorError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::InvalidInstitution(error) => Some(error),
            Self::InvalidProfile(error) => Some(error),
            _ => None,
        }
    }
}
