//! Proves that a stream grows by exactly the next anchors and by nothing else: every refusal has
//! its cause, and random submissions agree with a naive model of a stream.

#![allow(clippy::unwrap_used)]

use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    stream::{BatchFault, BatchStatement, ExtendError, Link, StreamHead, extend},
};
use critical_chains_lei::Lei;
use proptest::prelude::*;

const NOW: u64 = 1_790_000_000_000;

fn stream() -> StreamId {
    StreamId { institution: Lei::from_prefix(*b"529900T8BM49AURSDO").unwrap(), number: 3 }
}

fn batch(seed: u8) -> BatchStatement {
    BatchStatement {
        root: [seed; 32],
        leaf_count: u64::from(seed) + 1,
        not_before: NOW - 1_000,
        not_after: NOW,
        profile: "iso20022:pacs.008.001.08".parse().unwrap(),
    }
}

fn submit(
    head: &StreamHead,
    first_sequence: u64,
    previous: &Hash,
    batches: &[BatchStatement],
) -> Result<Vec<Link>, ExtendError> {
    extend(&stream(), head, first_sequence, previous, batches.to_vec(), NOW)
}

fn head_of(links: &[Link]) -> StreamHead {
    let last = links.last().unwrap();
    StreamHead { sequence: last.anchor.sequence, anchor: last.hash }
}

fn started() -> (Vec<Link>, StreamHead) {
    let links =
        submit(&StreamHead::default(), 1, &[0; 32], &[batch(1), batch(2), batch(3)]).unwrap();
    let head = head_of(&links);
    (links, head)
}

#[test]
fn chains_every_batch_to_the_one_before() {
    let (links, head) = started();

    assert_eq!(links.len(), 3);
    assert_eq!(head.sequence, 3);
    let mut previous = [0; 32];
    for (link, sequence) in links.iter().zip(1..) {
        assert_eq!(link.anchor.stream, stream());
        assert_eq!(link.anchor.sequence, sequence);
        assert_eq!(link.anchor.previous, previous);
        assert_eq!(link.hash, link.anchor.hash());
        assert_eq!(Anchor::from_bytes(&link.anchor.to_bytes()).unwrap(), link.anchor);
        previous = link.hash;
    }
}

#[test]
fn one_list_or_several_give_the_same_anchors() {
    let (links, head) = started();

    let first = submit(&StreamHead::default(), 1, &[0; 32], &[batch(1)]).unwrap();
    let middle = head_of(&first);
    let rest = submit(&middle, 2, &middle.anchor, &[batch(2), batch(3)]).unwrap();

    assert_eq!(head_of(&rest), head);
    assert_eq!([first, rest].concat(), links);
}

#[test]
fn refuses_an_empty_list() {
    let (_, head) = started();

    assert_eq!(submit(&head, 4, &head.anchor, &[]), Err(ExtendError::Empty));
}

#[test]
fn refuses_a_batch_that_is_wrong_in_itself_and_says_which() {
    let empty = BatchStatement { leaf_count: 0, ..batch(2) };
    let reversed = BatchStatement { not_before: NOW + 1, not_after: NOW, ..batch(2) };
    let future = BatchStatement { not_after: NOW + 1, ..batch(2) };

    let cases = [
        (empty, BatchFault::NoRecords),
        (reversed, BatchFault::InvalidInterval { not_before: NOW + 1, not_after: NOW }),
        (future, BatchFault::IntervalInFuture { not_after: NOW + 1, latest: NOW }),
    ];

    for (wrong, fault) in cases {
        assert_eq!(
            submit(&StreamHead::default(), 1, &[0; 32], &[batch(1), wrong]),
            Err(ExtendError::InvalidBatch { index: 1, fault })
        );
    }
}

#[test]
fn names_the_head_when_the_list_repeats_the_end_of_the_stream() {
    let (links, head) = started();
    let all = [batch(1), batch(2), batch(3)];

    for (start, link) in links.iter().enumerate() {
        assert_eq!(
            submit(&head, link.anchor.sequence, &link.anchor.previous, &all[start..]),
            Err(ExtendError::AlreadyAnchored { head })
        );
    }
}

#[test]
fn a_list_that_repeats_less_than_everything_is_stale() {
    let (links, head) = started();
    let stale = |got| Err(ExtendError::StaleSequence { expected: 4, got });

    // The middle of the stream, another batch, another beginning, more than there is, number 0.
    assert_eq!(submit(&head, 2, &links[0].hash, &[batch(2)]), stale(2));
    assert_eq!(submit(&head, 3, &links[1].hash, &[batch(4)]), stale(3));
    assert_eq!(submit(&head, 3, &links[0].hash, &[batch(3)]), stale(3));
    assert_eq!(submit(&head, 3, &links[1].hash, &[batch(3), batch(4)]), stale(3));
    assert_eq!(submit(&head, 0, &[0; 32], &[batch(1)]), stale(0));
    assert_eq!(
        submit(&StreamHead::default(), 0, &[0; 32], &[batch(1)]),
        Err(ExtendError::StaleSequence { expected: 1, got: 0 })
    );
}

#[test]
fn refuses_a_gap_in_the_sequence() {
    let (_, head) = started();

    assert_eq!(
        submit(&head, 5, &head.anchor, &[batch(5)]),
        Err(ExtendError::SequenceGap { expected: 4, got: 5 })
    );
}

