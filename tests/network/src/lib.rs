//! Starts networks of the real node on loopback and talks to them as a person would: over JSON-RPC
//! and with the `critical-chains` command.
//!
//! Everything waits on a condition with a deadline. Processes are ended by their own handle, also
//! when a test panics. The binaries are those beside the test: build the workspace first.

mod client;
mod extrinsic;
mod metrics;
mod network;
mod node;
mod observed;
mod seeds;
mod tokens;

pub use client::{Answer, Client, payments};
pub use extrinsic::expensive_call;
pub use metrics::{Metrics, metrics_in_rules};
pub use network::{Network, Spec};
pub use node::{Node, NodeOptions};
pub use observed::{Observed, Spread};
pub use seeds::InMemory;
pub use tokens::{Token, TokenNetwork};

use anyhow::{Result, bail};
use std::{
    path::PathBuf,
    thread::sleep,
    time::{Duration, Instant},
};

/// Longest wait for anything a healthy network does in a few seconds, on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(180);

/// Path of one of our binaries, beside the running test.
pub fn binary(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let path = test.ancestors().nth(2).map(|folder| folder.join(name)).unwrap_or_default();
    if !path.exists() {
        bail!("{} is missing; build it with: cargo build --workspace", path.display());
    }
    Ok(path)
}

/// Path of a file of the repository.
pub fn repository_file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Asks until the answer is there, and says what was waited for when it never comes.
pub fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    let mut last = None;
    while start.elapsed() < DEADLINE {
        match ask() {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(error) => last = Some(error),
        }
        sleep(Duration::from_millis(100));
    }
    match last {
        Some(error) => Err(error.context(format!("waited {DEADLINE:?} in vain for {what}"))),
        None => bail!("waited {DEADLINE:?} in vain for {what}"),
    }
}
