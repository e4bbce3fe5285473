//! Measures what people wait for, on a network of real nodes on loopback, and prints one JSON
//! document: time from submission to a final receipt, receipt size, verification time, and records
//! stamped per second.
//!
//! `cargo run -p critical-chains-network-tests --example measure [RUNS] [RECORDS]`

#![allow(clippy::unwrap_used)]

use critical_chains_network_tests::{Client, Network, Spec, payments};
use serde_json::json;
use std::{
    fs,
    time::{Duration, Instant},
};

/// Payments in each of the small files whose way to a final receipt is timed.
const SMALL_FILE: u64 = 1_000;
const VERIFICATIONS: u32 = 200;

fn argument(place: usize, default: u64) -> u64 {
    std::env::args().nth(place).map_or(default, |text| text.parse().unwrap())
}

fn seconds(times: &mut [Duration], share: usize) -> f64 {
    times.sort();
    times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64()
}

fn main() {
    let (runs, records) = (argument(1, 40), argument(2, 100_000));
    let network = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"]).unwrap();
    let client = Client::new(network.folder());
    let node = &network.nodes[0];
    node.wait_finalised(5).unwrap();

    let mut times = Vec::new();
    for run in 0..runs {
        let (file, batch, receipt) =
            (format!("{run}.xml"), format!("batch-{run}"), format!("{run}.cbor"));
        payments(&client.file(&file), SMALL_FILE, run).unwrap();
        let start = Instant::now();
        client.stamp(node, "//Alice", &file, &batch).unwrap();
        client.receipt(node, &batch, 0, &receipt).unwrap().success().unwrap();
        times.push(start.elapsed());
        eprintln!("{} of {runs}: {:.1} s", run + 1, start.elapsed().as_secs_f64());
    }

    client.export_trust(node, "trust.json").unwrap();
    let start = Instant::now();
    for _ in 0..VERIFICATIONS {
        assert_eq!(client.verify("0.cbor", "trust.json").unwrap().0, 0);
    }
    let verification = start.elapsed() / VERIFICATIONS;

    payments(&client.file("large.xml"), records, 1).unwrap();
    let start = Instant::now();
    let large = client.stamp(node, "//Alice", "large.xml", "large").unwrap();
    let stamping = start.elapsed().as_secs_f64();

    let report = json!({
        "validators": network.nodes.len(),
        "runs": runs,
        "recordsPerRun": SMALL_FILE,
        "submissionToReceiptSeconds": {
            "p50": seconds(&mut times, 50),
            "p95": seconds(&mut times, 95),
        },
        "receiptBytes": fs::metadata(client.file("0.cbor")).unwrap().len(),
        "verificationProcessMillis": verification.as_secs_f64() * 1_000.0,
        "largeFile": {
            "records": records,
            "secondsToFinal": stamping,
            "answer": large,
        },
    });
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
}
