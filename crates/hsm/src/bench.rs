//! How fast the token signs, with this crate around it and without.

use crate::{
    Hsm,
    config::Config,
    error::{SignError, StartError},
    guard::Purpose,
    opening::connect,
    token::{Access, KeyInfo, Token, objects},
};
use serde::Serialize;
use std::{
    thread,
    time::{Duration, Instant},
};

/// Signatures per second and how long one took.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    /// Signatures that were made.
    pub signatures: usize,
    /// Signatures per second.
    pub per_second: f64,
    /// Half took no longer, in microseconds.
    pub median_micros: u128,
    /// Of a hundred, ninety-nine took no longer, in microseconds.
    pub p99_micros: u128,
}

impl Rate {
    fn new(mut times: Vec<Duration>, elapsed: Duration) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let index = (times.len() as f64 * share) as usize;
            times.get(index.min(times.len().saturating_sub(1))).map_or(0, Duration::as_micros)
        };
        Self {
            signatures: times.len(),
            per_second: times.len() as f64 / elapsed.as_secs_f64(),
            median_micros: at(0.5),
            p99_micros: at(0.99),
        }
    }
}

/// Both ways, with the same key on the same token.
#[derive(Clone, Debug, Serialize)]
pub struct Benchmark {
    /// Sessions with the token, both ways.
    pub sessions: usize,
    /// Threads that asked the keystore at the same time.
    pub threads: usize,
    /// C_SignInit and C_Sign alone, by one thread for each session.
    pub bare: Rate,
    /// Through the keystore: guard, pool, and verification if it is on.
    pub keystore: Rate,
}

/// Signs statements for a while, both ways in turns.
///
/// # Errors
/// If there is no key for statements, or if the token fails.
pub fn bench(
    hsm: &Hsm,
    statement: &[u8],
    threads: usize,
    duration: Duration,
) -> Result<Benchmark, BenchError> {
    let key = hsm.keys().into_iter().find(|key| key.purpose == Purpose::Statements);
    let key = key.ok_or(BenchError::NoKey)?;
    // In turns, so that whatever else the machine does meanwhile meets both.
    const TURNS: u32 = 4;
    let turn = duration / (2 * TURNS);
    let sessions = usize::from(hsm.config().sessions.get());
    let (mut bare, mut keystore) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        bare.extend(sign_bare(hsm.config(), &key, statement, sessions, turn)?);
        keystore.extend(in_threads(threads, || {
            let mut times = Vec::new();
            let end = Instant::now() + turn;
            while Instant::now() < end {
                let started = Instant::now();
                hsm.sign(Purpose::Statements, &key.public, statement)?;
                times.push(started.elapsed());
            }
            Ok(times)
        })?);
    }
    let elapsed = turn * TURNS;
    Ok(Benchmark {
        sessions,
        threads,
        bare: Rate::new(bare, elapsed),
        keystore: Rate::new(keystore, elapsed),
    })
}

fn sign_bare(
    config: &Config,
    key: &KeyInfo,
    statement: &[u8],
    threads: usize,
    turn: Duration,
) -> Result<Vec<Duration>, BenchError> {
    let token = Token::find(config.clone())?;
    in_threads(threads, || {
        let connection = connect(&token, Access::Read)?;
        let device = &config.device;
        let handle = objects::find_private(connection.session(), device, &key.name)
            .map_err(StartError::from)?;
        let mut times = Vec::new();
        let end = Instant::now() + turn;
        while Instant::now() < end {
            let started = Instant::now();
            let mechanism = objects::eddsa(device).map_err(StartError::from)?;
            connection
                .session()
                .sign(&mechanism, handle, statement)
                .map_err(|error| StartError::Device(error.into()))?;
            times.push(started.elapsed());
        }
        token.disconnect(connection);
        Ok(times)
    })
}

fn in_threads(
    threads: usize,
    work: impl Fn() -> Result<Vec<Duration>, BenchError> + Sync,
) -> Result<Vec<Duration>, BenchError> {
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        let mut times = Vec::new();
        for thread in running {
            times.extend(thread.join().map_err(|_| BenchError::Thread)??);
        }
        Ok(times)
    })
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// There is no key to sign with.
    #[error("no atst key on the token\nhint: critical-chains-node hsm provision")]
    NoKey,
    /// The token cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A signature failed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A thread ended early.
    #[error("a thread that signed has ended early")]
    Thread,
}
