//! Blocks on demand, for developers and tests.
//!
//! There is one validator, which finalises every block as it seals it. No GRANDPA round takes
//! place, so no block has a proof of finality: receipts then need a checkpoint.

use super::{
    consensus::Consensus,
    types::{FullClient, FullPool, SelectChain},
};
use crate::cli::Seal;
use critical_chains_runtime::{Hash, opaque::Block};
use futures::{
    SinkExt, StreamExt,
    channel::{
        mpsc::{self, Receiver, Sender},
        oneshot,
    },
};
use polkadot_sdk::{
    sc_consensus_aura,
    sc_consensus_manual_seal::{
        self as manual_seal, EngineCommand, ManualSealParams,
        consensus::aura::AuraConsensusDataProvider,
    },
    sc_service::error::Error,
    sc_transaction_pool_api::TransactionPool,
    sp_blockchain::HeaderBackend,
    sp_consensus_aura::{SlotDuration, ed25519::AuthoritySignature},
    sp_timestamp::{self, Timestamp},
};
use std::{sync::Arc, time::Duration};

/// Orders for blocks that may wait. Whoever orders more waits too.
const ORDERS: usize = 64;

/// How long the pool may take to know the best block. After that its best guess must do.
const POOL_DELAY: Duration = Duration::from_secs(1);

type Orders = Sender<EngineCommand<Hash>>;

/// Where to order blocks, and where the orders arrive.
pub(super) fn channel() -> (Orders, Receiver<EngineCommand<Hash>>) {
    mpsc::channel(ORDERS)
}

impl Consensus<'_> {
    /// Starts to seal blocks as they are ordered.
    pub(super) fn start_sealing_on_demand(
        &self,
        seal: Seal,
        select_chain: SelectChain,
        (orders, ordered): (Orders, Receiver<EngineCommand<Hash>>),
    ) -> Result<(), Error> {
        let slot_duration = sc_consensus_aura::slot_duration(&*self.client)?;
        let client = self.client.clone();
        let sealer = manual_seal::run_manual_seal(ManualSealParams {
            block_import: self.client.clone(),
            env: self.proposers(),
            client: self.client.clone(),
            pool: self.pool.clone(),
            commands_stream: ordered,
            select_chain,
            consensus_data_provider: Some(Box::new(
                AuraConsensusDataProvider::<Block>::new_with_slot_duration(slot_duration),
            )),
            create_inherent_data_providers: move |parent, ()| {
                let time = time_after(&client, parent, slot_duration);
                async move { Ok(sp_timestamp::InherentDataProvider::new(time?)) }
            },
        });
        let tasks = self.task_manager.spawn_essential_handle();
        tasks.spawn_blocking("manual-seal", Some("block-authoring"), sealer);

        let pool = self.pool.clone();
        match seal {
            Seal::Manual => {}
            Seal::Instant => {
                let orders = order_for(self.client.clone(), pool, orders);
                tasks.spawn("instant-seal", Some("block-authoring"), orders);
            }
            Seal::Interval(interval) => {
                tasks.spawn(
                    "interval-seal",
                    Some("block-authoring"),
                    order_every(interval, orders),
                );
            }
        }
        Ok(())
    }
}

/// Orders a first block where there is none, and more for as long as there are extrinsics in the pool.
async fn order_for(client: Arc<FullClient>, pool: Arc<FullPool>, orders: Orders) {
    // Some clients send nothing until a final block has a parent that they know.
    if client.info().best_number == 0 {
        order(orders.clone(), true).await;
    }
    let mut imported = pool.import_notification_stream().ready_chunks(ORDERS);
    while imported.next().await.is_some() {
        order_while_ready(
            |create_empty| order(orders.clone(), create_empty),
            || any_ready(&client, &pool),
        )
        .await;
    }
}

