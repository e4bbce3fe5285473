//! Why an object of a bundle is not proposed.

use crate::{
    Identifier, Timestamp, canonical::NoOneSpelling, kind::with_article, pattern::PatternError,
};
use critical_chains_attestation::{IndicatorKind, MAX_VALIDITY_MILLIS};

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// Why an object of a bundle is not proposed. None repeats a pattern, which may hold a number.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// It is of another type.
    #[error("{0}: only indicators are imported")]
    NotAnIndicator(String),
    /// It is not as the standard has it.
    #[error("it is no STIX indicator: {0}")]
    Malformed(String),
    /// It is of another version of STIX.
    #[error("its spec_version is not 2.1")]
    Version,
    /// The bundle has a newer version of it.
    #[error("the bundle has a newer version of it")]
    Superseded,
    /// Another object of the bundle says the same.
    #[error("{0} is about the same")]
    Duplicate(Identifier),
    /// Its maker has taken it back.
    #[error("its maker has revoked it")]
    Revoked,
    /// It says that something is harmless.
    #[error("it says that something is benign")]
    Benign,
    /// It is for named people only.
    #[error("TLP:RED does not go on a chain that all institutions keep")]
    Red,
    /// Nobody says with whom it may be shared.
    #[error("no marking says with whom it may be shared")]
    Unmarked,
    /// It has a marking that the chain cannot carry.
    #[error("it is marked with {0}, which the chain cannot carry")]
    OtherMarking(Identifier),
    /// Parts of it are marked otherwise than the whole.
    #[error("parts of it have a marking of their own")]
    PartsMarked,
    /// Its time is over.
    #[error("it was valid until {0}")]
    Expired(Timestamp),
    /// It is never valid.
    #[error("it is valid until {0}, which is not after its beginning")]
    NeverValid(Timestamp),
    /// Its validity has no end.
    #[error("its validity has no end")]
    NoEnd,
    /// Its validity ends too late.
    #[error("it is valid until {0}, and the chain takes {days} days from now at most", days = MAX_VALIDITY_MILLIS / DAY)]
    TooLong(Timestamp),
    /// It has no confidence.
    #[error("it says no confidence")]
    NoConfidence,
    /// It names several typologies.
    #[error("it names several typologies, and the chain takes one")]
    SeveralTypologies,
    /// Its pattern is in another language.
    #[error("its pattern is of type {0}, and only stix is read")]
    PatternType(String),
    /// Its pattern is not understood.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// Its pattern is about something that has no kind on chain.
    #[error("{0} has no kind of indicator")]
    UnknownKind(String),
    /// Its pattern has a clear number, and there is no key.
    #[error("its pattern has {} in clear, which never goes on chain", with_article(*.0))]
    Clear(IndicatorKind),
    /// Its pattern has an account number that is no IBAN.
    #[error("an account number that is no IBAN has no pseudonym without its bank")]
    NotAnIban,
    /// Its pattern has a clear number that is none.
    #[error("what its pattern has is no {0}")]
    NotA(&'static str),
    /// It holds a number that is not read alike by everybody, so it has no digest.
    #[error("it has no digest: {0}")]
    NoDigest(#[from] NoOneSpelling),
}

impl Reason {
    /// A word for programs. It never gets another meaning.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnIndicator(_) => "NOT_AN_INDICATOR",
            Self::Malformed(_) => "MALFORMED",
            Self::Version => "VERSION",
            Self::Superseded => "SUPERSEDED",
            Self::Duplicate(_) => "DUPLICATE",
            Self::Revoked => "REVOKED",
            Self::Benign => "BENIGN",
            Self::Red => "RED",
            Self::Unmarked => "UNMARKED",
            Self::OtherMarking(_) => "OTHER_MARKING",
            Self::PartsMarked => "PARTS_MARKED",
            Self::Expired(_) => "EXPIRED",
            Self::NeverValid(_) => "NEVER_VALID",
            Self::NoEnd => "NO_END",
            Self::TooLong(_) => "TOO_LONG",
            Self::NoConfidence => "NO_CONFIDENCE",
            Self::SeveralTypologies => "SEVERAL_TYPOLOGIES",
            Self::PatternType(_) => "PATTERN_TYPE",
            Self::Pattern(_) => "PATTERN",
            Self::UnknownKind(_) => "UNKNOWN_KIND",
            Self::Clear(_) => "CLEAR",
            Self::NotAnIban => "NOT_AN_IBAN",
            Self::NotA(_) => "INVALID_IDENTIFIER",
            Self::NoDigest(_) => "NO_DIGEST",
        }
    }

    /// What to do about it, if something can be done.
    pub fn remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::Malformed(_) | Self::Version | Self::NoDigest(_) => "ask its maker for STIX 2.1",
            Self::Revoked => "revoke it too if your institution has shared it",
            Self::Unmarked => "say how it is to be marked, if its maker lets you share it",
            Self::OtherMarking(_) | Self::PartsMarked => {
                "ask its maker for an object with a marking of the Traffic Light Protocol alone"
            }
            Self::NoEnd | Self::TooLong(_) => "say how many days it is to be valid at most",
            Self::NoConfidence => "say how sure your institution is",
            Self::Pattern(_) => "ask its maker for one indicator for each number",
            Self::Clear(_) => "give the secret of your consortium, which makes it a pseudonym",
            Self::NotAnIban => "ask its maker for the IBAN",
            _ => return None,
        })
    }
}
