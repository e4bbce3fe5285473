//! Anchors as they become final.

use super::{IntegrityDependencies, error, types::AnchorView};
use crate::archive::{Archive, QueryError, queries::AnchorInBlock, store::Place};
use jsonrpsee::{
    PendingSubscriptionSink, SubscriptionCloseResponse, SubscriptionMessage, SubscriptionSink,
    types::ErrorObjectOwned,
};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Most anchors read at a time: what a subscription holds in memory, some 64 KiB.
const SLICE_ANCHORS: usize = 64;

/// Sends every anchor from block `from` on, in order and without gaps, for as long as the
/// subscriber stays and the archive grows.
///
/// Nothing is queued: what a slow subscriber has not taken yet stays in the archive.
pub(super) async fn serve<C>(
    context: Arc<IntegrityDependencies<C>>,
    pending: PendingSubscriptionSink,
    from: Option<u32>,
) -> SubscriptionCloseResponse {
    let _admission = match context.subscribers.admit(pending.connection_id()) {
        Ok(admission) => admission,
        Err(full) => {
            pending.reject(error::too_many_subscriptions(full)).await;
            return SubscriptionCloseResponse::None;
        }
    };
    let archive = &context.archive;
    if let Err(cause) = archive.check_present() {
        pending.reject(context.explain(&cause)).await;
        return SubscriptionCloseResponse::None;
    }
    let mut progress = archive.progress();
    let known = archive.receiptable(*progress.borrow_and_update());
    let mut next = (from.unwrap_or(known.saturating_add(1)).max(1), 0);
    let Ok(sink) = pending.accept().await else { return SubscriptionCloseResponse::None };

    loop {
        let now = *progress.borrow_and_update();
        match send_up_to(archive, &sink, next, archive.receiptable(now)).await {
            Ok(place) => next = place,
            Err(End::Left) => return SubscriptionCloseResponse::None,
            Err(End::Failed(cause)) => return ended_by(context.explain(&cause)),
        }
        if now.has_stopped {
            return ended_by(context.explain(&QueryError::Stopped { height: now.height }));
        }
        tokio::select! {
            () = sink.closed() => return SubscriptionCloseResponse::None,
            changed = progress.changed() => if changed.is_err() {
                return SubscriptionCloseResponse::None;
            },
        }
    }
}

/// Why a subscription ends.
enum End {
    /// The subscriber has left, or the node stops.
    Left,
    /// The archive failed.
    Failed(QueryError),
}

/// Sends the anchors from a place to the end of block `last`. Gives the place to go on from.
async fn send_up_to(
    archive: &Arc<Archive>,
    sink: &SubscriptionSink,
    mut next: Place,
    last: u32,
) -> Result<Place, End> {
    loop {
        let slice = read(archive.clone(), next, last).await?;
        let is_last = slice.len() < SLICE_ANCHORS;
        for found in slice {
            let place = (found.anchor.block, found.anchor.index.saturating_add(1));
            let message = SubscriptionMessage::from_json(&AnchorView::from(found));
            sink.send(message.map_err(|_| End::Left)?).await.map_err(|_| End::Left)?;
            next = place;
        }
        if is_last {
            return Ok(next.max((last.saturating_add(1), 0)));
        }
    }
}

/// Reads a slice where it holds up nobody.
async fn read(archive: Arc<Archive>, from: Place, last: u32) -> Result<Vec<AnchorInBlock>, End> {
    spawn_blocking(move || archive.anchors_from(from, last, SLICE_ANCHORS))
        .await
        .map_err(|_| End::Left)?
        .map_err(End::Failed)
}

/// Tells the subscriber why nothing more will come.
pub(super) fn ended_by(error: ErrorObjectOwned) -> SubscriptionCloseResponse {
    SubscriptionMessage::from_json(&error)
        .map_or(SubscriptionCloseResponse::None, SubscriptionCloseResponse::NotifErr)
}
