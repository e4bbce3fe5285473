//! Indicators as the chain has them, and as its nodes write them (`attestations_indicators`).

use critical_chains_attestation::{IndicatorSpec, Sightings};
use critical_chains_lei::Lei;
use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_attestation::Marking;

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
