//! Final headers that do not say what a hand-off says, signed by those who may.

use super::{HandoffPack, Refusal, Scene, kind};
use crate::receipt_vectors::chain::scheduled_change;
use codec::Encode;
use critical_chains_integrity::finality::DigestItem;

/// Engine under which GRANDPA puts its items into headers.
const GRANDPA: [u8; 4] = *b"FRNK";

/// Place of GRANDPA's item in the header.
const ITEM: usize = 1;

pub(super) fn add(scene: &Scene, pack: &mut HandoffPack) {
    absent(scene, pack);
    kinds(scene, pack);
    malformed(scene, pack);
    authorities(scene, pack);
}

/// The header with another item of GRANDPA's.
fn replace(
    scene: &Scene,
    pack: &mut HandoffPack,
    name: &str,
    item: Vec<u8>,
    refusal: Refusal,
    mutation: &str,
) {
    let proof = scene.with_digest(|digest| digest[ITEM] = DigestItem::Consensus(GRANDPA, item));
    pack.refuse_alone(name, proof, refusal, mutation);
}

/// GRANDPA's item for a change to these authorities with these weights.
fn weighted(kind: u8, authorities: &[([u8; 32], u64)], delay: u32) -> Vec<u8> {
    (kind, authorities, delay).encode()
}

fn absent(scene: &Scene, pack: &mut HandoffPack) {
    let none = kind("NoChange");
    pack.refuse_alone(
        "no-change",
        scene.chain.compact(0, 4, 1, &[0, 1, 3]),
        none,
        "the header schedules no change",
    );
    let item = scheduled_change(&scene.chain.authorities(1));
    pack.refuse_alone(
        "change-other-engine",
        scene.with_digest(|digest| digest[ITEM] = DigestItem::Consensus(*b"BEEF", item.clone())),
        none,
        "the change stands under another engine",
    );
    pack.refuse_alone(
        "change-pre-runtime",
        scene.with_digest(|digest| digest[ITEM] = DigestItem::PreRuntime(GRANDPA, item.clone())),
        none,
        "the change stands in an item of another kind",
    );
    replace(
        scene,
        pack,
        "change-disabling-only",
        (3u8, 2u64).encode(),
        none,
        "the header disables an authority and schedules no change",
    );
}

fn kinds(scene: &Scene, pack: &mut HandoffPack) {
    let keys: Vec<_> = scene.chain.authorities(1).into_iter().map(|key| (key, 1)).collect();
    let forced = (2u8, 3u32, &keys, 0u32).encode();
    replace(scene, pack, "forced", forced.clone(), kind("ForcedChange"), "the change is forced");
    pack.refuse_alone(
        "forced-beside",
        scene.with_digest(|digest| digest.push(DigestItem::Consensus(GRANDPA, forced))),
        kind("ForcedChange"),
        "a forced change stands beside the scheduled one",
    );
    pack.refuse_alone(
        "several",
        scene.with_digest(|digest| digest.push(digest[ITEM].clone())),
        kind("SeveralChanges"),
        "the change is there twice",
    );
    replace(
        scene,
        pack,
        "delayed",
        weighted(1, &keys, 5),
        kind("DelayedChange"),
        "the change takes effect five blocks later",
    );
}

fn malformed(scene: &Scene, pack: &mut HandoffPack) {
    let item = scheduled_change(&scene.chain.authorities(1));
    let cut = item[..item.len() - 1].to_vec();
    let long = [item, vec![0]].concat();
    for (name, item, mutation) in [
        ("item-empty", Vec::new(), "GRANDPA's item is empty"),
        ("item-short", cut, "GRANDPA's item lacks its last byte"),
        ("item-long", long, "GRANDPA's item has one more byte"),
    ] {
        replace(scene, pack, name, item, kind("MalformedItem"), mutation);
    }
}

fn authorities(scene: &Scene, pack: &mut HandoffPack) {
    let keys = scene.chain.authorities(1);
    // No point of the curve has this y coordinate.
    let mut no_point = [0; 32];
    no_point[0] = 2;
    let (unequal, invalid) = (kind("UnequalWeights"), kind("InvalidSet"));
    for (name, authorities, refusal, mutation) in [
        ("weight-2", vec![(keys[0], 1), (keys[1], 2)], unequal, "a vote counts twice"),
        ("weight-0", vec![(keys[0], 0), (keys[1], 1)], unequal, "a vote does not count"),
        ("set-empty", vec![], invalid, "the new set has no authorities"),
        (
            "set-twice",
            vec![(keys[0], 1), (keys[1], 1), (keys[0], 1)],
            invalid,
            "an authority is in the new set twice",
        ),
        (
            "set-no-key",
            vec![(keys[0], 1), (no_point, 1)],
            invalid,
            "an authority of the new set is no Ed25519 key",
        ),
    ] {
        replace(scene, pack, name, weighted(1, &authorities, 0), refusal, mutation);
    }
}
