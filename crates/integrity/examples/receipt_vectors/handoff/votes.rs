//! Hand-offs whose header is not final by the votes they carry.

use super::{HandoffPack, Refusal, Scene, kind, not_final};
use crate::receipt_vectors::{chain::keys, compact_votes_of, cut, flip};
use critical_chains_integrity::{
    finality::{FinalityProof, Votes},
    verify::Code::{
        BitmapMalformed, DuplicateVote, ForeignVote, InvalidSignature, TooFewSignatures,
        UnknownVoter, UnusedAncestry, VotesNotCanonical,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut HandoffPack) {
    identities(scene, pack);
    compact_forms(scene, pack);
    full_forms(scene, pack);
    headers(scene, pack);
}

fn identities(scene: &Scene, pack: &mut HandoffPack) {
    let invalid = not_final(InvalidSignature);
    let other = pack.handoff("set-id-other", scene.altered(|proof| proof.set_id = 1));
    pack.refuse(
        "set-id-other",
        "trust-0-1.json",
        &[&other],
        invalid,
        "the set id is that of another trusted set",
    );
    pack.refuse_alone(
        "round",
        scene.altered(|proof| proof.round += 1),
        invalid,
        "the round is one more",
    );
    let mut strangers = scene.chain.clone();
    strangers.sets[0] = keys("stranger", 4);
    pack.refuse_alone(
        "strangers",
        strangers.compact(0, 5, 1, &[0, 1, 3]),
        invalid,
        "the signatures are by others, under the id of set 0",
    );
}

fn compact_forms(scene: &Scene, pack: &mut HandoffPack) {
    type Edit<'a> = &'a dyn Fn(&mut Vec<u8>, &mut Vec<[u8; 64]>);
    let chain = &scene.chain;
    pack.refuse_alone(
        "too-few",
        chain.compact(0, 5, 1, &[0, 1]),
        not_final(TooFewSignatures),
        "two of four signatures",
    );
    pack.refuse_alone(
        "no-signatures",
        chain.compact(0, 5, 1, &[]),
        not_final(TooFewSignatures),
        "no signatures at all",
    );
    let cases: [(&str, Refusal, Edit<'_>, &str); 4] = [
        (
            "signature",
            not_final(InvalidSignature),
            &|_, signatures| flip(&mut signatures[2], 0),
            "a signature is changed",
        ),
        (
            "signature-twice",
            not_final(InvalidSignature),
            &|_, signatures| signatures[1] = signatures[0],
            "one signature stands for two authorities",
        ),
        (
            "signers-beyond",
            not_final(UnknownVoter),
            &|signers, _| signers[0] = 0b1_0011,
            "a signature is attributed to authority 4 of 4",
        ),
        (
            "signers-more",
            not_final(BitmapMalformed),
            &|signers, _| signers[0] = 0b1111,
            "one signer more than signatures",
        ),
    ];
    for (name, refusal, edit, mutation) in cases {
        let proof = scene.altered(|proof| {
            let (signers, signatures) = compact_votes_of(proof);
            edit(signers, signatures);
        });
        pack.refuse_alone(name, proof, refusal, mutation);
    }
}

fn full_forms(scene: &Scene, pack: &mut HandoffPack) {
    let chain = &scene.chain;
    let (h5, h6, h7) = (chain.header(5), chain.header(6), chain.header(7));
    let full =
        |votes: &[_], ancestry: &[_]| -> FinalityProof { chain.full(0, 5, 2, votes, ancestry) };
    let mut unordered = full(&[(0, h5), (1, h5), (2, h6)], &[h6]);
    if let Votes::Full { votes, .. } = &mut unordered.votes {
        votes.reverse();
    }
    let cases = [
        ("too-few-full", full(&[(0, h5), (2, h6)], &[h6]), TooFewSignatures, "two of four votes"),
        (
            "vote-twice",
            full(&[(0, h5), (0, h5), (2, h6)], &[h6]),
            DuplicateVote,
            "a vote is there twice and makes up the number",
        ),
        (
            "two-votes",
            full(&[(0, h5), (0, h6), (2, h5)], &[h6]),
            DuplicateVote,
            "an authority votes for two blocks",
        ),
        (
            "ancestry-missing",
            full(&[(0, h5), (1, h5), (2, h7)], &[h7]),
            ForeignVote,
            "nothing links a block voted for with the header",
        ),
        (
            "ancestry-unused",
            full(&[(0, h5), (1, h5), (2, h6)], &[h6, h7]),
            UnusedAncestry,
            "one more header than the votes need",
        ),
        ("votes-reversed", unordered, VotesNotCanonical, "the votes are in descending order"),
        (
            "full-for-compact",
            full(&[(0, h5), (1, h5), (3, h5)], &[]),
            VotesNotCanonical,
            "the full form, though all votes are for the header",
        ),
    ];
    for (name, proof, code, mutation) in cases {
        pack.refuse_alone(name, proof, not_final(code), mutation);
    }
}

fn headers(scene: &Scene, pack: &mut HandoffPack) {
    // The hash of a parent comes first in a header.
    pack.refuse_alone(
        "header-altered",
        scene.altered(|proof| flip(&mut proof.header, 0)),
        not_final(InvalidSignature),
        "the parent of the signed header is changed",
    );
    pack.refuse_alone(
        "header-authorities",
        scene.altered(|proof| {
            let key = scene.chain.authorities(1)[0];
            let at = proof.header.windows(32).position(|bytes| bytes == key).unwrap();
            proof.header[at..at + 32].copy_from_slice(&scene.chain.authorities(2)[0]);
        }),
        not_final(InvalidSignature),
        "an authority in the signed header is replaced by another",
    );
    pack.refuse_alone(
        "header-short",
        scene.altered(|proof| cut(&mut proof.header)),
        kind("Header"),
        "the header lacks its last byte",
    );
    pack.refuse_alone(
        "header-empty",
        scene.altered(|proof| proof.header.clear()),
        kind("Header"),
        "the header is empty",
    );
}
