//! Indicators as the chain has them, and as its nodes write them (`attestations_indicators`).

use crate::{Kind, kind::parse_pseudonym, marking};
use codec::{Decode, Encode};
use critical_chains_attestation::{Marking, Typology};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The highest confidence, here and in STIX 2.1.
pub const MAX_CONFIDENCE: u8 = 100;

/// How far ahead the validity of an indicator can end, in milliseconds: the chain takes no other.
pub const MAX_VALIDITY_MILLIS: u64 = 2 * 366 * 86_400_000;

/// SHA-256 of a STIX object.
pub type Digest = [u8; 32];

/// An indicator as an institution shares it. Same fields, in the same order, as in
/// `pallets/attestations`.
#[derive(Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorSpec {
    /// What it is the pseudonym of.
    pub kind: Kind,
    /// The pseudonym.
    #[serde(
        serialize_with = "critical_chains_attestation::json::text",
        deserialize_with = "value"
    )]
    pub value: Pseudonym,
    /// With whom it may be shared further.
    #[serde(deserialize_with = "marking")]
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
    #[serde(serialize_with = "digits", deserialize_with = "digest")]
    pub stix_digest: Digest,
}

/// How often an institution has met an indicator.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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

/// An indicator that was shared.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Indicator {
    /// What was shared.
    pub spec: IndicatorSpec,
    /// The institution that shared it.
    pub institution: Lei,
    /// When it was shared, in milliseconds since the Unix epoch.
    pub shared: u64,
    /// When the institution took it back, if it did.
    pub revoked: Option<u64>,
    /// Who has met it how often.
    pub sightings: Vec<Sightings>,
}

/// An indicator with its number.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct NumberedIndicator {
    /// Its number.
    pub id: u32,
    /// The indicator.
    pub indicator: Indicator,
}

fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Pseudonym, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_pseudonym(&text).ok_or_else(|| D::Error::custom("expected 32 hexadecimal digits"))
}

fn marking<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Marking, D::Error> {
    let text = String::deserialize(deserializer)?;
    marking::named(&text).ok_or_else(|| D::Error::custom("there is no such marking"))
}

fn digits<S: Serializer>(digest: &Digest, serializer: S) -> Result<S::Ok, S::Error> {
    critical_chains_attestation::json::hex(digest, serializer)
}

fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(&text), &mut bytes)
        .map_err(|_| D::Error::custom("expected 0x and 64 hexadecimal digits"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields or variants of a type, as its source lists them.
    fn body(source: &str, start: &str) -> Vec<String> {
        let lines = source.lines().skip_while(|line| *line != start).skip(1);
        lines
            .take_while(|line| *line != "}")
            .map(|line| line.trim().replace("IndicatorKind", "Kind"))
            .filter(|line| line.starts_with("pub ") || line.starts_with(char::is_uppercase))
            .collect()
    }

    /// Read from its source: this crate does not depend on the pallet.
    #[test]
    fn the_types_are_those_of_the_pallet() {
        let theirs = include_str!("../../../pallets/attestations/src/indicator.rs");
        let ours = [include_str!("indicator.rs"), include_str!("kind.rs")].concat();
        for (start, of_pallet) in [
            ("pub enum Kind {", "pub enum IndicatorKind {"),
            ("pub struct IndicatorSpec {", "pub struct IndicatorSpec {"),
            ("pub struct Sightings {", "pub struct Sightings {"),
        ] {
            let expected = body(theirs, of_pallet);

            assert!(expected.len() > 3, "{start}");
            assert_eq!(body(&ours, start), expected, "{start}");
        }
        assert!(theirs.contains(&format!("MAX_CONFIDENCE: u8 = {MAX_CONFIDENCE};")));
        let runtime = include_str!("../../../runtime/src/configs/attestations.rs");
        assert!(runtime.contains("MaxIndicatorMillis = ConstU64<{ 2 * 366 * DAY }>"));
    }

    #[test]
    fn what_a_node_writes_is_read() {
        let text = r#"{
            "id": 7,
            "indicator": {
                "spec": {
                    "kind": "plate",
                    "value": "000102030405060708090a0b0c0d0e0f",
                    "marking": "TLP:AMBER+STRICT",
                    "validFrom": 1, "validUntil": 2, "confidence": 80,
                    "typology": "cloned_tag",
                    "stixDigest": "0x0101010101010101010101010101010101010101010101010101010101010101"
                },
                "institution": "CCDEV0ALPHABANK00022",
                "account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                "shared": 3, "revoked": null,
                "sightings": [{
                    "institution": "CCDEV0ALPHABANK00022", "count": 2, "firstSeen": 4, "lastSeen": 5
                }]
            }
        }"#;

        let read: NumberedIndicator = serde_json::from_str(text).unwrap();

        assert_eq!(read.indicator.spec.marking, Marking::AmberStrict);
        assert_eq!(read.indicator.spec.stix_digest, [1; 32]);
        let again = serde_json::to_value(&read).unwrap();
        assert_eq!(serde_json::from_value::<NumberedIndicator>(again).unwrap(), read);
    }
}
