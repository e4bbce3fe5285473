//! Receipts that are as they should be, or whose checkpoint part is not, and what is trusted.

use super::{
    CHECKPOINT, Coded, FOUR, Given, Pack, Scene,
    chain::{keys, public, seed},
    compact_votes, cut, flip, with,
};
use critical_chains_integrity::{
    calendar::CalendarLeaf,
    checkpoint::Checkpoint,
    receipt::{CheckpointPath, Receipt},
    trust::TrustFile,
    verify::Code::{
        self, BitmapMalformed, CalendarPathLength, CheckpointOriginDiffers, CheckpointRootDiffers,
        CheckpointTooEarly, InvalidSignature, NothingToTrust, OkCheckpoint, OkFinality,
        OtherCheckpointSize, SetUnknown, TooFewSignatures, TrustGenesisDiffers,
    },
};

/// Writes what verifiers are given.
pub(super) fn add_files(scene: &Scene, pack: &mut Pack) {
    let Scene { four, twin, seven, second, .. } = scene;
    let edited = |edit: &dyn Fn(&mut TrustFile)| {
        let mut trust = four.trust();
        edit(&mut trust);
        trust.validate().unwrap();
        trust.to_json()
    };
    let strangers: Vec<[u8; 32]> = keys("stranger", 5).iter().map(public).collect();
    let with_strangers = |count: usize| {
        edited(&|trust| trust.authority_sets[0].authorities.extend(&strangers[..count]))
    };
    pack.file("trust-four.json", four.trust().to_json());
    pack.file("trust-twin.json", twin.trust().to_json());
    pack.file("trust-seven.json", seven.trust().to_json());
    pack.file("trust-set-1.json", edited(&|trust| drop(trust.authority_sets.remove(0))));
    pack.file(
        "trust-other-keys.json",
        edited(&|trust| trust.authority_sets[0].authorities = strangers[..4].to_vec()),
    );
    pack.file(
        "trust-reordered.json",
        edited(&|trust| trust.authority_sets[0].authorities.reverse()),
    );
    pack.file("trust-five.json", with_strangers(1));
    pack.file("trust-nine.json", with_strangers(5));
    let checkpoints = || vec![four.checkpoint(7), four.checkpoint(31)];
    pack.file(
        "trust-checkpoints.json",
        edited(&|trust| (trust.authority_sets, trust.checkpoints) = (Vec::new(), checkpoints())),
    );
    pack.file(
        "trust-checkpoint-36.json",
        edited(&|trust| {
            (trust.authority_sets, trust.checkpoints) = (Vec::new(), vec![four.checkpoint(36)])
        }),
    );

    let checkpoint = four.checkpoint(31);
    let false_root = Checkpoint { root: seed("false"), ..checkpoint.clone() };
    pack.file(
        "trust-false-checkpoint.json",
        edited(&|trust| trust.checkpoints = vec![false_root.clone()]),
    );
    let at_header = four.checkpoint(12);
    let false_at_header = Checkpoint { root: seed("false"), ..at_header.clone() };
    pack.file(
        "trust-false-checkpoint-12.json",
        edited(&|trust| trust.checkpoints = vec![false_at_header.clone()]),
    );
    pack.file(
        "trust-set-1-false-checkpoint-12.json",
        edited(&|trust| {
            trust.authority_sets.remove(0);
            trust.checkpoints = vec![false_at_header.clone()];
        }),
    );
    pack.file("checkpoint-12.txt", at_header.to_text());
    pack.file("checkpoint-12-false.txt", false_at_header.to_text());
    pack.file("checkpoint-31.txt", checkpoint.to_text());
    pack.file("checkpoint-36.txt", four.checkpoint(36).to_text());
    pack.file("checkpoint-31-false.txt", false_root.to_text());
    pack.file("checkpoint-31-twin.txt", twin.checkpoint(31).to_text());
    let signed =
        format!("{}\n\u{2014} example.org/witness {}\n", checkpoint.to_text(), "AAAA".repeat(17));
    pack.file("checkpoint-31-signed.txt", signed);

    let record = String::from_utf8(second.records[5].clone()).unwrap();
    pack.file("record-5.txt", record.clone());
    pack.file("record-5-altered.txt", record.replace("105.00", "905.00"));
    pack.file("record-6.txt", second.records[6].clone());
}

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    trust_files(pack);
    nothing_to_trust(pack);
    checkpoint_paths(scene, pack);
    checkpoints(pack);
    checkpoints_at_header(pack);
    both(scene, pack);
}

