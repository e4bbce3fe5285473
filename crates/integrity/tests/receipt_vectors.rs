//! The pack of receipts in `tests/vectors/receipts`: every case gives the code it says, every code
//! there is comes out of some case, and the pack is the one that the generator makes.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

mod pack;
#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use critical_chains_integrity::{
    checkpoint::Checkpoint,
    receipt::Receipt,
    trust::TrustFile,
    verify::{Code, Outcome, TrustAnchors, Verdict, verify, verify_bytes},
};
use pack::Pack;
use receipt_vectors::{Case, Index, PACK_PATH, generate};
use std::{collections::BTreeSet, fs, path::Path};

const PACK: Pack = Pack(PACK_PATH);

fn read(name: &str) -> Vec<u8> {
    PACK.read(name)
}

fn text(name: &str) -> String {
    String::from_utf8(read(name)).unwrap()
}

fn cases() -> Vec<Case> {
    serde_json::from_slice::<Index>(&read("index.json")).unwrap().cases
}

/// What the verifier of a case is given.
struct Given {
    trust_file: Option<TrustFile>,
    checkpoint: Option<Checkpoint>,
    record: Option<Vec<u8>>,
}

impl Given {
    fn new(case: &Case) -> Self {
        let trust_file =
            case.trust.as_deref().map(|name| TrustFile::from_json(&text(name)).unwrap());
        let checkpoint =
            case.checkpoint.as_deref().map(|name| Checkpoint::parse(&text(name)).unwrap());
        Self { trust_file, checkpoint, record: case.record.as_deref().map(read) }
    }

    fn trust(&self) -> TrustAnchors<'_> {
        TrustAnchors { trust_file: self.trust_file.as_ref(), checkpoint: self.checkpoint.as_ref() }
    }
}

fn verdict(case: &Case) -> Verdict {
    let given = Given::new(case);
    verify_bytes(&read(&case.file), given.trust(), given.record.as_deref())
}

#[test]
fn every_case_gives_its_code() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let Verdict { result, code, detail, .. } = verdict(case);
            let is_right = (result.as_str(), code.as_str()) == (&case.result, &case.code);
            (!is_right).then(|| {
                let detail = detail.unwrap_or_default();
                format!("{}: {result} {code} ({detail}), expected {}", case.name, case.code)
            })
        })
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pack_is_what_the_generator_makes() {
    PACK.assert_is(generate().files);
}

#[test]
fn every_code_comes_out_of_some_case() {
    let cases = cases();
    let seen: BTreeSet<&str> = cases.iter().map(|case| case.code.as_str()).collect();

    assert_eq!(seen, Code::ALL.iter().map(|code| code.as_str()).collect());
}

#[test]
fn reference_has_the_codes_and_the_numbers_of_cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/receipt.md");
    let reference = fs::read_to_string(path).unwrap();
    let rows = reference.lines().filter(|line| {
        let code = line.strip_prefix("| `").and_then(|line| line.get(..6));
        code.and_then(|code| Code::parse(code.trim_end_matches('`'))).is_some()
    });
    let expected = Code::ALL.iter().map(|code| {
        let (sentence, hint) = (code.sentence(), code.hint());
        format!("| `{code}` | `{}` | {sentence} | {hint} |", code.outcome())
    });

    assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    for result in [Outcome::Ok, Outcome::Inconclusive, Outcome::Failed] {
        let count = cases().iter().filter(|case| case.result == result.as_str()).count();
        assert!(reference.contains(&format!("| `{result}` | {count} |")), "{count} cases {result}");
    }
}

#[test]
fn pack_is_large_and_its_names_are_unique() {
    let cases = cases();
    let count = |result: &str| cases.iter().filter(|case| case.result == result).count();

    assert!(count("FAILED") >= 300, "{} invalid receipts", count("FAILED"));
    assert!(count("OK") >= 25, "{} valid receipts", count("OK"));
    assert!(count("INCONCLUSIVE") >= 12, "{} undecided receipts", count("INCONCLUSIVE"));
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn only_what_is_ok_is_decided_and_only_what_failed_has_no_facts() {
    for case in cases() {
        let verdict = verdict(&case);

        assert_eq!(verdict.decided_by.is_some(), case.result == "OK", "{}", case.name);
        assert_eq!(verdict.facts.is_none(), case.result == "FAILED", "{}", case.name);
        assert_eq!(verdict.to_json()["code"], case.code.as_str());
        assert!(verdict.to_string().starts_with(&case.result));
    }
}

/// The comparison with what would be written is there for a rule that was forgotten.
#[test]
fn every_rule_of_the_encoding_is_checked_where_it_applies() {
    for case in cases().iter().filter(|case| case.code == "FMT-02") {
        let error = Receipt::from_cbor(&read(&case.file)).unwrap_err();
        assert!(!error.detail.contains("not the encoding of what it says"), "{}", case.name);
    }
}

#[test]
fn json_view_leads_back_to_the_same_bytes_and_the_same_verdict() {
    for case in cases() {
        let cbor = read(&case.file);
        let Ok(receipt) = Receipt::from_cbor(&cbor) else { continue };
        let text = serde_json::to_string(&receipt.to_json()).unwrap();

        let back = Receipt::from_json(&serde_json::from_str(&text).unwrap()).unwrap();

        assert_eq!(back.to_cbor(), cbor, "{}", case.name);
        let given = Given::new(&case);
        let verdict = verify(&back, given.trust(), given.record.as_deref());
        assert_eq!(verdict.code.as_str(), case.code, "{}", case.name);
    }
}

#[test]
fn trust_files_and_checkpoints_are_read_as_they_were_written() {
    for (name, content) in generate().files {
        let content = String::from_utf8_lossy(&content);
        if name.starts_with("trust-") {
            assert_eq!(TrustFile::from_json(&content).unwrap().to_json(), content, "{name}");
        }
        if name.starts_with("checkpoint-") {
            assert!(content.starts_with(&Checkpoint::parse(&content).unwrap().to_text()), "{name}");
        }
    }
}
