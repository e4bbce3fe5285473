//! The thread that keeps the connection: it takes the lock when it is free, and does what is asked.
//!
//! The client of PostgreSQL runs a loop of its own that must not be inside another one, and some
//! calls of it end only when the server does. So both are kept away from who signs.

use super::{
    error::SharedGuardError,
    options::SharedOptions,
    session::{Chain, Fault, Session, Signer, describe},
};
use crate::{
    guard::{
        position::{Act, Kind, Verdict, Watermark, judge},
        standing::{Standing, StandingCell},
        store::StoreError,
    },
    metrics::Metrics,
};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use polkadot_sdk::sp_core::ed25519::Public;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Between two looks at the lock.
const TICK: Duration = Duration::from_secs(1);

/// Before a connection that served is replaced.
const SHORT_PAUSE: Duration = Duration::from_millis(50);

/// How long the lock is left to others after it could not be used here.
const REFUSED_PAUSE: Duration = Duration::from_secs(10);

/// Something to do with the database.
pub(super) struct Request {
    /// Nobody waits for it after this.
    pub(super) until: Instant,
    pub(super) work: Box<dyn FnOnce(&mut Keeper) + Send>,
}

/// Why the lock is not held here.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Lacking {
    /// The database does not serve.
    Database(String),
    /// The lock is about to be taken, or was lost a moment ago.
    Time,
    /// Another node holds it.
    Another,
}

/// Keeps the connection and the lock.
pub(super) struct Keeper {
    pub(super) options: SharedOptions,
    chain: Chain,
    pub(super) standing: StandingCell,
    metrics: Option<Metrics>,
    session: Option<Session>,
    /// Whether to take the lock when it is free. Who only reads does not.
    wants_lock: bool,
    lacking: Lacking,
    free_since: Option<Instant>,
    not_before: Option<Instant>,
    newest_term: i64,
    /// What was permitted here: a database that was put in the place of this one may have forgotten it.
    permitted: BTreeMap<(Public, Kind), Watermark>,
    next_tick: Instant,
    told: String,
}

impl Keeper {
    pub(super) fn connect(
        options: SharedOptions,
        chain: Chain,
        standing: StandingCell,
        metrics: Option<Metrics>,
    ) -> Result<Self, SharedGuardError> {
        let session = Some(Session::connect(&options, chain)?);
        Ok(Self {
            options,
            chain,
            standing,
            metrics,
            session,
            wants_lock: false,
            lacking: Lacking::Time,
            free_since: None,
            not_before: None,
            newest_term: 0,
            permitted: BTreeMap::new(),
            next_tick: Instant::now() + TICK,
            told: String::new(),
        })
    }

