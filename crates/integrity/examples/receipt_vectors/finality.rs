//! Receipts whose votes have been changed.

use super::{
    Coded, FOUR, Pack, Scene,
    chain::{keys, sign},
    compact_votes, compact_votes_of, flip, full_votes, with,
};
use codec::Encode;
use critical_chains_integrity::{
    finality::{FinalityProof, precommit_payload},
    receipt::Receipt,
    verify::Code::{
        BitmapMalformed, DuplicateVote, InvalidSignature, SetUnknown, TooFewSignatures,
        UnknownVoter,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    rounds_and_sets(scene, pack);
    bitmaps(scene, pack);
    signatures(scene, pack);
    voters(scene, pack);
}

pub(super) fn change(receipt: &Receipt, pack: &mut Pack, cases: &[Coded<'_, Receipt>]) {
    for (name, code, change, mutation) in cases {
        pack.add(name, with(receipt, change), FOUR, *code, mutation);
    }
}

fn proof(receipt: &mut Receipt) -> &mut FinalityProof {
    &mut receipt.finality.as_mut().unwrap().proof
}

fn rounds_and_sets(scene: &Scene, pack: &mut Pack) {
    change(
        &scene.compact,
        pack,
        &[
            ("fin-round-more", InvalidSignature, &|r| proof(r).round += 1, "the round is one more"),
            ("fin-round-less", InvalidSignature, &|r| proof(r).round -= 1, "the round is one less"),
            (
                "fin-round-max",
                InvalidSignature,
                &|r| proof(r).round = u64::MAX,
                "the round is 2^64 - 1",
            ),
            (
                "fin-set-other",
                InvalidSignature,
                &|r| proof(r).set_id = 1,
                "the set id is that of another set of the trust file",
            ),
            (
                "inc-set-unknown",
                SetUnknown,
                &|r| proof(r).set_id = 2,
                "the set id is none of the trust file's",
            ),
            ("inc-set-max", SetUnknown, &|r| proof(r).set_id = u64::MAX, "the set id is 2^64 - 1"),
        ],
    );
    let Scene { four, second, .. } = scene;
    let old = four.compact(0, 30, 8, &[0, 1, 2]);
    let cbor = with(&four.receipt(second, 5, Some(old), None), |r| proof(r).set_id = 1);
    pack.add(
        "fin-old-set",
        cbor,
        FOUR,
        InvalidSignature,
        "the set before has signed, under its own id, a header after the change",
    );

    let mut stale = four.compact(1, 30, 8, &[0, 1, 2]);
    let outdated = four.sets[1].iter().map(|key| sign(key, four.header(30), 8, 0));
    compact_votes_of(&mut stale).1.iter_mut().zip(outdated).for_each(|(to, from)| *to = from);
    pack.add(
        "fin-outdated-set",
        four.receipt(second, 5, Some(stale), None).to_cbor(),
        FOUR,
        InvalidSignature,
        "the new set has signed under the id of the set before",
    );
}

fn bitmaps(scene: &Scene, pack: &mut Pack) {
    change(
        &scene.compact,
        pack,
        &[
            (
                "fin-signers-other",
                InvalidSignature,
                &|r| compact_votes(r).0[0] = 0b0111,
                "a signature is attributed to another authority",
            ),
            (
                "fin-signers-more",
                BitmapMalformed,
                &|r| compact_votes(r).0[0] = 0b1111,
                "one signer more than signatures",
            ),
            (
                "fin-signers-less",
                BitmapMalformed,
                &|r| compact_votes(r).0[0] = 0b0011,
                "one signer less than signatures",
            ),
            (
                "fin-signers-zero",
                BitmapMalformed,
                &|r| compact_votes(r).0[0] = 0,
                "no signers, but signatures",
            ),
            (
                "fin-signers-empty",
                BitmapMalformed,
                &|r| compact_votes(r).0.clear(),
                "the list of signers is empty",
            ),
            (
                "fin-signers-long",
                BitmapMalformed,
                &|r| compact_votes(r).0.push(0),
                "the list of signers has one more byte",
            ),
            (
                "fin-signers-beyond",
                UnknownVoter,
                &|r| compact_votes(r).0[0] = 0b1_0011,
                "a signature is attributed to authority 4 of 4",
            ),
            (
                "fin-signers-last-bit",
                UnknownVoter,
                &|r| compact_votes(r).0[0] = 0b1000_0011,
                "a signature is attributed to authority 7 of 4",
            ),
        ],
    );
}

fn signatures(scene: &Scene, pack: &mut Pack) {
    for i in 0..3 {
        for (name, at) in [("r", 0), ("s", 32)] {
            let cbor = with(&scene.compact, |r| flip(&mut compact_votes(r).1[i], at));
            let mutation = format!(
                "the {} half of signature {i} is changed",
                if at == 0 { "first" } else { "second" }
            );
            pack.add(&format!("fin-signature-{i}-{name}"), cbor, FOUR, InvalidSignature, &mutation);
        }
    }
    let Scene { four, seven, .. } = scene;
    let h12 = four.header(12);
    let key = &four.sets[0][1];
    let prevote = {
        let mut payload = precommit_payload(&h12.hash(), 12, 4, 0);
        payload[0] = 0;
        key.sign(&payload).to_bytes()
    };
    let set = |signature: [u8; 64]| move |r: &mut Receipt| compact_votes(r).1[1] = signature;
    change(
        &scene.compact,
        pack,
        &[
            ("fin-signature-zero", InvalidSignature, &set([0; 64]), "a signature is all zeros"),
            (
                "fin-signature-stranger",
                InvalidSignature,
                &set(sign(&keys("stranger", 1)[0], h12, 4, 0)),
                "a signature is by somebody outside the set",
            ),
            (
                "fin-signature-round",
                InvalidSignature,
                &set(sign(key, h12, 5, 0)),
                "a signature is for another round",
            ),
            (
                "fin-signature-set",
                InvalidSignature,
                &set(sign(key, h12, 4, 1)),
                "a signature is for another set id",
            ),
            (
                "fin-signature-block",
                InvalidSignature,
                &set(sign(key, four.header(13), 4, 0)),
                "a signature is for another block",
            ),
            (
                "fin-signature-prevote",
                InvalidSignature,
                &set(prevote),
                "a signature is for a prevote",
            ),
            (
                "fin-signature-header",
                InvalidSignature,
                &set(key.sign(&h12.encode()).to_bytes()),
                "a signature is over the header",
            ),
            (
                "fin-signature-scalar",
                InvalidSignature,
                &|r| add_group_order(&mut compact_votes(r).1[1]),
                "the group order is added to a signature's scalar",
            ),
            (
                "fin-signatures-swapped",
                InvalidSignature,
                &|r| compact_votes(r).1.swap(0, 1),
                "two signatures are swapped",
            ),
            (
                "fin-signature-twice",
                InvalidSignature,
                &|r| {
                    let (_, signatures) = compact_votes(r);
                    signatures[1] = signatures[0];
                },
                "one signature stands for two authorities",
            ),
            (
                "fin-two-signatures",
                TooFewSignatures,
                &|r| {
                    let (signers, signatures) = compact_votes(r);
                    signers[0] = 0b0011;
                    signatures.pop();
                },
                "two of four signatures",
            ),
            (
                "fin-one-signature",
                TooFewSignatures,
                &|r| {
                    let (signers, signatures) = compact_votes(r);
                    signers[0] = 0b0001;
                    signatures.truncate(1);
                },
                "one of four signatures",
            ),
            (
                "fin-no-signatures",
                TooFewSignatures,
                &|r| {
                    let (signers, signatures) = compact_votes(r);
                    signers[0] = 0;
                    signatures.clear();
                },
                "no signatures at all",
            ),
        ],
    );
    let four_of_seven = seven.compact(0, 9, 2, &[0, 2, 3, 5]);
    let cbor = seven.receipt(&scene.first, 4, Some(four_of_seven), None).to_cbor();
    pack.add(
        "fin-four-of-seven",
        cbor,
        super::Given::trust("trust-seven.json"),
        TooFewSignatures,
        "four of seven signatures",
    );
    let cbor = with(&scene.full, |r| flip(&mut full_votes(r).0[2].signature, 63));
    pack.add(
        "fin-full-signature",
        cbor,
        FOUR,
        InvalidSignature,
        "a signature for a descendant is changed",
    );
}

/// S + L satisfies the equation as S does.
fn add_group_order(signature: &mut [u8; 64]) {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0u16;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
}

fn voters(scene: &Scene, pack: &mut Pack) {
    let extra = |authority: usize, number: usize| {
        scene.four.vote(0, authority, scene.four.header(number), 4)
    };
    change(
        &scene.full,
        pack,
        &[
            (
                "fin-vote-twice",
                DuplicateVote,
                &|r| {
                    let votes = full_votes(r).0;
                    votes.insert(1, votes[0].clone());
                },
                "a vote is there twice",
            ),
            (
                "fin-vote-twice-apart",
                DuplicateVote,
                &|r| {
                    let votes = full_votes(r).0;
                    votes.push(votes[0].clone());
                },
                "a vote is there twice, at the beginning and at the end",
            ),
            (
                "fin-two-votes",
                DuplicateVote,
                &|r| full_votes(r).0.insert(1, extra(0, 13)),
                "an authority votes for two blocks",
            ),
            (
                "fin-two-votes-for-enough",
                DuplicateVote,
                &|r| *full_votes(r).0 = vec![extra(0, 12), extra(0, 13), extra(2, 14)],
                "an authority's two votes make up the number",
            ),
            (
                "fin-voter-4",
                UnknownVoter,
                &|r| full_votes(r).0[2].authority = 4,
                "a vote of authority 4 of 4",
            ),
            (
                "fin-voter-max",
                UnknownVoter,
                &|r| full_votes(r).0[2].authority = u32::MAX,
                "a vote of authority 2^32 - 1",
            ),
            (
                "fin-voter-other",
                InvalidSignature,
                &|r| full_votes(r).0[1].authority = 1,
                "a vote is attributed to another authority",
            ),
            (
                "fin-two-full-votes",
                TooFewSignatures,
                &|r| {
                    full_votes(r).0.remove(0);
                },
                "two of four votes",
            ),
            ("fin-no-votes", TooFewSignatures, &|r| full_votes(r).0.clear(), "no votes at all"),
        ],
    );
}
