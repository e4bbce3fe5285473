//! Proves what clients are told about streams and the calendar.

use critical_chains_integrity::tree::Frontier;
use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;
use crate::{LatestLeaf, StreamStatus};

#[test]
fn a_stream_is_told_from_none() {
    run(|| {
        assert_eq!(Anchoring::stream(first_bank(), 0), None);
        assert_eq!(Anchoring::stream_count(first_bank()), 0);

        open();
        assert_ok!(anchor_next(vec![batch(1), batch(2)]));

        let state = Anchoring::stream(first_bank(), 0).unwrap();
        assert_eq!((state.status, state.sequence), (StreamStatus::Open, 2));
        assert_eq!(state.anchor, anchor_hashes()[1]);
        assert_eq!(Anchoring::stream_count(first_bank()), 1);
        assert_eq!(Anchoring::stream(second_bank(), 0), None);
    });
}

#[test]
fn the_calendar_can_be_continued_by_whoever_reads_it() {
    run(|| {
        assert_eq!(Anchoring::calendar(), (0, vec![]));
        assert_eq!(Anchoring::calendar_leaf(), None);
        let mut frontier = Frontier::default();

        for number in 1..=20 {
            end_block();
            let leaf = LatestLeaf::<Test>::get().unwrap();
            assert_eq!(Anchoring::calendar_leaf(), Some(leaf));
            frontier.append(leaf.hash());

            assert_eq!(Anchoring::calendar(), frontier.clone().into_parts());
            begin_block(number + 1);
        }
    });
}

#[test]
fn anchors_of_the_block_are_given_in_order() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1)]));
        assert_ok!(anchor_next(vec![batch(2), batch(3)]));

        let sequences: Vec<_> =
            Anchoring::block_anchors().iter().map(|anchor| anchor.sequence).collect();

        assert_eq!(sequences, [1, 2, 3]);
    });
}
