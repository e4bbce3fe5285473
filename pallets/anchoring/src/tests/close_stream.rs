//! Proves that a stream is closed by its institution only, once and for good.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, NextStream, StreamStatus, Streams};

#[test]
fn keeps_the_head_and_tells_who_closed() {
    run(|| {
        open();
        assert_ok!(anchor(1, [0; 32], vec![batch(1)]));
        let before = Streams::<Test>::get(first_bank(), 0).unwrap();

        assert_ok!(Anchoring::close_stream(signed(ALAN), 0));

        let after = Streams::<Test>::get(first_bank(), 0).unwrap();
        assert_eq!(after.status, StreamStatus::Closed);
        assert_eq!(after.head(), before.head());
        assert_eq!(
            events().last(),
            Some(&Event::StreamClosed { institution: first_bank(), number: 0, account: ALAN })
        );
    });
}

#[test]
fn never_gives_its_number_again() {
    run(|| {
        open();
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));

        open();

        assert_eq!(NextStream::<Test>::get(first_bank()), 2);
        assert_eq!(Streams::<Test>::get(first_bank(), 0).unwrap().status, StreamStatus::Closed);
    });
}

#[test]
fn rejects_whoever_is_no_member() {
    run(|| {
        open();

        for origin in [signed(EVE), RuntimeOrigin::root(), RuntimeOrigin::none()] {
            assert_noop!(Anchoring::close_stream(origin, 0), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_a_stream_of_another_institution() {
    run(|| {
        open();

        assert_noop!(Anchoring::close_stream(signed(BOB), 0), Error::<Test>::StreamNotFound);
    });
}

#[test]
fn rejects_a_stream_that_does_not_exist() {
    run(|| {
        assert_noop!(Anchoring::close_stream(signed(ALICE), 0), Error::<Test>::StreamNotFound);
    });
}

#[test]
fn rejects_a_stream_closed_before() {
    run(|| {
        open();
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));

        assert_noop!(Anchoring::close_stream(signed(ALICE), 0), Error::<Test>::StreamClosed);
    });
}
