//! The archive opens for its own chain only.

use super::{Bench, FakeChain, Plan, anchor, catch_up, open_at};
use crate::archive::{ArchiveError, QueryError};
use redb::TableDefinition;
use std::{fs, sync::Arc};

#[test]
fn refuses_another_chain() {
    let bench = Bench::new();
    drop(bench.caught_up());
    let other = Arc::new(FakeChain::with_genesis(4, [8; 32]));

    let error = open_at(&other, bench.directory.path()).err().unwrap();

    assert!(matches!(error, ArchiveError::OtherChain { .. }), "{error}");
    assert!(error.hint().contains("--rebuild-archive"));
}

#[test]
fn refuses_a_second_process() {
    let bench = Bench::new();
    let _running = bench.caught_up();

    let error = bench.open().err().unwrap();

    assert!(error.hint().contains("another node runs"), "{error}: {}", error.hint());
}

#[test]
fn refuses_a_chain_that_took_back_what_was_final() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(5);
    drop(bench.caught_up());
    bench.chain.truncate(4);
    bench.chain.grow(Plan { anchors: vec![anchor(99)], ..Plan::default() });

    let error = bench.open().err().unwrap();

    assert!(matches!(error, ArchiveError::OtherHistory { number: 5, .. }), "{error}");
}

#[test]
fn waits_for_a_chain_that_lost_its_last_writes() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(5);
    drop(bench.caught_up());
    bench.chain.truncate(3);

    let mut follower = bench.open().unwrap();
    catch_up(&mut follower).unwrap();
    assert_eq!(bench.archive_of(&follower).progress().borrow().height, 5);

    bench.chain.grow_anchoring(3);
    catch_up(&mut follower).unwrap();
    assert_eq!(bench.archive_of(&follower).progress().borrow().height, 6);
}

#[test]
fn notices_while_it_waits_that_the_chain_goes_another_way() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(5);
    drop(bench.caught_up());
    bench.chain.truncate(3);
    let mut follower = bench.open().unwrap();
    bench.chain.grow(Plan { anchors: vec![anchor(99)], ..Plan::default() });

    let error = catch_up(&mut follower).unwrap_err();

    assert!(matches!(error, ArchiveError::OtherHistory { number: 4, .. }), "{error}");
}

#[test]
fn says_how_to_replace_a_damaged_file() {
    let bench = Bench::new();
    drop(bench.caught_up());
    fs::write(bench.directory.path().join("archive.redb"), [9; 20_000]).unwrap();

    let error = bench.open().err().unwrap();

    assert!(error.hint().contains("--rebuild-archive"), "{error}: {}", error.hint());
}

#[test]
fn refuses_a_file_of_another_version() {
    let bench = Bench::new();
    drop(bench.caught_up());
    bench.meddle(|transaction| {
        let meta = TableDefinition::<&str, &[u8]>::new("meta");
        let next = 2u32.to_be_bytes();
        transaction.open_table(meta).unwrap().insert("format", next.as_slice()).unwrap();
    });

    let error = bench.open().err().unwrap();

    assert!(matches!(error, ArchiveError::OtherFormat { found: 2, expected: 1, .. }), "{error}");
    assert!(error.hint().contains("needs the states of all blocks"), "{}", error.hint());
}

#[test]
fn names_what_is_missing_in_a_file() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    drop(bench.caught_up());
    bench.lose_block(2);

    let error = bench.archive_of(&bench.open().unwrap()).anchor(&anchor(2).hash()).unwrap_err();

    let QueryError::Archive(error) = error else { panic!("{error}") };
    assert_eq!(error.to_string(), "the archive is damaged: block 2 is missing or malformed");
    assert!(error.hint().contains("needs the states of all blocks"), "{}", error.hint());
}

#[test]
fn names_a_directory_that_cannot_be_made() {
    let bench = Bench::new();
    let file = bench.directory.path().join("file");
    fs::write(&file, "").unwrap();

    let error = open_at(&bench.chain, &file.join("integrity")).err().unwrap();

    assert!(
        matches!(&error, ArchiveError::File { path, .. } if path.starts_with(&file)),
        "{error}"
    );
    assert!(error.hint().contains("rights"), "{}", error.hint());
}

#[test]
fn names_a_tile_that_cannot_be_written() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(256);
    let in_the_way = bench.directory.path().join("tile");
    fs::write(&in_the_way, "").unwrap();

    let error = catch_up(&mut bench.open().unwrap()).unwrap_err();

    assert!(
        matches!(&error, ArchiveError::File { path, .. } if path.starts_with(&in_the_way)),
        "{error}",
    );
}
