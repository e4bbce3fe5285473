//! Four validators on tokens beside four with keys in files, faults one by one, devices from fast to
//! slow, and a search for the seeds of their keys. Prints a report as Markdown.
//!
//! `cargo run -p critical-chains-network-tests --example soak_hsm [SECONDS] [SECONDS-PER-FAULT] [PLOT]`

#![allow(clippy::unwrap_used)]

use anyhow::Result;
use critical_chains_network_tests::{
    Network, Node, Observed, Spec, Spread, TokenNetwork, wait_for,
};
use serde_json::json;
use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

mod plot;
mod seeds;

use plot::Point;
use seeds::Searches;

/// The validator whose device fails.
const BOB: usize = 1;

/// What each signature takes longer, in milliseconds.
const LATENCIES: [u64; 7] = [0, 50, 100, 200, 300, 400, 500];

/// How a device fails, and what its plan says then.
const FAULTS: [(&str, &[&str]); 8] = [
    ("none", &[]),
    ("token removed and put back", &["removed = true"]),
    ("each call of C_Sign fails (CKR_DEVICE_ERROR)", &["fail = C_Sign CKR_DEVICE_ERROR"]),
    ("all sessions closed, once", &["close-sessions = 1"]),
    ("another PIN, and all sessions closed", &["close-sessions = 2", "refuse-pin = true"]),
    ("C_Sign hangs", &["hang = sign"]),
    ("300 ms for each signature", &["sign-delay-millis = 300"]),
    ("token full", &["full = true"]),
];

fn seconds(place: usize, usual: u64) -> Duration {
    Duration::from_secs(env::args().nth(place).map_or(usual, |text| text.parse().unwrap()))
}

fn times(spread: Spread) -> String {
    format!("{:.2} / {:.2} / {:.2}", spread.median, spread.p95, spread.max)
}

fn row(name: &str, observed: &Observed) {
    println!(
        "| {name} | {} | {} | {} | {} | {} |",
        observed.blocks(),
        observed.empty_slots(),
        times(observed.block_times()),
        times(observed.finality_times()),
        observed.not_final(),
    );
}

fn main() -> Result<()> {
    let (long, short) = (seconds(1, 900), seconds(2, 30));
    let plot = env::args().nth(3).unwrap_or_else(|| "hsm-latency.svg".into());

    println!("## Keys on tokens and keys in files, {} s each\n", long.as_secs());
    println!(
        "| Keys | Blocks | Empty slots | Block time, s | Finality, s | Not final at the end |"
    );
    println!("|---|---|---|---|---|---|");
    {
        let control = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"])?;
        control.nodes[0].wait_finalised(5)?;
        row("in files", &Observed::watch(&control.nodes[0], long)?);
    }
    let mut network = TokenNetwork::start_with_known_keys("vote_seconds = 120\n")?;
    let mut searches = Searches::default();
    network.nodes[0].wait_finalised(5)?;
    row("on tokens", &Observed::watch(&network.nodes[0], long)?);
    println!("\nTimes are median / 95 % / longest. {}\n", found_in_files(&network));
    searches.search("after the run on tokens", &network)?;

    println!("## Faults at one of four devices, {} s each\n", short.as_secs());
    println!(
        "| Fault | Own blocks lost | Empty slots of others | Finality, s | Sealed again after, s | Restarted | Double votes seen |"
    );
    println!("|---|---|---|---|---|---|---|");
    let (position, validators) = network.position(BOB, &network.nodes[0])?;
    for (name, plan) in FAULTS {
        fault(&mut network, name, plan, short, position, validators)?;
    }
    killed_between_watermark_and_signature(&mut network, short, position, validators)?;
    searches.search("after all faults", &network)?;

    println!(
        "\n## Devices from fast to slow, {} s each, all four validators\n",
        (short * 2).as_secs()
    );
    println!(
        "| Each signature takes longer by | Blocks | Empty slots | Block time, s | Finality, s | Not final at the end |"
    );
    println!("|---|---|---|---|---|---|");
    let mut points = Vec::new();
    for millis in LATENCIES {
        for token in &network.tokens {
            token.shim.set(&[&format!("sign-delay-millis = {millis}")]);
        }
        Observed::watch(&network.nodes[0], Duration::from_secs(6))?;
        let observed = Observed::watch(&network.nodes[0], short * 2)?;
        row(&format!("{millis} ms"), &observed);
        points.push(Point {
            millis,
            block: observed.block_times(),
            finality: observed.finality_times(),
        });
    }
    plot::draw(Path::new(&plot), &points)?;
    println!("\n![Block time and finality by what a signature takes]({plot})");

    for token in &network.tokens {
        token.shim.clear();
    }
    searches.search("after slow devices", &network)?;
    searches.control(&mut network, seals_again)?;
    searches.print();
    Ok(())
}

