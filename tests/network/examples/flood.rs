//! Measures what a flood by one institution does to another: the time from submission to a block,
//! before the flood and during it, on four real validators on loopback. Prints one JSON document.
//!
//! `cargo run -p critical-chains-network-tests --example flood [SAMPLES]`

#![allow(clippy::unwrap_used)]

use critical_chains_network_tests::{Network, Node, Spec, expensive_call};
use critical_chains_runtime::Runtime;
use pallet_anchoring::Call;
use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, AliceStash, Bob};
use serde_json::json;
use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread::{scope, sleep},
    time::{Duration, Instant},
};

/// How often it is asked whether the extrinsic is in a block.
const POLL: Duration = Duration::from_millis(20);

/// Time until an extrinsic of the other institution is in the best block of another node.
fn latency(to: &Node, seen_by: &Node, nonce: u32) -> Duration {
    let extrinsic = to.sign(Bob, nonce, Call::<Runtime>::open_stream {}).unwrap();
    let begin = Instant::now();
    to.submit(&extrinsic).unwrap();
    while account_nonce(seen_by) <= u64::from(nonce) {
        sleep(POLL);
    }
    begin.elapsed()
}

/// The nonce in the best block, without what waits in the pool.
fn account_nonce(node: &Node) -> u64 {
    use polkadot_sdk::sp_core::Encode;
    let account = format!("0x{}", hex::encode(Bob.to_account_id().encode()));
    let answer =
        node.call("state_call", json!(["AccountNonceApi_account_nonce", account])).unwrap();
    let bytes = hex::decode(answer.as_str().unwrap().trim_start_matches("0x")).unwrap();
    u32::from_le_bytes(bytes.try_into().unwrap()).into()
}

fn quantile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times[place].as_secs_f64()
}

fn main() {
    let samples: u32 = std::env::args().nth(1).map_or(30, |text| text.parse().unwrap());
    let network = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"]).unwrap();
    let [first, second, third, _] = &network.nodes[..] else { panic!("four nodes") };
    first.wait_finalised(2).unwrap();

    let mut before: Vec<_> = (0..samples).map(|nonce| latency(second, third, nonce)).collect();
    let (over, sent, refused) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
    let mut during = scope(|threads| {
        threads.spawn(|| {
            let mut nonces = [0_u32; 2];
            while !over.load(Ordering::Relaxed) {
                for (place, signer) in [Alice, AliceStash].into_iter().enumerate() {
                    let extrinsic = first.sign(signer, nonces[place], expensive_call()).unwrap();
                    if first.submit(&extrinsic).is_ok() {
                        nonces[place] += 1;
                        sent.fetch_add(1, Ordering::Relaxed);
                    } else {
                        refused.fetch_add(1, Ordering::Relaxed);
                        nonces[place] = first.nonce(signer).unwrap();
                    }
                }
            }
        });
        // The flood fills the pool first.
        while sent.load(Ordering::Relaxed) < 200 {
            sleep(POLL);
        }
        let nonces = samples..samples * 2;
        let during: Vec<_> = nonces.map(|nonce| latency(second, third, nonce)).collect();
        over.store(true, Ordering::Relaxed);
        during
    });

    let row = |times: &mut Vec<Duration>| {
        json!({
            "p50Seconds": quantile(times, 50),
            "p95Seconds": quantile(times, 95),
            "maxSeconds": quantile(times, 100),
        })
    };
    let report = json!({
        "samples": samples,
        "before": row(&mut before),
        "during": row(&mut during),
        "floodSent": sent.into_inner(),
        "floodRefused": refused.into_inner(),
    });
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
}
