//! A disk that takes no more stops the archive; what is archived can be read all the same.

use super::{Bench, FakeChain, Plan, anchor, open_at};
use crate::archive::{QueryError, store::Store};
use futures::channel::mpsc;
use std::{env, fs, path::Path, process::Command, sync::Arc, time::Duration};

const DEADLINE: Duration = Duration::from_secs(20);

/// Tells the process whose disk is full where its archive is.
const VICTIM: &str = "CRITICAL_CHAINS_TEST_FULL_DISK";

/// What `ulimit -f` counts in.
const LIMIT_UNIT_BYTES: u64 = 512;

/// Blocks in the archive before the disk is full: enough for pages that nothing has read yet.
const ARCHIVED: u32 = 200;

/// Anchors of blocks that the file has no room for.
const MORE_ANCHORS: u64 = 20_000;

#[tokio::test]
async fn full_disk_leaves_what_is_archived() {
    if let Some(directory) = env::var_os(VICTIM) {
        return archive_on_a_full_disk(Path::new(&directory)).await;
    }
    let bench = Bench::new();
    bench.chain.grow_anchoring(ARCHIVED);
    drop(bench.caught_up());
    let file = fs::metadata(bench.directory.path().join("archive.redb")).unwrap();

    // No file can grow any more, and writing beyond the limit is an error rather than a signal.
    let output = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#])
        .arg(file.len().div_ceil(LIMIT_UNIT_BYTES).to_string())
        .arg(env::current_exe().unwrap())
        .args(["archive::tests::failing_disk::full_disk_leaves_what_is_archived", "--exact"])
        .env(VICTIM, bench.directory.path())
        .output()
        .unwrap();

    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

async fn archive_on_a_full_disk(directory: &Path) {
    let chain = Arc::new(FakeChain::new(4));
    chain.grow_anchoring(ARCHIVED);
    let follower = open_at(&chain, directory).unwrap();
    let archive = follower.archive(chain.genesis(), true);
    let later = u64::from(ARCHIVED) + 1;
    let anchors = (later..later + MORE_ANCHORS).map(anchor).collect();
    chain.grow(Plan { anchors, ..Plan::default() });

    let (_finality, told) = mpsc::unbounded();
    tokio::time::timeout(DEADLINE, follower.run(told)).await.unwrap();

    assert!(archive.progress().borrow().has_stopped);
    for sequence in 1..=ARCHIVED {
        let receipt = archive.receipt(&anchor(sequence.into()).hash(), Some(ARCHIVED.into()));
        assert!(receipt.is_ok(), "{receipt:?}");
    }
    let answer = archive.anchor(&anchor(later).hash());
    assert!(matches!(answer, Err(QueryError::Stopped { height: ARCHIVED })), "{answer:?}");
}

#[test]
fn file_that_is_gone_is_not_made_anew() {
    let bench = Bench::new();
    let directory = bench.directory.path();
    let first_authorities = || Ok(bench.chain.first_keys());
    let store = Store::open(directory, &bench.chain.genesis(), first_authorities).unwrap();
    let file = directory.join("archive.redb");
    fs::remove_file(&file).unwrap();

    assert!(store.reopen().is_err());

    assert!(store.snapshot().is_err());
    assert!(!file.exists());
}
