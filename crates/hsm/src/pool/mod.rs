//! A pool of sessions with the token, each with a thread of its own.
//!
//! Calls of PKCS#11 block, some devices for ever, and a call cannot be broken off. So whoever wants
//! something waits for the thread that asks the device, for a limited time: after that the thread is
//! given up, with its session, and another one takes its place.

mod health;
mod worker;

pub(crate) use health::Health;

use crate::{
    error::{DeviceError, FailureClass, StartError},
    metrics::Metrics,
    token::{Access, Connection, Token},
};
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, unbounded};
use parking_lot::{Condvar, Mutex};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use worker::{Job, JobState};

/// Threads that may hang in the device at once. More than that, and nothing is asked of it until one
/// returns.
const MAX_GIVEN_UP: usize = 8;

/// How long the second attempt waits; each later one twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// Longest pause between two attempts, and between two looks whether the device is back.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How long a thread looks again and again before it sleeps. Software tokens answer within this, and
/// waking a thread would take half as long as they do.
const IMPATIENCE: Duration = Duration::from_micros(500);

/// Waits for a message without sleeping, for a short time. Others that can run go first.
fn impatiently<T>(messages: &Receiver<T>) -> Option<T> {
    let end = Instant::now() + IMPATIENCE;
    loop {
        match messages.try_recv() {
            Ok(message) => return Some(message),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if Instant::now() >= end => return None,
            Err(TryRecvError::Empty) => thread::yield_now(),
        }
    }
}

/// Sessions with a token, shared by all who sign.
pub(crate) struct Pool {
    shared: Arc<Shared>,
    /// None once the pool ends, which the threads notice.
    jobs: Option<Sender<Arc<Job>>>,
}

/// What the threads of a pool share.
pub(super) struct Shared {
    pub(super) token: Token,
    pub(super) health: Health,
    pub(super) metrics: Option<Metrics>,
    jobs: Receiver<Arc<Job>>,
    given_up: AtomicUsize,
    threads: Mutex<Vec<JoinHandle<()>>>,
    stopped: Mutex<bool>,
    stop: Condvar,
}

impl Pool {
    /// Opens a first session, and the others as they are needed.
    pub(crate) fn open(token: Token, metrics: Option<Metrics>) -> Result<Self, StartError> {
        let first = token.connect(Access::Read).map_err(|error| match error.class {
            FailureClass::Pin => StartError::PinRefused(error.what),
            _ => error.into(),
        })?;
        let (sender, jobs) = unbounded();
        let sessions = usize::from(token.config.sessions.get());
        let shared = Arc::new(Shared {
            token,
            health: Health::new(metrics.clone()),
            metrics,
            jobs,
            given_up: AtomicUsize::new(0),
            threads: Mutex::default(),
            stopped: Mutex::new(false),
            stop: Condvar::new(),
        });
        let mut first = Some(first);
        for _ in 0..sessions {
            worker::spawn(&shared, first.take());
        }
        worker::spawn_prober(&shared);
        Ok(Self { shared, jobs: Some(sender) })
    }

    /// The token.
    pub(crate) fn token(&self) -> &Token {
        &self.shared.token
    }

    /// Whether the device answered when it was last asked.
    pub(crate) fn health(&self) -> &Health {
        &self.shared.health
    }

