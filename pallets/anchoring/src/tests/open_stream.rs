//! Proves who may open how many streams, and what numbers they get.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, NextStream, StreamState, StreamStatus, Streams};

#[test]
fn gives_the_next_number_and_tells_it() {
    run(|| {
        assert_ok!(Anchoring::open_stream(signed(ALICE)));
        assert_ok!(Anchoring::open_stream(signed(ALAN)));

        let opened =
            |number, account| Event::StreamOpened { institution: first_bank(), number, account };
        assert_eq!(events(), [opened(0, ALICE), opened(1, ALAN)]);
        assert_eq!(NextStream::<Test>::get(first_bank()), 2);
    });
}

#[test]
fn starts_with_an_empty_head() {
    run(|| {
        next_block();

        open();

        assert_eq!(
            Streams::<Test>::get(first_bank(), 0),
            Some(StreamState {
                status: StreamStatus::Open,
                sequence: 0,
                anchor: [0; 32],
                not_after: 0,
                opened_at: 2,
            })
        );
    });
}

#[test]
fn numbers_each_institution_by_itself() {
    run(|| {
        open();

        assert_ok!(Anchoring::open_stream(signed(BOB)));

        assert!(Streams::<Test>::contains_key(second_bank(), 0));
        assert_eq!(NextStream::<Test>::get(second_bank()), 1);
    });
}

#[test]
fn rejects_whoever_is_no_member() {
    run(|| {
        for origin in [signed(EVE), RuntimeOrigin::root(), RuntimeOrigin::none()] {
            assert_noop!(Anchoring::open_stream(origin), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_more_streams_than_allowed_counting_closed_ones() {
    run(|| {
        for _ in 0..MAX_STREAMS {
            open();
        }
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));

        assert_noop!(Anchoring::open_stream(signed(ALICE)), Error::<Test>::TooManyStreams);

        assert_ok!(Anchoring::open_stream(signed(BOB)));
    });
}
