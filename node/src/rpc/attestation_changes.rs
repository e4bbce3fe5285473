//! Attestations as they change.

use super::{
    attestations::{Answer, Client, One},
    error,
    state::{AtBlock, unknown_block},
    subscribers::Subscribers,
    subscription::ended_by,
};
use codec::Encode;
use critical_chains_runtime::{AccountId, Hash, opaque::Block};
use futures::{FutureExt, StreamExt};
use jsonrpsee::{
    PendingSubscriptionSink, SubscriptionCloseResponse, SubscriptionMessage, SubscriptionSink,
    types::ErrorObjectOwned,
};
use pallet_attestations::{AttestationDetails, AttestationsApi, Filter, MAX_PAGE};
use polkadot_sdk::sc_client_api::BlockchainEvents;
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher},
    sync::Arc,
};
use tokio::task::spawn_blocking;

/// What subscriptions need.
pub(super) struct Context<C> {
    pub(super) client: Arc<C>,
    pub(super) subscribers: Subscribers,
}

/// What a subscriber knows: of each attestation a hash of all that was told.
type Known = BTreeMap<u32, u64>;

/// Sends attestations that pass a filter, whenever one is new or anything about it has changed in a
/// final block: among the 256 newest that pass.
pub(super) async fn serve<C: Client + BlockchainEvents<Block>>(
    context: Arc<Context<C>>,
    pending: PendingSubscriptionSink,
    filter: Filter,
) -> SubscriptionCloseResponse {
    let _admission = match context.subscribers.admit(pending.connection_id()) {
        Ok(admission) => admission,
        Err(full) => {
            pending.reject(error::too_many_subscriptions(full)).await;
            return SubscriptionCloseResponse::None;
        }
    };
    let mut finality = context.client.finality_notification_stream();
    let Ok(sink) = pending.accept().await else { return SubscriptionCloseResponse::None };
    let mut known = match read(context.client.clone(), filter.clone()).await {
        Ok((_, present)) => fingerprints(&present),
        Err(error) => return ended_by(error),
    };
    loop {
        tokio::select! {
            () = sink.closed() => return SubscriptionCloseResponse::None,
            notification = finality.next() => if notification.is_none() {
                return SubscriptionCloseResponse::None;
            },
        }
        // What was final meanwhile is read at once: a slow reader does not fall behind for ever.
        while let Some(Some(_)) = finality.next().now_or_never() {}
        match read(context.client.clone(), filter.clone()).await {
            Ok((block, present)) => {
                if send_changes(&sink, &mut known, &block, present).await.is_none() {
                    return SubscriptionCloseResponse::None;
                }
            }
            Err(error) => return ended_by(error),
        }
    }
}

fn fingerprints(present: &[AttestationDetails<AccountId>]) -> Known {
    let fingerprint = |details: &AttestationDetails<AccountId>| {
        let mut hasher = DefaultHasher::new();
        details.encode().hash(&mut hasher);
        (details.id, hasher.finish())
    };
    present.iter().map(fingerprint).collect()
}

/// Sends what differs, the oldest first. Nothing if the subscriber has left.
async fn send_changes(
    sink: &SubscriptionSink,
    known: &mut Known,
    block: &AtBlock,
    present: Vec<AttestationDetails<AccountId>>,
) -> Option<()> {
    let now = fingerprints(&present);
    for details in present.into_iter().rev() {
        if known.get(&details.id) != now.get(&details.id) {
            let answer =
                Answer { answer: One { attestation: Some(details) }, block: block.clone() };
            sink.send(SubscriptionMessage::from_json(&answer).ok()?).await.ok()?;
        }
    }
    *known = now;
    Some(())
}

/// The newest that pass, in the state of the newest final block, read where it holds up nobody.
async fn read<C: Client>(
    client: Arc<C>,
    filter: Filter,
) -> Result<(AtBlock, Vec<AttestationDetails<AccountId>>), ErrorObjectOwned> {
    let read = move || {
        let block = AtBlock::find(&*client, None::<Hash>)?;
        let page = client
            .runtime_api()
            .attestations(block.hash, filter, None, MAX_PAGE)
            .map_err(|_| unknown_block())?;
        Ok((block, page.attestations))
    };
    spawn_blocking(read).await.unwrap_or_else(|_| Err(unknown_block()))
}
