//! One run, after one block.

use super::{
    batch::{self, Gathered, Next, Reported},
    copies::is_of_chain,
    local, outbox,
    pending::PendingFindings,
    session::{Session, position},
    state::{Progress, Run, Status, WorkerError},
};
use crate::{ATTESTATION_KEY, Attesting, Config, ModelInUse, Pallet, REPORT_RETENTION_BLOCKS};
use critical_chains_flows::ENGINE_VERSION;
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_system::pallet_prelude::BlockNumberFor,
    sp_core::ed25519,
    sp_io::{self, offchain},
    sp_runtime::{
        SaturatedConversion,
        offchain::{
            Duration,
            storage_lock::{StorageLock, Time},
        },
        traits::Convert,
    },
};

/// How old the best block may be, in seconds. While a node catches up, blocks are older, and what
/// would be stated has been stated.
pub const MAX_BLOCK_AGE_SECONDS: u64 = 60;

/// How long a run that was cut off keeps others away, in milliseconds.
const LOCK_MILLIS: u64 = 20_000;

/// After how many blocks without flows the position is written nonetheless.
const IDLE_BLOCKS: u32 = 128;

/// After how many blocks what the chain has not heard is sent again.
const RESEND_BLOCKS: u32 = 8;

/// How often that time is doubled, if it is not heard: to half an hour.
const MAX_DOUBLINGS: u32 = 7;

/// In whose name the worker speaks, and when.
pub(super) struct Node {
    pub(super) key: ed25519::Public,
    pub(super) institution: Lei,
    /// The best block.
    pub(super) block: u32,
}

impl Node {
    /// Whether it is time to send what was sent so often, and last at a block; 0 if it was not yet.
    pub(super) fn is_time_to_send(&self, sent: u32, attempts: u8) -> bool {
        let doublings = u32::from(attempts).saturating_sub(1).min(MAX_DOUBLINGS);
        let pause = RESEND_BLOCKS << doublings;
        // The chain may have gone back before it was sent.
        sent == 0 || self.block >= sent.saturating_add(pause) || self.block < sent
    }
}

/// Watches what is new, after a block.
pub fn run<T: Config>(block: BlockNumberFor<T>) {
    let Some(key) = Pallet::<T>::own_key(&sp_io::crypto::ed25519_public_keys(ATTESTATION_KEY))
    else {
        return;
    };
    let duration = Duration::from_millis(LOCK_MILLIS);
    let mut lock = StorageLock::<'_, Time>::with_deadline(b"critical-chains/flows/lock", duration);
    // Whoever holds it sees the reports of this block later.
    let Ok(_guard) = lock.try_lock() else { return };

    let began = offchain::timestamp().unix_millis();
    let mut status = local::status();
    status.seen = block.saturated_into();
    if (began / 1_000).saturating_sub(Pallet::<T>::now()) > MAX_BLOCK_AGE_SECONDS {
        status.skipped = status.skipped.saturating_add(1);
    } else {
        let before = status.champion.flows;
        let outcome = work::<T>(key, &mut status);
        let ended = offchain::timestamp().unix_millis();
        if let Err(error) = outcome {
            status.last_error = Some((ended, error));
        }
        let flows: u32 = status.champion.flows.saturating_sub(before).saturated_into();
        if flows > 0 {
            let millis = ended.saturating_sub(began).saturated_into();
            status.last_run = Run { at: ended, flows, millis };
        }
    }
    local::set_status(&status);
}

fn work<T: Config>(key: ed25519::Public, status: &mut Status) -> Result<(), WorkerError> {
    let account = T::AccountOfKey::convert(key);
    let institution = T::Attesting::institution_of(&account).ok_or(WorkerError::NotAMember)?;
    let node = Node { key, institution, block: status.seen };
    // Others may have a model for what this institution reports.
    let reported = outbox::send_reports::<T>(&node, &account);
    watch::<T>(&node, &account, status)?;
    reported
}

/// Watches the reports since the last run, and states what was found.
fn watch<T: Config>(
    node: &Node,
    account: &T::AccountId,
    status: &mut Status,
) -> Result<(), WorkerError> {
    let champion = T::Attesting::champion().ok_or(WorkerError::NoModel)?;
    ensure_usable::<T>(account, &champion)?;
    let challenger = T::Attesting::challenger();
    status.appoint(champion.rules.model, challenger.as_ref().map(|model| model.rules.model));

    let mut pending = PendingFindings::load();
    let mut gathered = Gathered::default();
    let flows = take_in::<T>(node, champion, &mut status.champion, &mut pending, &mut gathered)?;
    if T::Attesting::has_indicators() {
        sight::<T>(flows, &mut pending);
    }
    let sent = pending.send::<T>(node, account, status);
    pending.store();
    // Before the other, so that a model that cannot be tried, even one that ends the run, keeps nobody
    // from stating what the champion has found.
    local::set_status(status);
    let Some(challenger) = challenger else { return sent };
    ensure_usable::<T>(account, &challenger)?;
    take_in::<T>(node, challenger, &mut status.challenger, &mut pending, &mut gathered)?;
    let tried = pending.send::<T>(node, account, status);
    pending.store();
    sent.and(tried)
}

/// Nobody would accept what is found with another engine, or stated by whom the model does not let.
fn ensure_usable<T: Config>(account: &T::AccountId, model: &ModelInUse) -> Result<(), WorkerError> {
    if model.engine_version != ENGINE_VERSION {
        return Err(WorkerError::OtherEngine);
    }
    if !T::Attesting::may_state(account, &model.rules.model) {
        return Err(WorkerError::MayNotState);
    }
    Ok(())
}

/// Watches with a model what is new to it, and gives that back.
fn take_in<'a, T: Config>(
    node: &Node,
    model: ModelInUse,
    progress: &mut Progress,
    pending: &mut PendingFindings,
    gathered: &'a mut Gathered,
) -> Result<&'a [Reported], WorkerError> {
    if let Some(taken_in) = waits_at::<T>(progress, node.block) {
        progress.processed = position::<T>(taken_in);
        return Ok(&[]);
    }
    Ok(Session::<T>::open(node, model, progress, pending)?.observe(gathered))
}

/// Notes which indicators flows meet. That was told of a block once, so that nothing is counted again
/// after the chain went back, or when another model begins.
fn sight<T: Config>(flows: &[Reported], pending: &mut PendingFindings) {
    let told = local::sighted();
    for Reported { flow, .. } in flows.iter().filter(|one| one.block > told) {
        for indicator in T::Attesting::indicators_met(flow) {
            pending.sight(indicator, flow.time.saturating_mul(1_000));
        }
    }
    if let Some(last) = flows.iter().map(|one| one.block).max().filter(|last| *last > told) {
        local::set_sighted(last);
    }
}

/// The block up to which everything is taken in, if there is nothing to do about the others yet: so
/// that not every run has to take up the last snapshot.
fn waits_at<T: Config>(progress: &Progress, best: u32) -> Option<u32> {
    let saved = progress.saved;
    let is_recent = best.saturating_sub(saved.number) < IDLE_BLOCKS.min(REPORT_RETENTION_BLOCKS);
    if !is_of_chain::<T>(&saved, best) || !is_recent {
        return None;
    }
    let Next::Waits { taken_in } = batch::next::<T>(saved.number, best) else { return None };
    T::Attesting::outcomes_from(progress.outcomes).1.is_empty().then_some(taken_in)
}
