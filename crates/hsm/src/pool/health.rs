//! Whether the device answers.

use crate::{error::DeviceError, metrics::Metrics};
use parking_lot::Mutex;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

/// Whether the device answered when it was last asked.
pub(crate) struct Health {
    up: AtomicBool,
    down_since: Mutex<Option<Instant>>,
    metrics: Option<Metrics>,
}

impl Health {
    pub(super) fn new(metrics: Option<Metrics>) -> Self {
        if let Some(metrics) = &metrics {
            metrics.available(true);
        }
        Self { up: AtomicBool::new(true), down_since: Mutex::new(None), metrics }
    }

    /// Whether the device answers.
    pub(crate) fn is_up(&self) -> bool {
        self.up.load(Ordering::SeqCst)
    }

    /// Takes note that it did not.
    pub(super) fn failed(&self, error: &DeviceError) {
        if !self.up.swap(false, Ordering::SeqCst) {
            return;
        }
        *self.down_since.lock() = Some(Instant::now());
        log::error!(target: crate::LOG_TARGET, "The token does not serve: {error}");
        if let Some(metrics) = &self.metrics {
            metrics.available(false);
        }
    }

    /// Takes note that it did.
    pub(super) fn succeeded(&self) {
        if self.up.swap(true, Ordering::SeqCst) {
            return;
        }
        let since = self.down_since.lock().take();
        let seconds = since.map_or(0.0, |since| since.elapsed().as_secs_f64());
        log::info!(target: crate::LOG_TARGET, "The token serves again, after {seconds:.1} s");
        if let Some(metrics) = &self.metrics {
            metrics.available(true);
        }
    }
}
