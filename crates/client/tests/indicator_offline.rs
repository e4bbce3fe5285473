//! Proves, on the real command, what `indicator` does without a node: bundles from what a node said,
//! and what of a bundle could be shared.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use serde_json::{Value, json};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};
use support::{NO_NODE, Place};

const GREEN: &str = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/stix")
}

/// An indicator as others make them.
fn indicator(number: u8, changes: Value) -> Value {
    let mut object = json!({
        "type": "indicator",
        "spec_version": "2.1",
        "id": format!("indicator--{number:08}-17d4-4cbf-938f-98ee46b3cd3f"),
        "created": "2026-11-01T00:00:00.000Z",
        "modified": "2026-11-01T00:00:00.000Z",
        "pattern": format!("[bank-account:account_number = 'pseudonym:{number:032}']"),
        "pattern_type": "stix",
        "valid_from": "2026-11-01T00:00:00Z",
        "valid_until": "2027-02-01T00:00:00Z",
        "confidence": 75,
        "labels": ["typology:fan_in"],
        "object_marking_refs": [GREEN],
    });
    for (name, value) in changes.as_object().unwrap() {
        object[name] = value.clone();
    }
    object
}

fn bundle(place: &Place, name: &str, objects: &[Value]) {
    let bundle = json!({
        "type": "bundle",
        "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
        "objects": objects,
    });
    fs::write(place.path(name), bundle.to_string()).unwrap();
}

fn feed(place: &Place) {
    let objects = [
        json!({
            "type": "identity",
            "spec_version": "2.1",
            "id": "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff",
            "name": "Somebody",
        }),
        indicator(1, json!({})),
        indicator(2, json!({ "pattern": "[bank-account:iban = 'DE89 3704 0044 0532 0130 00']" })),
        indicator(3, json!({ "valid_until": null })),
        indicator(4, json!({ "object_marking_refs": [] })),
        indicator(5, json!({ "confidence": null })),
        indicator(6, json!({ "revoked": true })),
        indicator(7, json!({ "valid_until": "2026-11-20T00:00:00Z" })),
        indicator(
            8,
            json!({
                "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"],
            }),
        ),
        indicator(9, json!({ "pattern": "[file:name = 'a\u{1b}[2J']" })),
        json!("\u{1b}[2J"),
        json!({ "type": "\u{1b}[2J", "id": "\u{202e}" }),
    ];
    bundle(place, "feed.json", &objects);
}

