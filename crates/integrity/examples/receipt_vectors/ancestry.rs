//! Receipts whose votes are for other blocks than they should be.

use super::{FOUR, Pack, Scene, cut, finality::change, flip, full_votes};
use codec::Encode;
use critical_chains_integrity::{
    finality::{Header, Vote},
    receipt::Receipt,
    verify::Code::{ForeignVote, HeaderMalformed, UnusedAncestry, VotesNotCanonical},
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    targets(scene, pack);
    ancestries(scene, pack);
    canonical_forms(scene, pack);
}

fn targets(scene: &Scene, pack: &mut Pack) {
    let Scene { four, .. } = scene;
    let fork = four.fork(four.header(11));
    let above = four.fork(&fork);
    let vote = |authority: usize, target: &Header| four.vote(0, authority, target, 4);
    let set = |at: usize, vote: Vote| move |r: &mut Receipt| full_votes(r).0[at] = vote.clone();
    change(
        &scene.full,
        pack,
        &[
            (
                "fin-target-sibling",
                ForeignVote,
                &set(1, vote(2, &fork)),
                "a vote for another block of the same number",
            ),
            (
                "fin-target-parent",
                ForeignVote,
                &set(1, vote(2, four.header(11))),
                "a vote for the header's parent",
            ),
            (
                "fin-target-unknown",
                ForeignVote,
                &set(1, vote(2, four.header(16))),
                "a vote for a block above the ancestry",
            ),
            (
                "fin-target-number",
                ForeignVote,
                &|r| full_votes(r).0[1].target_number = 14,
                "the number of a block voted for is changed",
            ),
            (
                "fin-target-number-direct",
                ForeignVote,
                &|r| full_votes(r).0[0].target_number = 13,
                "the number of a vote for the header is changed",
            ),
            (
                "fin-target-number-max",
                ForeignVote,
                &|r| full_votes(r).0[2].target_number = u32::MAX,
                "the number of a block voted for is 2^32 - 1",
            ),
            (
                "fin-target-hash",
                ForeignVote,
                &|r| flip(&mut full_votes(r).0[1].target_hash, 0),
                "the hash of a block voted for is changed",
            ),
        ],
    );
    let foreign = four.full(
        0,
        12,
        4,
        &[(0, four.header(12)), (2, four.header(13)), (3, &above)],
        &[four.header(13), &fork, &above],
    );
    pack.add(
        "fin-target-fork",
        four.receipt(&scene.second, 5, Some(foreign), None).to_cbor(),
        FOUR,
        ForeignVote,
        "a vote on another branch, with the headers of that branch",
    );
}

fn ancestries(scene: &Scene, pack: &mut Pack) {
    let Scene { four, .. } = scene;
    let bytes = |number: usize| four.header(number).encode();
    change(
        &scene.full,
        pack,
        &[
            (
                "fin-ancestry-empty",
                ForeignVote,
                &|r| full_votes(r).1.clear(),
                "the ancestry is empty",
            ),
            (
                "fin-ancestry-first-missing",
                ForeignVote,
                &|r| drop(full_votes(r).1.remove(0)),
                "the ancestry lacks its first header",
            ),
            (
                "fin-ancestry-last-missing",
                ForeignVote,
                &|r| cut(full_votes(r).1),
                "the ancestry lacks its last header",
            ),
            (
                "fin-ancestry-altered",
                ForeignVote,
                &|r| flip(&mut full_votes(r).1[0], 40),
                "a header of the ancestry is changed",
            ),
            (
                "fin-ancestry-unused",
                UnusedAncestry,
                &|r| full_votes(r).1.push(bytes(15)),
                "one more header than needed",
            ),
            (
                "fin-ancestry-target",
                UnusedAncestry,
                &|r| full_votes(r).1.insert(0, bytes(12)),
                "the header itself among its descendants",
            ),
            (
                "fin-ancestry-twice",
                UnusedAncestry,
                &|r| {
                    let ancestry = full_votes(r).1;
                    ancestry.insert(1, ancestry[0].clone());
                },
                "a header of the ancestry is there twice",
            ),
            (
                "fin-ancestry-for-nothing",
                UnusedAncestry,
                &|r| {
                    full_votes(r).0.iter_mut().for_each(|vote| {
                        *vote = four.vote(0, vote.authority as usize, four.header(12), 4)
                    })
                },
                "all votes are for the header, but there is an ancestry",
            ),
            (
                "fin-ancestry-malformed",
                HeaderMalformed,
                &|r| cut(&mut full_votes(r).1[1]),
                "a header of the ancestry lacks its last byte",
            ),
            (
                "fin-ancestry-none",
                HeaderMalformed,
                &|r| full_votes(r).1[0].clear(),
                "a header of the ancestry is empty",
            ),
        ],
    );
}

fn canonical_forms(scene: &Scene, pack: &mut Pack) {
    let Scene { four, second, .. } = scene;
    change(
        &scene.full,
        pack,
        &[
            (
                "fin-votes-reversed",
                VotesNotCanonical,
                &|r| full_votes(r).0.reverse(),
                "the votes are in descending order",
            ),
            (
                "fin-ancestry-reversed",
                VotesNotCanonical,
                &|r| full_votes(r).1.reverse(),
                "the ancestry is in descending order",
            ),
        ],
    );
    let h12 = four.header(12);
    let full = four.full(0, 12, 4, &[(0, h12), (1, h12), (3, h12)], &[]);
    pack.add(
        "fin-full-for-compact",
        four.receipt(second, 5, Some(full), None).to_cbor(),
        FOUR,
        VotesNotCanonical,
        "the full form, though all votes are for the header",
    );
}
