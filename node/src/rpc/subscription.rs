//! Anchors as they become final.

use super::types::AnchorView;
use crate::archive::{Archive, QueryError};
use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink};
use std::sync::Arc;

/// Sends every anchor from block `from` on, in order and without gaps, for as long as the
/// subscriber stays.
///
/// Nothing is queued: what a slow subscriber has not taken yet stays in the archive, and memory
/// holds one block's anchors at most.
pub(super) async fn serve(
    archive: Arc<Archive>,
    pending: PendingSubscriptionSink,
    from: Option<u32>,
) {
    let mut progress = archive.progress();
    let known = archive.receiptable(*progress.borrow_and_update());
    let mut next = from.unwrap_or(known.saturating_add(1)).max(1);
    let Ok(sink) = pending.accept().await else { return };

    loop {
        let last = archive.receiptable(*progress.borrow_and_update());
        match send_up_to(&archive, &sink, next, last).await {
            Ok(true) => next = last.saturating_add(1).max(next),
            Ok(false) => return,
            Err(error) => {
                log::error!(target: "archive", "a subscription to anchors ends: {error}");
                return;
            }
        }
        tokio::select! {
            () = sink.closed() => return,
            changed = progress.changed() => if changed.is_err() { return },
        }
    }
}

/// Sends the anchors of these blocks; false once the subscriber has left.
async fn send_up_to(
    archive: &Archive,
    sink: &SubscriptionSink,
    mut next: u32,
    last: u32,
) -> Result<bool, QueryError> {
    while let Some((number, anchors)) = archive.next_anchors(next, last)? {
        for anchor in anchors {
            let Ok(message) = SubscriptionMessage::from_json(&AnchorView::from(anchor)) else {
                return Ok(false);
            };
            if sink.send(message).await.is_err() {
                return Ok(false);
            }
        }
        next = number.saturating_add(1);
    }
    Ok(true)
}
