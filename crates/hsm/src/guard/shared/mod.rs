//! Watermarks in a PostgreSQL database that several nodes share, of which one signs at a time.
//!
//! Whoever signs holds an advisory lock by its connection, which the server takes back when the
//! connection ends. A node can be without its lock and not know it yet, so each change compares the
//! term as well: taking the lock begins a new one, and what belongs to an earlier term changes nothing.

mod error;
mod keeper;
mod options;
mod schema;
mod session;
mod tls;

pub use error::SharedGuardError;
pub use options::{SharedEntry, SharedOptions};

use super::{
    file::Tally,
    position::{Act, Kind, Position, Verdict, Watermark},
    standing::{Standing, StandingCell},
    store::{Entry, StoreError, TalliedStore, WatermarkStore},
};
use crate::metrics::Metrics;
use codec::{DecodeAll, Encode};
use crossbeam_channel::{Sender, bounded};
use keeper::{Keeper, Request};
use polkadot_sdk::sp_core::ed25519::Public;
use session::{Chain, Session};
use std::{
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How long an answer of the database is waited for. It gives up a statement after two seconds.
const ANSWER_LIMIT: Duration = Duration::from_secs(3);

/// How long opening may take.
const OPENING_LIMIT: Duration = Duration::from_secs(10);

/// How long the end waits until the lock is given back.
const CLOSING_LIMIT: Duration = Duration::from_secs(2);

/// Requests that may wait. Who finds this many before him would not be answered in time.
const MAX_WAITING: usize = 64;

/// Watermarks in a database that several nodes share. Copies share the connection, and the lock.
#[derive(Clone)]
pub struct SharedStore {
    thread: Arc<KeeperThread>,
    standing: StandingCell,
    place: String,
}

struct KeeperThread {
    /// None once it is to end.
    requests: Option<Sender<Request>>,
    handle: Option<JoinHandle<()>>,
}

impl Drop for KeeperThread {
    /// Waits until the lock is given back, so that whoever takes it next need not. A thread that hangs in
    /// the database is left behind.
    fn drop(&mut self) {
        drop(self.requests.take());
        let Some(handle) = self.handle.take() else { return };
        let end = Instant::now() + CLOSING_LIMIT;
        while Instant::now() < end && !handle.is_finished() {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl SharedStore {
    /// Makes the guard of a chain, if the database has none.
    ///
    /// # Errors
    /// If the database cannot be used.
    pub fn create(options: &SharedOptions, genesis: &[u8; 32]) -> Result<(), SharedGuardError> {
        let (asked, chain) = (options.clone(), Chain::new(*genesis));
        let (_, made) = start(options, move |answer| {
            // Nobody waits any more if this fails.
            let _ = answer.send(Session::create(&asked, chain));
        })?;
        made
    }

    /// Opens the guard of a chain, on standby.
    ///
    /// # Errors
    /// If there is none, if it is another chain's, or if the database cannot be used.
    pub fn open(
        options: &SharedOptions,
        genesis: &[u8; 32],
        metrics: Option<Metrics>,
    ) -> Result<Self, SharedGuardError> {
        let standing = StandingCell::new(Standing::Standby, metrics.clone());
        let (sender, requests) = bounded(MAX_WAITING);
        let (asked, chain, cell) = (options.clone(), Chain::new(*genesis), standing.clone());
        let (handle, opened) =
            start(options, move |answer| match Keeper::connect(asked, chain, cell, metrics) {
                Ok(mut keeper) => {
                    if answer.send(Ok(())).is_ok() {
                        keeper.run(&requests);
                    }
                }
                Err(error) => drop(answer.send(Err(error))),
            })?;
        opened?;
        let thread = KeeperThread { requests: Some(sender), handle: Some(handle) };
        Ok(Self { thread: Arc::new(thread), standing, place: options.place() })
    }

    /// The database as messages name it.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Takes the lock if it is free, and from now on whenever it becomes so. Returns whether it is held.
    ///
    /// # Errors
    /// If the database fails.
    pub fn claim(&self) -> Result<bool, StoreError> {
        self.ask(|keeper| keeper.claim(true))
    }

    /// Says that the state was compared with what the token remembers: signatures are permitted from now on.
    ///
    /// # Errors
    /// If the lock is not held.
    pub fn activate(&self) -> Result<(), StoreError> {
        self.ask(Keeper::activate)
    }

    /// Gives the lock back, and leaves it to others for a while.
    ///
    /// # Errors
    /// If the database does not answer.
    pub fn give_up(&self) -> Result<(), StoreError> {
        self.ask(|keeper| {
            keeper.give_up(false);
            Ok(())
        })
    }

    /// Who was the last to take the lock, if it was a node.
    ///
    /// # Errors
    /// If the database fails.
    pub fn signer(&self) -> Result<Option<String>, StoreError> {
        self.ask(|keeper| keeper.with(Session::signer)).map(|signer| signer.node)
    }

    /// A setting of the connection, as the server has it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn setting(&self, name: &'static str) -> Result<String, StoreError> {
        self.ask(move |keeper| keeper.with(|session| session.setting(name)))
    }

    /// The number of the server's process for the connection.
    ///
    /// # Errors
    /// If the database fails.
    pub fn connection(&self) -> Result<i32, StoreError> {
        self.ask(|keeper| keeper.with(Session::process))
    }

    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Keeper) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let until = Instant::now() + ANSWER_LIMIT;
        let (answer, answers) = bounded(1);
        let work = Box::new(move |keeper: &mut Keeper| {
            // Nobody waits any more if this fails.
            let _ = answer.send(work(keeper));
        });
        let sent = self
            .thread
            .requests
            .as_ref()
            .map(|requests| requests.send_deadline(Request { until, work }, until).is_ok());
        let answered = if sent == Some(true) { answers.recv_deadline(until).ok() } else { None };
        answered.unwrap_or_else(|| {
            self.standing.answers(false);
            let limit = ANSWER_LIMIT.as_millis();
            Err(StoreError::Unreachable(format!("no answer in {limit} ms")))
        })
    }
}

/// Runs something that speaks to the database in a thread of its own, and waits for its first word.
fn start<T: Send + 'static>(
    options: &SharedOptions,
    run: impl FnOnce(Sender<Result<T, SharedGuardError>>) + Send + 'static,
) -> Result<(JoinHandle<()>, Result<T, SharedGuardError>), SharedGuardError> {
    let fail = |reason| SharedGuardError::Unreachable { place: options.place(), reason };
    let (answer, answers) = bounded(1);
    let handle = thread::Builder::new()
        .name("hsm-guard".into())
        .spawn(move || run(answer))
        .map_err(|error| fail(error.to_string()))?;
    let limit = OPENING_LIMIT.as_secs();
    let first =
        answers.recv_timeout(OPENING_LIMIT).map_err(|_| fail(format!("no answer in {limit} s")))?;
    Ok((handle, first))
}