fn trust_files(pack: &mut Pack) {
    let cases: [(&str, &'static str, Code, &str); 7] = [
        (
            "tru-genesis",
            "trust-twin.json",
            TrustGenesisDiffers,
            "the trust file is of another chain with the same authorities",
        ),
        (
            "tru-seven",
            "trust-seven.json",
            TrustGenesisDiffers,
            "the trust file is of another chain",
        ),
        (
            "tru-other-keys",
            "trust-other-keys.json",
            InvalidSignature,
            "the trust file has other authorities under this set id",
        ),
        (
            "tru-reordered",
            "trust-reordered.json",
            InvalidSignature,
            "the trust file has the authorities in another order",
        ),
        (
            "tru-five",
            "trust-five.json",
            TooFewSignatures,
            "the trust file has one authority more under this set id",
        ),
        (
            "tru-nine",
            "trust-nine.json",
            BitmapMalformed,
            "the trust file has nine authorities under this set id",
        ),
        (
            "inc-set-before",
            "trust-set-1.json",
            SetUnknown,
            "the trust file has later authority sets only",
        ),
    ];
    for (name, trust, code, mutation) in cases {
        pack.again(name, "ok-compact.cbor", Given::trust(trust), code, mutation);
    }
    pack.again(
        "tru-genesis-keyless",
        "ok-checkpoint.cbor",
        Given::trust("trust-twin.json").checkpoint("checkpoint-31.txt"),
        TrustGenesisDiffers,
        "the trust file is of another chain, the checkpoint is right",
    );
    pack.again(
        "tru-full-five",
        "ok-full.cbor",
        Given::trust("trust-five.json"),
        TooFewSignatures,
        "full form; the trust file has one authority more under this set id",
    );
}

fn nothing_to_trust(pack: &mut Pack) {
    let cases = [
        ("inc-nothing", "ok-compact.cbor", Given::NOTHING, NothingToTrust, "nothing is given"),
        (
            "inc-nothing-keyless",
            "ok-checkpoint.cbor",
            Given::NOTHING,
            NothingToTrust,
            "nothing is given to a receipt with a path to a checkpoint",
        ),
        (
            "inc-nothing-both",
            "ok-both.cbor",
            Given::NOTHING,
            NothingToTrust,
            "nothing is given to a receipt with both",
        ),
        (
            "inc-checkpoint-for-signatures",
            "ok-compact.cbor",
            CHECKPOINT,
            NothingToTrust,
            "a checkpoint is given to a receipt with signatures only",
        ),
        (
            "inc-file-without-sets",
            "ok-compact.cbor",
            Given::trust("trust-checkpoints.json"),
            NothingToTrust,
            "a trust file without authority sets is given to a receipt with signatures only",
        ),
        (
            "inc-file-for-checkpoint",
            "ok-checkpoint.cbor",
            FOUR,
            NothingToTrust,
            "a trust file without checkpoints is given to a receipt with a path to one",
        ),
        (
            "inc-size",
            "ok-checkpoint.cbor",
            Given::NOTHING.checkpoint("checkpoint-36.txt"),
            OtherCheckpointSize,
            "the checkpoint given is of another size",
        ),
        (
            "inc-size-in-file",
            "ok-checkpoint.cbor",
            Given::trust("trust-checkpoint-36.json"),
            OtherCheckpointSize,
            "the checkpoint of the trust file is of another size",
        ),
        (
            "inc-both-set-unknown",
            "ok-both.cbor",
            Given::trust("trust-set-1.json").checkpoint("checkpoint-36.txt"),
            SetUnknown,
            "the set is unknown, and the checkpoint is of another size",
        ),
        (
            "inc-both-size",
            "ok-both.cbor",
            Given::NOTHING.checkpoint("checkpoint-36.txt"),
            OtherCheckpointSize,
            "a receipt with both, the checkpoint given is of another size",
        ),
    ];
    for (name, file, given, code, mutation) in cases {
        pack.again(name, file, given, code, mutation);
    }
}

fn part(receipt: &mut Receipt) -> &mut CheckpointPath {
    receipt.checkpoint.as_mut().unwrap()
}

fn checkpoint_paths(scene: &Scene, pack: &mut Pack) {
    for i in 0..5 {
        let cbor = with(&scene.keyless, |r| flip(&mut part(r).path[i], 16));
        let mutation = format!("hash {i} of the path to the checkpoint is changed");
        pack.add(&format!("ckp-path-{i}"), cbor, CHECKPOINT, CheckpointRootDiffers, &mutation);
    }
    let leaf = |r: &mut Receipt, edit: &dyn Fn(&mut CalendarLeaf)| {
        let mut leaf = CalendarLeaf::from_bytes(&r.calendar_leaf).unwrap();
        edit(&mut leaf);
        r.calendar_leaf = leaf.to_bytes().to_vec();
    };
    let cases: [Coded<'_, Receipt>; 11] = [
        (
            "ckp-path-short",
            CalendarPathLength,
            &|r| cut(&mut part(r).path),
            "the path to the checkpoint lacks its last hash",
        ),
        (
            "ckp-path-long",
            CalendarPathLength,
            &|r| part(r).path.push([0; 32]),
            "the path to the checkpoint has one more hash",
        ),
        (
            "ckp-path-empty",
            CalendarPathLength,
            &|r| part(r).path.clear(),
            "the path to the checkpoint is empty",
        ),
        (
            "ckp-path-reversed",
            CheckpointRootDiffers,
            &|r| part(r).path.reverse(),
            "the path to the checkpoint is reversed",
        ),
        (
            "ckp-size-early",
            CheckpointTooEarly,
            &|r| part(r).size = 6,
            "the size is below the number of the anchor's block",
        ),
        ("ckp-size-0", CheckpointTooEarly, &|r| part(r).size = 0, "the size is 0"),
        ("ckp-size-max", CalendarPathLength, &|r| part(r).size = u64::MAX, "the size is 2^64 - 1"),
        (
            "inc-size-changed",
            OtherCheckpointSize,
            &|r| part(r).size = 30,
            "the size is one less; the path has the same length",
        ),
        (
            "ckp-timestamp",
            CheckpointRootDiffers,
            &|r| leaf(r, &|leaf| leaf.timestamp += 1),
            "the time of the block is changed",
        ),
        (
            "ckp-number",
            CheckpointRootDiffers,
            &|r| leaf(r, &|leaf| leaf.number = 8),
            "the number of the block is changed",
        ),
        (
            "ckp-parent",
            CheckpointRootDiffers,
            &|r| leaf(r, &|leaf| flip(&mut leaf.parent, 0)),
            "the parent of the block is changed",
        ),
    ];
    for (name, code, change, mutation) in cases {
        pack.add(name, with(&scene.keyless, change), CHECKPOINT, code, mutation);
    }
}

fn checkpoints(pack: &mut Pack) {
    let given = |name| Given::NOTHING.checkpoint(name);
    let cases = [
        (
            "ckp-false",
            given("checkpoint-31-false.txt"),
            CheckpointRootDiffers,
            "the checkpoint given has another root",
        ),
        (
            "ckp-origin",
            given("checkpoint-31-twin.txt"),
            CheckpointOriginDiffers,
            "the checkpoint given is of another chain",
        ),
        (
            "ckp-false-in-file",
            Given::trust("trust-false-checkpoint.json"),
            CheckpointRootDiffers,
            "the checkpoint of the trust file has another root",
        ),
        (
            "ckp-fork",
            Given::trust("trust-false-checkpoint.json").checkpoint("checkpoint-31.txt"),
            CheckpointRootDiffers,
            "the checkpoint given and that of the trust file contradict each other",
        ),
    ];
    for (name, given, code, mutation) in cases {
        pack.again(name, "ok-checkpoint.cbor", given, code, mutation);
    }
    pack.again(
        "ckp-origin-not-needed",
        "ok-compact.cbor",
        FOUR.checkpoint("checkpoint-31-twin.txt"),
        CheckpointOriginDiffers,
        "a checkpoint of another chain is given beside the right trust file",
    );
}

/// The checkpoint is of the size that the finalised header states a root for.
fn checkpoints_at_header(pack: &mut Pack) {
    let cases = [
        (
            "ckp-header",
            "ok-compact.cbor",
            FOUR.checkpoint("checkpoint-12-false.txt"),
            CheckpointRootDiffers,
            "the checkpoint given states another root for the block that the signatures are for",
        ),
        (
            "ckp-header-full",
            "ok-full.cbor",
            FOUR.checkpoint("checkpoint-12-false.txt"),
            CheckpointRootDiffers,
            "the same in full form",
        ),
        (
            "ckp-header-in-file",
            "ok-compact.cbor",
            Given::trust("trust-false-checkpoint-12.json"),
            CheckpointRootDiffers,
            "the same with the checkpoint in the trust file",
        ),
        (
            "ckp-header-fork",
            "ok-compact.cbor",
            Given::trust("trust-false-checkpoint-12.json").checkpoint("checkpoint-12.txt"),
            CheckpointRootDiffers,
            "the checkpoint of the trust file contradicts header and checkpoint given",
        ),
        (
            "both-header",
            "ok-both.cbor",
            Given::trust("trust-false-checkpoint-12.json").checkpoint("checkpoint-31.txt"),
            CheckpointRootDiffers,
            "the checkpoint given is right, another one contradicts the header",
        ),
        (
            "ok-checkpoint-at-header",
            "ok-compact.cbor",
            FOUR.checkpoint("checkpoint-12.txt"),
            OkFinality,
            "none: the checkpoint given is the one that the header states",
        ),
        (
            "inc-header-not-judged",
            "ok-compact.cbor",
            Given::trust("trust-set-1-false-checkpoint-12.json"),
            SetUnknown,
            "the set is unknown, so nothing is proven that a checkpoint could contradict",
        ),
        (
            "ok-header-not-judged",
            "ok-both.cbor",
            Given::trust("trust-set-1-false-checkpoint-12.json").checkpoint("checkpoint-31.txt"),
            OkCheckpoint,
            "the set is unknown, and the receipt has a path to the checkpoint given",
        ),
    ];
    for (name, file, given, code, mutation) in cases {
        pack.again(name, file, given, code, mutation);
    }
}

/// One of the two proofs is false: the other one does not save the receipt.
fn both(scene: &Scene, pack: &mut Pack) {
    let given = FOUR.checkpoint("checkpoint-31.txt");
    let cbor = with(&scene.both, |r| flip(&mut compact_votes(r).1[2], 0));
    pack.add(
        "both-signature",
        cbor,
        given,
        InvalidSignature,
        "a signature is changed, the checkpoint part is right",
    );
    let cbor = with(&scene.both, |r| flip(&mut part(r).path[0], 0));
    pack.add(
        "both-path",
        cbor,
        given,
        CheckpointRootDiffers,
        "the path to the checkpoint is changed, the signatures are right",
    );
    let cbor = with(&scene.both, |r| cut(&mut part(r).path));
    pack.add(
        "both-path-short",
        cbor,
        FOUR,
        CalendarPathLength,
        "the path to the checkpoint is short, no checkpoint is given",
    );
    pack.again(
        "both-false",
        "ok-both.cbor",
        FOUR.checkpoint("checkpoint-31-false.txt"),
        CheckpointRootDiffers,
        "the checkpoint given has another root, the signatures are right",
    );
    pack.again(
        "both-false-in-file",
        "ok-both.cbor",
        Given::trust("trust-false-checkpoint.json"),
        CheckpointRootDiffers,
        "the checkpoint of the trust file has another root, the signatures are right",
    );
}
