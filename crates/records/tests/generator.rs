//! Proves that generated messages are valid against their schemas, that their identifiers are, and
//! that the sample in `examples/` is what the generator makes.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{read, root, say_skipped, vectors};
use critical_chains_records::VERSIONS;
use critical_chains_records::generate::{GenerateError, Options, write_message};

fn message(options: Options) -> Vec<u8> {
    let mut xml = Vec::new();
    write_message(&mut xml, &options).unwrap();
    xml
}

/// The texts of all elements of a name.
fn texts<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&start).skip(1).map(|part| part.split_once(&end).unwrap().0).collect()
}

fn is_xmllint_there() -> bool {
    let is_there = Command::new("xmllint").arg("--version").stderr(Stdio::null()).status().is_ok();
    if !is_there {
        say_skipped("xmllint not found, install libxml2-utils");
    }
    is_there
}

#[track_caller]
fn assert_valid(schema: &Path, xml: &[u8]) {
    let mut xmllint = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schema)
        .arg("-")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Where xmllint stops reading early, its own words say why.
    let _ = xmllint.stdin.take().unwrap().write_all(xml);
    let output = xmllint.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", words.lines().take(3).collect::<Vec<_>>().join("\n"));
}

#[test]
fn sample_is_what_the_generator_makes() {
    let path = root().join("examples/payments-1000.pacs.008.001.08.xml");
    let sample = std::fs::read(path).unwrap();

    let made = message(Options { count: 1_000, seed: 2026, version: 8 });

    assert!(sample == made, "the README of the crate says how to make the sample again");
}

#[test]
fn every_version_is_valid_against_its_schema() {
    let Some(schemas) = vectors("iso20022/xsd") else { return };
    if !is_xmllint_there() {
        return;
    }

    for version in VERSIONS {
        // The sample for its version, less for the others.
        let count = if version == 8 { 1_000 } else { 200 };
        let xml = message(Options { count, seed: 2026, version });

        assert_valid(&schemas.join(format!("pacs.008.001.{version:02}.xsd")), &xml);
    }
}

#[test]
fn every_version_is_read() {
    for version in VERSIONS {
        let records = read(message(Options { count: 50, seed: 1, version })).unwrap();

        let identifiers: BTreeSet<_> = records.iter().map(|r| r.identifier.as_str()).collect();
        assert_eq!(identifiers.len(), 50);
        for record in &records {
            assert_eq!(record.summary.uetr.is_some(), version >= 8);
            assert!(record.summary.debtor_agent.is_some() && record.summary.creditor.is_some());
        }
    }
}

#[test]
fn options_decide_every_byte() {
    let options = Options { count: 20, seed: 1, version: 8 };

    assert_eq!(message(options), message(options));
    assert_ne!(message(options), message(Options { seed: 2, ..options }));
    let shorter = message(Options { count: 10, ..options });
    let longer = String::from_utf8(message(options)).unwrap();
    assert!(longer.starts_with("<?xml"));
    let payments = String::from_utf8(shorter).unwrap();
    let first = payments.split("<CdtTrfTxInf>").nth(1).unwrap();
    assert!(longer.contains(first), "the count does not change the payments");
}

#[test]
fn refuses_what_no_message_can_be() {
    let options = Options::default();

    let refuse = |options| write_message(Vec::new(), &options).unwrap_err().to_string();

    assert_eq!(refuse(Options { version: 1, ..options }), "the version is 1, expected 2 to 13");
    assert_eq!(refuse(Options { version: 14, ..options }), "the version is 14, expected 2 to 13");
    assert_eq!(
        refuse(Options { count: 0, ..options }),
        "the count is 0, expected 1 to 999999999999999"
    );
    assert!(matches!(
        write_message(Vec::new(), &Options { count: u64::MAX, ..options }),
        Err(GenerateError::InvalidCount(u64::MAX))
    ));
}

#[test]
fn reports_failing_output() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let error = write_message(Full, &Options::default()).unwrap_err();

    assert_eq!(error.to_string(), "the message cannot be written: no storage space");
}

#[test]
fn account_numbers_have_valid_check_digits_and_the_length_of_their_country() {
    let xml = String::from_utf8(message(Options { count: 2_000, seed: 9, version: 8 })).unwrap();
    let lengths = [
        ("AT", 20),
        ("BE", 16),
        ("CH", 21),
        ("CZ", 24),
        ("DE", 22),
        ("DK", 18),
        ("ES", 24),
        ("FI", 18),
        ("FR", 27),
        ("GB", 22),
        ("HU", 28),
        ("IE", 22),
        ("IS", 26),
        ("IT", 27),
        ("LU", 20),
        ("NL", 18),
        ("NO", 15),
        ("PL", 28),
        ("SE", 24),
    ];
    let mut countries = BTreeSet::new();

    for iban in texts(&xml, "IBAN") {
        let (_, length) = lengths.iter().find(|(country, _)| iban.starts_with(country)).unwrap();
        assert_eq!(iban.len(), *length, "{iban}");
        let (country, account) = iban.split_at(4);
        assert_eq!(remainder_97(&format!("{account}{country}")), 1, "{iban}");
        countries.insert(&iban[..2]);
    }

    assert_eq!(countries.len(), lengths.len());
}

#[test]
fn other_identifiers_are_valid_and_invented() {
    let xml = String::from_utf8(message(Options { count: 2_000, seed: 9, version: 8 })).unwrap();

    let leis = texts(&xml, "LEI");
    assert!(leis.len() > 500);
    for lei in leis {
        assert!(lei.len() == 20 && lei.starts_with("ZZ99") && remainder_97(lei) == 1, "{lei}");
    }
    for bic in texts(&xml, "BICFI") {
        // The eighth character says test BIC.
        assert!(bic.len() == 8 && bic.ends_with('0'), "{bic}");
    }
    for reference in texts(&xml, "Ref") {
        let (head, number) = reference.split_at(4);
        assert_eq!(remainder_97(&format!("{number}{head}")), 1, "{reference}");
    }
    let uetrs: BTreeSet<_> = texts(&xml, "UETR").into_iter().collect();
    assert_eq!(uetrs.len(), 2_000);
}

#[test]
fn amounts_have_the_minor_units_of_their_currency() {
    let records = read(message(Options { count: 2_000, seed: 9, version: 8 })).unwrap();
    let mut currencies = BTreeSet::new();

    for summary in records.iter().map(|record| &record.summary) {
        let decimals = summary.amount.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let expected = match summary.currency.as_str() {
            "ISK" | "JPY" => 0,
            "KWD" => 3,
            _ => 2,
        };
        assert_eq!(decimals, expected, "{} {}", summary.currency, summary.amount);
        assert!(summary.amount.bytes().any(|digit| (b'1'..=b'9').contains(&digit)));
        currencies.insert(summary.currency.as_str());
    }

    assert_eq!(currencies.len(), 12);
}

/// ISO 7064 MOD 97-10, digit by digit.
fn remainder_97(text: &str) -> u32 {
    let digits: String = text.chars().map(|c| c.to_digit(36).unwrap().to_string()).collect();
    digits.bytes().fold(0, |remainder, digit| (remainder * 10 + u32::from(digit - b'0')) % 97)
}
