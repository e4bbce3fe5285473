//! The task that keeps the archive up with finality.

use super::{
    ArchiveError,
    chain::Chain,
    error::show,
    indexer::{Appended, Indexer},
    metrics::Metrics,
    queries::Archive,
    store::Store,
    tiles::Tiles,
};
use critical_chains_integrity::Hash;
use futures::{FutureExt, Stream, StreamExt};
use polkadot_sdk::sp_panic_handler::AbortGuard;
use std::{
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, time::MissedTickBehavior};

/// Blocks written in one transaction. More would only make a shutdown wait longer.
const BATCH_BLOCKS: u32 = 256;

/// How far behind the archive is when it starts to report how it catches up.
const REPORT_FROM_BLOCKS: u32 = 1_024;

/// Time between two such reports.
const REPORT_INTERVAL: Duration = Duration::from_secs(10);

/// How often finality is looked at without being told of it. The client does not promise to tell
/// of every block.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// How far the archive has come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Progress {
    /// Last block written.
    pub(crate) height: u32,
    /// Last block with a proof of finality.
    pub(crate) proven: u32,
    /// Whether an error has stopped the archive: nothing is added until the node starts again.
    pub(crate) has_stopped: bool,
}

/// Follows finality.
pub(crate) struct Follower<C> {
    chain: Arc<C>,
    store: Arc<Store>,
    indexer: Indexer,
    tiles: Tiles,
    progress: watch::Sender<Progress>,
    metrics: Option<Metrics>,
    reported: Instant,
}

impl<C: Chain> Follower<C> {
    /// Opens the archive in a directory and checks that it is of this chain.
    pub(crate) fn open(
        directory: &Path,
        genesis: Hash,
        chain: Arc<C>,
        rebuild: bool,
    ) -> Result<Self, ArchiveError> {
        if rebuild {
            delete_for_rebuild(directory, &*chain)?;
        }
        let store = Arc::new(Store::open(directory, &genesis, || chain.first_authorities())?);
        let indexer = Indexer::new(store.clone(), genesis)?;
        indexer.check_history(&*chain)?;
        let proven = store.snapshot()?.proven()?;
        let progress = Progress { height: indexer.height(), proven, has_stopped: false };
        let (progress, _) = watch::channel(progress);
        let tiles = Tiles::new(store.directory());
        let reported = Instant::now();
        log::info!(
            target: "archive",
            "Archive of chain {} at block {}, in {}",
            show(&genesis), indexer.height(), directory.display(),
        );
        Ok(Self { chain, store, indexer, tiles, progress, metrics: None, reported })
    }

    /// Reports to Prometheus from now on.
    pub(crate) fn with_metrics(self, metrics: Option<Metrics>) -> Self {
        Self { metrics, ..self }
    }

    /// What answers questions while this task writes.
    pub(crate) fn archive(&self, genesis: Hash, has_proofs: bool) -> Archive {
        Archive::new(self.store.clone(), genesis, self.progress.subscribe(), has_proofs)
    }

    /// Runs until something is wrong. `finality` tells that there may be something to do.
    ///
    /// What is wrong is told to the log, to Prometheus and to all who ask, and to nobody else: the
    /// same block may stop the archives of all validators at once, and the chain must go on.
    pub(crate) async fn run(mut self, finality: impl Stream<Item = ()> + Send + Unpin) {
        if let Err(error) = self.follow(finality).await {
            // Not always what was last told: a batch may be written and its tiles not.
            let height = self.indexer.height();
            log::error!(
                target: "archive",
                "The archive stops after block {height}, and the node goes on without it: {error}\n\
                 hint: {}",
                error.hint(),
            );
            if matches!(error, ArchiveError::Database(_)) {
                self.go_on_reading();
            }
            if let Some(metrics) = &self.metrics {
                metrics.has_stopped();
            }
            self.progress.send_modify(|progress| {
                *progress = Progress { height, has_stopped: true, ..*progress };
            });
        }
    }

    /// Sees that what is archived can be read although the database has failed.
    fn go_on_reading(&self) {
        if let Err(error) = self.store.reopen() {
            log::error!(
                target: "archive",
                "The archive cannot be read any more: {error}\nhint: {}",
                error.hint(),
            );
        }
    }

    async fn follow(
        &mut self,
        finality: impl Stream<Item = ()> + Send + Unpin,
    ) -> Result<(), ArchiveError> {
        let mut finality = finality.fuse();
        let mut look = tokio::time::interval(LOOK_INTERVAL);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            while self.step_guarded()?.blocks > 0 {
                // What waits in the stream holds its block in memory.
                while let Some(Some(())) = finality.next().now_or_never() {}
                // A chance to be stopped.
                tokio::task::yield_now().await;
            }
            tokio::select! {
                _ = look.tick() => {}
                told = finality.next() => if told.is_none() {
                    // The client is gone: the node is stopping.
                    return Ok(());
                },
            }
        }
    }

    /// A step whose panic is an error. Elsewhere in a node a panic ends the process.
    fn step_guarded(&mut self) -> Result<Appended, ArchiveError> {
        let _guard = AbortGuard::force_unwind();
        panic::catch_unwind(AssertUnwindSafe(|| self.step())).unwrap_or(Err(ArchiveError::Panicked))
    }

    /// Writes one batch, if there is one to write.
    pub(crate) fn step(&mut self) -> Result<Appended, ArchiveError> {
        self.indexer.check_history(&*self.chain)?;
        let appended = self.indexer.append(&*self.chain, BATCH_BLOCKS)?;
        let snapshot = self.store.snapshot()?;
        self.tiles.export(&snapshot)?;
        let (height, proven) = (self.indexer.height(), snapshot.proven()?);
        let progress = Progress { height, proven, has_stopped: false };
        let finalised = self.chain.finalised();
        if let Some(metrics) = &self.metrics {
            metrics.count(appended);
            metrics.stands_at(progress, finalised);
        }
        self.report(progress, finalised);
        self.progress.send_if_modified(|old| std::mem::replace(old, progress) != progress);
        Ok(appended)
    }

    fn report(&mut self, progress: Progress, finalised: u32) {
        let Progress { height, .. } = progress;
        let is_far_behind = finalised.saturating_sub(height) >= REPORT_FROM_BLOCKS;
        if is_far_behind && self.reported.elapsed() >= REPORT_INTERVAL {
            self.reported = Instant::now();
            log::info!(
                target: "archive",
                "Archive is catching up: block {height} of {finalised}",
            );
        }
    }
}

/// Deletes an archive, unless the chain can no longer be read from its start: what is in the
/// archive is then nowhere else on this node.
fn delete_for_rebuild(directory: &Path, chain: &impl Chain) -> Result<(), ArchiveError> {
    check_readable_from_start(chain).map_err(|cause| ArchiveError::NotRebuildable {
        path: directory.to_path_buf(),
        cause: Box::new(cause),
    })?;
    log::warn!(target: "archive", "Rebuilding the archive in {}", directory.display());
    Store::delete(directory)?;
    Tiles::delete(directory)
}

/// States are pruned from the oldest on, so the first ones stand for all.
fn check_readable_from_start(chain: &impl Chain) -> Result<(), ArchiveError> {
    chain.first_authorities()?;
    if chain.finalised() > 0 {
        chain.facts(1)?;
    }
    Ok(())
}