    /// Asks the device something, again and again while its failures may pass and there is patience.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        patience: Duration,
        question: impl Fn(&Token, &mut Connection) -> Result<T, DeviceError> + Clone + Send + 'static,
    ) -> Result<T, DeviceError> {
        let attempt = self.shared.token.config.patience.attempt;
        let end = Instant::now() + patience;
        let mut pause = FIRST_PAUSE;
        loop {
            // The last attempt may end a little later: one cut short would take a slow device for dead.
            let error = match self.ask_once(attempt, question.clone()) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let left = end.saturating_duration_since(Instant::now());
            // A PIN that is refused now may be corrected while a vote waits.
            let may_pass = error.is_transient() || error.class == FailureClass::Pin;
            if !may_pass || left <= pause || self.shared.sleep(pause) {
                return Err(error);
            }
            if let Some(metrics) = &self.shared.metrics {
                metrics.retried(error.class);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Waits between attempts at something else that a signature takes, each time longer. None once it is
    /// `end`, or once nobody is to wait any more.
    pub(crate) fn pauses(&self, end: Instant) -> impl Iterator<Item = ()> {
        let mut pause = FIRST_PAUSE;
        std::iter::from_fn(move || {
            let left = end.saturating_duration_since(Instant::now());
            if left <= pause || self.shared.sleep(pause) {
                return None;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
            Some(())
        })
    }

    /// Asks the device something once.
    pub(crate) fn ask_once<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&Token, &mut Connection) -> Result<T, DeviceError> + Send + 'static,
    ) -> Result<T, DeviceError> {
        let (answer, answers) = bounded(1);
        let job =
            Arc::new(Job::new(move |shared: &Shared, connection: &mut Option<Connection>| {
                let result = shared.ask(connection, question);
                // Nobody waits any more if this fails.
                let _ = answer.send(result);
            }));
        let sent = self.jobs.as_ref().map(|jobs| jobs.send(job.clone()));
        if !matches!(sent, Some(Ok(()))) {
            return Err(DeviceError::new(
                FailureClass::Permanent,
                "the pool of sessions has ended",
            ));
        }
        // Others wait already: looking again and again would only keep the device's threads from running.
        let at_once = if self.shared.jobs.is_empty() { impatiently(&answers) } else { None };
        match at_once.or_else(|| answers.recv_timeout(limit).ok()) {
            Some(result) => result,
            None => {
                let error = DeviceError::timed_out(limit);
                if job.give_up() == JobState::Started {
                    self.shared.replace_worker();
                    self.shared.health.failed(&error);
                }
                Err(error)
            }
        }
    }

    /// Has all who wait for the device wait no more.
    pub(crate) fn stop(&self) {
        *self.shared.stopped.lock() = true;
        self.shared.stop.notify_all();
    }
}

impl Drop for Pool {
    /// Waits for the threads, so that the library is ended before anybody initialises it again. Those
    /// that hang in the device are left behind.
    fn drop(&mut self) {
        self.stop();
        drop(self.jobs.take());
        let end = Instant::now() + LONGEST_PAUSE;
        let threads = std::mem::take(&mut *self.shared.threads.lock());
        while Instant::now() < end && !threads.iter().all(JoinHandle::is_finished) {
            thread::sleep(FIRST_PAUSE);
        }
    }
}

impl Shared {
    /// Asks the device something with a session that works, as far as can be told.
    fn ask<T>(
        &self,
        connection: &mut Option<Connection>,
        question: impl FnOnce(&Token, &mut Connection) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        let mut open = match connection.take() {
            Some(open) => open,
            None => self.connect()?,
        };
        let result = self.token.with(&mut open, |open| question(&self.token, open));
        match &result {
            Ok(_) => {
                self.health.succeeded();
                *connection = Some(open);
            }
            Err(error) if matches!(error.class, FailureClass::Full | FailureClass::Permanent) => {
                *connection = Some(open);
            }
            Err(error) => {
                self.token.disconnect(open);
                if error.class != FailureClass::Session {
                    self.health.failed(error);
                }
                if let Some(metrics) = &self.metrics {
                    metrics.evicted();
                }
            }
        }
        result
    }

    /// Opens a session, with the library initialised again if it does not go otherwise.
    fn connect(&self) -> Result<Connection, DeviceError> {
        let error = match self.token.connect(Access::Read) {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        let recovered = error.class == FailureClass::Device && self.token.recover()?;
        if recovered {
            if let Some(metrics) = &self.metrics {
                metrics.reinitialised();
            }
            if let Ok(connection) = self.token.connect(Access::Read) {
                return Ok(connection);
            }
        }
        self.health.failed(&error);
        Err(error)
    }

    /// Waits, unless the pool is stopped meanwhile. Returns whether it is.
    fn sleep(&self, pause: Duration) -> bool {
        let mut stopped = self.stopped.lock();
        if !*stopped {
            self.stop.wait_for(&mut stopped, pause);
        }
        *stopped
    }

    /// Puts a thread in the place of one that hangs.
    fn replace_worker(self: &Arc<Self>) {
        if self.given_up.fetch_add(1, Ordering::SeqCst) < MAX_GIVEN_UP {
            worker::spawn(self, None);
        }
    }

    /// Starts a thread of the pool.
    fn start(self: &Arc<Self>, name: &str, run: impl FnOnce(&Self) + Send + 'static) {
        let shared = self.clone();
        match thread::Builder::new().name(name.into()).spawn(move || run(&shared)) {
            Ok(thread) => {
                let mut threads = self.threads.lock();
                threads.retain(|thread| !thread.is_finished());
                threads.push(thread);
            }
            Err(error) => {
                log::error!(target: crate::LOG_TARGET, "No thread for the token: {error}");
            }
        }
    }

    /// Takes note that a thread which was given up has returned. It goes on if nobody took its place.
    fn returned(&self) -> bool {
        self.given_up.fetch_sub(1, Ordering::SeqCst) > MAX_GIVEN_UP
    }
}
