//! What is final is in the archive, and what contradicts its header never is.

use super::{Bench, FakeChain, Plan, anchor, catch_up};
use crate::archive::{ArchiveError, QueryError, chain::BlockFacts};
use critical_chains_integrity::tree::verify_consistency;

#[test]
fn archives_every_final_block_and_no_other() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    bench.chain.grow_unfinalised(Plan::default());

    let follower = bench.caught_up();

    let archive = bench.archive_of(&follower);
    assert_eq!(archive.progress().borrow().height, 3);
    assert_eq!(archive.checkpoint(None).unwrap().checkpoint.size, 3);
    assert!(matches!(archive.checkpoint(Some(4)), Err(QueryError::InvalidSize { .. })));
}

#[test]
fn begins_with_an_empty_calendar() {
    let bench = Bench::new();

    let follower = bench.caught_up();

    let empty = bench.archive_of(&follower).checkpoint(None).unwrap();
    assert_eq!(empty.checkpoint.size, 0);
    assert!(empty.last_block.is_none());
}

#[test]
fn finds_anchors_by_hash_and_by_sequence() {
    let bench = Bench::new();
    bench.chain.grow(Plan::default());
    bench.chain.grow(Plan { anchors: vec![anchor(1), anchor(2), anchor(3)], ..Plan::default() });
    let follower = bench.caught_up();

    let archive = bench.archive_of(&follower);

    let second = anchor(2);
    let by_hash = archive.anchor(&second.hash()).unwrap();
    assert_eq!((by_hash.anchor.block, by_hash.anchor.index), (2, 1));
    assert_eq!(by_hash.anchor.anchor, second);
    let by_sequence = archive.anchor_by_sequence(&second.stream, 2).unwrap();
    assert_eq!(by_sequence.anchor, by_hash.anchor);
    let unknown = archive.anchor_by_sequence(&second.stream, 4);
    assert!(matches!(unknown, Err(QueryError::UnknownAnchor)));
}

#[test]
fn lists_anchors_slice_by_slice() {
    let bench = Bench::new();
    bench.chain.grow(Plan { anchors: vec![anchor(1), anchor(2)], ..Plan::default() });
    bench.chain.grow(Plan::default());
    bench.chain.grow(Plan { anchors: vec![anchor(3)], ..Plan::default() });
    let follower = bench.caught_up();

    let archive = bench.archive_of(&follower);

    let places = |from, last, limit| {
        let slice = archive.anchors_from(from, last, limit).unwrap();
        slice.iter().map(|found| (found.anchor.block, found.anchor.index)).collect::<Vec<_>>()
    };
    assert_eq!(places((1, 0), 3, 9), [(1, 0), (1, 1), (3, 0)]);
    assert_eq!(places((1, 1), 3, 9), [(1, 1), (3, 0)]);
    assert_eq!(places((1, 0), 3, 2), [(1, 0), (1, 1)]);
    assert_eq!(places((2, 0), 2, 9), []);
    assert_eq!(places((4, 0), 9, 9), []);
    assert_eq!(places((3, 0), 1, 9), []);
}

#[test]
fn calendar_only_grows() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(70);
    let follower = bench.caught_up();

    let archive = bench.archive_of(&follower);

    for (old, new) in [(1, 1), (1, 70), (63, 64), (64, 65), (37, 70), (70, 70)] {
        let (old_root, new_root, path) = archive.consistency(old, new).unwrap();
        verify_consistency(old, new, &old_root, &new_root, &path).unwrap();
        assert_eq!(old_root, archive.checkpoint(Some(old)).unwrap().checkpoint.root);
    }
    assert!(matches!(archive.consistency(0, 5), Err(QueryError::InvalidSize { .. })));
    assert!(matches!(archive.consistency(5, 71), Err(QueryError::InvalidSize { .. })));
    assert!(matches!(archive.consistency(6, 5), Err(QueryError::SizesReversed { .. })));
}

mod refuses {
    use super::*;

    /// Archives a chain whose second block is a lie; says what was found out.
    fn found_out(lie: impl FnOnce(&mut BlockFacts)) -> &'static str {
        let bench = Bench::new();
        bench.chain.grow_anchoring(3);
        bench.chain.tamper(2, lie);

        let mut follower = bench.open().unwrap();
        let error = catch_up(&mut follower).unwrap_err();

        let archive = bench.archive_of(&follower);
        assert_eq!(archive.checkpoint(None).unwrap().checkpoint.size, 0, "part of it is there");
        match error {
            ArchiveError::Contradiction { number: 2, what, .. } => what,
            other => panic!("another error: {other}"),
        }
    }

    #[test]
    fn leaf_that_is_not_in_the_header() {
        assert_eq!(found_out(|block| block.leaf.timestamp += 1), "leaf");
        assert_eq!(found_out(|block| block.leaf.status_root = [9; 32]), "leaf");
    }

    #[test]
    fn leaf_of_another_place() {
        assert_eq!(found_out(|block| block.leaf.genesis = [9; 32]), "genesis hash");
        assert_eq!(found_out(|block| block.leaf.number = 3), "number");
        assert_eq!(found_out(|block| block.leaf.parent = [9; 32]), "parent");
    }

    #[test]
    fn anchors_that_are_not_in_the_leaf() {
        assert_eq!(found_out(|block| block.anchors.clear()), "number of anchors");
        assert_eq!(found_out(|block| block.anchors.push(anchor(9))), "number of anchors");
        assert_eq!(found_out(|block| block.anchors[0].leaf_count = 2), "block tree");
    }

    #[test]
    fn header_of_another_block() {
        let other = Bench::new().chain;
        other.grow_anchoring(4);
        let header_of = |number| move |chain: &FakeChain| facts(chain, number).header;
        let (third, fourth) = (header_of(3)(&other), header_of(4)(&other));

        assert_eq!(found_out(|block| block.header = third), "number in the header");
        assert_eq!(found_out(|block| block.header = fourth), "number in the header");
        assert_eq!(found_out(|block| block.header.clear()), "header");
        assert_eq!(found_out(|block| block.header.truncate(90)), "header");
    }

    #[test]
    fn calendar_root_of_another_history() {
        let other = Bench::new().chain;
        other.grow(Plan { anchors: vec![anchor(77)], justified: true, ..Plan::default() });
        other.grow_anchoring(1);
        let foreign = facts(&other, 2);

        let what = found_out(|block| {
            let parent = block.leaf.parent;
            *block = foreign;
            block.leaf.parent = parent;
        });

        assert_eq!(what, "leaf");
    }

    fn facts(chain: &FakeChain, number: u32) -> BlockFacts {
        crate::archive::chain::Chain::facts(chain, number).unwrap()
    }
}
