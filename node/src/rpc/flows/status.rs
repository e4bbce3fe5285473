//! `flows_status`: how the worker of this node is.

use super::Desk;
use critical_chains_attestation::ModelId;
use critical_chains_lei::Lei;
use jsonrpsee::types::ErrorObjectOwned;
use pallet_flows::worker::{Progress, Status, WorkerError};
use polkadot_sdk::sp_core::{crypto::Ss58Codec, offchain::OffchainStorage};
use serde::Serialize;

/// What the method answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    /// Whether the node has an attestation key: without, it watches nothing.
    watches: bool,
    /// The account of this key.
    account: Option<String>,
    /// The institution for which the account acts, if it is active.
    institution: Option<Lei>,
    epoch: Option<EpochOf>,
    /// Reports that wait to be sent.
    waiting: u32,
    /// Reports that were not, because they cannot be reported any more.
    left_out: u32,
    /// The worker, once it has run.
    worker: Option<Worker>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EpochOf {
    number: u32,
    check_value: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Worker {
    best_block: u32,
    /// With the champion.
    #[serde(flatten)]
    champion: Watching,
    /// With the model that is tried beside it.
    challenger: Option<Watching>,
    last_run: LastRun,
    messages: Messages,
    skipped_blocks: u64,
    last_error: Option<LastError>,
}

/// How watching with one model goes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Watching {
    model: Option<ModelId>,
    processed_block: u32,
    lag_blocks: u32,
    flows: u64,
    snapshot_bytes: u32,
    findings: Findings,
    learnt: u64,
    rewinds: u32,
    restarts: u32,
    missed_blocks: u64,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LastRun {
    at: u64,
    flows: u32,
    milliseconds: u32,
    flows_per_second: u64,
}

#[derive(Clone, Debug, Serialize)]
struct Findings {
    made: u64,
    withheld: u64,
    unfit: u64,
}

/// What became of findings, of all models.
#[derive(Clone, Debug, Serialize)]
struct Messages {
    heard: u64,
    pending: u32,
    lost: u64,
}

#[derive(Clone, Debug, Serialize)]
struct LastError {
    at: u64,
    message: String,
}

pub(super) fn status<S: OffchainStorage>(desk: &Desk<S>) -> Result<Answer, ErrorObjectOwned> {
    let account = desk.account();
    let reporter = account.clone().map(|account| desk.reporter(account)).transpose()?;
    let epoch = reporter.and_then(|reporter| reporter.epoch).map(|epoch| EpochOf {
        number: epoch.number,
        check_value: format!("0x{}", hex::encode(epoch.check)),
    });
    Ok(Answer {
        watches: account.is_some(),
        account: account.map(|account| account.to_ss58check()),
        institution: reporter.and_then(|reporter| reporter.institution),
        epoch,
        waiting: desk.flows.inbox.waiting(),
        left_out: desk.flows.store.outbox().left_out,
        worker: desk.flows.store.status().map(|status| worker(status, desk.best_number())),
    })
}

fn worker(status: Status, best: u32) -> Worker {
    let run = status.last_run;
    let per_second = u64::from(run.flows).saturating_mul(1_000).checked_div(run.millis.into());
    Worker {
        best_block: best,
        challenger: status.challenger.model.map(|_| watching(&status.challenger, best)),
        champion: watching(&status.champion, best),
        last_run: LastRun {
            at: run.at,
            flows: run.flows,
            milliseconds: run.millis,
            flows_per_second: per_second.unwrap_or_default(),
        },
        messages: Messages { heard: status.heard, pending: status.pending, lost: status.lost },
        skipped_blocks: status.skipped,
        last_error: status
            .last_error
            .map(|(at, error): (u64, WorkerError)| LastError { at, message: error.to_string() }),
    }
}

fn watching(progress: &Progress, best: u32) -> Watching {
    Watching {
        model: progress.model,
        processed_block: progress.processed.number,
        lag_blocks: best.saturating_sub(progress.processed.number),
        flows: progress.flows,
        snapshot_bytes: progress.snapshot_bytes,
        findings: Findings {
            made: progress.findings,
            withheld: progress.withheld,
            unfit: progress.unfit,
        },
        learnt: progress.learnt,
        rewinds: progress.rewinds,
        restarts: progress.restarts,
        missed_blocks: progress.missed_blocks,
    }
}
