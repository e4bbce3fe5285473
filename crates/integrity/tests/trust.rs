//! Trust files: what is refused and how that is said; and how one authority set vouches for the
//! next.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use codec::Encode;
use critical_chains_integrity::{
    finality::{DigestItem, Header},
    trust::{
        AuthorityHandoff, AuthoritySet, GrowingTrust, HandoffError, TrustError, TrustFile,
        extend_trust, scheduled_change,
    },
    verify::Code,
};
use receipt_vectors::chain::{Chain, keys, scheduled_change as change_item};

mod file {
    use super::*;

    fn trust() -> TrustFile {
        let mut chain = Chain::new("trust", vec![keys("a", 3), keys("b", 2)]);
        chain.push_empty_until(9);
        TrustFile { checkpoints: vec![chain.checkpoint(4), chain.checkpoint(9)], ..chain.trust() }
    }

    /// What is said about the file after a replacement in its text.
    fn refusal(from: &str, to: &str) -> String {
        let text = trust().to_json();
        assert!(text.contains(from), "{from} is not in the file");
        TrustFile::from_json(&text.replacen(from, to, 1)).unwrap_err().to_string()
    }

    #[test]
    fn is_read_as_it_was_written() {
        assert_eq!(TrustFile::from_json(&trust().to_json()), Ok(trust()));
        assert_eq!(trust().authority_set(1).unwrap().authorities.len(), 2);
        assert_eq!(trust().authority_set(2), None);
    }

    #[test]
    fn is_refused_if_it_is_no_json() {
        let error = TrustFile::from_json("\u{feff}{}").unwrap_err().to_string();
        assert!(error.starts_with("this is not a trust file: "), "{error}");
        assert!(TrustFile::from_json("").is_err());
        assert!(TrustFile::from_json("[]").is_err());
        assert!(TrustFile::from_json(&(trust().to_json() + "{}")).is_err());
    }

    #[test]
    fn is_refused_with_fields_missing_unknown_or_twice() {
        let missing = refusal("\"network\": \"trust\",", "");
        assert!(missing.contains("missing field `network`"), "{missing}");
        let unknown = refusal("\"network\"", "\"netwerk\": 1, \"network\"");
        assert!(unknown.contains("unknown field `netwerk`"), "{unknown}");
        let twice = refusal("\"network\"", "\"network\": \"x\", \"network\"");
        assert!(twice.contains("duplicate field `network`"), "{twice}");
    }

    #[test]
    fn is_refused_in_another_version() {
        let expected = "the trust file has version 2, expected 1";
        assert_eq!(refusal("\"version\": 1", "\"version\": 2"), expected);
        assert_eq!(refusal("\"version\": 1", "\"new\": [], \"version\": 2"), expected);
    }

    #[test]
    fn is_refused_with_a_malformed_hash() {
        let expected = "genesis_hash is not 0x and 64 hexadecimal digits";
        assert_eq!(refusal("\"genesis_hash\": \"0x", "\"genesis_hash\": \"0x00"), expected);
        assert_eq!(refusal("\"genesis_hash\": \"0x", "\"genesis_hash\": \"x"), expected);
        assert_eq!(
            refusal("\"root\": \"0x", "\"root\": \""),
            "checkpoints[0].root is not 0x and 64 hexadecimal digits"
        );
        let key = hex::encode(trust().authority_sets[1].authorities[1]);
        assert_eq!(
            refusal(&key, "zz"),
            "authority_sets[1].authorities[1] is not 0x and 64 hexadecimal digits"
        );
    }

    fn error_after(edit: impl FnOnce(&mut TrustFile)) -> TrustError {
        let mut trust = trust();
        edit(&mut trust);
        let error = trust.validate().unwrap_err();
        // The origin is not written, so only this error cannot be in a file.
        if !matches!(error, TrustError::ForeignCheckpoint { .. }) {
            assert_eq!(TrustFile::from_json(&trust.to_json()), Err(error.clone()));
        }
        error
    }

    #[test]
    fn is_refused_without_anything_to_trust() {
        let error = error_after(|trust| {
            trust.authority_sets.clear();
            trust.checkpoints.clear();
        });
        assert_eq!(error, TrustError::NothingTrusted);
    }

