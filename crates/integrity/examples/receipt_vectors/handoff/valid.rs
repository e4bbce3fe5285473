//! Hand-offs that extend a trust file, or prove again what it has.

use super::{HandoffPack, Scene};
use codec::Encode;
use critical_chains_integrity::finality::DigestItem;

pub(super) fn add(scene: &Scene, pack: &mut HandoffPack) {
    different_authorities(pack);
    other_forms(scene, pack);
    same_authorities(pack);
}

fn different_authorities(pack: &mut HandoffPack) {
    let [zero, one, two] = ["handoff-0.cbor", "handoff-1.cbor", "handoff-2.cbor"];
    let cases: [(&str, &str, &[&str], &str, &str); 8] = [
        ("ok-first", "trust-0.json", &[zero], "trust-0-1.json", "none: set 0 hands over"),
        (
            "ok-chain",
            "trust-0.json",
            &[zero, one, two],
            "trust-0-1-2-3.json",
            "none: three sets hand over, one after the other",
        ),
        (
            "ok-from-set-1",
            "trust-1.json",
            &[one, two],
            "trust-1-2-3.json",
            "none: the first trusted set is not set 0, and hands over to others",
        ),
        (
            "ok-next-of-several",
            "trust-0-1.json",
            &[one],
            "trust-0-1-2.json",
            "none: the last trusted set hands over",
        ),
        (
            "ok-known",
            "trust-0-1-2-3.json",
            &[zero, one, two],
            "trust-0-1-2-3.json",
            "none: all sets are trusted already",
        ),
        (
            "ok-between",
            "trust-0-2.json",
            &[zero],
            "trust-0-1-2.json",
            "none: the set between two trusted ones is added",
        ),
        (
            "ok-twice",
            "trust-0.json",
            &[zero, zero, one],
            "trust-0-1-2.json",
            "a hand-off is there twice",
        ),
        (
            "ok-again",
            "trust-0.json",
            &[zero, one, zero, one],
            "trust-0-1-2.json",
            "all hand-offs are there twice, as a whole",
        ),
    ];
    for (name, trust, handoffs, after, mutation) in cases {
        pack.accept(name, trust, handoffs, after, mutation);
    }
}

fn other_forms(scene: &Scene, pack: &mut HandoffPack) {
    let chain = &scene.chain;
    let (h5, h6, h7) = (chain.header(5), chain.header(6), chain.header(7));
    let proofs = [
        (
            "ok-all-signatures",
            chain.compact(0, 5, 1, &[0, 1, 2, 3]),
            "none: four of four signatures",
        ),
        (
            "ok-full",
            chain.full(0, 5, 2, &[(0, h5), (1, h5), (2, h6)], &[h6]),
            "none: full form, two of three votes are for the header itself",
        ),
        (
            "ok-full-half",
            chain.full(0, 5, 2, &[(0, h5), (1, h6), (2, h5), (3, h7)], &[h6, h7]),
            "none: full form, two of four votes are for the header itself",
        ),
        (
            "ok-disabled",
            scene.with_digest(|digest| {
                digest.push(DigestItem::Consensus(*b"FRNK", (3u8, 2u64).encode()));
            }),
            "none: the header disables an authority besides",
        ),
    ];
    for (name, proof, mutation) in proofs {
        let file = pack.handoff(name, proof);
        pack.accept(name, "trust-0.json", &[&file], "trust-0-1.json", mutation);
    }
}

/// A change of other session keys counts the sets up and leaves the authorities as they are.
fn same_authorities(pack: &mut HandoffPack) {
    let [zero, one, two] = ["same-0.cbor", "same-1.cbor", "same-2.cbor"];
    let cases: [(&str, &str, &[&str], &str, &str); 4] = [
        (
            "ok-same-first",
            "trust-same-0.json",
            &[zero],
            "trust-same-0-1.json",
            "none: the same authorities go on, from set 0",
        ),
        (
            "ok-same-chain",
            "trust-same-0.json",
            &[zero, one, two],
            "trust-same-0-1-2-3.json",
            "none: the same authorities go on three times",
        ),
        (
            "ok-same-known",
            "trust-same-0-1.json",
            &[zero, one],
            "trust-same-0-1-2.json",
            "none: the hand-off to a trusted set says with which block that set took over",
        ),
        (
            "ok-same-twice",
            "trust-same-0.json",
            &[zero, zero, one],
            "trust-same-0-1-2.json",
            "a hand-off to the same authorities is there twice",
        ),
    ];
    for (name, trust, handoffs, after, mutation) in cases {
        pack.accept(name, trust, handoffs, after, mutation);
    }
}
