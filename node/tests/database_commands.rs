//! The commands on a node's database, one after the other as an operator uses them.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::json;
use std::fs;
use support::{Chain, Node, text, wait_for};

/// The stream of the development account's institution, and the first sequence number in it.
fn first_anchor(node: &Node) -> serde_json::Value {
    node.call("integrity_anchorBySequence", json!(["CCDEV0ALPHABANK00022/0", 1]))
}

#[test]
fn exported_blocks_make_the_same_calendar_in_a_fresh_database() {
    let chain = Chain::new();
    let validator = chain.start(&["--dev"]);
    validator.anchor_batch();
    let anchor = wait_for("the anchor to be final", || {
        Some(first_anchor(&validator)).filter(|anchor| !anchor.is_null())
    });
    let checkpoint = validator.checkpoint(None);
    validator.stop();
    let exported = chain.file("blocks");
    let exported = text(&exported);

    chain.run("export-blocks", &[exported]).success();
    let checked = chain.run("check-block", &[&anchor["blockNumber"].to_string()]).success();
    assert!(checked.stdout.contains("with the result that its header has"), "{checked:?}");
    chain.run("purge-chain", &["-y"]).success();
    assert!(!chain.data("paritydb").exists() && !chain.data("integrity").exists());
    chain.run("import-blocks", &[exported]).success();

    let size = checkpoint["size"].as_u64().unwrap();
    let node = chain.start(&["--chain", "dev"]);
    wait_for("the blocks to be archived again", || {
        Some(()).filter(|()| node.checkpoint(None)["size"].as_u64() >= Some(size))
    });
    assert_eq!(node.checkpoint(Some(size)), checkpoint);
    assert_eq!(first_anchor(&node), anchor);
}

#[test]
fn revert_takes_back_blocks_that_are_not_final_and_no_others() {
    let chain = Chain::new();
    let validator = chain.start(&["--dev"]);
    wait_for("a final block", || Some(()).filter(|()| validator.finalised() > 0));
    validator.stop();
    let without_votes = chain.start(&["--dev", "--no-grandpa"]);
    let finalised = without_votes.finalised();
    wait_for("blocks that are not final", || {
        Some(()).filter(|()| without_votes.best() >= finalised + 3)
    });
    without_votes.stop();

    let one = chain.run("revert", &["1"]).success();
    let all = chain.run("revert", &[]).success();
    let none = chain.run("revert", &[]).success();

    assert!(one.stderr.contains("Reverted 1 blocks."), "{one:?}");
    assert!(all.stderr.contains(&format!("Best: #{finalised} ")), "{all:?}");
    assert!(none.stderr.contains("There aren't any non-finalized blocks to revert."), "{none:?}");
    let node = chain.start(&["--chain", "dev"]);
    assert_eq!((node.best(), node.finalised()), (finalised, finalised));
}

#[test]
fn block_that_is_not_there_cannot_be_checked() {
    let chain = Chain::new();

    let said = chain.run("check-block", &["7"]);

    assert_eq!(said.code, Some(1));
    let expected = "error: the database has no block 7\nhint: its last block is 0\n";
    assert!(said.stderr.ends_with(expected), "{said:?}");
}

#[test]
fn purge_removes_the_archive_when_told_so_and_not_otherwise() {
    let chain = Chain::new();
    let (archive, database) = (chain.data("integrity"), chain.data("paritydb/full"));
    let purge = |answer, arguments: &[&str]| {
        fs::create_dir_all(&archive).unwrap();
        let said = chain.run_answering(answer, "purge-chain", arguments).success();
        (archive.exists(), said.stdout.contains("kept: no database was there"))
    };

    assert_eq!(purge("n\n", &[]), (true, true));
    assert_eq!(purge("y\n", &[]), (true, true));
    assert_eq!(purge("", &["-y"]), (false, false));
    fs::create_dir_all(&database).unwrap();
    assert_eq!(purge("n\n", &[]), (true, false));
    assert!(database.exists());
    assert_eq!(purge("y\n", &[]), (false, false));
    assert!(!database.exists());
}
