//! What to do about a submitted call, from what the chain says of it.

use crate::{
    batch::{AnchorCall, Included},
    chain::{Snapshot, Stream},
};
use critical_chains_integrity::Hash;

/// What is known of a submitted call.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The call.
    pub call: &'a AnchorCall,
    /// Account and stream at the newest final block.
    pub finalised: Snapshot,
    /// Where the archive has the call's last anchor.
    pub archived: Option<Included>,
    /// Hash of the anchor that the archive has in the place of the call's last.
    pub in_its_place: Option<Hash>,
    /// Whether the node has been given this extrinsic since this program started.
    pub submitted_here: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decision {
    /// Nothing: the anchors are final.
    Done(Included),
    /// Wait: more will be known soon.
    Wait,
    /// Give the node the same extrinsic: the chain takes it once at most.
    Submit,
    /// Sign the same statements anew: the old signature is used up or expired.
    Sign,
    /// Make new statements: the chain can never accept the old ones.
    Restate,
    /// Give up.
    GiveUp(Obstacle),
}

/// Why nothing more can be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Obstacle {
    /// The stream is closed.
    StreamClosed,
    /// There is no such stream.
    StreamNotFound,
}

/// Decides, from what is final only: whatever is not may be undone.
pub fn decide(evidence: &Evidence<'_>) -> Decision {
    let Evidence { call, finalised, archived, in_its_place, submitted_here } = evidence;
    if let Some(block) = archived {
        return Decision::Done(*block);
    }
    let (Some(first), Some(last)) = (call.anchors.first(), call.anchors.last()) else {
        return Decision::Restate;
    };
    // The chain can still include the signed extrinsic unless its nonce or its time has passed.
    let spent =
        finalised.nonce > call.extrinsic.nonce || finalised.block.number >= call.extrinsic.expires;
    let Some(Stream { open, head, .. }) = finalised.stream else {
        // The block that opened it is not final yet, or was abandoned.
        return match (spent, submitted_here) {
            (true, _) => Decision::GiveUp(Obstacle::StreamNotFound),
            (false, true) => Decision::Wait,
            (false, false) => Decision::Submit,
        };
    };
    let last_hash = last.hash();

    if head.sequence >= first.sequence {
        // Somebody's anchors are in the places of ours. A call is anchored whole or not at all, so
        // if they are ours, all are.
        return if head.sequence < last.sequence {
            Decision::Restate
        } else if head.sequence == last.sequence {
            if head.anchor == last_hash { Decision::Wait } else { Decision::Restate }
        } else {
            match in_its_place {
                Some(hash) if *hash != last_hash => Decision::Restate,
                _ => Decision::Wait,
            }
        };
    }

    let follows_head =
        head.sequence.checked_add(1) == Some(first.sequence) && head.anchor == first.previous;
    let forked = head.sequence.checked_add(1) == Some(first.sequence) && !follows_head;
    if forked {
        // The anchor before ours was abandoned with its block, and another took its place for good.
        return Decision::Restate;
    }
    if !open && follows_head {
        return Decision::GiveUp(Obstacle::StreamClosed);
    }
    match (follows_head, spent, submitted_here) {
        (true, true, _) => Decision::Sign,
        (true, false, false) => Decision::Submit,
        // What ours continues from is not final yet; it is on its way, or it was lost with its
        // block and nothing but our own extrinsic could bring our statement in.
        (false, true, _) => Decision::Restate,
        (false, false, false) => Decision::Submit,
        (_, false, true) => Decision::Wait,
    }
}
