//! From GRANDPA justifications to the proofs that receipts carry: what is taken over, what is
//! dropped, and that whatever comes out passes the strict rules.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use codec::Encode;
use critical_chains_integrity::{
    finality::{
        FinalityProof, Header, HeaderError, Justification, JustificationError, SignedPrecommit,
        Votes, precommit_payload, threshold,
    },
    trust::AuthoritySet,
    verify::Code,
};
use proptest::prelude::*;
use receipt_vectors::chain::{Chain, keys, public, sign};

/// A chain of 20 blocks with this many authorities.
fn chain(authorities: usize) -> Chain {
    let mut chain = Chain::new("finality", vec![keys("finality", authorities)]);
    chain.push_empty_until(20);
    chain
}

fn set(chain: &Chain) -> AuthoritySet {
    AuthoritySet::new(0, chain.authorities(0)).unwrap()
}

fn precommit(chain: &Chain, authority: usize, target: &Header) -> SignedPrecommit {
    let key = &chain.sets[0][authority];
    SignedPrecommit {
        target_hash: target.hash(),
        target_number: target.number,
        authority: public(key),
        signature: sign(key, target, 3, 0),
    }
}

fn justification(
    chain: &Chain,
    target: usize,
    precommits: Vec<SignedPrecommit>,
    ancestry: &[&Header],
) -> Justification {
    let target = chain.header(target);
    Justification {
        round: 3,
        target_hash: target.hash(),
        target_number: target.number,
        precommits,
        ancestry: ancestry.iter().map(|header| header.encode()).collect(),
    }
}

fn prove(
    chain: &Chain,
    justification: &Justification,
) -> Result<FinalityProof, JustificationError> {
    let header = chain.header(justification.target_number as usize).encode();
    FinalityProof::from_justification(header, 0, &chain.authorities(0), justification)
}

#[test]
fn threshold_is_all_but_what_may_be_faulty() {
    let expected =
        [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 5), (10, 7), (21, 15), (100, 67)];

    for (authorities, needed) in expected {
        assert_eq!(threshold(authorities), needed, "{authorities} authorities");
    }
}

mod compact_form {
    use super::*;

    #[test]
    fn has_the_first_votes_that_are_enough() {
        let chain = chain(7);
        let target = chain.header(9);
        // In disorder, and two more than needed.
        let votes = [6, 2, 5, 0, 3, 4, 1].map(|i| precommit(&chain, i, target));

        let proof = prove(&chain, &justification(&chain, 9, votes.to_vec(), &[])).unwrap();

        assert_eq!(proof, chain.compact(0, 9, 3, &[0, 1, 2, 3, 4]));
        let finalised = proof.check(&set(&chain)).unwrap();
        assert_eq!((finalised.signers, finalised.authorities), (5, 7));
        assert_eq!(finalised.header, *target);
        assert_eq!(finalised.hash, target.hash());
    }

    #[test]
    fn is_taken_although_some_voted_for_descendants() {
        let chain = chain(4);
        let (h9, h10) = (chain.header(9), chain.header(10));
        let votes = vec![
            precommit(&chain, 0, h10),
            precommit(&chain, 1, h9),
            precommit(&chain, 2, h9),
            precommit(&chain, 3, h9),
        ];

        let proof = prove(&chain, &justification(&chain, 9, votes, &[h10])).unwrap();

        assert_eq!(proof, chain.compact(0, 9, 3, &[1, 2, 3]));
    }

    #[test]
    fn works_for_a_single_authority_and_for_more_than_a_byte_of_them() {
        for (authorities, signers) in [(1, vec![0]), (9, (0..7).collect()), (17, (0..12).collect())]
        {
            let chain = chain(authorities);
            let votes = (0..authorities).map(|i| precommit(&chain, i, chain.header(5))).collect();

            let proof = prove(&chain, &justification(&chain, 5, votes, &[])).unwrap();

            assert_eq!(proof, chain.compact(0, 5, 3, &signers));
            assert!(proof.check(&set(&chain)).is_ok());
        }
    }
}

