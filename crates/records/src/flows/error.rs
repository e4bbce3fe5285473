//! What is wrong with a profile or with a row.

use std::fmt;

/// A profile that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No profile goes by that name.
    #[error("there is no profile '{name}'; there are {known}, and files that end in .toml")]
    NotFound {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// It is no TOML, or has fields that a profile has not.
    #[error("the profile is not valid: {0}")]
    Invalid(String),
}

/// A row that gives no flow.
#[derive(Debug, thiserror::Error)]
#[error("row {row}: {cause}")]
pub struct FlowError {
    /// Its number; the first row after the header is 1.
    pub row: u64,
    /// Why.
    pub cause: FlowCause,
}

/// Why a row gives no flow.
#[derive(Debug)]
pub enum FlowCause {
    /// The file has no such column.
    ColumnNotFound {
        /// What the profile asks for.
        column: String,
    },
    /// A time that is not as the profile says.
    InvalidTime {
        /// What stands there.
        found: String,
        /// What the profile says.
        format: String,
    },
    /// An amount that is no decimal number, is negative, or has too many digits.
    InvalidAmount {
        /// What stands there.
        found: String,
    },
    /// A position that is no pair of degrees.
    InvalidPlace {
        /// What stands there.
        found: String,
    },
    /// The file cannot be read on.
    Unreadable(String),
}

impl fmt::Display for FlowCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ColumnNotFound { column } => write!(
                f,
                "there is no column '{column}'\nhint: choose the profile that fits the file, or \
                 write one"
            ),
            Self::InvalidTime { found, format } => {
                write!(f, "'{found}' is no time of the form {format}")
            }
            Self::InvalidAmount { found } => write!(
                f,
                "'{found}' is no amount\nhint: digits with one point, not negative, and less than \
                 2^64 minor units"
            ),
            Self::InvalidPlace { found } => {
                write!(f, "'{found}' is no place\nhint: latitude and longitude in degrees")
            }
            Self::Unreadable(error) => write!(f, "the file cannot be read on: {error}"),
        }
    }
}
