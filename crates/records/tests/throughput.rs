//! Measures how fast generated payments are read; the crate's README names the command.
#![allow(clippy::unwrap_used)]

use std::time::Instant;

use critical_chains_records::generate::{Options, write_message};
use critical_chains_records::{Limits, Pacs008Reader};

const PAYMENTS: u64 = 100_000;

#[test]
#[ignore = "a measurement, for the release profile"]
fn measures_records_per_second() {
    let mut xml = Vec::new();
    let start = Instant::now();
    write_message(&mut xml, &Options { count: PAYMENTS, ..Options::default() }).unwrap();
    let writing = start.elapsed();

    let start = Instant::now();
    let reader = Pacs008Reader::new(xml.as_slice(), Limits::default()).unwrap();
    let bytes: usize = reader.map(|record| record.unwrap().canonical.len()).sum();
    let reading = start.elapsed();

    let rate =
        |elapsed: std::time::Duration| u128::from(PAYMENTS) * 1_000_000 / elapsed.as_micros();
    println!(
        "{PAYMENTS} payments, {} MB of XML, {} MB of canonical bytes: written at {}/s, read at {}/s",
        xml.len() / 1_000_000,
        bytes / 1_000_000,
        rate(writing),
        rate(reading)
    );
}
