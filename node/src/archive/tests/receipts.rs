//! Receipts from the archive verify without it, and follow the authorities as they change.

use super::{Bench, Plan, anchor, keys, record_part};
use crate::archive::{Archive, QueryError};
use critical_chains_integrity::{
    Hash,
    receipt::{ChainPart, Receipt},
    trust::{AuthoritySet, TrustFile, extend_trust},
    verify::{Outcome, TrustAnchors, Verdict, verify},
};

fn first_trust(bench: &Bench) -> TrustFile {
    TrustFile {
        network: "test".into(),
        genesis_hash: bench.chain.genesis(),
        authority_sets: vec![AuthoritySet { set_id: 0, authorities: bench.chain.first_keys() }],
        checkpoints: Vec::new(),
    }
}

fn receipt(genesis: Hash, sequence: u64, part: ChainPart) -> Receipt {
    let decoded = ChainPart::from_cbor(&part.to_cbor()).unwrap();
    Receipt::merge(record_part(genesis, sequence), decoded).unwrap()
}

fn verdict_by_finality(archive: &Archive, trust: &TrustFile, sequence: u64) -> Verdict {
    let proven = archive.receipt(&anchor(sequence).hash(), None).unwrap();
    let receipt = receipt(trust.genesis_hash, sequence, proven.part);
    verify(&receipt, TrustAnchors { trust_file: Some(trust), checkpoint: None }, None)
}

#[test]
fn verify_by_finality() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(40);
    let follower = bench.caught_up();
    let archive = bench.archive_of(&follower);
    let trust = first_trust(&bench);

    for sequence in 1..=40 {
        let verdict = verdict_by_finality(&archive, &trust, sequence);
        assert_eq!(verdict.result, Outcome::Ok, "{sequence}: {verdict}");
    }
}

#[test]
fn use_the_next_block_that_was_voted_on() {
    let bench = Bench::new();
    for sequence in 1..=5 {
        let justified = sequence == 4;
        bench.chain.grow(Plan { anchors: vec![anchor(sequence)], justified, ..Plan::default() });
    }
    let follower = bench.caught_up();

    let archive = bench.archive_of(&follower);

    assert_eq!(archive.receipt(&anchor(2).hash(), None).unwrap().final_by, Some(4));
    assert_eq!(archive.receipt(&anchor(4).hash(), None).unwrap().final_by, Some(4));
    let last = archive.receipt(&anchor(5).hash(), None);
    assert!(matches!(last, Err(QueryError::NotProvenYet { block: 5 })));
    assert_eq!(archive.receiptable(*archive.progress().borrow()), 4);
    let verdict = verdict_by_finality(&archive, &first_trust(&bench), 2);
    assert_eq!(verdict.result, Outcome::Ok, "{verdict}");
}

#[test]
fn verify_by_a_checkpoint_without_any_key() {
    let bench = Bench::new();
    for sequence in 1..=9 {
        bench.chain.grow(Plan { anchors: vec![anchor(sequence)], ..Plan::default() });
    }
    let follower = bench.caught_up();
    let archive = follower.archive(bench.chain.genesis(), false);
    let published = archive.checkpoint(Some(7)).unwrap().checkpoint;

    let proven = archive.receipt(&anchor(3).hash(), Some(7)).unwrap();

    let receipt = receipt(bench.chain.genesis(), 3, proven.part);
    let anchors = TrustAnchors { trust_file: None, checkpoint: Some(&published) };
    let verdict = verify(&receipt, anchors, None);
    assert_eq!(verdict.result, Outcome::Ok, "{verdict}");
    assert!(matches!(archive.receipt(&anchor(3).hash(), None), Err(QueryError::NoProofs)));
    let older = archive.receipt(&anchor(3).hash(), Some(2));
    assert!(matches!(older, Err(QueryError::OlderThanAnchor { block: 3, size: 2 })));
    let larger = archive.receipt(&anchor(3).hash(), Some(10));
    assert!(matches!(larger, Err(QueryError::InvalidSize { size: 10, height: 9 })));
}

#[test]
fn verify_before_and_after_a_change_of_authorities() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    bench.chain.grow(Plan { next: Some(keys(2, 5)), ..Plan::default() });
    for sequence in 5..=7 {
        bench.chain.grow(Plan {
            anchors: vec![anchor(sequence)],
            justified: true,
            ..Plan::default()
        });
    }
    let follower = bench.caught_up();
    let archive = bench.archive_of(&follower);
    let mut trust = first_trust(&bench);

    assert_eq!(verdict_by_finality(&archive, &trust, 2).result, Outcome::Ok);
    assert_eq!(verdict_by_finality(&archive, &trust, 6).result, Outcome::Inconclusive);

    let sets = archive.authority_sets(0, 10).unwrap();
    let ids: Vec<_> =
        sets.iter().map(|set| (set.entry.set.set_id, set.entry.first_block)).collect();
    assert_eq!(ids, [(0, 1), (1, 5)]);
    let handoffs: Vec<_> = sets.into_iter().filter_map(|set| set.handoff).collect();
    assert_eq!(extend_trust(&mut trust, &handoffs).unwrap(), 1);
    assert_eq!(verdict_by_finality(&archive, &trust, 2).result, Outcome::Ok);
    assert_eq!(verdict_by_finality(&archive, &trust, 6).result, Outcome::Ok);
}

#[test]
fn have_no_proof_from_a_justification_of_strangers() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(2);
    let strangers = super::FakeChain::new(1);
    strangers.grow_anchoring(2);
    let foreign = crate::archive::chain::Chain::facts(&strangers, 2).unwrap().justification;
    bench.chain.tamper(2, |block| block.justification = foreign);

    let follower = bench.caught_up();

    let progress = *bench.archive_of(&follower).progress().borrow();
    assert_eq!((progress.height, progress.proven), (2, 1));
}
