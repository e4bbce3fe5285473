//! What is known about a request besides who asks for what: its context.

use crate::{Kind, Name};
#[cfg(feature = "serde")]
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// An ISO 4217 code: three letters.
#[derive(
    Clone,
    Copy,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code of three letters `A-Z`, if these are some.
    pub fn new(letters: [u8; 3]) -> Option<Self> {
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// Whether this is a code of three letters, which decoding does not check.
    pub fn is_valid(&self) -> bool {
        Self::new(self.0).is_some()
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.as_bytes()
            .try_into()
            .ok()
            .and_then(Self::new)
            .ok_or("a currency is an ISO 4217 code of three letters A-Z")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount of money.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Amount {
    /// Its currency.
    pub currency: Currency,
    /// How much, in the currency's minor unit (cents).
    pub minor_units: u128,
}

/// How surely it is known who signs: the levels of NIST SP 800-63B.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Assurance {
    /// One factor.
    Aal1,
    /// Two factors.
    Aal2,
    /// Two factors, one of them hardware that cannot be copied.
    Aal3,
}

/// What shows that somebody was at a place, from the weakest evidence to the strongest.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Presence {
    /// Bluetooth phase measurement, which an analog relay can shorten.
    PhaseRanging,
    /// Ultra-wideband time of flight.
    TimeOfFlight,
    /// A bounded round trip over a wire.
    WiredRoundTrip,
}

/// What attestations say about the subject of a request, from harmless to dangerous.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Risk {
    /// Nothing stands against it.
    Clear,
    /// One institution has raised an anomaly.
    Raised,
    /// Several institutions have said the same.
    Corroborated,
    /// The anomaly is confirmed.
    Confirmed,
}

/// The context of a request. What is not known is absent, and then never counts in favour.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Facts {
    /// The time, in milliseconds since the Unix epoch.
    pub now: u64,
    /// How much money it is about.
    pub amount: Option<Amount>,
    /// Kind of the institution on the other side.
    pub counterparty: Option<Kind>,
    /// How surely it is known who signed.
    pub assurance: Option<Assurance>,
    /// Evidence of where the signer was.
    pub presence: Option<Presence>,
    /// What attestations say about the subject.
    pub risk: Option<Risk>,
    /// For what purpose it is done.
    pub purpose: Option<Name>,
    /// Under which law it is done.
    pub jurisdiction: Option<Name>,
}

impl Facts {
    /// Facts of which only the time is known.
    pub fn at(now: u64) -> Self {
        Self { now, ..Self::default() }
    }
}