impl WatermarkStore for SharedStore {
    fn judge(&mut self, key: &Public, act: &Act) -> Result<Verdict, StoreError> {
        let (key, act) = (*key, *act);
        self.ask(move |keeper| keeper.judge(&key, &act))
    }

    fn watermark(&mut self, key: &Public, kind: Kind) -> Result<Option<Watermark>, StoreError> {
        let key = *key;
        let found =
            self.ask(move |keeper| keeper.with(|session| session.read(&key, number(kind))))?;
        found.map(|known| decode(&known.watermark)).transpose()
    }

    fn entries(&mut self) -> Result<Vec<Entry>, StoreError> {
        let rows = self.ask(|keeper| keeper.with(Session::read_all))?;
        rows.iter().map(|(key, kind, watermark)| entry(key, *kind, watermark)).collect()
    }

    fn set(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        let entries = entries.to_vec();
        self.ask(move |keeper| {
            let node = keeper.options.node.clone();
            keeper.change(Standing::Chosen, |change| {
                for Entry { key, kind, watermark } in &entries {
                    change.write(key, number(*kind), watermark, node.as_deref())?;
                }
                Ok(())
            })
        })
    }

    fn standing(&self) -> StandingCell {
        self.standing.clone()
    }

    fn voted_elsewhere(&mut self, key: &Public) -> Result<Option<Position>, StoreError> {
        let key = *key;
        let found = self.ask(move |keeper| {
            let mut found = Vec::new();
            for kind in Kind::VOTES {
                found.extend(keeper.with(|session| session.read(&key, number(kind)))?);
            }
            found.retain(|known| known.node.is_none() || known.node != keeper.options.node);
            Ok(found)
        })?;
        let watermarks: Vec<Watermark> =
            found.iter().map(|known| decode(&known.watermark)).collect::<Result<_, _>>()?;
        Ok(watermarks.iter().filter_map(Watermark::position).max())
    }
}

impl TalliedStore for SharedStore {
    fn tally(&mut self) -> Result<Option<Tally>, StoreError> {
        let found = self.ask(|keeper| keeper.with(Session::tally))?;
        found.map(|bytes| decode(&bytes)).transpose()
    }

    fn set_tally(&mut self, tally: &Tally) -> Result<(), StoreError> {
        let tally = *tally;
        self.ask(move |keeper| keeper.change(Standing::Chosen, |change| change.set_tally(&tally)))
    }
}

/// The number of a kind in the database, which is the one of its encoding.
fn number(kind: Kind) -> i16 {
    kind.encode().first().copied().unwrap_or_default().into()
}

fn entry(key: &[u8], kind: i16, watermark: &[u8]) -> Result<Entry, StoreError> {
    let key = <[u8; 32]>::try_from(key)
        .map_err(|_| StoreError::Damaged("a key is not 32 bytes long".into()))?;
    let kind = Kind::SEALS
        .into_iter()
        .chain(Kind::VOTES)
        .find(|known| number(*known) == kind)
        .ok_or_else(|| StoreError::Damaged(format!("kind {kind} is not known")))?;
    Ok(Entry { key: Public::from(key), kind, watermark: decode(watermark)? })
}

fn decode<T: DecodeAll>(bytes: &[u8]) -> Result<T, StoreError> {
    T::decode_all(&mut &*bytes).map_err(|error| StoreError::Damaged(error.to_string()))
}
