//! Proves that every header commits to the anchors of its block and to all blocks before, by
//! computing leaves and trees a second time, from the words of the format alone.

use critical_chains_integrity::{
    Hash,
    anchor::Anchor,
    calendar::{CalendarDigest, CalendarLeaf},
    tree,
};
use polkadot_sdk::{
    frame_support::{
        assert_ok,
        dispatch::GetDispatchInfo,
        sp_runtime::generic::{Digest, DigestItem},
        traits::Hooks,
        weights::Weight,
    },
    sp_io::hashing::sha2_256,
};

use super::mock::*;
use crate::{BlockAnchorCount, BlockAnchors, Call, LatestLeaf, Streams, WeightInfo};

/// Root of RFC 9162 §2.1.1, as it is written there.
fn naive_root(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => sha2_256(b""),
        [leaf] => sha2_256(&[&[0], leaf.as_slice()].concat()),
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(left);
            sha2_256(&[&[1], &naive_root(left)[..], &naive_root(right)[..]].concat())
        }
    }
}

fn naive_anchor(anchor: &Anchor) -> Vec<u8> {
    let profile = anchor.profile.as_bytes();
    [
        b"CCanchor\x01",
        &anchor.stream.institution.as_bytes()[..],
        &anchor.stream.number.to_be_bytes(),
        &anchor.sequence.to_be_bytes(),
        &anchor.previous,
        &[1],
        &anchor.root,
        &anchor.leaf_count.to_be_bytes(),
        &anchor.not_before.to_be_bytes(),
        &anchor.not_after.to_be_bytes(),
        &[profile.len() as u8],
        profile,
    ]
    .concat()
}

fn naive_leaf(number: u64, anchors: &[Anchor]) -> Vec<u8> {
    let anchors: Vec<_> = anchors.iter().map(naive_anchor).collect();
    [
        b"CCcalndr\x01",
        &GENESIS[..],
        &number.to_be_bytes(),
        &(START_MILLIS + number * SLOT_MILLIS).to_be_bytes(),
        &block_hash(number - 1),
        &naive_root(&anchors),
        &(anchors.len() as u32).to_be_bytes(),
        &sha2_256(b""),
    ]
    .concat()
}

const ENGINE: [u8; 4] = *b"CCAL";

/// Payloads of the calendar's items in a header.
fn payloads(digest: &Digest) -> Vec<Vec<u8>> {
    let payload = |item: &DigestItem| match item {
        DigestItem::Consensus(ENGINE, payload) => Some(payload.clone()),
        _ => None,
    };
    digest.logs().iter().filter_map(payload).collect()
}

fn root_in(digest: &Digest) -> Hash {
    CalendarDigest::from_bytes(&payloads(digest)[0]).unwrap().root
}

/// How many batches go into each call of a block: different for each block, sometimes none.
fn calls_of(number: u64) -> Vec<usize> {
    let random = sha2_256(&number.to_be_bytes());
    let mut left = MAX_ANCHORS as usize;
    let wanted = random.iter().take(usize::from(random[31]) % 5);
    wanted
        .map(|byte| {
            let count = (1 + usize::from(*byte) % MAX_BATCHES as usize).min(left);
            left -= count;
            count
        })
        .filter(|count| *count > 0)
        .collect()
}

#[test]
fn every_header_commits_to_its_anchors_and_to_all_blocks_before() {
    run(|| {
        open();
        let mut leaves = Vec::new();
        let mut anchored = 0;

        for number in 1..=300 {
            for (call, count) in calls_of(number).into_iter().enumerate() {
                let seed = |index| (number as usize * 31 + call * 7 + index) as u8;
                assert_ok!(anchor_next((0..count).map(|index| batch(seed(index))).collect()));
                anchored += count;
            }
            let digest = end_block();

            let leaf = naive_leaf(number, &BlockAnchors::<Test>::get());
            leaves.push(leaf.clone());
            let leaf_hash = sha2_256(&[&[0], leaf.as_slice()].concat());
            let payload = [&[1], &leaf_hash[..], &naive_root(&leaves)].concat();
            assert_eq!(payloads(&digest), [payload]);
            assert_eq!(digest.logs().len(), 1);
            assert_eq!(LatestLeaf::<Test>::get().unwrap().to_bytes().to_vec(), leaf);
            begin_block(number + 1);
        }

        assert_eq!(Streams::<Test>::get(first_bank(), 0).unwrap().sequence, anchored as u64);
        assert!(anchored > 300);
    });
}