fn fault(
    network: &mut TokenNetwork,
    name: &str,
    plan: &[&str],
    duration: Duration,
    position: u64,
    validators: u64,
) -> Result<()> {
    eprintln!("{name}…");
    let process = network.nodes[BOB].process_id();
    network.tokens[BOB].shim.set(plan);
    if plan.contains(&"full = true") {
        let refused = network.nodes[BOB].call("author_rotateKeysWithOwner", json!(["0x00"]));
        assert!(refused.is_err(), "a full token made keys");
    }
    let observed = Observed::watch(&network.nodes[0], duration)?;
    let height = network.nodes[0].finalised()?;
    network.tokens[BOB].shim.clear();
    network.tokens[BOB].write_right_pin()?;
    let again = seals_again(network, height)?;
    let restarted = !network.nodes[BOB].is_running()? || network.nodes[BOB].process_id() != process;
    tell(network, name, &observed, again, restarted, position, validators);
    Ok(())
}

/// The process ends after the guard has written and before the token has signed.
fn killed_between_watermark_and_signature(
    network: &mut TokenNetwork,
    duration: Duration,
    position: u64,
    validators: u64,
) -> Result<()> {
    eprintln!("killed…");
    network.tokens[BOB].shim.set(&["crash = C_Sign"]);
    let observed = Observed::watch(&network.nodes[0], duration)?;
    assert!(!network.nodes[BOB].is_running()?, "the process signed");
    let height = network.nodes[0].finalised()?;
    network.tokens[BOB].shim.clear();
    network.nodes[BOB].restart()?;
    let again = seals_again(network, height)?;
    let name = "killed between watermark and signature, started again";
    tell(network, name, &observed, again, true, position, validators);
    Ok(())
}

fn seals_again(network: &TokenNetwork, after: u64) -> Result<f64> {
    let started = Instant::now();
    wait_for("the validator to seal again", || {
        Ok(network.has_sealed(BOB, after, &network.nodes[0])?.then_some(()))
    })?;
    Ok(started.elapsed().as_secs_f64())
}

fn tell(
    network: &TokenNetwork,
    name: &str,
    observed: &Observed,
    again: f64,
    restarted: bool,
    position: u64,
    validators: u64,
) {
    let own = observed.empty_slots_of(position, validators);
    println!(
        "| {name} | {own} | {} | {} | {again:.1} | {} | {} |",
        observed.empty_slots().saturating_sub(own),
        times(observed.finality_times()),
        if restarted { "yes" } else { "no" },
        network.nodes.iter().map(double_votes).sum::<usize>(),
    );
}

fn double_votes(node: &Node) -> usize {
    fs::read_to_string(node.log()).unwrap_or_default().matches("quivocat").count()
}

/// Looks for keys in the nodes' folders.
fn found_in_files(network: &TokenNetwork) -> String {
    let keys: usize = (0..network.nodes.len())
        .map(|index| {
            let keystore = network.data(index).join("chains/critical-chains-local/keystore");
            fs::read_dir(keystore).map_or(0, |files| files.flatten().count())
        })
        .sum();
    format!("Files in the keystore directories of the four nodes: {keys}.")
}
