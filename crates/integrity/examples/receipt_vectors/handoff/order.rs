//! Hand-offs that do not begin with what is trusted, or lead to something else.

use super::{HandoffPack, Refusal, Scene, kind, sets};
use crate::receipt_vectors::chain::{keys, public};
use critical_chains_integrity::trust::AuthoritySet;

const UNKNOWN: Refusal = kind("UnknownSet");
const CONFLICT: Refusal = kind("Conflict");

pub(super) fn add(scene: &Scene, pack: &mut HandoffPack) {
    gaps(scene, pack);
    conflicts(scene, pack);
}

fn gaps(scene: &Scene, pack: &mut HandoffPack) {
    let [zero, one, two] = ["handoff-0.cbor", "handoff-1.cbor", "handoff-2.cbor"];
    let cases: [(&str, &str, &[&str], &str); 5] = [
        ("gap", "trust-0.json", &[one], "the hand-off from set 0 is missing"),
        ("gap-between", "trust-0.json", &[zero, two], "the hand-off from set 1 is missing"),
        ("reversed", "trust-0.json", &[one, zero], "the hand-offs are in reverse order"),
        ("set-earlier", "trust-1.json", &[zero], "the trust file begins with a later set"),
        (
            "set-earlier-chain",
            "trust-1.json",
            &[zero, one],
            "the same, and the hand-off from its set follows",
        ),
    ];
    for (name, trust, handoffs, mutation) in cases {
        pack.refuse(name, trust, handoffs, UNKNOWN, mutation);
    }
    pack.refuse_alone(
        "set-id-unknown",
        scene.altered(|proof| proof.set_id = 9),
        UNKNOWN,
        "the set id is none of the trust file's",
    );
}

fn conflicts(scene: &Scene, pack: &mut HandoffPack) {
    let chain = &scene.chain;
    let strangers = || keys("stranger", 4).iter().map(public).collect();
    let [zero, one, two] = [0, 1, 2].map(|id| sets(chain, &[id]).remove(0));
    let mut reordered = one.clone();
    reordered.authorities.reverse();
    let other = |set_id| AuthoritySet { set_id, authorities: strangers() };
    let mut larger = two;
    larger.authorities.push(public(&keys("stranger", 1)[0]));

    let (h0, h1) = ("handoff-0.cbor", "handoff-1.cbor");
    let cases: [(&str, Vec<AuthoritySet>, &[&str], &str); 4] = [
        ("conflict", vec![zero.clone(), other(1)], &[h0], "other authorities are trusted as set 1"),
        (
            "conflict-order",
            vec![zero.clone(), reordered],
            &[h0],
            "the authorities of set 1 are trusted in another order",
        ),
        (
            "conflict-more",
            vec![zero.clone(), one, larger],
            &[h0, h1],
            "one authority more is trusted as set 2",
        ),
        (
            "conflict-later",
            vec![zero, other(2)],
            &[h0, h1],
            "other authorities are trusted as set 2; set 1 is proven and yet not added",
        ),
    ];
    for (name, trusted, handoffs, mutation) in cases {
        let trust = format!("trust-{name}.json");
        pack.trust(&trust, chain, trusted);
        pack.refuse(name, &trust, handoffs, CONFLICT, mutation);
    }
}
