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
    /// Its number; the first row after the header is 1, and the header or the profile is 0.
    pub row: u64,
    /// The column, by its name or its number from 0, if it is about one.
    pub column: Option<String>,
    /// Why.
    pub cause: FlowCause,
}

impl FlowError {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        self.cause.hint()
    }
}

/// Why a row gives no flow.
#[derive(Debug)]
pub enum FlowCause {
    /// The file has no such column.
    ColumnNotFound {
        /// What the profile asks for.
        column: String,
    },
    /// Two columns of the file have that name.
    ColumnTwice {
        /// What the profile asks for.
        column: String,
    },
    /// A row ends before a column that the profile asks for.
    TooFewColumns {
        /// How many it has.
        found: usize,
        /// How many the profile asks for at least.
        expected: usize,
    },
    /// Nothing stands where a party is named, so that all such rows would be one party.
    EmptyIdentifier {
        /// The column.
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
    /// An amount with more decimals than its currency, and the profile does not round.
    TooManyDigits {
        /// What stands there.
        found: String,
        /// What the currency has.
        decimals: u32,
    },
    /// Something that is no code of a currency.
    InvalidCurrency {
        /// What stands there.
        found: String,
    },
    /// A position that is no pair of degrees.
    InvalidPlace {
        /// What stands there.
        found: String,
    },
    /// Something that is meant to be a legal entity identifier.
    InvalidInstitution {
        /// What stands there.
        found: String,
        /// What is wrong with it.
        why: String,
    },
    /// The number of a netting cycle that is none.
    InvalidCycle {
        /// What stands there.
        found: String,
    },
    /// More names of typologies than a profile can tell apart.
    TooManyTypologies {
        /// How many are possible.
        maximum: usize,
    },
    /// More bytes than a row can have.
    RowTooLong {
        /// How many are possible.
        maximum: usize,
    },
    /// The profile says something that cannot be.
    InvalidProfile(String),
    /// The file cannot be read on.
    Unreadable(String),
}

impl FlowCause {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::ColumnNotFound { .. } => "choose the profile that fits the file, or write one",
            Self::ColumnTwice { .. } => "give the columns different names, or use header = false",
            Self::TooFewColumns { .. } => {
                "the file is cut off, or its delimiter is not the profile's"
            }
            Self::EmptyIdentifier { .. } => {
                "leave such rows out with keep, or give each its own party with empty = \"own\""
            }
            Self::InvalidTime { .. } => "give the profile the format that the file has",
            Self::InvalidAmount { .. } => {
                "digits with one point, not negative, and less than 2^64 minor units"
            }
            Self::TooManyDigits { .. } => "set decimals, or rounding = \"half-even\"",
            Self::InvalidCurrency { .. } => "three capital letters, as in ISO 4217",
            Self::InvalidPlace { .. } => "latitude and longitude in degrees",
            Self::InvalidInstitution { .. } => {
                "correct the identifier, or give the name an LEI in the profile's table"
            }
            Self::InvalidCycle { .. } => "a whole number of at most 64 bits",
            Self::TooManyTypologies { .. } => "name them in the profile, several as one",
            Self::RowTooLong { .. } => "look for a quotation mark that is not closed",
            Self::InvalidProfile(_) => "see docs/reference/flow-profiles.md",
            Self::Unreadable(_) => "fetch the file again, or unpack it by hand",
        }
    }
}

impl fmt::Display for FlowCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ColumnNotFound { column } => write!(f, "there is no column '{column}'"),
            Self::ColumnTwice { column } => write!(f, "there are two columns '{column}'"),
            Self::TooFewColumns { found, expected } => {
                write!(f, "there are {found} columns, expected {expected} at least")
            }
            Self::EmptyIdentifier { column } => write!(f, "column '{column}' names nobody"),
            Self::InvalidTime { found, format } => {
                write!(f, "'{found}' is no time of the form {format}")
            }
            Self::InvalidAmount { found } => write!(f, "'{found}' is no amount"),
            Self::TooManyDigits { found, decimals } => {
                write!(f, "'{found}' has more than the {decimals} decimals of its currency")
            }
            Self::InvalidCurrency { found } => write!(f, "'{found}' is no currency"),
            Self::InvalidPlace { found } => write!(f, "'{found}' is no place"),
            Self::InvalidInstitution { found, why } => {
                write!(f, "'{found}' is no legal entity identifier: {why}")
            }
            Self::InvalidCycle { found } => write!(f, "'{found}' is no netting cycle"),
            Self::TooManyTypologies { maximum } => {
                write!(f, "there are more than {maximum} names of typologies")
            }
            Self::RowTooLong { maximum } => write!(f, "the row has more than {maximum} bytes"),
            Self::InvalidProfile(why) => write!(f, "the profile cannot be used: {why}"),
            Self::Unreadable(error) => write!(f, "the file cannot be read on: {error}"),
        }?;
        match self {
            // Programs know better what to do about these: which file, which profile.
            Self::InvalidTime { .. } | Self::Unreadable(_) => Ok(()),
            _ => write!(f, "\nhint: {}", self.hint()),
        }
    }
}
