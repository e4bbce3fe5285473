//! The task keeps up by itself and ends when something is wrong.

use super::{Bench, Plan, anchor};
use critical_chains_integrity::Hash;
use futures::channel::mpsc;
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

#[tokio::test]
async fn ends_at_a_block_that_contradicts_its_header() {
    let bench = Bench::new();
    bench.chain.grow(Plan { anchors: vec![anchor(1)], ..Plan::default() });
    bench.chain.tamper(1, |block| block.leaf.anchors_root = Hash::default());
    let follower = bench.open().unwrap();
    let (_finality, told) = mpsc::unbounded();

    let ended = tokio::time::timeout(DEADLINE, follower.run(told)).await;

    assert!(ended.is_ok());
}
