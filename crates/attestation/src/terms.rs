//! What it takes, and how long there is for it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most institutions that can be asked for.
pub const MAX_QUORUM: u8 = 8;

/// Shortest life of an attestation, in milliseconds: a minute.
pub const MIN_LIFETIME_MILLIS: u64 = 60_000;

/// Longest life of an attestation, in milliseconds: a year.
pub const MAX_LIFETIME_MILLIS: u64 = 366 * 86_400_000;

/// What it takes for an attestation to be corroborated and decided.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Terms {
    /// How many different institutions have to say the same, the one that raised it included: `k`.
    pub corroborations: u8,
    /// How many different institutions decide where no Authority does: `m`, at least `k`.
    pub decisions: u8,
    /// How long it can be corroborated and decided, in milliseconds.
    pub lifetime: u64,
}

/// Why terms are refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidTerms {
    /// One institution would corroborate itself, or more are asked for than [`MAX_QUORUM`].
    Corroborations {
        /// How many are asked for.
        got: u8,
    },
    /// Fewer institutions would decide than corroborate, or more than [`MAX_QUORUM`].
    Decisions {
        /// How many would decide.
        got: u8,
        /// How many are needed at least.
        least: u8,
    },
    /// It would live shorter than [`MIN_LIFETIME_MILLIS`] or longer than [`MAX_LIFETIME_MILLIS`].
    Lifetime {
        /// How long it would live.
        got: u64,
    },
}

impl fmt::Display for InvalidTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corroborations { got } => {
                write!(f, "got {got} corroborating institutions, expected 2 to {MAX_QUORUM}")
            }
            Self::Decisions { got, least } => {
                write!(f, "got {got} deciding institutions, expected {least} to {MAX_QUORUM}")
            }
            Self::Lifetime { got } => write!(
                f,
                "got a lifetime of {got} milliseconds, expected {MIN_LIFETIME_MILLIS} to \
                 {MAX_LIFETIME_MILLIS}"
            ),
        }
    }
}

impl core::error::Error for InvalidTerms {}

impl Terms {
    /// Whether so few as `k − 1` institutions can decide nothing, and there is an end.
    pub fn check(&self) -> Result<(), InvalidTerms> {
        let (least, decisions) = (self.corroborations, self.decisions);
        if !(2..=MAX_QUORUM).contains(&least) {
            return Err(InvalidTerms::Corroborations { got: least });
        }
        if !(least..=MAX_QUORUM).contains(&decisions) {
            return Err(InvalidTerms::Decisions { got: decisions, least });
        }
        let lives = (MIN_LIFETIME_MILLIS..=MAX_LIFETIME_MILLIS).contains(&self.lifetime);
        lives.then_some(()).ok_or(InvalidTerms::Lifetime { got: self.lifetime })
    }
}