#[test]
fn refuses_to_continue_from_another_anchor() {
    let (links, head) = started();

    assert_eq!(
        submit(&head, 4, &links[1].hash, &[batch(4)]),
        Err(ExtendError::PreviousMismatch { expected: head.anchor, got: links[1].hash })
    );
    assert_eq!(
        submit(&StreamHead::default(), 1, &[1; 32], &[batch(1)]),
        Err(ExtendError::PreviousMismatch { expected: [0; 32], got: [1; 32] })
    );
}

#[test]
fn ends_at_the_last_sequence_number() {
    let head = StreamHead { sequence: u64::MAX - 1, anchor: [7; 32] };
    let last = submit(&head, u64::MAX, &head.anchor, &[batch(1)]).unwrap();
    let full = head_of(&last);

    assert_eq!(full.sequence, u64::MAX);
    assert_eq!(
        submit(&head, u64::MAX, &head.anchor, &[batch(1), batch(2)]),
        Err(ExtendError::SequenceExhausted)
    );
    assert_eq!(
        submit(&full, u64::MAX, &full.anchor, &[batch(2)]),
        Err(ExtendError::SequenceExhausted)
    );
    assert_eq!(
        submit(&full, u64::MAX, &head.anchor, &[batch(1)]),
        Err(ExtendError::AlreadyAnchored { head: full })
    );
}

#[test]
fn errors_name_both_values() {
    let mismatch = ExtendError::PreviousMismatch { expected: [0xab; 32], got: [1; 32] };
    let fault = BatchFault::IntervalInFuture { not_after: 20, latest: 10 };
    let invalid = ExtendError::InvalidBatch { index: 2, fault };

    assert_eq!(
        ExtendError::SequenceGap { expected: 4, got: 6 }.to_string(),
        "gap in the sequence: expected 4, got 6"
    );
    assert_eq!(
        mismatch.to_string(),
        ["previous anchor differs: expected ", &"ab".repeat(32), ", got ", &"01".repeat(32)]
            .concat()
    );
    assert_eq!(
        invalid.to_string(),
        "batch 2 is invalid: the interval ends at 20, accepted now is 10 at the latest"
    );
}

/// One submission: whether it starts at the head, how far beside it, and what it submits.
fn submissions() -> impl Strategy<Value = Vec<(i64, bool, Vec<u8>)>> {
    let offset = prop_oneof![4 => Just(0_i64), 3 => -4_i64..=2];
    let seeds = prop::collection::vec(0_u8..3, 0..4);
    prop::collection::vec((offset, prop::bool::weighted(0.8), seeds), 0..24)
}

proptest! {
    /// The model keeps the whole stream and looks into it; `extend` sees the head alone.
    #[test]
    fn agrees_with_a_model_that_keeps_everything(submissions in submissions()) {
        let mut model: Vec<Link> = Vec::new();
        let mut head = StreamHead::default();

        for (offset, right_previous, seeds) in submissions {
            let first = (head.sequence + 1).saturating_add_signed(offset);
            let before = model.iter().find(|link| link.anchor.sequence + 1 == first);
            let previous = match (right_previous, before) {
                (true, Some(link)) => link.hash,
                (true, None) => [0; 32],
                (false, _) => [0xff; 32],
            };
            let batches: Vec<_> = seeds.into_iter().map(batch).collect();

            let result = submit(&head, first, &previous, &batches);

            let same = |link: &Link, batch: &BatchStatement| {
                link.anchor.root == batch.root && link.anchor.leaf_count == batch.leaf_count
            };
            let repeats = right_previous
                && first >= 1
                && model.get(first as usize - 1..).is_some_and(|tail| {
                    tail.len() == batches.len() && tail.iter().zip(&batches).all(|(l, b)| same(l, b))
                });
            match result {
                Ok(links) => {
                    prop_assert!(!batches.is_empty() && offset == 0);
                    prop_assert!(right_previous);
                    prop_assert!(links.len() == batches.len());
                    prop_assert!(links.iter().zip(&batches).all(|(link, batch)| same(link, batch)));
                    head = head_of(&links);
                    model.extend(links);
                }
                Err(ExtendError::Empty) => prop_assert!(batches.is_empty()),
                Err(ExtendError::AlreadyAnchored { .. }) => prop_assert!(repeats),
                Err(ExtendError::StaleSequence { .. }) => prop_assert!(offset < 0 && !repeats),
                Err(ExtendError::SequenceGap { .. }) => prop_assert!(offset > 0),
                Err(ExtendError::PreviousMismatch { .. }) => {
                    prop_assert!(offset == 0 && !right_previous);
                }
                Err(other) => prop_assert!(false, "unexpected {other:?}"),
            }
            prop_assert_eq!(head.sequence, model.len() as u64);
        }
    }

    #[test]
    fn two_streams_never_share_an_anchor(number in any::<u32>(), other in any::<u32>()) {
        prop_assume!(number != other);
        let first = |number| {
            let stream = StreamId { number, ..stream() };
            extend(&stream, &StreamHead::default(), 1, &[0; 32], vec![batch(1)], NOW).unwrap()
        };

        prop_assert_ne!(first(number)[0].hash, first(other)[0].hash);
    }
}
