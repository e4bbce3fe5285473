//! The task keeps up by itself, and says so when it ends because something is wrong.

use super::{Bench, Plan, anchor};
use crate::archive::{Archive, QueryError, metrics::Metrics};
use critical_chains_integrity::Hash;
use futures::channel::mpsc;
use polkadot_sdk::substrate_prometheus_endpoint::Registry;
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn tells_of_new_blocks_until_finality_ends() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(2);
    let follower = bench.open().unwrap();
    let archive = bench.archive_of(&follower);
    let (finality, told) = mpsc::unbounded();
    let task = tokio::spawn(follower.run(told));

    let mut progress = archive.progress();
    let reached = progress.wait_for(|progress| progress.proven == 2);
    assert!(tokio::time::timeout(DEADLINE, reached).await.unwrap().is_ok());
    bench.chain.grow_anchoring(3);
    finality.unbounded_send(()).unwrap();
    let reached = progress.wait_for(|progress| progress.height == 5);
    assert!(tokio::time::timeout(DEADLINE, reached).await.unwrap().is_ok());

    drop(finality);
    tokio::time::timeout(DEADLINE, task).await.unwrap().unwrap();
}

/// Lets the task run to its end, with finality that goes on.
async fn run_until_stopped(bench: &Bench) -> (Archive, Metrics) {
    let metrics = Metrics::register(&Registry::new()).unwrap();
    let follower = bench.open().unwrap().with_metrics(Some(metrics.clone()));
    let archive = bench.archive_of(&follower);
    let (_finality, told) = mpsc::unbounded();
    assert_eq!(metrics.stopped.get(), 0);

    tokio::time::timeout(DEADLINE, follower.run(told)).await.unwrap();

    (archive, metrics)
}

#[tokio::test]
async fn stops_at_a_block_that_contradicts_its_header() {
    let bench = Bench::new();
    bench.chain.grow(Plan { anchors: vec![anchor(1)], ..Plan::default() });
    bench.chain.tamper(1, |block| block.leaf.anchors_root = Hash::default());

    let (archive, metrics) = run_until_stopped(&bench).await;

    assert!(archive.progress().borrow().has_stopped);
    assert_eq!(metrics.stopped.get(), 1);
}

#[tokio::test]
async fn stops_at_a_panic_too() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(1);
    bench.chain.panic_at(1);

    let (archive, metrics) = run_until_stopped(&bench).await;

    assert!(archive.progress().borrow().has_stopped);
    assert_eq!(metrics.stopped.get(), 1);
}

#[tokio::test]
async fn stopped_archive_tells_what_it_has_and_nothing_of_the_present() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(256);
    drop(bench.caught_up());
    bench.chain.grow_anchoring(2);
    bench.chain.fail_at(Some(258));

    let (archive, _) = run_until_stopped(&bench).await;

    let known = anchor(7);
    assert!(archive.receipt(&known.hash(), None).is_ok());
    assert!(archive.anchor_by_sequence(&known.stream, 7).is_ok());
    assert_eq!(archive.checkpoint(Some(256)).unwrap().checkpoint.size, 256);
    assert!(archive.consistency(1, 256).is_ok());
    assert_eq!(archive.authority_sets(0, 1).unwrap().len(), 1);

    let later = anchor(257);
    for answer in [
        archive.receipt(&later.hash(), None).map(drop),
        archive.anchor(&later.hash()).map(drop),
        archive.anchor_by_sequence(&later.stream, 257).map(drop),
        archive.checkpoint(None).map(drop),
        archive.checkpoint(Some(257)).map(drop),
        archive.consistency(1, 257).map(drop),
        archive.authority_sets(0, 2).map(drop),
    ] {
        assert!(matches!(answer, Err(QueryError::Stopped { height: 256 })), "{answer:?}");
    }
}
