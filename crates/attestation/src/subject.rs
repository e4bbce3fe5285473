//! Whom or what an attestation is about.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use critical_chains_flows::{PSEUDONYM_BYTES, Pseudonym};
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

/// Whom or what an attestation is about.
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
pub enum Subject {
    /// An account, card, vehicle or policy, whose institution only those know who hold the key.
    Pseudonym(Pseudonym),
    /// A batch of records that an institution anchored.
    Batch {
        /// The institution.
        institution: Lei,
        /// Its stream.
        stream: u32,
        /// Sequence number of the batch in the stream.
        sequence: u64,
    },
}

impl Subject {
    /// The institution to which the subject belongs, if that shows.
    pub fn institution(&self) -> Option<Lei> {
        match self {
            Self::Pseudonym(_) => None,
            Self::Batch { institution, .. } => Some(*institution),
        }
    }

    /// Whether an institution can speak for the subject. Whose a pseudonym is nobody else knows, so
    /// that an institution is taken at its word, with its name on it.
    pub fn can_be_of(&self, institution: &Lei) -> bool {
        self.institution().is_none_or(|own| own == *institution)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pseudonym(pseudonym) => pseudonym.fmt(f),
            Self::Batch { institution, stream, sequence } => {
                write!(f, "{}/{stream}/{sequence}", institution.as_str())
            }
        }
    }
}

/// Why some text names no subject.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidSubject;

impl fmt::Display for InvalidSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected a pseudonym of {} hexadecimal digits, or LEI/STREAM/SEQUENCE",
            2 * PSEUDONYM_BYTES
        )
    }
}

impl core::error::Error for InvalidSubject {}

impl FromStr for Subject {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        let batch = || {
            let (institution, rest) = text.split_once('/')?;
            let (stream, sequence) = rest.split_once('/')?;
            Some(Self::Batch {
                institution: institution.parse().ok()?,
                stream: stream.parse().ok()?,
                sequence: sequence.parse().ok()?,
            })
        };
        pseudonym(text).map(Self::Pseudonym).or_else(batch).ok_or(InvalidSubject)
    }
}

fn pseudonym(text: &str) -> Option<Pseudonym> {
    from_hex(text).map(Pseudonym)
}

/// Bytes of hexadecimal digits, with `0x` before them or not.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let mut bytes = [0; N];
    if text.len() != bytes.len().checked_mul(2)? {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let digits = core::str::from_utf8(digits).ok()?;
        // It would take a sign.
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(bytes)
}
