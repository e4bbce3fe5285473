//! What the archive tells Prometheus.

use super::{Progress, indexer::Appended};
use polkadot_sdk::substrate_prometheus_endpoint::{
    Counter, Gauge, PrometheusError, Registry, U64, register,
};

/// Gauges and counters of the archive.
#[derive(Clone)]
pub(crate) struct Metrics {
    height: Gauge<U64>,
    proven: Gauge<U64>,
    lag: Gauge<U64>,
    pub(super) stopped: Gauge<U64>,
    anchors: Counter<U64>,
    unusable: Counter<U64>,
}

impl Metrics {
    /// Registers them.
    pub(crate) fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let gauge = |name, help| register(Gauge::new(name, help)?, registry);
        let counter = |name, help| register(Counter::new(name, help)?, registry);
        Ok(Self {
            height: gauge("integrity_archive_height", "Last block in the integrity archive")?,
            proven: gauge(
                "integrity_archive_proven_height",
                "Last block in the integrity archive with a proof of finality",
            )?,
            lag: gauge(
                "integrity_archive_lag_blocks",
                "Finalised blocks that are not in the integrity archive yet",
            )?,
            stopped: gauge(
                "integrity_archive_stopped",
                "1 once an error has stopped the integrity archive, 0 while it follows finality",
            )?,
            anchors: counter(
                "integrity_archive_anchors_total",
                "Anchors written into the integrity archive since the node started",
            )?,
            unusable: counter(
                "integrity_archive_unusable_justifications_total",
                "Justifications that gave no proof of finality since the node started",
            )?,
        })
    }

    /// Reports where the archive stands.
    pub(crate) fn stands_at(&self, progress: Progress, finalised: u32) {
        self.height.set(progress.height.into());
        self.proven.set(progress.proven.into());
        self.lag.set(finalised.saturating_sub(progress.height).into());
    }

    /// Reports that the archive goes no further.
    pub(crate) fn has_stopped(&self) {
        self.stopped.set(1);
    }

    /// Counts what was written.
    pub(crate) fn count(&self, appended: Appended) {
        self.anchors.inc_by(appended.anchors);
        self.unusable.inc_by(appended.unusable_justifications.into());
    }
}