    #[test]
    fn is_refused_with_an_impossible_set() {
        let empty = error_after(|trust| trust.authority_sets[1].authorities.clear());
        assert_eq!(empty, TrustError::InvalidSetSize { set_id: 1, count: 0 });

        let large = error_after(|trust| trust.authority_sets[0].authorities = vec![[0; 32]; 1025]);
        assert_eq!(large, TrustError::InvalidSetSize { set_id: 0, count: 1025 });

        let twice = error_after(|trust| {
            let set = &mut trust.authority_sets[0].authorities;
            set[2] = set[0];
        });
        assert_eq!(twice, TrustError::DuplicateAuthority { set_id: 0, index: 2 });

        // No point of the curve has this y coordinate.
        let mut no_point = [0; 32];
        no_point[0] = 2;
        let key = error_after(|trust| trust.authority_sets[1].authorities[0] = no_point);
        assert_eq!(key, TrustError::InvalidAuthority { set_id: 1, index: 0 });
    }

    #[test]
    fn is_refused_in_disorder() {
        let sets = error_after(|trust| trust.authority_sets.reverse());
        assert_eq!(sets, TrustError::SetsNotAscending);

        let twice = error_after(|trust| trust.authority_sets[1].set_id = 0);
        assert_eq!(twice, TrustError::SetsNotAscending);

        let checkpoints = error_after(|trust| trust.checkpoints.reverse());
        assert_eq!(checkpoints, TrustError::CheckpointsNotAscending);
    }

    #[test]
    fn is_refused_with_a_checkpoint_of_another_chain() {
        let error = error_after(|trust| trust.checkpoints[1].origin.push('0'));
        assert_eq!(error, TrustError::ForeignCheckpoint { size: 9 });
    }
}

mod handoff {
    use super::*;

    /// Three sets of different sizes, with changes at blocks 5 and 9.
    fn chain() -> Chain {
        let mut chain = Chain::new("handoff", vec![keys("a", 4), keys("b", 1), keys("c", 7)]);
        chain.push_empty_until(4);
        chain.push(&[], Some(1));
        chain.push_empty_until(8);
        chain.push(&[], Some(2));
        chain.push_empty_until(12);
        chain
    }

    fn handoffs(chain: &Chain) -> [AuthorityHandoff; 2] {
        [
            AuthorityHandoff { proof: chain.compact(0, 5, 1, &[0, 1, 3]) },
            AuthorityHandoff { proof: chain.compact(1, 9, 1, &[0]) },
        ]
    }

    /// Trust in the first set only.
    fn first(chain: &Chain) -> TrustFile {
        let mut trust = chain.trust();
        trust.authority_sets.truncate(1);
        trust
    }

    /// What extending says if the digest items of block 5 are changed and signed.
    fn error_after(edit: impl FnOnce(&mut Vec<DigestItem>)) -> HandoffError {
        let mut chain = chain();
        edit(&mut chain.blocks[4].header.digest);
        let handoff = AuthorityHandoff { proof: chain.compact(0, 5, 1, &[0, 1, 3]) };
        let mut trust = first(&chain);
        let error = extend_trust(&mut trust, &[handoff]).unwrap_err();
        assert_eq!(trust, first(&chain), "nothing is added on an error");
        error
    }

    fn set_item(digest: &mut [DigestItem], payload: Vec<u8>) {
        digest[1] = DigestItem::Consensus(*b"FRNK", payload);
    }

    #[test]
    fn each_set_vouches_for_the_next() {
        let chain = chain();
        let mut trust = first(&chain);

        let added = extend_trust(&mut trust, &handoffs(&chain));

        assert_eq!(added, Ok(2));
        assert_eq!(trust, chain.trust());
        assert_eq!(extend_trust(&mut trust, &handoffs(&chain)), Ok(0));
    }

    #[test]
    fn full_form_is_as_good() {
        let chain = chain();
        let (h5, h6) = (chain.header(5), chain.header(6));
        let proof = chain.full(0, 5, 2, &[(0, h5), (1, h5), (2, h6)], &[h6]);
        let mut trust = first(&chain);

        assert_eq!(extend_trust(&mut trust, &[AuthorityHandoff { proof }]), Ok(1));
    }

    /// Trust in the first two sets.
    fn first_two(chain: &Chain) -> TrustFile {
        let mut trust = chain.trust();
        trust.authority_sets.truncate(2);
        trust
    }

