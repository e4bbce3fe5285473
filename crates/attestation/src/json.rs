//! How attestations look as JSON.
//!
//! Names, subjects and markings are the text that people write; digests are hexadecimal; what is
//! listed by number on the chain is listed by name.

use crate::{Marking, ModelId, Subject, Typology, subject::from_hex};
use alloc::string::String;
use core::fmt;
use critical_chains_flows::{Detectors, Pseudonym, Reason, Reasons};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

macro_rules! as_text {
    ($($type:ty),+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

as_text!(ModelId, Subject, Typology);

impl Serialize for Marking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Marking {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::named(&text).ok_or_else(|| D::Error::custom("there is no such marking"))
    }
}

struct Hex<'a>(&'a [u8; 32]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Writes a digest in hexadecimal digits.
pub fn hex<S: Serializer>(digest: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&Hex(digest))
}

/// Reads a digest of hexadecimal digits.
pub(crate) fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    from_hex(&String::deserialize(deserializer)?)
        .ok_or_else(|| D::Error::custom("expected 0x and 64 hexadecimal digits"))
}

/// Reads a pseudonym.
pub(crate) fn pseudonym<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Pseudonym, D::Error> {
    from_hex(&String::deserialize(deserializer)?)
        .map(Pseudonym)
        .ok_or_else(|| D::Error::custom("expected 32 hexadecimal digits"))
}

/// Writes something as people read it.
pub fn text<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReasonView {
    code: u16,
    value: i32,
    contribution: i32,
}

/// Writes why a score is what it is.
pub(crate) fn reasons<S: Serializer>(reasons: &Reasons, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(reasons.iter().map(|Reason { code, value, contribution }| ReasonView {
        code: *code,
        value: *value,
        contribution: *contribution,
    }))
}

/// Writes the names of the detectors that fired.
pub(crate) fn fired<S: Serializer>(fired: &Detectors, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(fired.iter().map(|detector| detector.name()))
}
