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
                tasks.spawn("instant-seal", Some("block-authoring"), order_for(pool, orders));
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

/// Orders blocks for as long as there are extrinsics in the pool.
async fn order_for(pool: Arc<FullPool>, mut orders: Orders) {
    let mut imported = pool.import_notification_stream().ready_chunks(ORDERS);
    while imported.next().await.is_some() {
        while order(&mut orders, false).await {}
    }
}

/// Orders a block at regular times, with extrinsics or without.
async fn order_every(interval: Duration, mut orders: Orders) {
    let mut clock = tokio::time::interval(interval);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if !order(&mut orders, true).await && orders.is_closed() {
            return;
        }
    }
}

/// Orders a block and waits for it. Says whether there was one.
async fn order(orders: &mut Orders, create_empty: bool) -> bool {
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
