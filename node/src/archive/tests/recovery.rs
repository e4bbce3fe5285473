//! A process that ends at any instant leaves an archive that goes on as if nothing had happened.

use super::{Bench, FakeChain, catch_up, open_at};
use crate::archive::{Archive, ArchiveError, chain::Chain};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};
use tempfile::TempDir;

/// All that readers can see.
fn contents(archive: &Archive) -> String {
    let height = archive.progress().borrow().height;
    let mut seen = String::new();
    for number in 1..=height {
        let checkpoint = archive.checkpoint(Some(number.into())).unwrap();
        let anchors = archive.anchors_from((number, 0), number, usize::MAX).unwrap();
        let parts: Vec<_> = anchors
            .iter()
            .map(|anchor| archive.receipt(&anchor.anchor.hash, Some(height.into())).unwrap().part)
            .collect();
        seen += &format!("{number} {checkpoint:?} {anchors:?} {parts:?}\n");
    }
    seen
}

#[test]
fn archive_is_the_same_however_it_was_built() {
    let whole = Bench::new();
    whole.chain.grow_anchoring(600);
    let at_once = whole.caught_up();

    let pieces = Bench::new();
    for blocks in [1, 1, 3, 95, 400, 100] {
        pieces.chain.grow_anchoring(blocks);
        drop(pieces.caught_up());
    }

    let by_and_by = pieces.caught_up();
    assert_eq!(contents(&pieces.archive_of(&by_and_by)), contents(&whole.archive_of(&at_once)),);
}

#[test]
fn failure_within_a_batch_leaves_nothing_of_it() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(300);
    bench.chain.fail_at(Some(280));

    let mut follower = bench.open().unwrap();
    let error = catch_up(&mut follower).unwrap_err();

    assert!(matches!(error, ArchiveError::StatePruned { number: 280 }));
    assert_eq!(bench.archive_of(&follower).progress().borrow().height, 256);
    bench.chain.fail_at(None);
    catch_up(&mut follower).unwrap();
    assert_eq!(bench.archive_of(&follower).progress().borrow().height, 300);
}

#[test]
fn file_of_a_killed_process_opens_at_the_last_batch() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(10);
    let mut running = bench.caught_up();
    let crashed = TempDir::new().unwrap();

    // The file as a killed process leaves it: never closed.
    fs::copy(bench.directory.path().join("archive.redb"), crashed.path().join("archive.redb"))
        .unwrap();
    bench.chain.grow_anchoring(5);
    catch_up(&mut running).unwrap();

    let mut restarted = open_at(&bench.chain, crashed.path()).unwrap();
    assert_eq!(bench.archive_of(&restarted).progress().borrow().height, 10);
    catch_up(&mut restarted).unwrap();
    assert_eq!(contents(&bench.archive_of(&restarted)), contents(&bench.archive_of(&running)),);
}

#[test]
fn rebuilt_archive_is_the_same() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(300);
    let before = contents(&bench.archive_of(&bench.caught_up()));

    let mut rebuilt = bench.rebuild().unwrap();

    assert_eq!(bench.archive_of(&rebuilt).progress().borrow().height, 0);
    catch_up(&mut rebuilt).unwrap();
    assert_eq!(contents(&bench.archive_of(&rebuilt)), before);
}

#[test]
fn archive_that_cannot_be_rebuilt_is_kept() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(300);
    let before = contents(&bench.archive_of(&bench.caught_up()));

    for pruned in [0, 1] {
        bench.chain.fail_at(Some(pruned));
        let error = bench.rebuild().err().unwrap();

        assert!(matches!(error, ArchiveError::NotRebuildable { .. }), "{error}");
        assert!(
            error
                .to_string()
                .ends_with(&format!("block {pruned} is gone from this node's database"))
        );
        assert!(error.hint().starts_with("start without --rebuild-archive"), "{}", error.hint());
        assert_eq!(contents(&bench.archive_of(&bench.open().unwrap())), before);
        assert!(bench.directory.path().join("tile/0/000").exists());
    }
}

#[test]
fn archive_of_a_chain_without_blocks_can_be_rebuilt() {
    let bench = Bench::new();
    drop(bench.open().unwrap());

    assert!(bench.rebuild().is_ok());
}

#[test]
fn readers_see_whole_batches_while_blocks_are_written() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(256);
    let mut follower = bench.caught_up();
    let archive = bench.archive_of(&follower);
    bench.chain.grow_anchoring(256);

    let reader = std::thread::spawn(move || {
        let mut sizes = vec![];
        while sizes.last() != Some(&512) {
            let size = archive.checkpoint(None).unwrap().checkpoint.size;
            if sizes.last() != Some(&size) {
                sizes.push(size);
            }
        }
        sizes
    });
    catch_up(&mut follower).unwrap();

    let sizes = reader.join().unwrap();
    assert!(sizes.iter().all(|size| [256, 512].contains(size)), "{sizes:?}");
    assert_eq!(bench.chain.finalised(), 512);
}

/// Tells the process that is going to be killed where its archive is.
const VICTIM: &str = "CRITICAL_CHAINS_TEST_VICTIM";

#[test]
fn killed_process_loses_nothing() {
    if let Some(directory) = env::var_os(VICTIM) {
        return archive_until_killed(Path::new(&directory));
    }
    let bench = Bench::new();
    let mut height = 0;

    for steps in [1, 2, 3, 5, 8, 13, 21] {
        let seen = kill_after(steps, bench.directory.path());
        let follower = bench.open().unwrap();
        height = bench.archive_of(&follower).progress().borrow().height;
        assert!(height >= seen, "block {seen} was reported, block {height} is left");
    }

    bench.chain.grow_anchoring(height);
    let whole = Bench::new();
    whole.chain.grow_anchoring(height);
    let killed = bench.caught_up();
    let unharmed = whole.caught_up();
    assert_eq!(contents(&bench.archive_of(&killed)), contents(&whole.archive_of(&unharmed)));
}

/// Archives block after block and reports each.
fn archive_until_killed(directory: &Path) {
    let chain = Arc::new(FakeChain::new(4));
    let mut follower = open_at(&chain, directory).unwrap();
    loop {
        chain.grow_anchoring(1);
        if follower.step().unwrap().blocks > 0 {
            println!("archived {}", chain.finalised());
        }
    }
}

/// Lets a process archive some blocks and kills it; gives the last block it reported.
fn kill_after(steps: usize, directory: &Path) -> u32 {
    let mut victim = Command::new(env::current_exe().unwrap())
        .args(["archive::tests::recovery::killed_process_loses_nothing", "--exact", "--nocapture"])
        .env(VICTIM, directory)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    let reported = lines
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("archived ")?.parse().ok())
        .take(steps)
        .last();
    victim.kill().unwrap();
    victim.wait().unwrap();
    reported.unwrap()
}
