//! Proves how indicators look in a list, and what is shared by default.

use super::{
    describe::listed,
    pages::{IndicatorPage, collect},
    share::spec,
};
use crate::cli::{Cli, Command, IndicatorCommand, IndicatorShareArgs};
use clap::Parser;
use critical_chains_attestation::Marking;
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::{cell::RefCell, collections::VecDeque};

/// 2026-11-26T08:00:00Z
const NOW: u64 = 1_795_680_000_000;

fn answer(next: Option<u32>, indicators: Value) -> Value {
    json!({
        "indicators": indicators,
        "next": next,
        "blockNumber": 1234,
        "blockHash": "0x00",
        "finalised": true,
    })
}

fn page(next: Option<u32>, indicators: Value) -> IndicatorPage {
    serde_json::from_value(answer(next, indicators)).unwrap()
}

fn indicator(id: u32, typology: Value, revoked: Value, sightings: Value) -> Value {
    json!({
        "id": id,
        "indicator": {
            "spec": {
                "kind": "account",
                "value": "0f".repeat(16),
                "marking": "TLP:AMBER+STRICT",
                "validFrom": NOW,
                "validUntil": NOW + 86_400_000,
                "confidence": 80,
                "typology": typology,
                "stixDigest": format!("0x{}", "07".repeat(32)),
            },
            "institution": "CCDEV0ALPHABANK00022",
            "account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
            "shared": NOW,
            "revoked": revoked,
            "sightings": sightings,
        },
    })
}

#[test]
fn indicators_are_listed_with_what_matters() {
    let sightings = json!([
        { "institution": "CCDEV0ALPHABANK00022", "count": 4_000_000_000_u32, "firstSeen": 1, "lastSeen": 2 },
        { "institution": "CCDEV0DELTAAUTHOR035", "count": 1_000_000_000, "firstSeen": 1, "lastSeen": 2 },
    ]);
    let indicators = json!([
        indicator(1207, json!("scatter_gather"), json!(null), sightings),
        indicator(7, json!(null), json!(NOW + 1_000), json!([])),
    ]);

    let text =
        format!("{}\n{}", listed(&page(Some(7), indicators)), listed(&page(None, json!([]))));

    assert_snapshot!(text);
}

#[test]
fn all_pages_are_asked_for_at_one_block() {
    let nine = indicator(9, json!(null), json!(null), json!([]));
    let two = indicator(2, json!(null), json!(null), json!([]));
    let answers =
        [answer(Some(4), json!([nine])), answer(Some(2), json!([])), answer(None, json!([two]))];
    let answers = RefCell::new(VecDeque::from(answers));
    let asked = RefCell::new(Vec::new());

    let found = run(collect(async |cursor, block: Option<&str>| {
        asked.borrow_mut().push((cursor, block.map(str::to_owned)));
        let answer = answers.borrow_mut().pop_front().unwrap();
        Ok((serde_json::from_value(answer.clone()).unwrap(), answer))
    }));

    let (page, told) = found.unwrap();
    let numbers: Vec<u32> = page.indicators.iter().map(|own| own.id).collect();
    assert_eq!(numbers, [9, 2]);
    // Programs get all of what the node tells of each.
    assert_eq!(told, answer(None, json!([nine, two])));
    let block = || Some("0x00".to_owned());
    assert_eq!(asked.into_inner(), [(None, None), (Some(4), block()), (Some(2), block())]);
}

#[test]
fn a_node_that_goes_round_in_circles_is_left() {
    let failure = run(collect(async |_, _: Option<&str>| {
        Ok((page(Some(4), json!([])), answer(Some(4), json!([]))))
    }))
    .unwrap_err();

    assert!(failure.message.contains("does not go on from there"), "{}", failure.message);
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn arguments(words: &str) -> IndicatorShareArgs {
    let words = format!("critical-chains indicator share card {} {words}", "0f".repeat(16));
    match Cli::try_parse_from(words.split_whitespace()).unwrap().command {
        Command::Indicator(IndicatorCommand::Share(args)) => args,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_said_is_now_and_amber() {
    let spec = spec(&arguments("--confidence 80 --days 30"), NOW).unwrap();

    assert_eq!((spec.valid_from, spec.valid_until), (NOW, NOW + 30 * 86_400_000));
    assert_eq!((spec.marking, spec.typology), (Marking::Amber, None));
}

#[test]
fn what_is_never_valid_is_refused() {
    for (words, expected) in [
        ("--until 2026-11-26", "it would be valid until 2026-11-26 00:00:00 UTC, which is over"),
        (
            "--until 2026-12-01 --from 2026-12-01",
            "it would end before it begins, 2026-12-01 00:00:00 UTC",
        ),
    ] {
        let failure = spec(&arguments(&format!("--confidence 1 {words}")), NOW).unwrap_err();

        assert_eq!(failure.message, expected);
    }
}
