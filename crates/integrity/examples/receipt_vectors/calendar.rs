//! Receipts whose block or calendar has been changed, or that were put together from several.

use super::{
    Coded, FOUR, Given, Pack, Scene, calendar_path,
    content::{change, path_cases},
    cut, flip, header_bytes, with,
};
use critical_chains_integrity::{
    calendar::CalendarLeaf,
    verify::Code::{
        self, BatchRootDiffers, BlockIndexOutside, BlockPathLength, BlockRootDiffers,
        CalendarLeafMalformed, CalendarPathLength, CalendarRootDiffers, GenesisDiffers,
        HeaderTooEarly,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    blocks(scene, pack);
    leaves(scene, pack);
    calendar_paths(scene, pack);
    swaps(scene, pack);
}

fn blocks(scene: &Scene, pack: &mut Pack) {
    change(
        scene,
        pack,
        &[
            (
                "blk-index",
                BlockRootDiffers,
                &|r| r.block.index = 0,
                "the index is that of the anchor before",
            ),
            (
                "blk-index-path-length",
                BlockPathLength,
                &|r| r.block.index = 2,
                "the index is that of the last anchor, whose path is shorter",
            ),
            (
                "blk-index-size",
                BlockIndexOutside,
                &|r| r.block.index = 3,
                "the index is the number of anchors",
            ),
            (
                "blk-index-max",
                BlockIndexOutside,
                &|r| r.block.index = u64::MAX,
                "the index is 2^64 - 1",
            ),
        ],
    );
    path_cases(
        scene,
        pack,
        ("blk", "the block path"),
        |r| &mut r.block.path,
        (BlockRootDiffers, BlockPathLength),
    );
}

fn leaves(scene: &Scene, pack: &mut Pack) {
    let fields: [Coded<'_, CalendarLeaf>; 15] = [
        (
            "cal-genesis",
            GenesisDiffers,
            &|l| flip(&mut l.genesis, 0),
            "the genesis hash of the leaf is changed",
        ),
        (
            "cal-number",
            CalendarRootDiffers,
            &|l| l.number = 8,
            "the number of the block is changed; the path has the same length",
        ),
        ("cal-number-0", CalendarLeafMalformed, &|l| l.number = 0, "the number of the block is 0"),
        (
            "cal-number-path-length",
            CalendarPathLength,
            &|l| l.number = 12,
            "the number of the block is that of the header",
        ),
        (
            "cal-number-later",
            HeaderTooEarly,
            &|l| l.number = 13,
            "the number of the block is above that of the header",
        ),
        (
            "cal-number-max",
            HeaderTooEarly,
            &|l| l.number = u64::MAX,
            "the number of the block is 2^64 - 1",
        ),
        (
            "cal-timestamp",
            CalendarRootDiffers,
            &|l| l.timestamp -= 86_400_000,
            "the block is dated back by a day",
        ),
        ("cal-parent", CalendarRootDiffers, &|l| flip(&mut l.parent, 0), "the parent is changed"),
        (
            "cal-anchors-root",
            BlockRootDiffers,
            &|l| flip(&mut l.anchors_root, 0),
            "the root of the block tree is changed",
        ),
        (
            "cal-count-more",
            CalendarRootDiffers,
            &|l| l.anchor_count = 4,
            "one anchor more is claimed; the path has the same length",
        ),
        ("cal-count-less", BlockPathLength, &|l| l.anchor_count = 2, "one anchor less is claimed"),
        (
            "cal-count-index",
            BlockIndexOutside,
            &|l| l.anchor_count = 1,
            "so few anchors are claimed that this one is outside",
        ),
        ("cal-count-0", BlockIndexOutside, &|l| l.anchor_count = 0, "no anchors are claimed"),
        (
            "cal-count-max",
            BlockPathLength,
            &|l| l.anchor_count = u32::MAX,
            "2^32 - 1 anchors are claimed",
        ),
        (
            "cal-status",
            CalendarRootDiffers,
            &|l| flip(&mut l.status_root, 0),
            "the status root is changed",
        ),
    ];
    for (name, code, edit, mutation) in fields {
        let cbor = with(&scene.compact, |receipt| {
            let mut leaf = CalendarLeaf::from_bytes(&receipt.calendar_leaf).unwrap();
            edit(&mut leaf);
            receipt.calendar_leaf = leaf.to_bytes().to_vec();
        });
        pack.add(name, cbor, FOUR, code, mutation);
    }
    change(
        scene,
        pack,
        &[
            (
                "cal-tag",
                CalendarLeafMalformed,
                &|r| flip(&mut r.calendar_leaf, 7),
                "the tag is changed",
            ),
            ("cal-version", CalendarLeafMalformed, &|r| r.calendar_leaf[8] = 0, "the version is 0"),
            (
                "cal-short",
                CalendarLeafMalformed,
                &|r| cut(&mut r.calendar_leaf),
                "the leaf lacks its last byte",
            ),
            (
                "cal-long",
                CalendarLeafMalformed,
                &|r| r.calendar_leaf.push(0),
                "the leaf has one more byte",
            ),
            ("cal-empty", CalendarLeafMalformed, &|r| r.calendar_leaf.clear(), "the leaf is empty"),
            (
                "cal-receipt-genesis",
                GenesisDiffers,
                &|r| flip(&mut r.genesis, 31),
                "the genesis hash of the receipt is changed",
            ),
        ],
    );
}

fn calendar_paths(scene: &Scene, pack: &mut Pack) {
    path_cases(
        scene,
        pack,
        ("cal", "the calendar path"),
        calendar_path,
        (CalendarRootDiffers, CalendarPathLength),
    );
    change(
        scene,
        pack,
        &[
            (
                "cal-path-other-size",
                CalendarPathLength,
                &|r| *calendar_path(r) = scene.four.calendar_path(7, 31),
                "the calendar path is that of a larger calendar",
            ),
            (
                "cal-path-other-block",
                CalendarRootDiffers,
                &|r| *calendar_path(r) = scene.four.calendar_path(8, 12),
                "the calendar path is that of another block",
            ),
        ],
    );
}

/// Parts of valid receipts, put together wrongly.
fn swaps(scene: &Scene, pack: &mut Pack) {
    let Scene { four, twin, first, second, .. } = scene;
    let proof = || Some(four.compact(0, 12, 4, &[0, 1, 3]));
    let neighbour = four.receipt(second, 6, proof(), None);
    let earlier = four.receipt(first, 5, proof(), None);
    let later = four.receipt(second, 5, Some(four.compact(0, 14, 5, &[0, 1, 3])), None);
    let foreign = twin.receipt(second, 5, Some(twin.compact(0, 12, 4, &[0, 1, 3])), None);
    change(
        scene,
        pack,
        &[
            (
                "swap-record",
                BatchRootDiffers,
                &|r| r.record = neighbour.record.clone(),
                "salt and digest are those of another record of the batch",
            ),
            (
                "swap-batch",
                BatchRootDiffers,
                &|r| r.batch = neighbour.batch.clone(),
                "the place is that of another record of the batch",
            ),
            (
                "swap-record-part",
                BatchRootDiffers,
                &|r| (r.record, r.batch) = (earlier.record.clone(), earlier.batch.clone()),
                "the record's part is that of an earlier batch",
            ),
            (
                "swap-anchor",
                BatchRootDiffers,
                &|r| r.anchor = earlier.anchor.clone(),
                "the anchor is that of an earlier batch",
            ),
            (
                "swap-record-part-anchor",
                BlockRootDiffers,
                &|r| {
                    (r.record, r.batch, r.anchor) =
                        (earlier.record.clone(), earlier.batch.clone(), earlier.anchor.clone())
                },
                "record's part and anchor are those of an earlier batch",
            ),
            (
                "swap-block",
                BlockPathLength,
                &|r| r.block = earlier.block.clone(),
                "the place in the block is that of an earlier anchor",
            ),
            (
                "swap-leaf",
                BlockIndexOutside,
                &|r| r.calendar_leaf = earlier.calendar_leaf.clone(),
                "the calendar leaf is that of an earlier block",
            ),
            (
                "swap-block-leaf",
                BlockRootDiffers,
                &|r| {
                    (r.block, r.calendar_leaf) =
                        (earlier.block.clone(), earlier.calendar_leaf.clone())
                },
                "place and calendar leaf are those of an earlier block",
            ),
            (
                "swap-calendar-path",
                CalendarRootDiffers,
                &|r| *calendar_path(r) = earlier.finality.clone().unwrap().calendar_path,
                "the calendar path is that of an earlier block",
            ),
            (
                "swap-header",
                CalendarRootDiffers,
                &|r| *header_bytes(r) = header_bytes(&mut later.clone()).clone(),
                "the header is a later one",
            ),
            (
                "swap-votes",
                Code::InvalidSignature,
                &|r| {
                    r.finality.as_mut().unwrap().proof.votes =
                        later.finality.clone().unwrap().proof.votes
                },
                "the votes are those for a later block",
            ),
            (
                "swap-finality",
                CalendarRootDiffers,
                &|r| r.finality = foreign.finality.clone(),
                "the finality part is that of another chain with the same authorities",
            ),
            (
                "swap-chain",
                GenesisDiffers,
                &|r| {
                    let genesis = r.genesis;
                    *r = foreign.clone();
                    r.genesis = genesis;
                },
                "everything but the genesis hash is of another chain with the same authorities",
            ),
            (
                "swap-leaf-finality",
                GenesisDiffers,
                &|r| {
                    (r.calendar_leaf, r.finality) =
                        (foreign.calendar_leaf.clone(), foreign.finality.clone())
                },
                "calendar leaf and finality part are those of another chain",
            ),
        ],
    );
    pack.add(
        "tru-other-chain",
        foreign.to_cbor(),
        FOUR,
        Code::TrustGenesisDiffers,
        "the receipt is of another chain with the same authorities",
    );
    pack.again(
        "ok-twin",
        "tru-other-chain.cbor",
        Given::trust("trust-twin.json"),
        Code::OkFinality,
        "none: the same receipt with the trust file of its chain",
    );
}