    /// Does what is asked, and looks after the lock, until nobody can ask any more.
    pub(super) fn run(&mut self, requests: &Receiver<Request>) {
        loop {
            match requests.recv_deadline(self.next_tick) {
                Ok(request) if request.until > Instant::now() => (request.work)(self),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if Instant::now() >= self.next_tick {
                self.next_tick = Instant::now() + TICK;
                self.tick();
            }
            self.standing.answers(true);
        }
        self.give_up(true);
    }

    fn tick(&mut self) {
        if self.session.is_none() && !self.reconnect() {
            return;
        }
        let holds = self.session.as_ref().is_some_and(|session| session.term.is_some());
        let looked = if holds {
            self.with(Session::check_lock)
        } else if self.wants_lock && self.not_before.is_none_or(|end| Instant::now() >= end) {
            self.claim(false).map(drop)
        } else {
            self.with(|session| session.signer().map(drop))
        };
        match looked {
            Ok(()) => self.told.clear(),
            Err(error) => self.tell(&error.to_string()),
        }
    }

    /// Says what is wrong, once.
    fn tell(&mut self, error: &str) {
        if self.told != error {
            log::warn!(target: crate::LOG_TARGET, "The shared guard: {error}");
            self.told = error.into();
        }
    }

    fn reconnect(&mut self) -> bool {
        match Session::connect(&self.options, self.chain) {
            Ok(session) => {
                log::info!(target: crate::LOG_TARGET, "The database of the shared guard serves again");
                self.session = Some(session);
                self.lacking = Lacking::Time;
                true
            }
            Err(error) => {
                let error = error.to_string();
                self.tell(&error);
                self.lacking = Lacking::Database(error);
                false
            }
        }
    }

    /// Takes the lock, if nobody has it. `at_once` does without waiting for the one that had it.
    pub(super) fn claim(&mut self, at_once: bool) -> Result<bool, StoreError> {
        self.wants_lock = true;
        if self.session.as_ref().is_some_and(|session| session.term.is_some()) {
            return Ok(true);
        }
        let signer = self.with(Session::signer)?;
        if signer.term < self.newest_term {
            let what = format!("term {} came after term {}", signer.term, self.newest_term);
            return Err(StoreError::Damaged(what));
        }
        self.newest_term = signer.term;
        let was_here = signer.node.is_some() && signer.node == self.options.node;
        if !(at_once || was_here || signer.released || self.is_free_for_long()?) {
            self.stand_by(&signer, was_here);
            return Ok(false);
        }
        let node = self.options.node.clone();
        if !self.with(|session| session.take_lock(node.as_deref()))? {
            self.free_since = None;
            self.stand_by(&signer, was_here);
            return Ok(false);
        }
        self.newest_term =
            self.session.as_ref().and_then(|session| session.term).unwrap_or_default();
        self.lacking = Lacking::Time;
        self.standing.set(Standing::Chosen);
        Ok(true)
    }

    fn is_free_for_long(&mut self) -> Result<bool, StoreError> {
        if self.with(Session::lock_is_taken)? {
            self.free_since = None;
            return Ok(false);
        }
        let since = *self.free_since.get_or_insert_with(Instant::now);
        Ok(since.elapsed() >= self.options.take_over_after)
    }

    fn stand_by(&mut self, signer: &Signer, was_here: bool) {
        // What holds the lock may be a connection of this very node that the server has not missed yet.
        let why =
            if was_here || self.free_since.is_some() { Lacking::Time } else { Lacking::Another };
        if why == Lacking::Another && self.lacking != why {
            log::info!(
                target: crate::LOG_TARGET,
                "Standing by: {} is the active signer (term {})",
                signer.node.as_deref().unwrap_or("another process"),
                signer.term,
            );
        }
        self.lacking = why;
    }

    /// Says that the guard's state was found to be the newest.
    pub(super) fn activate(&mut self) -> Result<(), StoreError> {
        let term = self.held()?;
        if self.standing.set(Standing::Active) != Standing::Active {
            log::info!(target: crate::LOG_TARGET, "This node is the active signer (term {term})");
        }
        Ok(())
    }

    /// Gives the lock back. Unless the node ends, it is left to others for a while.
    pub(super) fn give_up(&mut self, ends: bool) {
        self.not_before = Some(Instant::now() + REFUSED_PAUSE);
        self.standing.set(Standing::Standby);
        if self.held().is_ok()
            && let Err(error) = self.with(|session| session.give_lock_back(ends))
        {
            log::warn!(target: crate::LOG_TARGET, "The lock of the shared guard: {error}");
        }
    }

    /// The term, while the lock is held.
    fn held(&self) -> Result<i64, StoreError> {
        let term = self.session.as_ref().and_then(|session| session.term);
        term.ok_or_else(|| self.why_not())
    }

    fn why_not(&self) -> StoreError {
        match &self.lacking {
            Lacking::Database(what) => StoreError::Unreachable(what.clone()),
            Lacking::Time => StoreError::Unreachable("this node does not hold its lock yet".into()),
            Lacking::Another => StoreError::Standby,
        }
    }

    /// Judges a signature, and writes down what is permitted before it is.
    pub(super) fn judge(&mut self, key: &Public, act: &Act) -> Result<Verdict, StoreError> {
        let (node, kind) = (self.options.node.clone(), super::number(act.kind));
        let here = self.permitted.get(&(*key, act.kind)).copied();
        let (verdict, known) = self.change(Standing::Active, |change| {
            let stored = change.read(key, kind)?;
            let stored = stored.map(|known| super::decode(&known.watermark)).transpose()?;
            let known = newest(stored, here);
            let verdict = judge(known.as_ref(), act);
            match (verdict, known) {
                (Verdict::New(watermark), _) | (Verdict::Repeated, Some(watermark)) => {
                    // What was signed before may have reached this server only, and not its replica.
                    change.write(key, kind, &watermark, node.as_deref())?;
                    Ok((verdict, Some(watermark)))
                }
                (Verdict::Repeated, None) | (Verdict::Refused(_), _) => Ok((verdict, known)),
            }
        })?;
        if let (Verdict::New(_) | Verdict::Repeated, Some(known)) = (verdict, known) {
            self.permitted.insert((*key, act.kind), known);
        }
        Ok(verdict)
    }

    /// Changes something as the signer.
    pub(super) fn change<T>(
        &mut self,
        at_least: Standing,
        work: impl FnOnce(&mut super::session::Change<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.held()?;
        if at_least == Standing::Active && self.standing.get() != Standing::Active {
            return Err(self.why_not());
        }
        self.with(|session| session.fenced(work))
    }

    /// Asks the database. A connection on which anything failed is not used again: what it holds is
    /// not known any more.
    pub(super) fn with<T>(
        &mut self,
        ask: impl FnOnce(&mut Session) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let Some(session) = &mut self.session else { return Err(self.why_not()) };
        let error = match ask(session) {
            Ok(answer) => return Ok(answer),
            Err(Fault::Store(StoreError::Damaged(what))) => return Err(StoreError::Damaged(what)),
            Err(Fault::Store(error)) => error,
            Err(Fault::Fenced) => StoreError::Unreachable("the lock of this node is lost".into()),
            Err(Fault::Database(error)) if may_pass(&error) => {
                StoreError::Unreachable(describe(&error))
            }
            Err(Fault::Database(error)) => StoreError::Storage(describe(&error)),
        };
        self.lose(&error);
        Err(error)
    }

    fn lose(&mut self, error: &StoreError) {
        self.session = None;
        self.free_since = None;
        self.lacking = Lacking::Database(error.to_string());
        if self.standing.set(Standing::Standby) == Standing::Active {
            self.told = error.to_string();
            // A vote may wait for it.
            self.next_tick = Instant::now() + SHORT_PAUSE;
            log::warn!(target: crate::LOG_TARGET, "This node is not the active signer any more: {error}");
        }
        if let Some(metrics) = &self.metrics {
            metrics.guard_store_failed();
        }
    }
}

/// The stricter of what is stored and what was permitted here.
fn newest(stored: Option<Watermark>, here: Option<Watermark>) -> Option<Watermark> {
    let (Some(stored), Some(here)) = (stored, here) else { return stored };
    if stored.position().is_some_and(|stored| here.position() > Some(stored)) {
        log::error!(
            target: crate::LOG_TARGET,
            "The database of the shared guard has forgotten what this node signed last. hint: an older \
             copy was put in its place, or a replica that was behind; stop the other nodes that use it",
        );
    }
    Some(stored.stricter(here))
}

/// Whether the server may do it another time: it was away, busy, or about to end.
fn may_pass(error: &postgres::Error) -> bool {
    error.code().is_none_or(|code| {
        ["08", "40", "53", "55", "57"].iter().any(|class| code.code().starts_with(class))
    })
}