/// Orders blocks until no ready extrinsic goes into one.
///
/// The first block of a session has no room for extrinsics, and a block that is not to be empty is
/// then not made at all. So if extrinsics are ready and none went into a block, an empty block is
/// ordered. If none goes into the next one either, they stay for want of something else, and
/// another empty block would change nothing.
async fn order_while_ready<O, R>(order: impl Fn(bool) -> O, any_ready: impl Fn() -> R)
where
    O: Future<Output = bool>,
    R: Future<Output = bool>,
{
    let mut is_after_empty = false;
    loop {
        if order(false).await {
            is_after_empty = false;
        } else if is_after_empty || !any_ready().await || !order(true).await {
            return;
        } else {
            is_after_empty = true;
        }
    }
}

/// Whether the pool has extrinsics for the block after the best one.
async fn any_ready(client: &FullClient, pool: &FullPool) -> bool {
    let best = client.info().best_hash;
    pool.ready_at_with_timeout(best, POOL_DELAY).await.next().is_some()
}

/// Orders a block at regular times, with extrinsics or without.
async fn order_every(interval: Duration, orders: Orders) {
    let mut clock = tokio::time::interval(interval);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if !order(orders.clone(), true).await && orders.is_closed() {
            return;
        }
    }
}

/// Orders a block and waits for it. Says whether there was one.
async fn order(mut orders: Orders, create_empty: bool) -> bool {
    let (sender, sealed) = oneshot::channel();
    let order = EngineCommand::SealNewBlock {
        create_empty,
        finalize: true,
        parent_hash: None,
        sender: Some(sender),
    };
    if orders.send(order).await.is_err() {
        return false;
    }
    match sealed.await {
        Ok(Ok(block)) => {
            log::info!("Sealed and finalised block {:?}", block.hash);
            true
        }
        Ok(Err(manual_seal::Error::EmptyTransactionPool)) | Err(_) => false,
        Ok(Err(error)) => {
            log::error!("No block could be sealed: {error}");
            false
        }
    }
}

/// Time of the block after `parent`: now, or the slot after the parent's if that is later.
///
/// Each block needs a slot of its own, so blocks sealed in quick succession run ahead of the clock,
/// and the chain is never behind it.
fn time_after(
    client: &FullClient,
    parent: Hash,
    slot_duration: SlotDuration,
) -> Result<Timestamp, Box<dyn std::error::Error + Send + Sync>> {
    let now = Timestamp::current();
    let header = client.expect_header(parent)?;
    if header.number == 0 {
        return Ok(now);
    }
    let slot = sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&header)?;
    let next = (*slot).saturating_add(1).saturating_mul(slot_duration.as_millis());
    Ok(now.max(next.into()))
}

#[cfg(test)]
mod tests {
    use super::order_while_ready;
    use futures::{executor::block_on, future::ready};
    use std::cell::{Cell, RefCell};

    /// Orders made while `pool` extrinsics are ready, each for a block of its own. Blocks with a
    /// number in `full` have no room.
    fn orders(pool: u32, full: impl Fn(u32) -> bool) -> Vec<&'static str> {
        let (made, waiting, number) = (RefCell::new(Vec::new()), Cell::new(pool), Cell::new(1));
        let order = |create_empty| {
            let has_room = !full(number.get()) && waiting.get() > 0;
            let is_sealed = has_room || create_empty;
            waiting.set(waiting.get() - u32::from(has_room));
            number.set(number.get() + u32::from(is_sealed));
            made.borrow_mut().push(match (is_sealed, has_room) {
                (false, _) => "none",
                (true, false) => "empty",
                (true, true) => "extrinsic",
            });
            ready(is_sealed)
        };
        block_on(order_while_ready(order, || ready(waiting.get() > 0)));
        made.into_inner()
    }

    #[test]
    fn empty_block_passes_one_without_room() {
        let expected = ["extrinsic", "none", "empty", "extrinsic", "none"];

        assert_eq!(orders(2, |number| number == 2), expected);
    }

    #[test]
    fn empty_pool_gets_no_block() {
        assert_eq!(orders(0, |_| false), ["none"]);
    }

    #[test]
    fn extrinsics_that_fit_nowhere_make_one_empty_block() {
        assert_eq!(orders(3, |_| true), ["none", "empty", "none"]);
    }
}
