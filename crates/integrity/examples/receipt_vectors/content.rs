//! Receipts whose record, batch or anchor has been changed.

use super::{Coded, FOUR, Named, Pack, Scene, cut, flip, with};
use critical_chains_integrity::{
    Hash,
    anchor::Anchor,
    receipt::Receipt,
    verify::Code::{
        self, AnchorMalformed, BatchIndexOutside, BatchPathLength, BatchRootDiffers,
        BlockRootDiffers, RecordDiffers,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    records(scene, pack);
    batches(scene, pack);
    anchors(scene, pack);
}

/// Applies each change to the receipt that most cases are about.
pub(super) fn change(scene: &Scene, pack: &mut Pack, cases: &[Coded<'_, Receipt>]) {
    for (name, code, change, mutation) in cases {
        pack.add(name, with(&scene.compact, change), FOUR, *code, mutation);
    }
}

/// Flips a bit of each hash of a path, and makes the path shorter, longer and differently ordered.
pub(super) fn path_cases(
    scene: &Scene,
    pack: &mut Pack,
    (name, what): (&str, &str),
    path: impl Fn(&mut Receipt) -> &mut Vec<Hash>,
    (root, length): (Code, Code),
) {
    let len = path(&mut scene.compact.clone()).len();
    for i in 0..len {
        let cbor = with(&scene.compact, |receipt| flip(&mut path(receipt)[i], 31));
        let mutation = format!("hash {i} of {what} is changed");
        pack.add(&format!("{name}-path-{i}"), cbor, FOUR, root, &mutation);
    }
    let shorter = with(&scene.compact, |receipt| cut(path(receipt)));
    pack.add(
        &format!("{name}-path-short"),
        shorter,
        FOUR,
        length,
        &format!("{what} lacks its last hash"),
    );
    let longer = with(&scene.compact, |receipt| path(receipt).push([0; 32]));
    pack.add(
        &format!("{name}-path-long"),
        longer,
        FOUR,
        length,
        &format!("{what} has one more hash"),
    );
    let empty = with(&scene.compact, |receipt| path(receipt).clear());
    pack.add(&format!("{name}-path-empty"), empty, FOUR, length, &format!("{what} is empty"));
    let reversed = with(&scene.compact, |receipt| path(receipt).reverse());
    pack.add(
        &format!("{name}-path-reversed"),
        reversed,
        FOUR,
        root,
        &format!("{what} is reversed"),
    );
}

fn records(scene: &Scene, pack: &mut Pack) {
    let record = scene.second.records[5].clone();
    let carried: [Named<'_, Receipt>; 3] = [
        (
            "rec-content",
            &|r| flip(r.record.content.as_mut().unwrap(), 200),
            "one bit of the carried record is changed",
        ),
        (
            "rec-content-empty",
            &|r| r.record.content = Some(Vec::new()),
            "the carried record is empty",
        ),
        (
            "rec-content-digest",
            &|r| flip(&mut r.record.digest, 0),
            "the digest beside the carried record is changed",
        ),
    ];
    for (name, change, mutation) in carried {
        let cbor = with(&scene.compact, |receipt| {
            receipt.record.content = Some(record.clone());
            change(receipt);
        });
        pack.add(name, cbor, FOUR, RecordDiffers, mutation);
    }
    let cbor = with(&scene.compact, |receipt| {
        receipt.record.content = Some(scene.second.records[6].clone())
    });
    pack.add(
        "rec-content-other",
        cbor,
        FOUR,
        RecordDiffers,
        "the carried record is another one of the batch",
    );
    pack.again(
        "rec-given-other",
        "ok-compact.cbor",
        FOUR.record("record-6.txt"),
        RecordDiffers,
        "the record given is another one of the batch",
    );
    pack.again(
        "rec-given-altered",
        "ok-compact.cbor",
        FOUR.record("record-5-altered.txt"),
        RecordDiffers,
        "the amount in the record given is changed",
    );
    pack.again(
        "rec-carried-given-other",
        "ok-record-carried.cbor",
        FOUR.record("record-6.txt"),
        RecordDiffers,
        "the carried record is right, the one given is not",
    );
}

fn batches(scene: &Scene, pack: &mut Pack) {
    change(
        scene,
        pack,
        &[
            ("bat-salt", BatchRootDiffers, &|r| flip(&mut r.record.salt, 0), "the salt is changed"),
            ("bat-salt-zero", BatchRootDiffers, &|r| r.record.salt = [0; 32], "the salt is erased"),
            (
                "bat-digest",
                BatchRootDiffers,
                &|r| flip(&mut r.record.digest, 31),
                "the digest is changed",
            ),
            (
                "bat-salt-digest-swapped",
                BatchRootDiffers,
                &|r| core::mem::swap(&mut r.record.salt, &mut r.record.digest),
                "salt and digest are swapped",
            ),
            (
                "bat-index",
                BatchRootDiffers,
                &|r| r.batch.index = 4,
                "the index is that of the record before",
            ),
            (
                "bat-index-path-length",
                BatchPathLength,
                &|r| r.batch.index = 12,
                "the index is that of the last record, whose path is shorter",
            ),
            (
                "bat-index-size",
                BatchIndexOutside,
                &|r| r.batch.index = 13,
                "the index is the number of records",
            ),
            (
                "bat-index-max",
                BatchIndexOutside,
                &|r| r.batch.index = u64::MAX,
                "the index is 2^64 - 1",
            ),
        ],
    );
    path_cases(
        scene,
        pack,
        ("bat", "the batch path"),
        |r| &mut r.batch.path,
        (BatchRootDiffers, BatchPathLength),
    );
}

fn anchors(scene: &Scene, pack: &mut Pack) {
    let fields: [Coded<'_, Anchor>; 16] = [
        (
            "anc-stream",
            BlockRootDiffers,
            &|a| a.stream.number += 1,
            "the number of the stream is changed",
        ),
        ("anc-sequence", BlockRootDiffers, &|a| a.sequence = 3, "the sequence number is changed"),
        ("anc-sequence-0", AnchorMalformed, &|a| a.sequence = 0, "the sequence number is 0"),
        (
            "anc-sequence-1",
            AnchorMalformed,
            &|a| a.sequence = 1,
            "the sequence number is 1, but there is an anchor before",
        ),
        (
            "anc-previous",
            BlockRootDiffers,
            &|a| flip(&mut a.previous, 0),
            "the hash of the anchor before is changed",
        ),
        (
            "anc-previous-zero",
            AnchorMalformed,
            &|a| a.previous = [0; 32],
            "the sequence number is 2, but there is no anchor before",
        ),
        ("anc-root", BatchRootDiffers, &|a| flip(&mut a.root, 0), "the batch root is changed"),
        (
            "anc-count-more",
            BlockRootDiffers,
            &|a| a.leaf_count = 14,
            "one record more is claimed; the path has the same length",
        ),
        ("anc-count-less", BatchPathLength, &|a| a.leaf_count = 6, "fewer records are claimed"),
        (
            "anc-count-index",
            BatchIndexOutside,
            &|a| a.leaf_count = 5,
            "so few records are claimed that this one is outside",
        ),
        (
            "anc-count-max",
            BatchPathLength,
            &|a| a.leaf_count = u64::MAX,
            "2^64 - 1 records are claimed",
        ),
        ("anc-count-0", AnchorMalformed, &|a| a.leaf_count = 0, "no records are claimed"),
        (
            "anc-not-before",
            BlockRootDiffers,
            &|a| a.not_before -= 1,
            "the start of the interval is changed",
        ),
        (
            "anc-not-after",
            BlockRootDiffers,
            &|a| a.not_after += 1,
            "the end of the interval is changed",
        ),
        (
            "anc-interval",
            AnchorMalformed,
            &|a| a.not_before = a.not_after + 1,
            "the interval ends before it starts",
        ),
        (
            "anc-profile",
            BlockRootDiffers,
            &|a| a.profile = "iso20022:pacs.008.001.09".parse().unwrap(),
            "the profile is changed",
        ),
    ];
    for (name, code, edit, mutation) in fields {
        let cbor = with(&scene.compact, |receipt| {
            let mut anchor = Anchor::from_bytes(&receipt.anchor).unwrap();
            edit(&mut anchor);
            receipt.anchor = anchor.to_bytes();
        });
        pack.add(name, cbor, FOUR, code, mutation);
    }
    change(
        scene,
        pack,
        &[
            ("anc-tag", AnchorMalformed, &|r| flip(&mut r.anchor, 0), "the tag is changed"),
            ("anc-version", AnchorMalformed, &|r| r.anchor[8] = 2, "the version is 2"),
            (
                "anc-lei",
                AnchorMalformed,
                &|r| r.anchor[9] = b'6',
                "a character of the LEI is changed",
            ),
            (
                "anc-lei-lower",
                AnchorMalformed,
                &|r| r.anchor[15] = b'c',
                "a letter of the LEI is in lower case",
            ),
            ("anc-algorithm", AnchorMalformed, &|r| r.anchor[73] = 2, "the hash algorithm is 2"),
            (
                "anc-profile-character",
                AnchorMalformed,
                &|r| *r.anchor.last_mut().unwrap() = b' ',
                "the profile ends in a space",
            ),
            (
                "anc-profile-length",
                AnchorMalformed,
                &|r| r.anchor[130] -= 1,
                "the length of the profile is one less",
            ),
            (
                "anc-short",
                AnchorMalformed,
                &|r| cut(&mut r.anchor),
                "the statement lacks its last byte",
            ),
            (
                "anc-long",
                AnchorMalformed,
                &|r| r.anchor.push(b'0'),
                "the statement has one more byte",
            ),
            ("anc-empty", AnchorMalformed, &|r| r.anchor.clear(), "the statement is empty"),
        ],
    );
}
