//! What Prometheus is told.

use crate::{error::FailureClass, guard::Purpose};
use polkadot_sdk::substrate_prometheus_endpoint::{
    Counter, CounterVec, Gauge, HistogramOpts, HistogramVec, Opts, PrometheusError, Registry, U64,
    prometheus::core::AtomicI64, register,
};
use std::time::Duration;

/// Bounds of the buckets of the latency, in seconds: from software tokens to devices too slow.
const LATENCY_SECONDS: &[f64] =
    &[0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0];

/// The counters and gauges of the token and its guard.
#[derive(Clone)]
pub struct Metrics {
    operations: CounterVec<U64>,
    latency: HistogramVec,
    retries: CounterVec<U64>,
    evictions: Counter<U64>,
    initialisations: Counter<U64>,
    sessions: Gauge<U64>,
    busy: Gauge<AtomicI64>,
    available: Gauge<U64>,
    verdicts: CounterVec<U64>,
    guard_active: Gauge<U64>,
    guard_store_errors: Counter<U64>,
}

impl Metrics {
    /// Registers them.
    ///
    /// # Errors
    /// If they are registered already.
    pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let counters = |name: &str, help: &str, labels: &[&str]| {
            register(CounterVec::new(Opts::new(name, help), labels)?, registry)
        };
        Ok(Self {
            operations: counters(
                "hsm_operations_total",
                "Signatures and keys asked of the token, by purpose of the key and outcome",
                &["operation", "purpose", "outcome"],
            )?,
            latency: register(
                HistogramVec::new(
                    HistogramOpts::new(
                        "hsm_operation_seconds",
                        "Time until the token answered, with all attempts",
                    )
                    .buckets(LATENCY_SECONDS.to_vec()),
                    &["operation", "purpose"],
                )?,
                registry,
            )?,
            retries: counters(
                "hsm_retries_total",
                "Attempts that were repeated, by class of failure",
                &["class"],
            )?,
            evictions: register(
                Counter::new("hsm_sessions_evicted_total", "Sessions given up after a failure")?,
                registry,
            )?,
            initialisations: register(
                Counter::new(
                    "hsm_library_initialised_again_total",
                    "How often the vendor's library was initialised again",
                )?,
                registry,
            )?,
            sessions: register(
                Gauge::new("hsm_sessions", "Sessions that the pool may have")?,
                registry,
            )?,
            busy: register(
                Gauge::new("hsm_sessions_busy", "Sessions that wait for the device")?,
                registry,
            )?,
            available: register(
                Gauge::new("hsm_available", "1 if the token answered when it was last asked")?,
                registry,
            )?,
            verdicts: counters(
                "hsm_guard_verdicts_total",
                "What the signing guard said, by purpose of the key",
                &["purpose", "verdict"],
            )?,
            guard_active: register(
                Gauge::new("hsm_guard_active", "1 if this node signs, 0 if it stands by")?,
                registry,
            )?,
            guard_store_errors: register(
                Counter::new(
                    "hsm_guard_store_errors_total",
                    "How often the database of the shared guard failed",
                )?,
                registry,
            )?,
        })
    }

    pub(crate) fn done(&self, operation: &str, purpose: Purpose, outcome: &str, elapsed: Duration) {
        self.operations.with_label_values(&[operation, purpose.name(), outcome]).inc();
        self.latency.with_label_values(&[operation, purpose.name()]).observe(elapsed.as_secs_f64());
    }

    pub(crate) fn judged(&self, purpose: Purpose, verdict: &str) {
        self.verdicts.with_label_values(&[purpose.name(), verdict]).inc();
    }

    pub(crate) fn guard_active(&self, active: bool) {
        self.guard_active.set(active.into());
    }

    pub(crate) fn guard_store_failed(&self) {
        self.guard_store_errors.inc();
    }

    pub(crate) fn retried(&self, class: FailureClass) {
        self.retries.with_label_values(&[class.name()]).inc();
    }

    pub(crate) fn evicted(&self) {
        self.evictions.inc();
    }

    pub(crate) fn reinitialised(&self) {
        self.initialisations.inc();
    }

    pub(crate) fn pool_size(&self, sessions: u8) {
        self.sessions.set(sessions.into());
    }

    pub(crate) fn sessions_busy(&self, change: i64) {
        self.busy.add(change);
    }

    pub(crate) fn available(&self, available: bool) {
        self.available.set(available.into());
    }
}
