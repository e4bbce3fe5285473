//! What statements and lives look like as JSON.
#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used)]

mod support;

use critical_chains_attestation::{
    Decider, Life, Marking, ModelId, State, Statement, Subject, Terms, Typology, Window,
};
use critical_chains_flows::{Detectors, Pseudonym, Reason};
use critical_chains_policy::{Kind, Name};
use serde_json::{from_value, json, to_value};
use support::{START, institution, voice};

#[test]
fn a_statement_is_written_in_words() {
    let statement = Statement {
        engine_version: 1,
        model: ModelId { name: Name::constant("layering"), version: 3 },
        typology: Typology::ScatterGather,
        score: 930_000,
        window: Window { from: 1, to: 2 },
        subject: Subject::Pseudonym(Pseudonym([0xab; 16])),
        reasons: vec![Reason { code: 7, value: -3, contribution: 40 }].try_into().unwrap(),
        fired: Detectors(0b10_0100),
        evidence_root: [0xcd; 32],
        evidence_leaves: 6,
        amount_bucket: 24,
        marking: Marking::AmberStrict,
    };

    let expected = json!({
        "engineVersion": 1,
        "model": "layering@3",
        "typology": "scatter_gather",
        "score": 930_000,
        "window": { "from": 1, "to": 2 },
        "subject": "ab".repeat(16),
        "reasons": [{ "code": 7, "value": -3, "contribution": 40 }],
        "fired": ["fan_in", "scatter_gather"],
        "evidenceRoot": format!("0x{}", "cd".repeat(32)),
        "evidenceLeaves": 6,
        "amountBucket": 24,
        "marking": "TLP:AMBER+STRICT",
    });
    assert_eq!(to_value(statement).unwrap(), expected);
}

#[test]
fn a_life_tells_who_said_what() {
    let terms = Terms { corroborations: 2, decisions: 2, lifetime: 60_000 };
    let active = |_: &_| true;
    let life = Life::raise(terms, voice(1)).unwrap().corroborate(voice(2), active).unwrap();
    let authority = Decider { institution: institution(3), kind: Kind::Authority };
    let subject = "5a".repeat(16).parse().unwrap();
    let life = life.confirm(&subject, authority, START, active).unwrap();

    let lei = |number| institution(number).as_str().to_owned();
    let said = |number: usize| {
        json!({
            "institution": lei(number),
            "score": 900_000,
            "evidenceRoot": format!("0x{}", format!("{number:02x}").repeat(32)),
            "at": START,
        })
    };
    let expected = json!({
        "state": "confirmed",
        "terms": { "corroborations": 2, "decisions": 2, "lifetime": 60_000 },
        "expires": START + 60_000,
        "raised": said(1),
        "corroborated": [said(2)],
        "contests": [],
        "ballots": [],
        "decidedBy": { "authority": lei(3) },
    });
    assert_eq!(to_value(life).unwrap(), expected);
}

#[test]
fn names_are_read_back() {
    assert_eq!(from_value::<ModelId>(json!("layering@3")).unwrap().version, 3);
    assert_eq!(from_value::<Typology>(json!("fan_in")).unwrap(), Typology::FanIn);
    assert_eq!(from_value::<State>(json!("expired")).unwrap(), State::Expired);
    assert!(from_value::<Subject>(json!("ab")).is_err());
    let batch = format!("{}/0/7", institution(1).as_str());
    assert_eq!(to_value(from_value::<Subject>(json!(batch)).unwrap()).unwrap(), json!(batch));
}