mod full_form {
    use super::*;

    #[test]
    fn has_only_the_headers_that_are_needed() {
        let chain = chain(4);
        let (h9, h10, h11) = (chain.header(9), chain.header(10), chain.header(11));
        let votes = vec![
            precommit(&chain, 0, h11),
            precommit(&chain, 1, h10),
            precommit(&chain, 2, h9),
            precommit(&chain, 3, h10),
        ];

        let proof = prove(&chain, &justification(&chain, 9, votes, &[h11, h10])).unwrap();

        assert_eq!(proof, chain.full(0, 9, 3, &[(1, h10), (2, h9), (3, h10)], &[h10]));
        assert!(proof.check(&set(&chain)).is_ok());
    }

    #[test]
    fn follows_forks() {
        let chain = chain(4);
        let (h9, h10) = (chain.header(9), chain.header(10));
        let fork = chain.fork(h9);
        let votes =
            vec![precommit(&chain, 0, h10), precommit(&chain, 1, &fork), precommit(&chain, 3, h9)];

        let proof = prove(&chain, &justification(&chain, 9, votes, &[&fork, h10])).unwrap();

        assert_eq!(proof, chain.full(0, 9, 3, &[(0, h10), (1, &fork), (3, h9)], &[h10, &fork]));
        assert!(proof.check(&set(&chain)).is_ok());
    }
}

mod dropped {
    use super::*;

    fn votes(chain: &Chain) -> Vec<SignedPrecommit> {
        (0..3).map(|i| precommit(chain, i, chain.header(9))).collect()
    }

    fn unchanged_by(edit: impl FnOnce(&Chain, &mut Justification)) {
        let chain = chain(4);
        let mut justification = justification(&chain, 9, votes(&chain), &[]);
        edit(&chain, &mut justification);

        let proof = prove(&chain, &justification);

        assert_eq!(proof, Ok(chain.compact(0, 9, 3, &[0, 1, 2])));
    }

    #[test]
    fn is_a_vote_of_a_stranger() {
        unchanged_by(|chain, justification| {
            let mut vote = precommit(chain, 0, chain.header(9));
            vote.authority = public(&keys("stranger", 1)[0]);
            justification.precommits.insert(0, vote);
        });
    }

    #[test]
    fn is_a_vote_with_a_wrong_signature() {
        unchanged_by(|chain, justification| {
            let mut vote = precommit(chain, 3, chain.header(9));
            vote.signature[0] ^= 1;
            justification.precommits.insert(0, vote);
        });
    }

    #[test]
    fn is_a_vote_for_an_ancestor() {
        unchanged_by(|chain, justification| {
            justification.precommits.insert(0, precommit(chain, 3, chain.header(8)));
            justification.ancestry.push(chain.header(9).encode());
        });
    }

    #[test]
    fn is_a_vote_for_another_branch() {
        unchanged_by(|chain, justification| {
            let fork = chain.fork(chain.header(8));
            justification.precommits.insert(0, precommit(chain, 3, &fork));
            justification.ancestry.push(fork.encode());
        });
    }

    #[test]
    fn is_a_vote_with_a_wrong_number() {
        unchanged_by(|chain, justification| {
            let mut vote = precommit(chain, 3, chain.header(9));
            vote.target_number = 8;
            let payload = precommit_payload(&vote.target_hash, vote.target_number, 3, 0);
            vote.signature = chain.sets[0][3].sign(&payload).to_bytes();
            justification.precommits.insert(0, vote);
        });
    }

    #[test]
    fn is_the_farther_of_two_votes_of_an_authority() {
        unchanged_by(|chain, justification| {
            justification.precommits.insert(0, precommit(chain, 0, chain.header(10)));
            justification.precommits.push(precommit(chain, 1, chain.header(10)));
            justification.ancestry.push(chain.header(10).encode());
        });
    }

    #[test]
    fn are_headers_that_are_none() {
        unchanged_by(|_, justification| justification.ancestry.push(vec![1, 2, 3]));
    }
}

