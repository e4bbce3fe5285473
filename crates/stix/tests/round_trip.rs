//! Proves that a bundle says what the chain said, in the same bytes whoever asked, and that importing
//! it loses nothing without saying so.
#![allow(clippy::unwrap_used)]

mod support;

use critical_chains_attestation::{IndicatorKind, Marking};
use critical_chains_stix::{ExportError, digest, export, import, objects::Object};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::{NOW, any_indicators, numbered, options, spec};

proptest! {
    #[test]
    fn what_is_exported_is_proposed_again(indicators in any_indicators()) {
        let bundle = export(&indicators, None).unwrap().bundle;

        let read = import(bundle.to_json().as_bytes(), &options()).unwrap();

        prop_assert_eq!(read.proposed.len() + read.skipped.len(), bundle.objects.len());
        let mut expected = BTreeSet::new();
        for own in &indicators {
            let spec = own.indicator.spec;
            if own.indicator.revoked.is_none() && spec.valid_until > NOW {
                expected.insert((spec.kind, spec.value));
            }
        }
        let proposed = read.proposed.iter().map(|own| (own.spec.kind, own.spec.value));
        prop_assert_eq!(proposed.collect::<BTreeSet<_>>(), expected);
        for proposal in &read.proposed {
            prop_assert_eq!(proposal.spec.stix_digest, digest(&proposal.stix).unwrap());
            prop_assert!(!proposal.was_clear && !proposal.was_shortened);
            // But for the digest, which is now that of the exported object.
            let is_the_same = indicators.iter().any(|own| {
                let mut theirs = own.indicator.spec;
                theirs.stix_digest = proposal.spec.stix_digest;
                theirs == proposal.spec
            });
            prop_assert!(is_the_same);
        }
        for skipped in &read.skipped {
            let code = skipped.reason.code();
            prop_assert!(
                ["NOT_AN_INDICATOR", "REVOKED", "EXPIRED", "DUPLICATE"].contains(&code), "{}", code
            );
        }
    }

    #[test]
    fn the_same_indicators_are_the_same_bytes(indicators in any_indicators()) {
        let mut others = indicators.clone();
        others.reverse();
        others.push(indicators[0].clone());

        let one = export(&indicators, None).unwrap().bundle;
        let other = export(&others, None).unwrap().bundle;

        prop_assert_eq!(one.to_json(), other.to_json());
        let ids: BTreeSet<_> = one.objects.iter().map(Object::id).collect();
        prop_assert_eq!(ids.len(), one.objects.len());
    }

    #[test]
    fn other_indicators_are_another_bundle(mut indicators in any_indicators()) {
        let one = export(&indicators, None).unwrap().bundle;
        let confidence = &mut indicators[0].indicator.spec.confidence;
        *confidence = (*confidence + 1) % 101;

        let other = export(&indicators, None).unwrap().bundle;

        prop_assert_ne!(one.id, other.id);
    }

    #[test]
    fn what_is_written_is_read_as_the_same_objects(indicators in any_indicators()) {
        let bundle = export(&indicators, None).unwrap().bundle;

        let again = serde_json::from_str(&bundle.to_json()).unwrap();

        prop_assert_eq!(bundle, again);
    }

    #[test]
    fn everything_that_is_referred_to_is_there(indicators in any_indicators()) {
        let bundle = export(&indicators, None).unwrap().bundle;

        let ids: BTreeSet<_> = bundle.objects.iter().map(Object::id).collect();
        for object in &bundle.objects {
            let references = match object {
                Object::Indicator(own) => {
                    own.object_marking_refs.iter().chain(&own.created_by_ref).collect::<Vec<_>>()
                }
                Object::Sighting(own) => own
                    .object_marking_refs
                    .iter()
                    .chain(&own.where_sighted_refs)
                    .chain([&own.sighting_of_ref])
                    .collect(),
                Object::ExtensionDefinition(own) => vec![&own.created_by_ref],
                _ => vec![],
            };
            prop_assert!(references.iter().all(|id| ids.contains(*id)));
        }
    }

    #[test]
    fn no_stricter_marking_is_exported(
        indicators in any_indicators(),
        limit in prop::sample::select(vec!["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"]),
    ) {
        let limit = Marking::named(limit).unwrap();
        let stricter = indicators.iter().filter(|own| own.indicator.spec.marking > limit);
        let stricter: BTreeSet<u32> = stricter.map(|own| own.id).collect();

        match export(&indicators, Some(limit)) {
            Ok(export) => {
                prop_assert_eq!(export.left_out.into_iter().collect::<BTreeSet<_>>(), stricter);
                let text = serde_json::to_string(&export.bundle).unwrap();
                prop_assert!(!text.contains("939a9414-2ddd-4d32-a0cd-375ea402b003"));
            }
            Err(error) => {
                prop_assert_eq!(error, ExportError::Empty);
                prop_assert_eq!(stricter.len(), indicators.len());
            }
        }
    }
}