    /// What set 1 votes for makes block 5 final too, which scheduled set 1 itself: whoever has
    /// the headers could make a set 2 of the same authorities.
    #[test]
    fn the_block_that_began_the_set_is_refused() {
        let chain = chain();
        let (h6, h7) = (chain.header(6), chain.header(7));
        let beyond = AuthorityHandoff { proof: chain.full(1, 5, 1, &[(0, h7)], &[h6, h7]) };
        let at = AuthorityHandoff { proof: chain.compact(1, 5, 1, &[0]) };
        let [first, _] = handoffs(&chain);
        let mut trust = first_two(&chain);

        let error = extend_trust(&mut trust, &[beyond]).unwrap_err();
        assert_eq!(error, HandoffError::VotesBeyond { got: 0, needed: 1 });
        let error = extend_trust(&mut trust, std::slice::from_ref(&at)).unwrap_err();
        assert_eq!(error, HandoffError::Ambiguous { set_id: 1 });
        assert_eq!(at.check(&trust.authority_sets[1]), Err(HandoffError::Ambiguous { set_id: 1 }));
        let error = extend_trust(&mut trust, &[first, at]).unwrap_err();
        assert_eq!(error, HandoffError::BeforeItsSet { number: 5, began: 5 });
        assert_eq!(trust, first_two(&chain), "nothing is added on an error");
    }

    #[test]
    fn a_block_that_ended_an_earlier_set_is_refused() {
        let chain = chain();
        let between: Vec<&Header> = (6..=10).map(|number| chain.header(number)).collect();
        let votes: Vec<_> = (0..5).map(|authority| (authority, chain.header(10))).collect();
        let handoff = AuthorityHandoff { proof: chain.full(2, 5, 1, &votes, &between) };

        let error = extend_trust(&mut chain.trust(), &[handoff]).unwrap_err();

        assert_eq!(error, HandoffError::VotesBeyond { got: 0, needed: 3 });
    }

    /// Voters that could all be dishonest do not make a block the last of their set.
    #[test]
    fn votes_beyond_the_header_are_counted() {
        let chain = chain();
        let (h5, h6) = (chain.header(5), chain.header(6));
        let proof = chain.full(0, 5, 2, &[(0, h5), (1, h6), (2, h6)], &[h6]);

        let error = extend_trust(&mut first(&chain), &[AuthorityHandoff { proof }]).unwrap_err();

        assert_eq!(error, HandoffError::VotesBeyond { got: 1, needed: 2 });
    }

    /// A change of other session keys counts the sets up and leaves the authorities as they are.
    #[test]
    fn the_same_authorities_may_go_on_as_the_next_set() {
        let same = || keys("same", 4);
        let mut chain = Chain::new("same", vec![same(), same(), same()]);
        chain.push(&[], Some(1));
        chain.push(&[], Some(2));
        chain.push_empty_until(4);
        let handoff =
            |set, block| AuthorityHandoff { proof: chain.compact(set, block, 1, &[0, 1, 3]) };
        let mut trust = first(&chain);

        assert_eq!(extend_trust(&mut trust, &[handoff(0, 1), handoff(1, 2)]), Ok(2));
        assert_eq!(trust, chain.trust());
        assert_eq!(
            extend_trust(&mut first(&chain), &[handoff(0, 1), handoff(1, 1)]),
            Err(HandoffError::BeforeItsSet { number: 1, began: 1 })
        );
        assert_eq!(
            extend_trust(&mut first_two(&chain), &[handoff(1, 2)]),
            Err(HandoffError::Ambiguous { set_id: 1 })
        );
    }

    /// As hand-offs come in, one by one, it is remembered when the last set took over.
    #[test]
    fn trust_grows_by_one_set_after_the_other() {
        let chain = chain();
        let mut trust = GrowingTrust::new(first(&chain));
        let [to_1, to_2] = handoffs(&chain);
        let replay = AuthorityHandoff { proof: chain.compact(1, 5, 1, &[0]) };

        assert_eq!(trust.add(&to_1), Ok(true));
        assert_eq!(trust.add(&to_1), Ok(false));
        let error = HandoffError::BeforeItsSet { number: 5, began: 5 };
        assert_eq!(trust.add(&replay), Err(error));
        assert_eq!(*trust.trust(), first_two(&chain), "nothing is added on an error");
        assert_eq!(trust.add(&to_2), Ok(true));
        assert_eq!(trust.into_trust(), chain.trust());
    }

    #[test]
    fn a_gap_is_refused() {
        let chain = chain();
        let [_, second] = handoffs(&chain);

        let error = extend_trust(&mut first(&chain), &[second]).unwrap_err();

        assert_eq!(error, HandoffError::UnknownSet { set_id: 1 });
    }

    #[test]
    fn a_wrong_signature_is_refused() {
        let chain = chain();
        let [mut handoff, _] = handoffs(&chain);
        handoff.proof.round += 1;

        let error = extend_trust(&mut first(&chain), &[handoff]).unwrap_err();

        let HandoffError::NotFinal(failure) = error else { panic!("{error}") };
        assert_eq!(failure.code, Code::InvalidSignature);
    }

