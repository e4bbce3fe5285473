//! The decision alone, for every relation between a call and the chain.

use super::fake::{block, institution};
use crate::{
    batch::{AnchorCall, CallState, SignedExtrinsic},
    chain::{Snapshot, Stream},
    stamp::{Decision, Evidence, Obstacle, decide},
};
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    stream::StreamHead,
};

const PREVIOUS: Hash = [5; 32];

/// Anchors 8 and 9 of a stream, signed with nonce 3, valid up to block 100.
fn call() -> AnchorCall {
    let anchor = |sequence, previous| Anchor {
        stream: StreamId { institution: institution(), number: 0 },
        sequence,
        previous,
        root: [sequence as u8; 32],
        leaf_count: 1,
        not_before: 1,
        not_after: 2,
        profile: "test".parse().unwrap(),
    };
    let first = anchor(8, PREVIOUS);
    AnchorCall {
        anchors: vec![first, anchor(9, first.hash())],
        extrinsic: SignedExtrinsic { bytes: vec![1], nonce: 3, expires: 100 },
        state: CallState::Submitted,
    }
}

struct Case {
    sequence: u64,
    anchor: Hash,
    open: bool,
    nonce: u64,
    block: u64,
    submitted_here: bool,
    in_its_place: Option<Hash>,
}

/// The stream ends where the call begins, and nothing of the call has been seen.
const WAITING: Case = Case {
    sequence: 7,
    anchor: PREVIOUS,
    open: true,
    nonce: 3,
    block: 50,
    submitted_here: true,
    in_its_place: None,
};

fn decision(case: Case) -> Decision {
    let head = StreamHead { sequence: case.sequence, anchor: case.anchor };
    let stream = Some(Stream { open: case.open, frozen: false, head });
    decide(&Evidence {
        call: &call(),
        finalised: Snapshot { block: block(case.block), nonce: case.nonce, stream },
        archived: None,
        in_its_place: case.in_its_place,
        submitted_here: case.submitted_here,
    })
}

#[test]
fn waits_while_the_chain_can_include_it() {
    assert_eq!(decision(WAITING), Decision::Wait);
}

#[test]
fn submits_again_what_this_program_has_not_submitted() {
    assert_eq!(decision(Case { submitted_here: false, ..WAITING }), Decision::Submit);
}

#[test]
fn signs_anew_when_the_nonce_is_used() {
    assert_eq!(decision(Case { nonce: 4, ..WAITING }), Decision::Sign);
}

#[test]
fn signs_anew_from_the_last_block_that_could_include_it() {
    assert_eq!(decision(Case { block: 99, ..WAITING }), Decision::Wait);
    assert_eq!(decision(Case { block: 100, ..WAITING }), Decision::Sign);
}

#[test]
fn waits_for_the_archive_when_the_head_is_ours() {
    let last = call().anchors[1].hash();

    assert_eq!(decision(Case { sequence: 9, anchor: last, ..WAITING }), Decision::Wait);
}

#[test]
fn restates_when_another_anchor_is_in_our_place() {
    assert_eq!(decision(Case { sequence: 8, anchor: [1; 32], ..WAITING }), Decision::Restate);
    assert_eq!(decision(Case { sequence: 9, anchor: [1; 32], ..WAITING }), Decision::Restate);
}

#[test]
fn asks_the_archive_when_others_have_anchored_after() {
    let after = || Case { sequence: 12, anchor: [1; 32], ..WAITING };
    let ours = call().anchors[1].hash();

    assert_eq!(decision(after()), Decision::Wait);
    assert_eq!(decision(Case { in_its_place: Some(ours), ..after() }), Decision::Wait);
    assert_eq!(decision(Case { in_its_place: Some([1; 32]), ..after() }), Decision::Restate);
}

#[test]
fn restates_when_the_anchor_before_ours_was_abandoned() {
    assert_eq!(decision(Case { anchor: [6; 32], ..WAITING }), Decision::Restate);
}

#[test]
fn waits_for_the_anchor_before_ours_unless_ours_is_spent() {
    let early = || Case { sequence: 5, anchor: [4; 32], ..WAITING };

    assert_eq!(decision(early()), Decision::Wait);
    assert_eq!(decision(Case { submitted_here: false, ..early() }), Decision::Submit);
    assert_eq!(decision(Case { block: 100, ..early() }), Decision::Restate);
}

#[test]
fn gives_up_on_a_stream_that_closed_before_ours() {
    let closed = decision(Case { open: false, ..WAITING });

    assert_eq!(closed, Decision::GiveUp(Obstacle::StreamClosed));
}

#[test]
fn gives_up_on_a_stream_that_never_was_only_when_ours_is_spent() {
    let missing = |nonce| {
        decide(&Evidence {
            call: &call(),
            finalised: Snapshot { block: block(50), nonce, stream: None },
            archived: None,
            in_its_place: None,
            submitted_here: true,
        })
    };

    assert_eq!(missing(3), Decision::Wait);
    assert_eq!(missing(4), Decision::GiveUp(Obstacle::StreamNotFound));
}

#[test]
fn is_done_when_the_archive_has_it() {
    let finalised = Snapshot { block: block(60), nonce: 4, stream: None };
    let archived = Some(block(58));
    let evidence =
        Evidence { call: &call(), finalised, archived, in_its_place: None, submitted_here: false };

    assert_eq!(decide(&evidence), Decision::Done(block(58)));
}