#[test]
fn no_indicators_are_no_bundle() {
    assert_eq!(export(&[], None), Err(ExportError::Empty));
}

#[test]
fn times_that_cannot_be_written_are_told() {
    let mut own = numbered(7, spec(IndicatorKind::Tag, 1));
    own.indicator.spec.valid_until = u64::MAX;

    assert_eq!(export(&[own], None), Err(ExportError::Time { id: 7 }));
}

#[test]
fn what_no_chain_has_is_refused() {
    let own = numbered(7, spec(IndicatorKind::Tag, 1));
    let (mut sure, mut empty, mut backwards) = (own.clone(), own.clone(), own);
    sure.indicator.spec.confidence = 101;
    empty.indicator.spec.valid_until = empty.indicator.spec.valid_from;
    backwards.indicator.sightings[0].last_seen = 0;

    for own in [sure, empty, backwards] {
        assert_eq!(export(&[own], None), Err(ExportError::Unsound { id: 7 }));
    }
}

#[test]
fn a_revoked_indicator_says_so_and_is_a_newer_version() {
    let mut own = numbered(7, spec(IndicatorKind::Account, 1));
    let before = export(&[own.clone()], None).unwrap().bundle;
    own.indicator.revoked = Some(NOW);

    let after = export(&[own], None).unwrap().bundle;

    let indicator = |objects: &[Object]| {
        let found = objects.iter().find_map(|object| match object {
            Object::Indicator(own) => Some(own.clone()),
            _ => None,
        });
        found.unwrap()
    };
    let (before, after) = (indicator(&before.objects), indicator(&after.objects));
    assert_eq!(before.id, after.id);
    assert!(!before.revoked && after.revoked);
    assert_eq!(after.modified.millis(), NOW);
    assert!(before.modified < after.modified);
}

#[test]
fn what_two_indicators_are_about_is_marked_as_the_stricter_one() {
    let strict = numbered(1, spec(IndicatorKind::Phone, 1));
    let mut free = numbered(2, strict.indicator.spec);
    free.indicator.spec.marking = Marking::named("TLP:CLEAR").unwrap();

    for order in [[strict.clone(), free.clone()], [free, strict]] {
        let bundle = export(&order, None).unwrap().bundle;

        let phones: Vec<_> = bundle
            .objects
            .iter()
            .filter_map(|object| match object {
                Object::PhoneNumber(own) => Some(own.object_marking_refs[0].as_str()),
                _ => None,
            })
            .collect();
        // TLP:AMBER
        assert_eq!(phones, ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"]);
    }
}

/// Made with the Python package stix2extensions 2.3.5, from the same values.
#[test]
fn observables_have_the_identifiers_that_others_give_them() {
    let ids: Vec<String> =
        [IndicatorKind::Account, IndicatorKind::Card, IndicatorKind::Wallet, IndicatorKind::Phone]
            .into_iter()
            .flat_map(|kind| export(&[numbered(1, spec(kind, 0xab))], None).unwrap().bundle.objects)
            .filter(|object| {
                let object = object.id().object();
                !["identity", "indicator", "marking-definition", "sighting"].contains(&object)
            })
            .map(|object| object.id().to_string())
            .collect();

    assert_eq!(
        ids,
        [
            "bank-account--fd52b289-e0f0-5210-9c66-743a7964b9fb",
            "payment-card--a8aa9f7b-cf99-531f-8824-c5cb3d54211e",
            "cryptocurrency-wallet--a8aa9f7b-cf99-531f-8824-c5cb3d54211e",
            "phone-number--a8aa9f7b-cf99-531f-8824-c5cb3d54211e",
        ]
    );
}
