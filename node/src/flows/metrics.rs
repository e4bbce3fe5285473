//! What the worker tells Prometheus.

use super::store::WorkerStore;
use futures::{Stream, StreamExt};
use pallet_flows::worker::Status;
use polkadot_sdk::{
    sp_core::offchain::OffchainStorage,
    substrate_prometheus_endpoint::{Gauge, PrometheusError, Registry, U64, register},
};

/// Gauges of the worker.
pub(crate) struct Metrics {
    lag: Gauge<U64>,
    flows: Gauge<U64>,
    run_flows: Gauge<U64>,
    run_millis: Gauge<U64>,
    snapshot_bytes: Gauge<U64>,
    findings: Gauge<U64>,
    withheld: Gauge<U64>,
    heard: Gauge<U64>,
    lost: Gauge<U64>,
    pending: Gauge<U64>,
    rewinds: Gauge<U64>,
    restarts: Gauge<U64>,
    missed_blocks: Gauge<U64>,
    last_error: Gauge<U64>,
    waiting: Gauge<U64>,
}

impl Metrics {
    /// Registers them.
    pub(crate) fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let gauge = |name, help| register(Gauge::new(name, help)?, registry);
        Ok(Self {
            lag: gauge("flows_lag_blocks", "Blocks whose reports the worker has not seen yet")?,
            flows: gauge("flows_observed", "Flows that the worker's engine has taken in")?,
            run_flows: gauge("flows_run_flows", "Flows of the last run in which there were some")?,
            run_millis: gauge("flows_run_milliseconds", "How long that run took")?,
            snapshot_bytes: gauge("flows_snapshot_bytes", "Size of the worker's last snapshot")?,
            findings: gauge("flows_findings", "Findings that the worker has made")?,
            withheld: gauge(
                "flows_findings_withheld",
                "Findings beyond those that a run makes about flows of one institution",
            )?,
            heard: gauge("flows_findings_heard", "Findings that are on the chain")?,
            lost: gauge("flows_findings_lost", "Findings that the chain never accepted")?,
            pending: gauge("flows_findings_pending", "Findings that wait to be on the chain")?,
            rewinds: gauge(
                "flows_rewinds",
                "How often the worker took up an older snapshot because the chain had changed",
            )?,
            restarts: gauge("flows_restarts", "How often the worker began with an empty engine")?,
            missed_blocks: gauge(
                "flows_missed_blocks",
                "Blocks whose reports were gone before the worker saw them",
            )?,
            last_error: gauge(
                "flows_last_error_seconds",
                "When the worker last failed, in seconds since the Unix epoch; 0 if it never did",
            )?,
            waiting: gauge("flows_inbox_reports", "Reports that wait to be sent")?,
        })
    }

    /// Of a worker that does not run any more, the lag grows all the same.
    fn set(&self, status: &Status, waiting: u32, best: u32) {
        let champion = &status.champion;
        self.lag.set(best.saturating_sub(champion.processed.number).into());
        self.withheld.set(champion.withheld);
        self.flows.set(champion.flows);
        self.run_flows.set(status.last_run.flows.into());
        self.run_millis.set(status.last_run.millis.into());
        self.snapshot_bytes.set(champion.snapshot_bytes.into());
        self.findings.set(champion.findings);
        self.heard.set(status.heard);
        self.lost.set(status.lost);
        self.pending.set(status.pending.into());
        self.rewinds.set(champion.rewinds.into());
        self.restarts.set(champion.restarts.into());
        self.missed_blocks.set(champion.missed_blocks);
        self.last_error.set(status.last_error.map_or(0, |(at, _)| at / 1_000));
        self.waiting.set(waiting.into());
    }
}

/// Follows what the worker says of itself: to Prometheus with each block, and to the log when it
/// fails in another way than before.
pub(crate) async fn watch<S: OffchainStorage>(
    store: WorkerStore<S>,
    metrics: Option<Metrics>,
    mut best_blocks: impl Stream<Item = u32> + Unpin,
) {
    let mut told = None;
    while let Some(best) = best_blocks.next().await {
        // What the run after the block before has written.
        let Some(status) = store.status() else { continue };
        if let Some(metrics) = &metrics {
            metrics.set(&status, store.waiting(), best);
        }
        let error = status.last_error.map(|(_, error)| error);
        if error != told {
            if let Some(error) = error {
                log::warn!(target: "flows", "Flows are not watched as they should be: {error}");
            }
            told = error;
        }
    }
}
