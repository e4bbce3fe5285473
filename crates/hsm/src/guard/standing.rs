//! Whether this process is the one that signs.

use crate::metrics::Metrics;
use parking_lot::{Condvar, Mutex};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Whether this process is the one that signs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// It is not.
    Standby,
    /// It holds the lock, and has not yet made sure that the guard's state is the newest.
    Chosen,
    /// It is.
    Active,
}

/// The standing of a process, as its store of watermarks finds it. Copies share it.
///
/// It tells who need not try. What may be signed is decided by the store itself, with each signature.
#[derive(Clone, Debug)]
pub struct StandingCell(Arc<Shared>);

struct Shared {
    standing: Mutex<Standing>,
    changed: Condvar,
    /// False while the store answers nothing.
    answers: AtomicBool,
    metrics: Option<Metrics>,
}

impl StandingCell {
    /// That of a process which is alone.
    pub fn alone() -> Self {
        Self::new(Standing::Active, None)
    }

    pub(crate) fn new(standing: Standing, metrics: Option<Metrics>) -> Self {
        let (standing, changed) = (Mutex::new(standing), Condvar::new());
        Self(Arc::new(Shared { standing, changed, answers: AtomicBool::new(true), metrics }))
    }

    /// What it is now.
    pub fn get(&self) -> Standing {
        *self.0.standing.lock()
    }

    /// Whether this process is the one that signs, and its store answers.
    pub fn is_active(&self) -> bool {
        self.get() == Standing::Active && self.0.answers.load(Ordering::SeqCst)
    }

    /// Waits until it is as it should be. Returns whether it is.
    pub(crate) fn wait_for(&self, wanted: Standing, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut standing = self.0.standing.lock();
        while *standing != wanted {
            if self.0.changed.wait_until(&mut standing, end).timed_out() {
                break;
            }
        }
        *standing == wanted
    }

    /// Returns what it was.
    pub(super) fn set(&self, standing: Standing) -> Standing {
        let before = std::mem::replace(&mut *self.0.standing.lock(), standing);
        self.0.changed.notify_all();
        if let Some(metrics) = &self.0.metrics {
            metrics.guard_active(standing == Standing::Active);
        }
        before
    }

    pub(super) fn answers(&self, answers: bool) {
        self.0.answers.store(answers, Ordering::SeqCst);
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.standing.lock().fmt(formatter)
    }
}