    #[test]
    fn a_set_trusted_already_is_not_replaced() {
        let chain = chain();
        let mut trust = first(&chain);
        let other = Chain::new("other", vec![keys("z", 3)]).authorities(0);
        trust.authority_sets.push(AuthoritySet::new(1, other).unwrap());

        let error = extend_trust(&mut trust, &handoffs(&chain)).unwrap_err();

        assert_eq!(error, HandoffError::Conflict { set_id: 1 });
    }

    #[test]
    fn a_header_without_change_is_refused() {
        let chain = chain();
        let handoff = AuthorityHandoff { proof: chain.compact(0, 6, 1, &[0, 1, 3]) };

        assert_eq!(extend_trust(&mut first(&chain), &[handoff]), Err(HandoffError::NoChange));
        assert_eq!(scheduled_change(chain.header(6)), Ok(None));
        assert_eq!(scheduled_change(chain.header(5)), Ok(Some(chain.authorities(1))));
    }

    #[test]
    fn a_forced_change_is_refused() {
        let authorities = chain().authorities(1);
        let weighted: Vec<_> = authorities.iter().map(|key| (*key, 1u64)).collect();
        let forced = (2u8, 3u32, weighted, 0u32).encode();

        assert_eq!(
            error_after(|digest| set_item(digest, forced.clone())),
            HandoffError::ForcedChange
        );
        let beside = error_after(|digest| digest.push(DigestItem::Consensus(*b"FRNK", forced)));
        assert_eq!(beside, HandoffError::ForcedChange);
    }

    #[test]
    fn two_changes_are_refused() {
        let error = error_after(|digest| digest.push(digest[1].clone()));
        assert_eq!(error, HandoffError::SeveralChanges);
    }

    #[test]
    fn a_delayed_change_is_refused() {
        let error = error_after(|digest| {
            let item = (1u8, vec![([7u8; 32], 1u64)], 5u32).encode();
            set_item(digest, item);
        });
        assert_eq!(error, HandoffError::DelayedChange { delay: 5 });
    }

    #[test]
    fn unequal_weights_are_refused() {
        let keys = chain().authorities(2);
        let error = error_after(|digest| {
            let item = (1u8, vec![(keys[0], 1u64), (keys[1], 2u64)], 0u32).encode();
            set_item(digest, item);
        });
        assert_eq!(error, HandoffError::UnequalWeights { index: 1, weight: 2 });
    }

    #[test]
    fn an_impossible_set_is_refused() {
        let empty = error_after(|digest| set_item(digest, change_item(&[])));
        let reason = TrustError::InvalidSetSize { set_id: 1, count: 0 };
        assert_eq!(empty, HandoffError::InvalidSet(reason));
    }

    #[test]
    fn malformed_items_are_refused() {
        for item in [vec![], vec![1], [change_item(&chain().authorities(1)), vec![0]].concat()] {
            let error = error_after(|digest| set_item(digest, item));
            assert_eq!(error, HandoffError::MalformedItem);
        }
        let mut handoff = handoffs(&chain())[0].clone();
        handoff.proof.header.pop();
        assert!(matches!(handoff.next_authorities(), Err(HandoffError::Header(_))));
    }

    #[test]
    fn disabling_an_authority_changes_nothing() {
        let mut chain = chain();
        let disabled = DigestItem::Consensus(*b"FRNK", (3u8, 2u64).encode());
        let header: &mut Header = &mut chain.blocks[4].header;
        header.digest.push(disabled);
        let handoff = AuthorityHandoff { proof: chain.compact(0, 5, 1, &[0, 1, 3]) };

        assert_eq!(extend_trust(&mut first(&chain), &[handoff]), Ok(1));
    }

    #[test]
    fn is_read_as_it_was_written() {
        let chain = chain();
        let (h5, h6) = (chain.header(5), chain.header(6));
        let full = chain.full(0, 5, 2, &[(0, h5), (1, h6), (2, h6)], &[h6]);
        for handoff in handoffs(&chain).into_iter().chain([AuthorityHandoff { proof: full }]) {
            let cbor = handoff.to_cbor();

            assert_eq!(AuthorityHandoff::from_cbor(&cbor), Ok(handoff.clone()));
            assert_eq!(AuthorityHandoff::from_json(&handoff.to_json()), Ok(handoff));
            for len in 0..cbor.len() {
                let error = AuthorityHandoff::from_cbor(&cbor[..len]).unwrap_err();
                assert_eq!(error.code, Code::Truncated);
            }
            let long = [&cbor[..], &[0]].concat();
            let error = AuthorityHandoff::from_cbor(&long).unwrap_err();
            assert_eq!(error.code, Code::NotDeterministic);
        }
    }
}