#[cfg(unix)]
fn write_secret(place: &Place, name: &str, text: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(place.path(name), text).unwrap();
    fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

const AT: &str = "--at 2026-11-26T08:00:00Z";

const SAID: &str = "--unmarked-as amber+strict --confidence 40 --at-most-days 90";

#[test]
fn what_of_a_bundle_could_be_shared_is_said() {
    let place = Place::new();
    feed(&place);
    bundle(&place, "empty.json", &[]);
    bundle(&place, "nothing.json", &[json!({ "type": "malware" })]);
    let mut said = String::new();
    for words in [
        format!("indicator import feed.json {AT}"),
        format!("indicator import feed.json {AT} {SAID}"),
        format!("--json indicator import feed.json {AT}"),
        format!("indicator import empty.json {AT}"),
        format!("indicator import nothing.json {AT} --output none.json"),
    ] {
        write!(said, "$ critical-chains {words}\n{}", place.run(&words).all()).unwrap();
    }
    assert_snapshot!(said);
    assert!(!place.path("none.json").exists());
}

#[cfg(unix)]
#[test]
fn clear_numbers_become_pseudonyms_with_the_secret_alone() {
    let place = Place::new();
    feed(&place);
    write_secret(&place, "secret", &format!("{}\n", "07".repeat(32)), 0o600);
    let words = format!(
        "indicator import feed.json {AT} --secret-file secret --epoch 3 --output shared.json"
    );

    let said = place.run(&words);

    assert_snapshot!(format!("$ critical-chains {words}\n{}", said.all()));
    let shared = fs::read_to_string(place.path("shared.json")).unwrap();
    assert!(!shared.contains("DE89"), "{shared}");
    // What is kept gives the same digests to whoever receives it.
    let digests = |words: &str| {
        let answer: Value = serde_json::from_str(&place.run(words).stdout).unwrap();
        let proposed = answer["proposed"].as_array().unwrap().clone();
        proposed.iter().map(|own| own["spec"]["stixDigest"].clone()).collect::<Vec<_>>()
    };
    let theirs = digests(&format!("--json indicator import shared.json {AT}"));
    let ours = digests(&format!("--json {}", words.replace("shared.json", "again.json")));
    assert_eq!(theirs.len(), 2);
    assert_eq!(theirs, ours);
    // It may be the only copy of objects whose digests are on chain.
    let again = place.run(&words);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("shared.json exists already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(place.path("shared.json")).unwrap(), shared);
}

#[test]
fn bundles_are_the_same_bytes_as_ever() {
    let place = Place::new();
    fs::copy(vectors().join("indicators.json"), place.path("indicators.json")).unwrap();

    let printed = place.run("indicator export --from indicators.json");
    let written = place.run("indicator export --from indicators.json --output bundle.json");

    assert_eq!(printed.code, 0, "{}", printed.all());
    let expected = fs::read_to_string(vectors().join("bundle.json")).unwrap();
    assert_eq!(printed.stdout, expected);
    assert_eq!(fs::read_to_string(place.path("bundle.json")).unwrap(), expected);
    let mut said = written.all();
    for words in [
        "--json indicator export --from indicators.json --output bundle.json --up-to green",
        "indicator export --from indicators.json --output bundle.json --up-to amber",
        "indicator import bundle.json --at 2026-11-26T08:00:00Z",
    ] {
        write!(said, "$ critical-chains {words}\n{}", place.run(words).all()).unwrap();
    }
    assert_snapshot!(said);
    let limited = place.run("indicator export --from indicators.json --up-to green");
    assert!(limited.stderr.contains("left out, whose marking is stricter"), "{}", limited.all());
}

#[test]
fn a_page_is_not_exported_as_if_it_were_everything() {
    let place = Place::new();
    let text = fs::read_to_string(vectors().join("indicators.json")).unwrap();
    let mut listed: Value = serde_json::from_str(&text).unwrap();
    listed["finalised"] = json!(false);
    fs::write(place.path("early.json"), listed.to_string()).unwrap();
    listed["next"] = json!(3);
    fs::write(place.path("page.json"), listed.to_string()).unwrap();

    let page = place.run("indicator export --from page.json --output bundle.json");
    let early = place.run("indicator export --from early.json");

    assert_snapshot!(page.all());
    assert!(!place.path("bundle.json").exists());
    assert_eq!(early.code, 0);
    assert_eq!(early.stdout, fs::read_to_string(vectors().join("bundle.json")).unwrap());
    assert!(early.stderr.contains("not final"), "{}", early.stderr);
}

#[cfg(unix)]
#[test]
fn wrong_files_are_told() {
    let place = Place::new();
    feed(&place);
    fs::write(place.path("text.json"), "STIX").unwrap();
    fs::write(place.path("object.json"), "{}").unwrap();
    fs::write(place.path("none.json"), "{\"indicators\": []}").unwrap();
    write_secret(&place, "open", &"07".repeat(32), 0o644);
    write_secret(&place, "short", "07", 0o600);
    let mut said = String::new();
    for words in [
        "indicator import missing.json",
        "indicator import text.json",
        "--json indicator import object.json",
        "indicator import feed.json --secret-file missing --epoch 1",
        "indicator import feed.json --secret-file open --epoch 1",
        "indicator import feed.json --secret-file short --epoch 1",
        "indicator export --from missing.json",
        "indicator export --from text.json",
        "indicator export --from object.json",
        "indicator export --from none.json",
    ] {
        write!(said, "$ critical-chains {words}\n{}", place.run(words).all()).unwrap();
    }
    assert_snapshot!(said);
}

#[test]
fn without_a_node_nothing_is_shared() {
    let place = Place::new();
    feed(&place);
    let share = "indicator share account 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f --confidence 80 --days 3";
    for words in [
        "indicator list --kind account --valid-at now",
        "indicator list --all",
        "indicator export",
        "indicator import feed.json --share --signer //Alice --output shared.json",
        &format!("{share} --signer //Alice --output shared.json"),
        "indicator revoke 1 --signer //Alice",
    ] {
        let said = place.run(&format!("{words} --node {NO_NODE}"));

        assert_eq!(said.code, 1, "{words}: {}", said.all());
        assert!(said.stderr.contains("no node answers at"), "{words}: {}", said.all());
        assert_eq!(said.stdout, "", "{words}");
    }
    assert!(!place.path("shared.json").exists());
    for words in ["indicator import feed.json --share", share, "indicator revoke 1"] {
        let said = place.run(&format!("{words} --node {NO_NODE}"));

        assert_eq!(said.code, 2, "{words}: {}", said.all());
        assert!(said.stderr.contains("no key to sign with"), "{words}: {}", said.all());
    }
}
