//! Proves that every object of a bundle is proposed or skipped for the right reason.
#![allow(clippy::unwrap_used)]

mod support;

use critical_chains_attestation::{IndicatorKind, MAX_VALIDITY_MILLIS, Marking, Typology};
use critical_chains_flows::PseudonymKey;
use critical_chains_stix::{
    BundleError, Import, ImportOptions, MAX_BUNDLE_BYTES, MAX_OBJECTS, bundle_of_proposals, digest,
    import,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{DAY, NOW, options};

const IBAN: &str = "DE89370400440532013000";
const GREEN: &str = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";

fn pseudonym() -> String {
    format!("pseudonym:{}", "0f".repeat(16))
}

/// An indicator as others make them, with some properties changed, or left out if they are null.
fn indicator(changes: Value) -> Value {
    let mut object = json!({
        "type": "indicator",
        "spec_version": "2.1",
        "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "created_by_ref": "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff",
        "created": "2026-11-01T00:00:00.000Z",
        "modified": "2026-11-01T00:00:00.000Z",
        "name": "A mule",
        "pattern": format!("[bank-account:account_number = '{}']", pseudonym()),
        "pattern_type": "stix",
        "valid_from": "2026-11-01T00:00:00Z",
        "valid_until": "2027-02-01T00:00:00Z",
        "confidence": 75,
        "labels": ["mule", "typology:fan_in"],
        "object_marking_refs": [GREEN],
    });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            object.as_object_mut().unwrap().remove(name);
        } else {
            object[name] = value.clone();
        }
    }
    object
}

fn bundle(objects: &[Value]) -> Vec<u8> {
    let bundle = json!({
        "type": "bundle",
        "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
        "objects": objects,
    });
    bundle.to_string().into_bytes()
}

fn read(objects: &[Value], options: &ImportOptions) -> Import {
    let read = import(&bundle(objects), options).unwrap();
    assert_eq!(read.proposed.len() + read.skipped.len(), objects.len());
    read
}

/// Why the only object of a bundle is not proposed; OK if it is.
fn code(changes: Value, options: &ImportOptions) -> &'static str {
    let read = read(&[indicator(changes)], options);
    read.skipped.first().map_or("OK", |own| own.reason.code())
}

#[test]
fn an_indicator_of_others_is_proposed_as_it_is() {
    let object = indicator(json!({ "x_score": 0.5, "description": "€" }));

    let read = read(std::slice::from_ref(&object), &options());

    let proposal = &read.proposed[0];
    let spec = proposal.spec;
    assert_eq!((spec.kind, spec.value.0), (IndicatorKind::Account, [0x0f; 16]));
    assert_eq!((spec.marking, spec.confidence), (Marking::Green, 75));
    assert_eq!((spec.valid_from, spec.valid_until), (NOW - 25 * DAY - DAY / 3, 1_801_440_000_000));
    assert_eq!(spec.typology, Some(Typology::FanIn));
    assert_eq!(proposal.stix, object);
    assert_eq!(spec.stix_digest, digest(&object).unwrap());
}

