//! Headers that a set has made final and that are not the last of that set.

use super::{HandoffPack, Refusal, Scene, kind};
use critical_chains_integrity::finality::{FinalityProof, Header};

const BEYOND: Refusal = kind("VotesBeyond");
const BEFORE: Refusal = kind("BeforeItsSet");
const AMBIGUOUS: Refusal = kind("Ambiguous");

pub(super) fn add(scene: &Scene, pack: &mut HandoffPack) {
    full_forms(scene, pack);
    compact_forms(scene, pack);
    same_authorities(scene, pack);
}

fn full_forms(scene: &Scene, pack: &mut HandoffPack) {
    let chain = &scene.chain;
    let (h5, h6, h7) = (chain.header(5), chain.header(6), chain.header(7));
    let replay =
        pack.handoff("replay-full", chain.full(1, 5, 1, &[(0, h7), (1, h7), (2, h7)], &[h6, h7]));
    pack.refuse(
        "replay-full",
        "trust-0-1.json",
        &[&replay],
        BEYOND,
        "set 1 has voted for block 7, and so made final block 5, which began set 1",
    );
    pack.refuse(
        "replay-full-together",
        "trust-0.json",
        &["handoff-0.cbor", &replay],
        BEYOND,
        "the same, after the hand-off that block 5 is",
    );
    let one_vote = pack.handoff(
        "replay-full-one-vote",
        chain.full(1, 5, 1, &[(0, h5), (1, h7), (2, h7)], &[h6, h7]),
    );
    pack.refuse(
        "replay-full-one-vote",
        "trust-0.json",
        &["handoff-0.cbor", &one_vote],
        BEYOND,
        "the same with one vote for block 5 itself, by an authority that need not be honest",
    );
    let between: Vec<&Header> = (6..=10).map(|number| chain.header(number)).collect();
    let votes: Vec<_> = (0..5).map(|authority| (authority, chain.header(10))).collect();
    let earlier = pack.handoff("replay-full-earlier", chain.full(2, 5, 1, &votes, &between));
    pack.refuse(
        "replay-full-earlier",
        "trust-0-1-2.json",
        &[&earlier],
        BEYOND,
        "set 2 has voted for block 10, and so made final block 5, which ended set 0",
    );
    pack.refuse_alone(
        "votes-beyond",
        chain.full(0, 5, 2, &[(0, h5), (1, h6), (2, h6)], &[h6]),
        BEYOND,
        "one of three votes is for the header itself: nobody honest need have cast it",
    );
    pack.refuse_alone(
        "votes-beyond-all",
        chain.full(0, 5, 2, &[(0, h6), (1, h6), (2, h6), (3, h7)], &[h6, h7]),
        BEYOND,
        "no vote is for the header itself",
    );
}

fn compact_forms(scene: &Scene, pack: &mut HandoffPack) {
    let chain = &scene.chain;
    // A set's first votes may be for the block with which it took over.
    let replay = pack.handoff("replay-compact", chain.compact(1, 5, 1, &[0, 1, 2]));
    pack.refuse(
        "replay-compact",
        "trust-0.json",
        &["handoff-0.cbor", &replay],
        BEFORE,
        "set 1 has voted for block 5, which began set 1",
    );
    pack.refuse(
        "replay-compact-known",
        "trust-0-1.json",
        &["handoff-0.cbor", &replay],
        BEFORE,
        "the same, set 1 being trusted already",
    );
    pack.refuse(
        "replay-compact-alone",
        "trust-0-1.json",
        &[&replay],
        AMBIGUOUS,
        "the same without the hand-off that says with which block set 1 took over",
    );
    pack.refuse(
        "replay-compact-set-1",
        "trust-1.json",
        &[&replay],
        AMBIGUOUS,
        "the same, set 1 being the first trusted one",
    );
    let earlier = pack.handoff("replay-compact-earlier", chain.compact(2, 5, 1, &[0, 1, 2, 3, 4]));
    pack.refuse(
        "replay-compact-earlier",
        "trust-0.json",
        &["handoff-0.cbor", "handoff-1.cbor", &earlier],
        BEFORE,
        "set 2, which took over with block 9, has signed block 5",
    );
    pack.refuse_alone(
        "genesis",
        scene.edited(|header| header.number = 0),
        BEFORE,
        "set 0 hands over with the genesis block, with which it took over",
    );
}

fn same_authorities(scene: &Scene, pack: &mut HandoffPack) {
    let same = &scene.same;
    let (h3, h2) = (same.header(3), same.header(2));
    let again = |number| -> FinalityProof { same.compact(1, number, 1, &[0, 1, 2]) };
    let compact = pack.handoff("replay-same-compact", again(2));
    pack.refuse(
        "replay-same-compact",
        "trust-same-0.json",
        &["same-0.cbor", &compact],
        BEFORE,
        "the same authorities go on; set 1 has voted for block 2, which began it",
    );
    let full = pack.handoff(
        "replay-same-full",
        same.full(1, 2, 1, &[(0, h2), (1, h3), (2, h3), (3, h3)], &[h3]),
    );
    pack.refuse(
        "replay-same-full",
        "trust-same-0.json",
        &["same-0.cbor", &full],
        BEYOND,
        "the same authorities go on; set 1 has voted for block 3, and so made final block 2",
    );
    pack.refuse(
        "same-alone",
        "trust-same-1.json",
        &["same-1.cbor"],
        AMBIGUOUS,
        "none, but to be told from a replay it takes the hand-off from set 0",
    );
    pack.refuse(
        "same-alone-known",
        "trust-same-0-1.json",
        &["same-1.cbor"],
        AMBIGUOUS,
        "the same, set 0 being trusted, but its hand-off not given",
    );
    pack.refuse(
        "same-alone-later",
        "trust-same-1.json",
        &["same-1.cbor", "same-2.cbor"],
        AMBIGUOUS,
        "the same with the hand-off from set 2: it does not help",
    );
}