#[test]
fn an_early_anchor_is_proven_by_every_later_header() {
    run(|| {
        open();
        let mut leaves: Vec<CalendarLeaf> = Vec::new();
        let mut early = Vec::new();

        for number in 1..=70 {
            if number == 3 {
                assert_ok!(anchor_next((1..=5).map(batch).collect()));
                early = BlockAnchors::<Test>::get();
            }
            let digest = end_block();
            leaves.push(LatestLeaf::<Test>::get().unwrap());
            begin_block(number + 1);

            let Some(anchor) = early.get(3) else { continue };
            let hashes: Vec<_> = early.iter().map(Anchor::hash).collect();
            let block_path = tree::inclusion_path(&hashes, 3).unwrap();
            let block = leaves[2];
            assert_ok!(tree::verify_inclusion(
                &block.anchors_root,
                block.anchor_count.into(),
                3,
                &anchor.hash(),
                &block_path,
            ));

            let calendar: Vec<_> = leaves.iter().map(CalendarLeaf::hash).collect();
            let path = tree::inclusion_path(&calendar, block.index()).unwrap();
            assert_ok!(tree::verify_inclusion(
                &root_in(&digest),
                number,
                block.number - 1,
                &block.hash(),
                &path,
            ));
        }
    });
}

#[test]
fn a_block_without_anchors_commits_to_the_empty_tree() {
    run(|| {
        let digest = end_block();

        let leaf = LatestLeaf::<Test>::get().unwrap();
        assert_eq!(leaf.anchors_root, sha2_256(b""));
        assert_eq!((leaf.number, leaf.anchor_count), (1, 0));
        assert_eq!(root_in(&digest), leaf.hash());
        begin_block(2);
    });
}

#[test]
fn anchors_stay_in_the_state_of_their_block_only() {
    run(|| {
        open();
        assert_ok!(anchor_next(vec![batch(1), batch(2)]));

        end_block();
        assert_eq!(Anchoring::block_anchors().len(), 2);

        begin_block(2);
        assert!(!BlockAnchors::<Test>::exists());
        assert!(!BlockAnchorCount::<Test>::exists());
    });
}

#[test]
fn the_beginning_of_a_block_pays_for_an_empty_end() {
    run(|| {
        let weight = Anchoring::on_initialize(1);

        let expected = <() as WeightInfo>::on_initialize() + <() as WeightInfo>::on_finalize(0);
        assert_eq!(weight, expected);
    });
}

fn weight_of(count: u32) -> Weight {
    let batches = vec![batch(1); count as usize].try_into().unwrap();
    let (stream, first_sequence, previous) = (0, 1, [0; 32]);
    Call::<Test>::anchor_batches { stream, first_sequence, previous, batches }
        .get_dispatch_info()
        .call_weight
}

fn measured_weight_of(count: u32) -> Weight {
    let end = <() as WeightInfo>::on_finalize(count) - <() as WeightInfo>::on_finalize(0);
    <() as WeightInfo>::anchor_batches(count) + end
}

#[test]
fn each_call_pays_for_what_its_anchors_add_to_the_end() {
    run(|| {
        for count in 0..=1 {
            assert_eq!(weight_of(count), measured_weight_of(count));
        }
    });
}

/// What does not fit into a block waits at the pool: no call fails because of those before it.
#[test]
fn a_block_is_full_before_it_has_too_many_anchors() {
    run(|| {
        let block = BlockWeights::get().max_block.ref_time();

        for count in 1..=MAX_BATCHES {
            let weight = weight_of(count);
            assert!(weight.all_gte(measured_weight_of(count)));
            let calls = block / weight.ref_time();
            assert!(calls * u64::from(count) <= MAX_ANCHORS.into(), "{calls} calls of {count}");
        }
        let weight = weight_of(MAX_BATCHES);
        assert!(weight.ref_time() > measured_weight_of(MAX_BATCHES).ref_time());
    });
}
