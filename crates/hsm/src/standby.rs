//! Taking over: what a node does when the lock of the shared guard has come to it.

use crate::{
    error::{DeviceError, StartError},
    guard::{Guard, SharedStore, Standing, StoreError, WatermarkStore},
    opening::{GuardOptions, check_watched, find_keys},
    pool::Pool,
    tallying,
    token::{Connection, KeyInfo, Token},
};
use parking_lot::RwLock;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// How long the token may take to show its keys and compare the guard. The others wait meanwhile.
const COMPARING_LIMIT: Duration = Duration::from_secs(10);

/// Between two looks whether the node ends.
const LOOK: Duration = Duration::from_millis(100);

/// What taking over takes.
pub(crate) struct Parts {
    pub(crate) pool: Arc<Pool>,
    pub(crate) guard: Arc<Guard>,
    pub(crate) keys: Arc<RwLock<Vec<KeyInfo>>>,
    pub(crate) store: SharedStore,
    pub(crate) options: GuardOptions,
}

/// The thread that takes over. It ends with this.
pub(crate) struct TakeOver {
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TakeOver {
    pub(crate) fn start(parts: Parts) -> Result<Self, StartError> {
        let ends = Arc::<AtomicBool>::default();
        let told = ends.clone();
        let thread = thread::Builder::new()
            .name("hsm-take-over".into())
            .spawn(move || parts.run(&told))
            .map_err(|error| DeviceError::new(crate::FailureClass::Permanent, error.to_string()))?;
        Ok(Self { ends, thread: Some(thread) })
    }
}

impl Drop for TakeOver {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // Its panic has been told already.
            let _ = thread.join();
        }
    }
}

impl Parts {
    fn run(mut self, ends: &AtomicBool) {
        let standing = self.store.standing();
        let mut told = String::new();
        while !ends.load(Ordering::SeqCst) {
            if !standing.wait_for(Standing::Chosen, LOOK) {
                continue;
            }
            let Err(error) = self.take_over() else {
                told.clear();
                continue;
            };
            // The lock is gone already, and is this node's before it is another's.
            if matches!(error, StartError::GuardStore(StoreError::Unreachable(_))) {
                continue;
            }
            let error = error.to_string();
            if told != error {
                log::error!(target: crate::LOG_TARGET, "This node cannot take over: {error}");
            }
            told = error;
            if let Err(error) = self.store.give_up() {
                log::warn!(target: crate::LOG_TARGET, "The lock of the shared guard: {error}");
            }
        }
    }

    /// Finds the keys again, since others may have been made meanwhile, and compares the guard with what
    /// the token remembers.
    fn take_over(&mut self) -> Result<(), StartError> {
        let (store, options) = (self.store.clone(), self.options.clone());
        let keys =
            self.pool.ask_once(COMPARING_LIMIT, move |token, connection| {
                match compare(token, connection, store, &options) {
                    Err(StartError::Device(error)) => Err(error),
                    other => Ok(other),
                }
            })??;
        check_watched(&self.guard, &keys)?;
        *self.keys.write() = keys;
        Ok(self.store.activate()?)
    }
}

fn compare(
    token: &Token,
    connection: &mut Connection,
    mut store: SharedStore,
    options: &GuardOptions,
) -> Result<Vec<KeyInfo>, StartError> {
    let keys = find_keys(token, connection)?;
    tallying::settle(token, options, &mut store, keys.is_empty())?;
    Ok(keys)
}
