//! Proves that each invariant notices the damage it is there for.

use polkadot_sdk::frame_support::{assert_ok, sp_runtime::TryRuntimeError};

use super::mock::*;
use crate::{
    BlockAnchorCount, BlockAnchors, Calendar, LatestLeaf, NextStream, StreamState, Streams,
};

/// What the check says of a block with two anchors, in the middle or at its end, after `damage`.
fn found(complete: bool, damage: impl FnOnce()) -> Result<(), TryRuntimeError> {
    let mut result = Ok(());
    new_test_ext().execute_with(|| {
        begin_block(1);
        open();
        next_block();
        assert_ok!(anchor_next(vec![batch(1), batch(2)]));
        if complete {
            end_block();
        }
        damage();
        result = Anchoring::do_try_state();
    });
    result
}

#[track_caller]
fn assert_found(invariant: &str, complete: bool, damage: impl FnOnce()) {
    match found(complete, damage) {
        Err(TryRuntimeError::Other(message)) => {
            assert!(message.starts_with(&format!("{invariant}: ")), "found {message:?}");
        }
        other => panic!("found {other:?}"),
    }
}

fn damage_stream(damage: impl FnOnce(&mut StreamState)) {
    Streams::<Test>::mutate(first_bank(), 0, |state| damage(state.as_mut().unwrap()));
}

#[test]
fn finds_nothing_in_order() {
    assert_ok!(found(false, || ()));
    assert_ok!(found(true, || ()));
}

#[test]
fn finds_a_damaged_calendar() {
    assert_found("1", true, || Calendar::<Test>::mutate(|calendar| calendar.nodes.truncate(0)));
    assert_found("2", true, || Calendar::<Test>::mutate(|calendar| calendar.size = 4));
    assert_found("3", true, LatestLeaf::<Test>::kill);
    assert_found("3", false, || {
        LatestLeaf::<Test>::mutate(|leaf| leaf.as_mut().unwrap().number = 7);
    });
}

#[test]
fn finds_a_leaf_that_does_not_commit_to_its_block() {
    assert_found("4", true, || {
        LatestLeaf::<Test>::mutate(|leaf| leaf.as_mut().unwrap().anchors_root = [1; 32]);
    });
    assert_found("4", true, || {
        BlockAnchors::<Test>::mutate(|anchors| anchors.truncate(1));
        BlockAnchorCount::<Test>::put(1);
    });
}

#[test]
fn finds_a_wrong_count_of_anchors() {
    assert_found("5", false, || BlockAnchorCount::<Test>::put(1));
}

#[test]
fn finds_anchors_that_do_not_follow_each_other() {
    assert_found("6", false, || BlockAnchors::<Test>::mutate(|anchors| anchors.swap(0, 1)));
    assert_found("6", false, || {
        BlockAnchors::<Test>::mutate(|anchors| anchors[0].leaf_count = 0);
    });
}

#[test]
fn finds_a_head_that_is_not_the_last_anchor() {
    assert_found("7", false, || damage_stream(|state| state.anchor = [1; 32]));
    assert_found("7", false, || Streams::<Test>::remove(first_bank(), 0));
}

#[test]
fn finds_streams_that_were_never_opened_or_are_gone() {
    assert_found("8", false, || NextStream::<Test>::insert(first_bank(), 0));
    assert_found("8", false, || NextStream::<Test>::insert(first_bank(), 2));
    assert_found("9", false, || {
        for number in 0..=MAX_STREAMS {
            Streams::<Test>::insert(second_bank(), number, StreamState::opened(1));
        }
        NextStream::<Test>::insert(second_bank(), MAX_STREAMS + 1);
    });
}

#[test]
fn finds_a_head_that_is_half_empty() {
    let insert = |damage: fn(&mut StreamState)| {
        let mut state = StreamState::opened(1);
        damage(&mut state);
        Streams::<Test>::insert(second_bank(), 0, state);
        NextStream::<Test>::insert(second_bank(), 1);
    };

    assert_found("10", false, || insert(|state| state.sequence = 1));
    assert_found("10", false, || insert(|state| state.anchor = [1; 32]));
    assert_found("11", false, || insert(|state| state.opened_at = 3));
}
