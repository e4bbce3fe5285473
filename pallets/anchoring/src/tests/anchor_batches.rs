//! Proves that a stream grows by the next batches and by nothing else, with an error of its own
//! for each way to be wrong.

use critical_chains_integrity::anchor::{Anchor, StreamId};
use polkadot_sdk::frame_support::{BoundedVec, assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Batch, BlockAnchors, Error, Event, Streams};

const NONE: [u8; 32] = [0; 32];

#[test]
fn stores_what_the_institution_stated() {
    run(|| {
        open();

        assert_ok!(anchor(1, NONE, vec![batch(7)]));

        let stored = Anchor {
            stream: StreamId { institution: first_bank(), number: 0 },
            sequence: 1,
            previous: NONE,
            root: [7; 32],
            leaf_count: 8,
            not_before: NowMillis::get() - 60_000,
            not_after: NowMillis::get(),
            profile: "iso20022:pacs.008.001.08".parse().unwrap(),
        };
        assert_eq!(BlockAnchors::<Test>::get(), [stored]);
        let state = Streams::<Test>::get(first_bank(), 0).unwrap();
        assert_eq!((state.sequence, state.anchor), (1, stored.hash()));
        assert_eq!(state.not_after, stored.not_after);
        assert_eq!(
            events().last(),
            Some(&Event::BatchAnchored {
                institution: first_bank(),
                stream: 0,
                sequence: 1,
                anchor: stored.hash(),
                root: [7; 32],
                leaf_count: 8,
            })
        );
    });
}

#[test]
fn chains_the_batches_of_one_call() {
    run(|| {
        open();

        assert_ok!(anchor(1, NONE, vec![batch(1), batch(2), batch(3)]));

        let anchors = BlockAnchors::<Test>::get();
        let mut previous = NONE;
        for (anchor, sequence) in anchors.iter().zip(1..) {
            assert_eq!((anchor.sequence, anchor.previous), (sequence, previous));
            previous = anchor.hash();
        }
        assert_eq!(Streams::<Test>::get(first_bank(), 0).unwrap().anchor, previous);
        let told: Vec<_> = events()
            .into_iter()
            .filter_map(|event| match event {
                Event::BatchAnchored { sequence, anchor, .. } => Some((sequence, anchor)),
                _ => None,
            })
            .collect();
        assert_eq!(told, (1..).zip(anchor_hashes()).collect::<Vec<_>>());
    });
}

#[test]
fn continues_over_calls_accounts_and_blocks() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1)]));
        assert_ok!(anchor_next(vec![batch(2), batch(3)]));
        next_block();
        let head = Streams::<Test>::get(first_bank(), 0).unwrap().head();

        let batches = BoundedVec::truncate_from(vec![batch(4)]);
        assert_ok!(Anchoring::anchor_batches(signed(ALAN), 0, 4, head.anchor, batches));

        assert_eq!(Streams::<Test>::get(first_bank(), 0).unwrap().sequence, 4);
        assert_eq!(BlockAnchors::<Test>::get().len(), 1);
    });
}

#[test]
fn keeps_the_streams_of_institutions_apart() {
    run(|| {
        open();
        assert_ok!(Anchoring::open_stream(signed(BOB)));
        let batches = BoundedVec::truncate_from(vec![batch(1)]);

        assert_ok!(anchor(1, NONE, vec![batch(1)]));
        assert_ok!(Anchoring::anchor_batches(signed(BOB), 0, 1, NONE, batches));

        let hashes = anchor_hashes();
        assert_ne!(hashes[0], hashes[1]);
    });
}

#[test]
fn accepts_intervals_in_any_order() {
    run(|| {
        open();
        let late = Batch { not_before: 1_000, not_after: 2_000, ..batch(2) };

        assert_ok!(anchor_next(vec![batch(1)]));
        assert_ok!(anchor_next(vec![late]));

        assert_eq!(Streams::<Test>::get(first_bank(), 0).unwrap().not_after, 2_000);
    });
}

#[test]
fn rejects_whoever_is_no_member() {
    run(|| {
        open();

        for origin in [signed(EVE), RuntimeOrigin::root(), RuntimeOrigin::none()] {
            let batches = BoundedVec::truncate_from(vec![batch(1)]);
            assert_noop!(
                Anchoring::anchor_batches(origin, 0, 1, NONE, batches),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_an_empty_call() {
    run(|| {
        open();

        assert_noop!(anchor(1, NONE, vec![]), Error::<Test>::EmptyCall);
    });
}

#[test]
fn rejects_a_stream_that_does_not_exist() {
    run(|| {
        assert_noop!(anchor(1, NONE, vec![batch(1)]), Error::<Test>::StreamNotFound);
    });
}

#[test]
fn rejects_a_stream_of_another_institution() {
    run(|| {
        open();
        let batches = BoundedVec::truncate_from(vec![batch(1)]);

        assert_noop!(
            Anchoring::anchor_batches(signed(BOB), 0, 1, NONE, batches),
            Error::<Test>::StreamNotFound
        );
    });
}

#[test]
fn rejects_a_closed_stream_whatever_the_sequence() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1)]));
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));
        let head = anchor_hashes()[0];

        for (sequence, previous) in [(2, head), (1, NONE), (9, head), (2, NONE)] {
            assert_noop!(anchor(sequence, previous, vec![batch(2)]), Error::<Test>::StreamClosed);
        }
    });
}

