//! Indicators such as a chain can have.

#![allow(dead_code)]

use critical_chains_attestation::{IndicatorKind, IndicatorSpec, Marking, Sightings, Typology};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use critical_chains_stix::{ImportOptions, Indicator, NumberedIndicator};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// 2026-11-26T08:00:00Z
pub(crate) const NOW: u64 = 1_795_680_000_000;

pub(crate) const DAY: u64 = 86_400_000;

pub(crate) fn lei(number: u8) -> Lei {
    let mut prefix = *b"CCDEV0INSTITUTION0";
    prefix[17] = b'A' + number % 26;
    Lei::from_prefix(prefix).unwrap()
}

/// One that was shared yesterday and is valid for another month.
pub(crate) fn spec(kind: IndicatorKind, value: u8) -> IndicatorSpec {
    IndicatorSpec {
        kind,
        value: Pseudonym([value; 16]),
        marking: Marking::Amber,
        valid_from: NOW - DAY,
        valid_until: NOW + 30 * DAY,
        confidence: 80,
        typology: Some(Typology::PassThrough),
        stix_digest: [value; 32],
    }
}

pub(crate) fn numbered(id: u32, spec: IndicatorSpec) -> NumberedIndicator {
    let indicator = Indicator {
        spec,
        institution: lei(0),
        shared: NOW - DAY,
        revoked: None,
        sightings: vec![Sightings {
            institution: lei(1),
            count: 3,
            first_seen: NOW - DAY / 2,
            last_seen: NOW - DAY / 4,
        }],
    };
    NumberedIndicator { id, indicator }
}

pub(crate) fn options() -> ImportOptions {
    ImportOptions { now: NOW, key: None, unmarked: None, confidence: None, longest: None }
}

pub(crate) fn any_spec() -> impl Strategy<Value = IndicatorSpec> {
    let markings = vec![Marking::Clear, Marking::Green, Marking::Amber, Marking::AmberStrict];
    let times = (0..NOW + 60 * DAY, 1..700 * DAY);
    let terms = (select(markings), 0..=100u8, option::of(select(Typology::ALL)));
    (select(IndicatorKind::ALL.to_vec()), any::<[u8; 16]>(), times, terms, any::<[u8; 32]>())
        .prop_map(
            |(kind, value, (valid_from, length), (marking, confidence, typology), stix_digest)| {
                IndicatorSpec {
                    kind,
                    value: Pseudonym(value),
                    marking,
                    valid_from,
                    valid_until: (valid_from + length).min(NOW + 700 * DAY),
                    confidence,
                    typology,
                    stix_digest,
                }
            },
        )
}

fn any_sightings() -> impl Strategy<Value = Sightings> {
    (any::<u8>(), 1..=u32::MAX, 0..NOW, 0..NOW).prop_map(|(who, count, one, other)| Sightings {
        institution: lei(who),
        count,
        first_seen: one.min(other),
        last_seen: one.max(other),
    })
}

pub(crate) fn any_indicator() -> impl Strategy<Value = NumberedIndicator> {
    let when = (0..=NOW, option::weighted(0.2, 0..=NOW));
    (any::<u32>(), any_spec(), any::<u8>(), when, vec(any_sightings(), 0..4)).prop_map(
        |(id, spec, who, (shared, revoked), sightings)| {
            let revoked = revoked.map(|revoked| revoked.max(shared));
            let institution = lei(who);
            NumberedIndicator {
                id,
                indicator: Indicator { spec, institution, shared, revoked, sightings },
            }
        },
    )
}

pub(crate) fn any_indicators() -> impl Strategy<Value = Vec<NumberedIndicator>> {
    vec(any_indicator(), 1..8)
}
