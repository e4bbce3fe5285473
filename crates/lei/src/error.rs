//! Why something is not an LEI.

use crate::LEI_LENGTH;
use core::fmt;

/// Why something is not an LEI.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LeiError {
    /// An LEI has 20 characters.
    InvalidLength {
        /// Number of bytes there were.
        got: usize,
    },
    /// A character is neither an upper-case letter nor a digit, or no digit where a check digit
    /// must be.
    InvalidCharacter {
        /// Its place, counted from 0.
        position: usize,
    },
    /// The check digits do not belong to the characters before them: something was mistyped.
    InvalidCheckDigits {
        /// The check digits that would.
        expected: [u8; 2],
    },
}

impl fmt::Display for LeiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidLength { got } => {
                write!(f, "an LEI has {LEI_LENGTH} characters, got {got}")
            }
            Self::InvalidCharacter { position } => {
                write!(f, "character {} cannot stand there in an LEI", position.saturating_add(1))
            }
            Self::InvalidCheckDigits { expected } => {
                let [tens, ones] = expected.map(char::from);
                write!(f, "the check digits are wrong, expected {tens}{ones}")
            }
        }
    }
}

impl core::error::Error for LeiError {}
