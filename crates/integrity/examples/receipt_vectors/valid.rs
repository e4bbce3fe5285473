//! Receipts that verify.

use super::{CHECKPOINT, FOUR, Given, Pack, Scene};
use critical_chains_integrity::verify::Code::{OkCheckpoint, OkFinality};

const SEVEN: Given = Given::trust("trust-seven.json");

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    let Scene { four, seven, first, second, single, thousand, .. } = scene;

    pack.add(
        "ok-compact",
        scene.compact.to_cbor(),
        FOUR,
        OkFinality,
        "none: three of four signatures for the header",
    );
    pack.again(
        "ok-record-given",
        "ok-compact.cbor",
        FOUR.record("record-5.txt"),
        OkFinality,
        "none: the canonical record is given",
    );
    pack.again(
        "ok-checkpoint-not-needed",
        "ok-compact.cbor",
        FOUR.checkpoint("checkpoint-36.txt"),
        OkFinality,
        "none: a checkpoint of the same chain is given and not needed",
    );

    let mut carried = scene.compact.clone();
    carried.record = carried.record.with_content(second.records[5].clone());
    pack.add(
        "ok-record-carried",
        carried.to_cbor(),
        FOUR,
        OkFinality,
        "none: the receipt carries the canonical record",
    );

    let all = four.compact(0, 12, 4, &[0, 1, 2, 3]);
    pack.add(
        "ok-all-signatures",
        four.receipt(second, 5, Some(all), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: four of four signatures",
    );

    pack.add(
        "ok-full",
        scene.full.to_cbor(),
        FOUR,
        OkFinality,
        "none: votes for the header and two of its descendants",
    );

    let own = four.compact(0, 7, 2, &[1, 2, 3]);
    pack.add(
        "ok-own-header",
        four.receipt(second, 5, Some(own), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: the finalised header is that of the anchor's block",
    );

    let change = four.compact(0, 20, 9, &[0, 2, 3]);
    pack.add(
        "ok-change-block",
        four.receipt(second, 5, Some(change), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: the finalised header schedules the next authority set",
    );

    let after = four.compact(1, 30, 1, &[0, 1, 2]);
    pack.add(
        "ok-after-change",
        four.receipt(second, 5, Some(after.clone()), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: finalised by the next authority set",
    );
    pack.add(
        "ok-thousand",
        four.receipt(thousand, 999, Some(after), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: last of 1,000 records",
    );

    for (name, index) in [("ok-first-record", 0), ("ok-last-record", 12)] {
        let proof = four.compact(0, 12, 4, &[0, 1, 3]);
        pack.add(
            name,
            four.receipt(first, index, Some(proof), None).to_cbor(),
            FOUR,
            OkFinality,
            "none: the only batch of its block, a record at its edge",
        );
    }

    let proof = four.compact(0, 9, 1, &[0, 1, 2]);
    pack.add(
        "ok-single",
        four.receipt(single, 0, Some(proof), None).to_cbor(),
        FOUR,
        OkFinality,
        "none: one record, one batch: two empty paths",
    );

    let proof = seven.compact(0, 1, 1, &[0, 1, 2, 3, 4]);
    pack.add(
        "ok-block-one",
        seven.receipt(single, 0, Some(proof), None).to_cbor(),
        SEVEN,
        OkFinality,
        "none: the first block: three empty paths",
    );

    let proof = seven.compact(0, 9, 2, &[0, 2, 3, 5, 6]);
    pack.add(
        "ok-seven",
        seven.receipt(first, 4, Some(proof), None).to_cbor(),
        SEVEN,
        OkFinality,
        "none: five of seven signatures",
    );

    let (h9, h10, h11) = (seven.header(9), seven.header(10), seven.header(11));
    let f10 = seven.fork(h9);
    let f11 = seven.fork(&f10);
    let proof = seven.full(
        0,
        9,
        2,
        &[(0, h9), (1, h10), (2, h11), (4, &f10), (6, &f11)],
        &[h10, h11, &f10, &f11],
    );
    pack.add(
        "ok-seven-forks",
        seven.receipt(first, 4, Some(proof), None).to_cbor(),
        SEVEN,
        OkFinality,
        "none: votes for both branches of a fork above the header",
    );

    let proof =
        seven.full(0, 9, 2, &[(0, h11), (1, h11), (2, h11), (3, h11), (4, h11)], &[h10, h11]);
    pack.add(
        "ok-seven-later",
        seven.receipt(first, 4, Some(proof), None).to_cbor(),
        SEVEN,
        OkFinality,
        "none: all votes for one descendant of the header",
    );

    pack.add(
        "ok-checkpoint",
        scene.keyless.to_cbor(),
        CHECKPOINT,
        OkCheckpoint,
        "none: a checkpoint is given",
    );
    pack.again(
        "ok-checkpoint-signed",
        "ok-checkpoint.cbor",
        Given::NOTHING.checkpoint("checkpoint-31-signed.txt"),
        OkCheckpoint,
        "none: the checkpoint is a signed note",
    );
    pack.again(
        "ok-checkpoint-in-file",
        "ok-checkpoint.cbor",
        Given::trust("trust-checkpoints.json"),
        OkCheckpoint,
        "none: the trust file has the checkpoint",
    );
    pack.again(
        "ok-checkpoint-in-file-only",
        "ok-checkpoint.cbor",
        Given::trust("trust-checkpoints.json").checkpoint("checkpoint-36.txt"),
        OkCheckpoint,
        "none: the checkpoint given is of another size, the trust file has the right one",
    );

    let own = four.receipt(second, 5, None, Some(7));
    pack.add(
        "ok-checkpoint-own",
        own.to_cbor(),
        Given::trust("trust-checkpoints.json"),
        OkCheckpoint,
        "none: the checkpoint ends with the anchor's block",
    );

    pack.add(
        "ok-both",
        scene.both.to_cbor(),
        FOUR.checkpoint("checkpoint-31.txt"),
        OkFinality,
        "none: signatures and checkpoint, both checked",
    );
    pack.again(
        "ok-both-by-signatures",
        "ok-both.cbor",
        FOUR,
        OkFinality,
        "none: signatures and checkpoint, only a trust file is given",
    );
    pack.again(
        "ok-both-other-size",
        "ok-both.cbor",
        FOUR.checkpoint("checkpoint-36.txt"),
        OkFinality,
        "none: signatures and checkpoint, the one given is of another size",
    );
    pack.again(
        "ok-both-by-checkpoint",
        "ok-both.cbor",
        CHECKPOINT,
        OkCheckpoint,
        "none: signatures and checkpoint, only a checkpoint is given",
    );
    pack.again(
        "ok-both-set-unknown",
        "ok-both.cbor",
        Given::trust("trust-set-1.json").checkpoint("checkpoint-31.txt"),
        OkCheckpoint,
        "none: signatures and checkpoint, the set is unknown",
    );
}