#[test]
fn every_reason_has_its_code() {
    for (changes, expected) in [
        (json!({}), "OK"),
        (json!({ "type": "malware" }), "NOT_AN_INDICATOR"),
        (json!({ "type": null }), "MALFORMED"),
        (json!({ "type": 5 }), "MALFORMED"),
        (json!({ "spec_version": null }), "VERSION"),
        (json!({ "spec_version": "2.0" }), "VERSION"),
        (json!({ "id": "indicator--1" }), "MALFORMED"),
        (json!({ "id": "malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f" }), "MALFORMED"),
        (json!({ "pattern": null }), "MALFORMED"),
        (json!({ "valid_from": "2026-11-01" }), "MALFORMED"),
        (json!({ "confidence": 101 }), "MALFORMED"),
        (json!({ "confidence": 7.5 }), "MALFORMED"),
        (json!({ "revoked": true }), "REVOKED"),
        (json!({ "indicator_types": ["benign"] }), "BENIGN"),
        (
            json!({ "object_marking_refs": [
                GREEN, "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
            ] }),
            "RED",
        ),
        (
            json!({ "object_marking_refs":
                ["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"] }),
            "RED",
        ),
        (json!({ "object_marking_refs": null }), "UNMARKED"),
        (
            json!({ "object_marking_refs": [
                GREEN, "marking-definition--00000000-4e03-4974-9ac4-e53a884c97c1"
            ] }),
            "OTHER_MARKING",
        ),
        (
            json!({ "granular_markings": [{ "selectors": ["name"], "marking_ref": GREEN }] }),
            "PARTS_MARKED",
        ),
        (json!({ "granular_markings": [{ "selectors": ["name"], "lang": "de" }] }), "OK"),
        (json!({ "valid_until": "2026-11-26T08:00:00Z" }), "EXPIRED"),
        (json!({ "valid_from": "2027-03-01T00:00:00Z" }), "NEVER_VALID"),
        (json!({ "valid_until": null }), "NO_END"),
        (json!({ "valid_until": "2029-01-01T00:00:00Z" }), "TOO_LONG"),
        (json!({ "confidence": null }), "NO_CONFIDENCE"),
        (json!({ "labels": ["typology:fan_in", "typology:cycle"] }), "SEVERAL_TYPOLOGIES"),
        (json!({ "labels": ["typology:fan_in", "typology:fan_in", "typology:x"] }), "OK"),
        (json!({ "pattern_type": "sigma" }), "PATTERN_TYPE"),
        (json!({ "pattern": "[bank-account:iban = 'a' OR bank-account:iban = 'b']" }), "PATTERN"),
        (json!({ "pattern": "[bank-account:iban = 'a' AND bank-account:bic = 'b']" }), "PATTERN"),
        (json!({ "pattern": "[file:name = 'a']" }), "UNKNOWN_KIND"),
        (json!({ "pattern": "[bank-account:bic = 'DEUTDEFF']" }), "UNKNOWN_KIND"),
        (json!({ "pattern": format!("[bank-account:iban = '{}']", pseudonym()) }), "UNKNOWN_KIND"),
        (json!({ "pattern": format!("[bank-account:iban = '{IBAN}']") }), "CLEAR"),
        (json!({ "pattern": "[bank-account:account_number = '12345']" }), "CLEAR"),
        (json!({ "pattern": "[payment-card:value = '4111111111111111']" }), "CLEAR"),
        (json!({ "x_score": 1e30 }), "NO_DIGEST"),
    ] {
        assert_eq!(code(changes.clone(), &options()), expected, "{changes}");
    }
}

#[test]
fn what_is_no_object_is_skipped_too() {
    let read = read(&[json!(5), json!(null), json!([]), json!({})], &options());

    assert!(read.skipped.iter().all(|own| own.reason.code() == "MALFORMED"));
    assert_eq!(read.skipped[3].position, 3);
}

#[test]
fn old_versions_and_doubles_are_skipped() {
    let newer = json!({ "modified": "2026-11-02T00:00:00.000Z" });
    let other = json!({ "id": "indicator--11111111-17d4-4cbf-938f-98ee46b3cd3f" });
    let objects = [indicator(json!({})), indicator(newer), indicator(other)];

    let read = read(&objects, &options());

    assert_eq!(read.proposed.len(), 1);
    let codes: Vec<_> = read.skipped.iter().map(|own| own.reason.code()).collect();
    assert_eq!(codes, ["SUPERSEDED", "DUPLICATE"]);
    let revoked = json!({ "modified": "2026-11-02T00:00:00.000Z", "revoked": true });
    let taken_back = [indicator(json!({})), indicator(revoked)];
    let read = self::read(&taken_back, &options());
    let codes: Vec<_> = read.skipped.iter().map(|own| own.reason.code()).collect();
    assert_eq!(codes, ["SUPERSEDED", "REVOKED"]);
}

#[test]
fn what_the_bundle_does_not_say_is_said_by_whoever_imports() {
    let options = ImportOptions {
        unmarked: Some(Marking::AmberStrict),
        confidence: Some(40),
        longest: Some(30 * DAY),
        ..options()
    };
    let silent = json!({ "object_marking_refs": [], "confidence": null, "valid_until": null });

    let read = read(&[indicator(silent)], &options);

    let spec = read.proposed[0].spec;
    assert_eq!((spec.marking, spec.confidence), (Marking::AmberStrict, 40));
    assert_eq!(spec.valid_until, NOW + 30 * DAY);
    assert!(read.proposed[0].was_shortened);
    // It never says more than the bundle does.
    let loud = self::read(&[indicator(json!({ "valid_until": "2026-11-27T08:00:00Z" }))], &options);
    assert_eq!(loud.proposed[0].spec.marking, Marking::Green);
    assert_eq!(loud.proposed[0].spec.valid_until, NOW + DAY);
    assert!(!loud.proposed[0].was_shortened);
    let later = json!({ "valid_from": "2027-01-01T00:00:00Z", "valid_until": null });
    assert_eq!(code(later, &options), "NEVER_VALID");
    let red = ImportOptions { unmarked: Some(Marking::Red), ..options };
    assert_eq!(code(json!({ "object_marking_refs": [] }), &red), "RED");
    let forever = ImportOptions { longest: Some(u64::MAX), ..red };
    let read = self::read(&[indicator(json!({ "valid_until": null }))], &forever);
    assert_eq!(read.proposed[0].spec.valid_until, NOW + MAX_VALIDITY_MILLIS);
}

