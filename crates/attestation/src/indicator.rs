//! Threat indicators as institutions share them.

use crate::{Marking, Typology};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

/// The highest confidence, as in STIX 2.1.
pub const MAX_CONFIDENCE: u8 = 100;

/// How far ahead the validity of an indicator can end, in milliseconds: two years.
pub const MAX_VALIDITY_MILLIS: u64 = 2 * 366 * 86_400_000;

/// What an indicator is the pseudonym of.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum IndicatorKind {
    /// A bank account.
    Account,
    /// A payment card.
    Card,
    /// A device: a phone, a browser.
    Device,
    /// A number plate.
    Plate,
    /// A toll tag.
    Tag,
    /// A network address, or a domain.
    Address,
    /// A wallet of a public blockchain.
    Wallet,
    /// A phone number.
    Phone,
    /// An insurance policy, or a person as an insurer knows it.
    Policy,
}

impl IndicatorKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Account,
        Self::Card,
        Self::Device,
        Self::Plate,
        Self::Tag,
        Self::Address,
        Self::Wallet,
        Self::Phone,
        Self::Policy,
    ];

    /// Its name, as nodes and files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Card => "card",
            Self::Device => "device",
            Self::Plate => "plate",
            Self::Tag => "tag",
            Self::Address => "address",
            Self::Wallet => "wallet",
            Self::Phone => "phone",
            Self::Policy => "policy",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for IndicatorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An indicator as an institution shares it.
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
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct IndicatorSpec {
    /// What it is the pseudonym of.
    pub kind: IndicatorKind,
    /// The pseudonym.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::json::text", deserialize_with = "crate::json::pseudonym")
    )]
    pub value: Pseudonym,
    /// With whom it may be shared further.
    pub marking: Marking,
    /// From when on it is valid, in milliseconds since the Unix epoch.
    pub valid_from: u64,
    /// Until when, this time excluded.
    pub valid_until: u64,
    /// How sure the institution is: 0 to [`MAX_CONFIDENCE`].
    pub confidence: u8,
    /// What it indicates, if that is known.
    pub typology: Option<Typology>,
    /// SHA-256 of the STIX object that says more.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::json::hex", deserialize_with = "crate::json::digest")
    )]
    pub stix_digest: [u8; 32],
}

/// How often an institution has met an indicator.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Sightings {
    /// The institution.
    pub institution: Lei,
    /// How often.
    pub count: u32,
    /// When first, in milliseconds since the Unix epoch.
    pub first_seen: u64,
    /// When last.
    pub last_seen: u64,
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn kinds_are_written_by_their_names() {
        for kind in IndicatorKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(IndicatorKind::named(kind.as_str()), Some(kind));
        }
        assert_eq!(IndicatorKind::named("iban"), None);
    }

    #[test]
    fn what_is_written_is_read() {
        let written = json!({
            "kind": "plate",
            "value": "000102030405060708090a0b0c0d0e0f",
            "marking": "TLP:AMBER+STRICT",
            "validFrom": 1, "validUntil": 2, "confidence": 80,
            "typology": "cloned_tag",
            "stixDigest": format!("0x{}", "01".repeat(32)),
        });

        let read: IndicatorSpec = serde_json::from_value(written.clone()).unwrap();

        assert_eq!((read.value.0[15], read.marking), (15, Marking::AmberStrict));
        assert_eq!(read.stix_digest, [1; 32]);
        assert_eq!(serde_json::to_value(read).unwrap(), written);
        for (name, other) in
            [("value", "0001"), ("marking", "TLP:BLUE"), ("stixDigest", "0x01"), ("kind", "iban")]
        {
            let mut wrong = written.clone();
            wrong[name] = other.into();
            assert!(serde_json::from_value::<IndicatorSpec>(wrong).is_err(), "{name}");
        }
    }
}