#[test]
fn rejects_a_gap_in_the_sequence() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1)]));
        let head = anchor_hashes()[0];

        assert_noop!(anchor(3, head, vec![batch(3)]), Error::<Test>::SequenceGap);
        assert_noop!(anchor(u64::MAX, head, vec![batch(3)]), Error::<Test>::SequenceGap);
    });
}

#[test]
fn rejects_a_sequence_number_already_taken() {
    run(|| {
        open();
        assert_noop!(anchor(0, NONE, vec![batch(1)]), Error::<Test>::StaleSequence);
        assert_ok!(anchor(1, NONE, vec![batch(1), batch(2)]));

        // Another batch, the middle of the stream, and the stream with one batch more.
        assert_noop!(anchor(1, NONE, vec![batch(3)]), Error::<Test>::StaleSequence);
        assert_noop!(anchor(1, NONE, vec![batch(1)]), Error::<Test>::StaleSequence);
        assert_noop!(
            anchor(1, NONE, vec![batch(1), batch(2), batch(3)]),
            Error::<Test>::StaleSequence
        );
    });
}

#[test]
fn rejects_a_fork_of_the_stream() {
    run(|| {
        open();
        assert_noop!(anchor(1, [1; 32], vec![batch(1)]), Error::<Test>::PreviousMismatch);
        assert_ok!(anchor(1, NONE, vec![batch(1), batch(2)]));
        let hashes = anchor_hashes();

        assert_noop!(anchor(3, hashes[0], vec![batch(3)]), Error::<Test>::PreviousMismatch);
        assert_noop!(anchor(3, NONE, vec![batch(3)]), Error::<Test>::PreviousMismatch);
    });
}

#[test]
fn tells_an_identical_repetition_from_a_conflict() {
    run(|| {
        open();
        let batches = vec![batch(1), batch(2)];
        assert_ok!(anchor(1, NONE, batches.clone()));
        let first = anchor_hashes()[0];
        next_block();

        assert_noop!(anchor(1, NONE, batches.clone()), Error::<Test>::AlreadyAnchored);
        assert_noop!(anchor(2, first, batches[1..].to_vec()), Error::<Test>::AlreadyAnchored);

        let other = Batch { leaf_count: 9, ..batches[1].clone() };
        assert_noop!(anchor(2, first, vec![other]), Error::<Test>::StaleSequence);
    });
}

#[test]
fn tells_an_identical_repetition_even_after_the_stream_closed() {
    run(|| {
        open();
        let batches = vec![batch(1)];
        assert_ok!(anchor(1, NONE, batches.clone()));
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));

        assert_noop!(anchor(1, NONE, batches), Error::<Test>::AlreadyAnchored);
    });
}

#[test]
fn rejects_a_batch_that_is_wrong_in_itself() {
    run(|| {
        open();
        let now = NowMillis::get();
        let invalid = [
            Batch { leaf_count: 0, ..batch(2) },
            Batch { not_before: now, not_after: now - 1, ..batch(2) },
            Batch { profile: profile(""), ..batch(2) },
            Batch { profile: profile("ISO20022"), ..batch(2) },
            Batch { profile: profile("a b"), ..batch(2) },
        ];

        for wrong in invalid {
            assert_noop!(anchor(1, NONE, vec![batch(1), wrong]), Error::<Test>::InvalidBatch);
        }
    });
}

#[test]
fn accepts_the_longest_profile() {
    run(|| {
        open();

        assert_ok!(anchor_next(vec![Batch { profile: profile(&"p".repeat(64)), ..batch(1) }]));
    });
}

#[test]
fn rejects_an_interval_that_ends_after_now_and_drift() {
    run(|| {
        open();
        let latest = NowMillis::get() + DRIFT_MILLIS;
        let future = Batch { not_after: latest + 1, ..batch(1) };

        assert_noop!(anchor(1, NONE, vec![future]), Error::<Test>::IntervalInFuture);

        assert_ok!(anchor(1, NONE, vec![Batch { not_after: latest, ..batch(1) }]));
    });
}

#[test]
fn rejects_what_does_not_fit_into_the_block() {
    run(|| {
        open();
        assert_ok!(anchor_next((0..8).map(batch).collect()));
        let three = vec![batch(8), batch(9), batch(10)];

        assert_noop!(anchor_next(three.clone()), Error::<Test>::TooManyAnchors);

        assert_ok!(anchor_next(vec![batch(8), batch(9)]));
        assert_noop!(anchor_next(vec![batch(10)]), Error::<Test>::TooManyAnchors);
        next_block();
        assert_ok!(anchor_next(three));
    });
}

#[test]
fn anchors_all_batches_or_none() {
    run(|| {
        open();
        let wrong = Batch { leaf_count: 0, ..batch(3) };

        assert_noop!(anchor(1, NONE, vec![batch(1), batch(2), wrong]), Error::<Test>::InvalidBatch);

        assert!(BlockAnchors::<Test>::get().is_empty());
    });
}

#[test]
fn stops_at_the_last_sequence_number() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1)]));
        next_block();
        Streams::<Test>::mutate(first_bank(), 0, |state| {
            state.as_mut().unwrap().sequence = u64::MAX;
        });

        assert_noop!(
            anchor(u64::MAX, NONE, vec![batch(2)]),
            polkadot_sdk::frame_support::sp_runtime::ArithmeticError::Overflow
        );
    });
}
