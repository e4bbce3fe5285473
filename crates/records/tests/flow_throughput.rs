//! Reads the whole of a large file by its profile, and measures how fast; `docs/reference/flow-profiles.md`
//! names the command.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::PseudonymKey;
use critical_chains_records::flows::{Profile, open_flows};
use std::{path::Path, time::Instant};

#[test]
#[ignore = "a measurement, for the release profile"]
fn measures_rows_per_second() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("CRITICAL_CHAINS_DATA").unwrap_or("../shared/data".into());
    let path = root.join(data).join("darpa_edges.zip");
    if !path.exists() {
        println!("skipped: darpa_edges.zip not found, set CRITICAL_CHAINS_DATA");
        return;
    }
    let start = Instant::now();
    let profile = Profile::built_in("darpa").unwrap();
    let mut reader = open_flows(&path, profile, PseudonymKey::new([7; 32], 1)).unwrap();

    let (mut rows, mut anomalous, mut minutes) = (0u64, 0u64, 0u64);
    let (mut last, mut backwards) = (0u64, 0u64);
    for flow in reader.by_ref() {
        let flow = flow.unwrap();
        rows += 1;
        anomalous += u64::from(flow.anomalous == Some(true));
        backwards += u64::from(flow.flow.time < last);
        minutes += u64::from(flow.flow.time != last);
        last = flow.flow.time;
    }

    let elapsed = start.elapsed();
    let rate = u128::from(rows) * 1_000_000 / elapsed.as_micros();
    println!("{rows} rows in {elapsed:?}: {rate} rows/s, {anomalous} anomalous, {minutes} minutes");
    assert_eq!((rows, anomalous * 1_000 / rows, minutes), (4_554_344, 601, 46_572));
    // Ten rows of the 32nd of July, 05:31, stand before the 1st of August, 00:00.
    assert_eq!(backwards, 1);
    assert_eq!(reader.invalid_ibans(), 0);
}
