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
        "verify ok-compact.cbor --trust index.json",
        "verify ok-compact.cbor --checkpoint index.json",
        "trust show trust-four.json",
        "info ok-record-carried.cbor",
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
        "--json verify anc-root.cbor --trust trust-four.json",
        "--json trust show trust-four.json",
    ] {
        let words: Vec<_> = words.split(' ').collect();
        said.push_str(&format!("$ critical-chains {}\n{}\n", words.join(" "), run(&words).all()));
    }
    assert_snapshot!(said);
}

#[test]
fn a_receipt_that_is_too_long_is_refused_before_it_is_read_whole() {
    let place = Place::new();
    fs::write(place.path("long.cbor"), vec![0xa5; 3 * 1024 * 1024]).unwrap();

    let said = place.run("verify long.cbor");

    assert_eq!(said.code, 1);
    assert!(said.stdout.starts_with("FAILED FMT-03"), "{}", said.stdout);
}