mod refused {
    use super::*;

    #[test]
    fn are_too_few_votes_that_count() {
        let chain = chain(4);
        let mut votes: Vec<_> = (0..3).map(|i| precommit(&chain, i, chain.header(9))).collect();
        votes[1].signature[40] ^= 1;

        let proof = prove(&chain, &justification(&chain, 9, votes, &[]));

        let error = JustificationError::TooFewVotes { got: 2, needed: 3, target_number: 9 };
        assert_eq!(proof, Err(error));
        assert_eq!(error.to_string(), "2 votes count for block 9, expected at least 3");
    }

    #[test]
    fn is_the_header_of_another_block() {
        let chain = chain(4);
        let votes = (0..3).map(|i| precommit(&chain, i, chain.header(9))).collect();
        let justification = justification(&chain, 9, votes, &[]);

        let header = chain.header(10).encode();
        let proof =
            FinalityProof::from_justification(header, 0, &chain.authorities(0), &justification);

        assert_eq!(proof, Err(JustificationError::OtherTarget { number: 10, target: 9 }));
        let sibling = chain.fork(chain.header(8)).encode();
        let proof =
            FinalityProof::from_justification(sibling, 0, &chain.authorities(0), &justification);
        assert_eq!(proof, Err(JustificationError::OtherTarget { number: 9, target: 9 }));
    }

    #[test]
    fn are_bytes_that_are_no_header() {
        let chain = chain(4);
        let justification = justification(&chain, 9, Vec::new(), &[]);

        let proof = FinalityProof::from_justification(vec![0; 9], 0, &[], &justification);

        assert_eq!(proof, Err(JustificationError::Header(HeaderError::Malformed)));
    }

    #[test]
    fn is_a_set_without_authorities() {
        let chain = chain(4);
        let justification = justification(&chain, 9, Vec::new(), &[]);

        let proof =
            FinalityProof::from_justification(chain.header(9).encode(), 0, &[], &justification);

        assert!(matches!(proof, Err(JustificationError::TooFewVotes { got: 0, needed: 0, .. })));
    }

    /// A set put together by hand is not checked before its votes are.
    #[test]
    fn is_a_proof_without_votes_by_a_set_without_authorities() {
        let nobody = AuthoritySet { set_id: 0, authorities: Vec::new() };

        let failure = chain(4).compact(0, 9, 3, &[]).check(&nobody).unwrap_err();
        assert_eq!(failure.code, Code::BitmapMalformed);

        let votes = Votes::Compact { signers: Vec::new(), signatures: Vec::new() };
        let proof = FinalityProof { votes, ..chain(4).compact(0, 9, 3, &[]) };
        assert_eq!(proof.check(&nobody).unwrap_err().code, Code::TooFewSignatures);
    }

    #[test]
    fn is_a_set_of_another_id() {
        let chain = chain(4);
        let other = AuthoritySet::new(1, chain.authorities(0)).unwrap();

        let failure = chain.compact(0, 9, 3, &[0, 1, 2]).check(&other).unwrap_err();

        assert_eq!(failure.code, Code::SetUnknown);
    }

    #[test]
    fn is_an_authority_that_a_set_names_twice() {
        let chain = chain(4);
        let mut set = set(&chain);
        set.authorities[1] = set.authorities[0];
        let mut proof = chain.compact(0, 9, 3, &[0, 1, 2]);
        if let Votes::Compact { signatures, .. } = &mut proof.votes {
            signatures[1] = signatures[0];
        }

        assert_eq!(proof.check(&set).unwrap_err().code, Code::DuplicateVote);
    }
}

mod substrate {
    use super::*;

    /// `(5, Commit { .. }, [header]).encode()` by finality-grandpa 0.16.3 and
    /// parity-scale-codec 3.7.5, which is what `sp_consensus_grandpa::GrandpaJustification` is.
    const JUSTIFICATION: &str = concat!(
        "0500000000000000",
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd2c010000",
        "04",
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd2c010000",
        "fb9d78317eee613f1accce08d767e5873d182e8abb98ce5c9c9aaa72ffe06159",
        "280f47dad1c32f69e069f333c05042e18fdd67b987f5153e732270bbae2ac303",
        "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c",
        "04",
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
        "b504",
        "0101010101010101010101010101010101010101010101010101010101010101",
        "0202020202020202020202020202020202020202020202020202020202020202",
        "00",
    );