mod clear_numbers {
    use super::*;

    fn key() -> PseudonymKey {
        PseudonymKey::new([7; 32], 3)
    }

    fn with_key() -> ImportOptions {
        ImportOptions { key: Some(key()), ..options() }
    }

    fn pattern(text: &str) -> Value {
        json!({ "pattern": text })
    }

    #[test]
    fn become_the_pseudonyms_that_flows_have() {
        for (text, kind, name, identifier) in [
            (
                "[bank-account:iban = 'de89 3704 0044 0532 0130 00']",
                IndicatorKind::Account,
                "iban",
                IBAN,
            ),
            (
                "[bank-account:account_number = 'DE89370400440532013000']",
                IndicatorKind::Account,
                "iban",
                IBAN,
            ),
            (
                "[payment-card:value = '4111 1111-11111111']",
                IndicatorKind::Card,
                "card",
                "4111111111111111",
            ),
            ("[phone-number:value = '+49 30 123456']", IndicatorKind::Phone, "phone", "4930123456"),
            (
                "[cryptocurrency-wallet:value = ' bc1qw5 ']",
                IndicatorKind::Wallet,
                "wallet",
                "bc1qw5",
            ),
            (
                "[domain-name:value = 'Example.ORG.']",
                IndicatorKind::Address,
                "address",
                "example.org",
            ),
            ("[ipv4-addr:value = '192.0.2.1']", IndicatorKind::Address, "address", "192.0.2.1"),
            ("[ipv6-addr:value = '2001:DB8::0']", IndicatorKind::Address, "address", "2001:db8::"),
        ] {
            let read = read(&[indicator(pattern(text))], &with_key());

            let proposal = &read.proposed[0];
            assert_eq!(proposal.spec.kind, kind, "{text}");
            let expected = key().pseudonym(name, identifier.as_bytes());
            assert_eq!(proposal.spec.value, expected, "{text}");
            assert!(proposal.was_clear);
        }
    }

    #[test]
    fn leave_no_trace_in_what_is_digested() {
        let object = indicator(json!({
            "pattern": format!("[bank-account:iban = '{IBAN}']"),
            "name": IBAN,
            "description": IBAN,
            "labels": [IBAN, "typology:cycle"],
            "external_references": [{ "source_name": "x", "external_id": IBAN }],
            "x_iban": IBAN,
        }));

        let read = read(&[object], &with_key());

        let proposal = &read.proposed[0];
        let shared = proposal.stix.to_string();
        assert!(!shared.contains("DE89"), "{shared}");
        assert_ne!(proposal.stix["id"], proposal.object.as_str());
        assert_eq!(proposal.spec.stix_digest, digest(&proposal.stix).unwrap());
        assert_eq!(proposal.stix["object_marking_refs"], json!([GREEN]));
        // What is digested can itself be imported.
        let again = self::read(std::slice::from_ref(&proposal.stix), &options());
        assert_eq!(again.proposed[0].spec, proposal.spec);
    }

    #[test]
    fn that_are_none_are_refused() {
        for (text, expected) in [
            ("[bank-account:iban = 'DE88370400440532013000']", "INVALID_IDENTIFIER"),
            ("[bank-account:account_number = '12345']", "NOT_AN_IBAN"),
            ("[payment-card:value = 'card']", "INVALID_IDENTIFIER"),
            ("[phone-number:value = '1']", "INVALID_IDENTIFIER"),
            ("[cryptocurrency-wallet:value = '']", "INVALID_IDENTIFIER"),
            ("[domain-name:value = 'a b']", "INVALID_IDENTIFIER"),
            ("[ipv4-addr:value = '192.0.2.0/24']", "INVALID_IDENTIFIER"),
            ("[ipv4-addr:value = '::1']", "INVALID_IDENTIFIER"),
            (
                "[pseudonymous-identifier:kind = 'plate' AND pseudonymous-identifier:value = 'A1']",
                "INVALID_IDENTIFIER",
            ),
            (
                "[pseudonymous-identifier:kind = 'card' AND pseudonymous-identifier:value = 'A1']",
                "UNKNOWN_KIND",
            ),
        ] {
            assert_eq!(code(pattern(text), &with_key()), expected, "{text}");
        }
    }

