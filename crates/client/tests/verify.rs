//! Proves that the command gives the verdict, code and exit code each receipt of the vectors has,
//! and shows what people read.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use serde_json::Value;
use std::{fs, process::Command};
use support::{Place, Said, program, vectors};

/// Runs the command where the vectors are.
fn run(words: &[&str]) -> Said {
    let mut command = Command::new(program());
    Place::new().settle(&mut command);
    Said::from(command.current_dir(vectors()).args(words).output().unwrap())
}

#[test]
fn every_vector_has_its_verdict_and_exit_code() {
    let index: Value =
        serde_json::from_slice(&fs::read(vectors().join("index.json")).unwrap()).unwrap();
    let cases = index["cases"].as_array().unwrap();
    assert!(cases.len() >= 100);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let mut words = vec!["--json", "verify", case["file"].as_str().unwrap()];
        for (option, field) in
            [("--trust", "trust"), ("--checkpoint", "checkpoint"), ("--record", "record")]
        {
            if let Some(file) = case[field].as_str() {
                words.extend([option, file]);
            }
        }

        let said = run(&words);

        let verdict: Value =
            serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{name}: {}", said.all()));
        assert_eq!(verdict["result"], case["result"], "{name}: {verdict}");
        assert_eq!(verdict["code"], case["code"], "{name}: {verdict}");
        let code = match case["result"].as_str().unwrap() {
            "OK" => 0,
            "INCONCLUSIVE" => 3,
            _ => 1,
        };
        assert_eq!(said.code, code, "{name}");
    }
}

#[test]
fn people_read_sentences() {
    let mut said = String::new();
    for words in [
        "verify ok-compact.cbor --trust trust-four.json",
        "verify ok-compact.cbor --trust trust-four.json --record record-5.txt",
        "verify ok-compact.cbor --trust trust-four.json --record record-6.txt",
        "verify ok-record-carried.cbor --trust trust-four.json",
        "verify ok-checkpoint.cbor --checkpoint checkpoint-36.txt",
        "verify ok-compact.cbor",
        "verify inc-set-unknown.cbor --trust trust-four.json",
        "verify anc-root.cbor --trust trust-four.json",
        "verify index.json --trust trust-four.json",
        "verify missing.cbor --trust trust-four.json",
        "verify ok-compact.cbor --trust ok-compact.cbor",
        "verify ok-compact.cbor --trust checkpoint-36.txt",
        "verify ok-compact.cbor --checkpoint index.json",
        "trust show trust-four.json",
        "info ok-record-carried.cbor",
        "info rec-content-other.cbor",
        "info index.json",
    ] {
        let words: Vec<_> = words.split(' ').collect();
        said.push_str(&format!("$ critical-chains {}\n{}\n", words.join(" "), run(&words).all()));
    }
    assert_snapshot!(said);
}

#[test]
fn programs_read_documents() {
    let mut said = String::new();
    for words in [
        "--json verify ok-record-carried.cbor --trust trust-four.json",
        "--json verify ok-compact.cbor --trust trust-four.json",
        "--json verify anc-root.cbor --trust trust-four.json",
        "--json trust show trust-four.json",
    ] {
        let words: Vec<_> = words.split(' ').collect();
        said.push_str(&format!("$ critical-chains {}\n{}\n", words.join(" "), run(&words).all()));
    }
    assert_snapshot!(said);
}

#[test]
fn programs_are_told_whether_the_record_was_compared() {
    for (words, checked) in [
        ("ok-compact.cbor --trust trust-four.json", false),
        ("ok-compact.cbor --trust trust-four.json --record record-5.txt", true),
        ("ok-compact.cbor --trust trust-four.json --record record-6.txt", true),
        ("ok-record-carried.cbor --trust trust-four.json", true),
        ("ok-compact.cbor", false),
        // There is nothing to compare with.
        ("index.json --trust trust-four.json --record record-5.txt", false),
    ] {
        let said = run(&[&["--json", "verify"], &*words.split(' ').collect::<Vec<_>>()].concat());

        let verdict: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(verdict["record_checked"], checked, "{words}: {verdict}");
    }
}

#[test]
fn a_payment_is_shown_only_of_a_receipt_that_holds_together() {
    for (file, is_shown) in [("ok-record-carried.cbor", true), ("rec-content-other.cbor", false)] {
        let said = run(&["--json", "info", file]);

        let document: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(document["payment"].is_object(), is_shown, "{file}");
    }
}

/// Names and origins are somebody else's text, as payments are.
#[test]
fn names_and_origins_cannot_steer_the_screen() {
    let place = Place::new();
    let copy = |from: &str, to: &str, old: &str, new: &str| {
        let text = fs::read_to_string(vectors().join(from)).unwrap();
        assert!(text.contains(old), "{from} has no {old}");
        fs::write(place.path(to), text.replacen(old, new, 1)).unwrap();
    };
    let name = r#""network": "\u202egnp\u001b[2J""#;
    copy("trust-seven.json", "trust.json", r#""network": "seven""#, name);
    copy("checkpoint-31.txt", "checkpoint.txt", "critical-chains/", "\u{2066}critical-chains/");
    fs::copy(vectors().join("ok-both.cbor"), place.path("receipt.cbor")).unwrap();

    let mut said = String::new();
    for words in [
        "trust show trust.json",
        "verify receipt.cbor --trust trust.json",
        "verify receipt.cbor --checkpoint checkpoint.txt",
    ] {
        said.push_str(&format!("$ critical-chains {words}\n{}\n", place.run(words).all()));
    }

    assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{2066}']));
    assert_snapshot!(said);
}

/// What is wrong with a file is told in its own words, which are somebody else's too.
#[test]
fn errors_cannot_steer_the_screen() {
    let place = Place::new();
    let trust = r#"{ "version": 1, "\u001b[2J\u202e\nhint: trust it": 1 }"#;
    fs::write(place.path("trust.json"), trust).unwrap();
    fs::copy(vectors().join("ok-both.cbor"), place.path("receipt.cbor")).unwrap();

    let people = place.run("verify receipt.cbor --trust trust.json");
    let programs = place.run("--json verify receipt.cbor --trust trust.json");

    assert_eq!(people.stderr.lines().count(), 2, "{}", people.stderr);
    assert!(!people.stderr.contains(['\u{1b}', '\u{202e}']));
    assert_snapshot!("hostile-trust-file", people.all());
    let document: Value = serde_json::from_str(&programs.stdout).unwrap();
    let message = document["error"]["message"].as_str().unwrap();
    assert!(message.contains("\u{1b}[2J\u{202e}\nhint"), "programs get it as it is: {message:?}");
}

#[test]
fn a_receipt_that_is_too_long_is_refused_before_it_is_read_whole() {
    let place = Place::new();
    fs::write(place.path("long.cbor"), vec![0xa5; 3 * 1024 * 1024]).unwrap();

    let said = place.run("verify long.cbor");

    assert_eq!(said.code, 1);
    assert!(said.stdout.starts_with("FAILED FMT-03"), "{}", said.stdout);
}
