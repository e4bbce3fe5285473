//! The guard's state, exported and imported.

use crate::*;

const TALLY: Tally = Tally { file: [5; 16], openings: 12 };

fn entries() -> Vec<Entry> {
    let entry = |kind, watermark| Entry { key: key(), kind, watermark };
    vec![
        entry(Kind::Seal, Watermark::After(Position::Slot(5))),
        entry(Kind::PrimaryPropose, Watermark::Unused),
        entry(Kind::Prevote, Watermark::Unknown { since_slot: 9 }),
        entry(Kind::Precommit, Watermark::Signed { at: round(7), target: target(1) }),
    ]
}

#[test]
fn says_all_and_is_read_again() {
    let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

    let read = Interchange::parse(&json).unwrap();

    assert_eq!(read.entries(&GENESIS).unwrap(), entries());
    assert_eq!(read.tally().unwrap(), Some(TALLY));
    assert!(json.contains(r#""kind": "precommit""#), "{json}");
}

#[test]
fn of_another_chain_or_format_is_refused() {
    let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

    let other_chain = Interchange::parse(&json).unwrap().entries(&[4; 32]).unwrap_err();
    let other_format = Interchange::parse(&json.replace("\"version\": 1", "\"version\": 2"));
    let no_json = Interchange::parse("{").unwrap_err();
    let no_tally = Interchange::parse(&json.replace("0505", "05")).unwrap().tally().unwrap_err();

    assert!(matches!(other_chain, InterchangeError::OtherChain { .. }), "{other_chain}");
    assert!(matches!(other_format, Err(InterchangeError::OtherFormat { version: 2, .. })));
    assert!(matches!(no_json, InterchangeError::Unreadable(_)), "{no_json}");
    assert!(matches!(no_tally, InterchangeError::InvalidTally), "{no_tally}");
}

#[test]
fn with_an_entry_that_cannot_be_is_refused() {
    let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

    for (right, wrong, problem) in [
        ("\"slot\": 5", "\"round\": 5", "a seal has a slot"),
        ("\"round\": 7,", "", "a vote has a set and a round"),
        ("\"prevote\"", "\"vote\"", "kind is none of"),
        ("\"since_slot\": 9", "\"slot\": 9", "since_slot is missing"),
        ("\"number\": 1", "\"slot\": 1", "a vote has a set and a round"),
        ("0x0202", "0x02", "key is not 32 bytes"),
        (
            "0x0101010101010101010101010101010101010101010101010101010101010101\",\n      \"number",
            "0x\",\n      \"number",
            "hash is not 32 bytes",
        ),
    ] {
        let changed = json.replacen(right, wrong, 1);
        assert_ne!(changed, json, "{right}");

        let error = Interchange::parse(&changed).unwrap().entries(&GENESIS).unwrap_err();

        assert!(error.to_string().contains(problem), "{wrong}: {error}");
    }
}