    #[test]
    fn are_in_no_reason() {
        for text in [
            format!("[bank-account:iban = '{IBAN}']"),
            format!("[bank-account:iban = '{IBAN}' OR bank-account:iban = '{IBAN}']"),
            format!("[bank-account:iban = '{IBAN}"),
            format!("[file:name = '{IBAN}']"),
        ] {
            let read = read(&[indicator(pattern(&text))], &options());

            let reason = &read.skipped[0].reason;
            assert!(!format!("{reason} {reason:?}").contains("DE89"), "{reason}");
        }
    }
}

mod bundles {
    use super::*;

    #[test]
    fn of_proposals_have_the_objects_that_are_digested() {
        let clear = json!({
            "id": "indicator--11111111-17d4-4cbf-938f-98ee46b3cd3f",
            "pattern": format!("[bank-account:iban = '{IBAN}']"),
        });
        let options = ImportOptions { key: Some(PseudonymKey::new([7; 32], 3)), ..options() };
        let first = read(&[indicator(json!({})), indicator(clear)], &options);
        assert_eq!(first.proposed.len(), 2);

        let kept = bundle_of_proposals(&first.proposed).unwrap();

        assert!(!kept.contains(IBAN));
        let second = import(kept.as_bytes(), &options).unwrap();
        let specs =
            |import: &Import| import.proposed.iter().map(|own| own.spec).collect::<Vec<_>>();
        assert_eq!(specs(&second), specs(&first));
        // The one definition of their marking.
        assert_eq!(second.skipped.len(), 1);
        assert_eq!(bundle_of_proposals(&[]), None);
    }

    #[test]
    fn that_are_none_are_told() {
        let long = vec![b' '; MAX_BUNDLE_BYTES + 1];
        assert!(matches!(import(&long, &options()), Err(BundleError::TooLong { .. })));
        let cases: [(&[u8], &str); 7] = [
            (b"", "this is no JSON"),
            (b"\xff", "this is no JSON"),
            (b"<stix/>", "this is no JSON"),
            (b"[]", "this is no STIX bundle"),
            (b"{}", "this is no STIX bundle"),
            (
                br#"{"type": "x", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d"}"#,
                "this is no STIX bundle: its type",
            ),
            (br#"{"type": "bundle", "id": "bundle--1"}"#, "this is no STIX bundle"),
        ];
        for (bytes, expected) in cases {
            let error = import(bytes, &options()).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{error}");
            assert!(!error.hint().is_empty());
        }
        let deep = "[".repeat(10_000);
        assert!(matches!(import(deep.as_bytes(), &options()), Err(BundleError::NotJson(_))));
        let many = bundle(&vec![json!(0); MAX_OBJECTS + 1]);
        let expected = BundleError::TooManyObjects { got: MAX_OBJECTS + 1 };
        assert_eq!(import(&many, &options()), Err(expected));
    }

    #[test]
    fn without_objects_propose_nothing() {
        let empty = br#"{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d"}"#;

        assert_eq!(import(empty, &options()), Ok(Import::default()));
    }
}

proptest! {
    #[test]
    fn no_value_of_a_property_panics(
        name in prop::sample::select(vec![
            "type", "spec_version", "id", "created", "modified", "revoked", "pattern",
            "pattern_type", "valid_from", "valid_until", "confidence", "labels",
            "object_marking_refs", "granular_markings", "external_references", "indicator_types",
        ]),
        value in prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,40}".prop_map(Value::from),
            Just(json!([])),
            Just(json!([[{}]])),
            Just(json!({ "a": [] })),
        ],
    ) {
        let mut object = indicator(json!({}));
        object[name] = value;
        let read = import(&bundle(&[object]), &options()).unwrap();
        prop_assert_eq!(read.proposed.len() + read.skipped.len(), 1);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(import(&bytes, &options()).is_err());
    }
}