    #[test]
    fn justification_is_read() {
        let bytes = hex::decode(JUSTIFICATION).unwrap();

        let justification = Justification::from_scale(&bytes).unwrap();

        assert_eq!(justification.round, 5);
        assert_eq!((justification.target_hash, justification.target_number), ([0xcd; 32], 300));
        let [vote] = &justification.precommits[..] else { panic!("one vote") };
        assert_eq!((vote.target_hash, vote.target_number), ([0xcd; 32], 300));
        let [header] = &justification.ancestry[..] else { panic!("one header") };
        assert_eq!(hex::encode(header), JUSTIFICATION[JUSTIFICATION.len() - 198..].to_string());
        assert_eq!(Header::from_scale(header).unwrap().number, 301);
    }

    /// The signature in the bytes above was made over what finality-grandpa encodes, for set 2.
    #[test]
    fn signature_is_over_the_payload() {
        let justification =
            Justification::from_scale(&hex::decode(JUSTIFICATION).unwrap()).unwrap();
        let vote = &justification.precommits[0];
        let signed = |set_id: u64| {
            use ed25519_zebra::{Signature, VerificationKey};
            let payload = precommit_payload(&vote.target_hash, vote.target_number, 5, set_id);
            let key = VerificationKey::try_from(vote.authority).unwrap();
            key.verify(&Signature::from_bytes(&vote.signature), &payload).is_ok()
        };

        assert!(signed(2));
        assert!(!signed(1) && !signed(3));
    }

    #[test]
    fn malformed_justification_is_refused() {
        let bytes = hex::decode(JUSTIFICATION).unwrap();

        for len in 0..bytes.len() {
            let read = Justification::from_scale(&bytes[..len]);
            assert_eq!(read, Err(JustificationError::Malformed));
        }
        let long = [&bytes[..], &[0]].concat();
        assert_eq!(Justification::from_scale(&long), Err(JustificationError::Malformed));
    }
}

proptest! {
    /// Whatever the votes are: what comes out passes the strict rules, and nothing comes out only
    /// if too few distinct authorities voted for the target or its descendants.
    #[test]
    fn proofs_pass_the_rules(
        authorities in 1usize..12,
        votes in prop::collection::vec((0usize..12, 7usize..14, any::<bool>(), 0u8..8), 0..24),
    ) {
        let chain = chain(authorities);
        let fork = chain.fork(chain.header(9));
        let above = chain.fork(&fork);
        let mut counting = std::collections::BTreeSet::new();
        let mut precommits = Vec::new();
        for (authority, number, forked, luck) in votes {
            let authority = authority % authorities;
            let target = match (forked, number) {
                (true, 10) => &fork,
                (true, 11) => &above,
                _ => chain.header(number),
            };
            let mut vote = precommit(&chain, authority, target);
            if luck == 0 {
                vote.signature[33] ^= 1;
            } else if number >= 9 {
                counting.insert(authority);
            }
            precommits.push(vote);
        }
        let ancestry: Vec<&Header> =
            [9, 10, 11, 12, 13].iter().map(|n| chain.header(*n)).chain([&fork, &above]).collect();
        let justification = justification(&chain, 9, precommits, &ancestry);

        match prove(&chain, &justification) {
            Ok(proof) => {
                let finalised = proof.check(&set(&chain)).unwrap();
                prop_assert_eq!(finalised.signers as usize, threshold(authorities));
            }
            Err(error) => prop_assert!(
                counting.len() < threshold(authorities),
                "{} although {} voted", error, counting.len()
            ),
        }
    }

    #[test]
    fn hostile_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Header::from_scale(&bytes);
        let _ = Justification::from_scale(&bytes);
    }
}
