//! The pack of hand-offs in `tests/vectors/handoffs`: every case gives what it says, every error
//! there is comes out of some case, and the pack is the one that the generator makes.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

mod pack;
#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use critical_chains_integrity::trust::{AuthorityHandoff, HandoffError, TrustFile, extend_trust};
use pack::Pack;
use receipt_vectors::handoff::{HANDOFFS_PATH, HandoffCase, HandoffIndex, generate};
use std::{collections::BTreeSet, fs, path::Path};

const PACK: Pack = Pack(HANDOFFS_PATH);

fn read(name: &str) -> Vec<u8> {
    PACK.read(name)
}

fn trust(name: &str) -> TrustFile {
    TrustFile::from_json(&String::from_utf8(read(name)).unwrap()).unwrap()
}

fn handoffs(case: &HandoffCase) -> Vec<AuthorityHandoff> {
    let handoff = |name: &String| AuthorityHandoff::from_cbor(&read(name)).unwrap();
    case.handoffs.iter().map(handoff).collect()
}

fn cases() -> Vec<HandoffCase> {
    serde_json::from_slice::<HandoffIndex>(&read("index.json")).unwrap().cases
}

/// Every kind there is; [`kind`] does not compile without a new one.
const KINDS: [&str; 14] = [
    "Ambiguous",
    "BeforeItsSet",
    "Conflict",
    "DelayedChange",
    "ForcedChange",
    "Header",
    "InvalidSet",
    "MalformedItem",
    "NoChange",
    "NotFinal",
    "SeveralChanges",
    "UnequalWeights",
    "UnknownSet",
    "VotesBeyond",
];

fn kind(error: &HandoffError) -> &'static str {
    match error {
        HandoffError::Ambiguous { .. } => "Ambiguous",
        HandoffError::BeforeItsSet { .. } => "BeforeItsSet",
        HandoffError::Conflict { .. } => "Conflict",
        HandoffError::DelayedChange { .. } => "DelayedChange",
        HandoffError::ForcedChange => "ForcedChange",
        HandoffError::Header(_) => "Header",
        HandoffError::InvalidSet(_) => "InvalidSet",
        HandoffError::MalformedItem => "MalformedItem",
        HandoffError::NoChange => "NoChange",
        HandoffError::NotFinal(_) => "NotFinal",
        HandoffError::SeveralChanges => "SeveralChanges",
        HandoffError::UnequalWeights { .. } => "UnequalWeights",
        HandoffError::UnknownSet { .. } => "UnknownSet",
        HandoffError::VotesBeyond { .. } => "VotesBeyond",
    }
}

fn code(error: &HandoffError) -> Option<&'static str> {
    match error {
        HandoffError::NotFinal(failure) => Some(failure.code.as_str()),
        _ => None,
    }
}

#[test]
fn every_case_gives_what_it_says() {
    for case in cases() {
        let name = &case.name;
        let before = trust(&case.trust);
        let mut extended = before.clone();

        match extend_trust(&mut extended, &handoffs(&case)) {
            Ok(added) => {
                assert_eq!(case.error, None, "{name}: nothing is wrong");
                let after = case.after.as_deref().unwrap();
                let sets = before.authority_sets.len();
                assert_eq!(extended.to_json().as_bytes(), read(after), "{name}");
                assert_eq!(added, extended.authority_sets.len() - sets, "{name}");
            }
            Err(error) => {
                assert_eq!(Some(kind(&error)), case.error.as_deref(), "{name}: {error}");
                assert_eq!(code(&error), case.code.as_deref(), "{name}: {error}");
                assert_eq!(case.after, None, "{name}");
                assert_eq!(extended, before, "{name}: nothing is added on an error");
            }
        }
    }
}

/// What a set says of one hand-off is what comes out of a list of one, unless that is about other
/// sets.
#[test]
fn a_hand_off_alone_is_judged_as_in_a_list_of_one() {
    let mut judged = 0;
    for case in cases().iter().filter(|case| case.handoffs.len() == 1) {
        let trust = trust(&case.trust);
        let handoff = handoffs(case).remove(0);
        let Some(set) = trust.authority_set(handoff.proof.set_id) else { continue };

        let result = handoff.check(set);

        match case.error.as_deref() {
            None | Some("Conflict") => {
                let next = result.unwrap();
                assert_eq!(next.set_id, set.set_id + 1, "{}", case.name);
            }
            error => assert_eq!(result.as_ref().err().map(kind), error, "{}", case.name),
        }
        judged += 1;
    }
    assert!(judged >= 40, "{judged} cases");
}

#[test]
fn pack_is_what_the_generator_makes() {
    PACK.assert_is(generate().files);
}

#[test]
fn every_error_comes_out_of_some_case() {
    let cases = cases();
    let seen: BTreeSet<&str> = cases.iter().filter_map(|case| case.error.as_deref()).collect();

    assert_eq!(seen, BTreeSet::from(KINDS));
}

#[test]
fn names_are_unique_and_every_file_is_used() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let files = |case: &HandoffCase| {
        case.handoffs.iter().chain([&case.trust]).chain(&case.after).cloned().collect::<Vec<_>>()
    };
    let mut used: BTreeSet<String> = cases.iter().flat_map(files).collect();
    used.extend(["README.md".to_owned(), "index.json".to_owned()]);

    assert_eq!(names.len(), cases.len());
    assert_eq!(used, generate().files.into_keys().collect());
}

#[test]
fn files_are_read_as_they_were_written() {
    for (name, content) in generate().files {
        if name.ends_with(".cbor") {
            let handoff = AuthorityHandoff::from_cbor(&content).unwrap();
            assert_eq!(handoff.to_cbor(), content, "{name}");
            assert_eq!(AuthorityHandoff::from_json(&handoff.to_json()), Ok(handoff), "{name}");
        } else if name.starts_with("trust-") {
            assert_eq!(trust(&name).to_json().as_bytes(), content, "{name}");
        }
    }
}

#[test]
fn reference_has_the_number_of_cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/receipt.md");
    let reference = fs::read_to_string(path).unwrap();
    let cases = cases();
    let refused = cases.iter().filter(|case| case.error.is_some()).count();
    let sentence = format!(
        "{} cases of hand-offs that extend a trust file and {refused} that must not",
        cases.len() - refused
    );

    assert!(reference.contains(&sentence), "{sentence}");
}
