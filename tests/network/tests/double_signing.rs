//! What makes an equivocator of an honest validator: two nodes with one key, and a database that was
//! put back. With keys in files it happens, and costs the seat. Behind the guard it does not.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Network, Node, NodeOptions, Spec, TokenNetwork, wait_for};
use std::{fs, path::Path};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn put_back(copied: &Path, data: &Path) {
    fs::remove_dir_all(data).unwrap();
    copy(copied, data);
}

fn log(node: &Node) -> String {
    fs::read_to_string(node.log()).unwrap()
}

/// Bob's node runs, goes on from the present block, and nobody saw him vote twice.
fn serves_without_equivocation(network: &TokenNetwork) {
    let height = network.nodes[0].finalised().unwrap();
    wait_for("Bob to seal a block", || {
        Ok(network.has_sealed(1, height, &network.nodes[0])?.then_some(()))
    })
    .unwrap();
    network.nodes[1].wait_finalised(height + 2).unwrap();
    for node in &network.nodes {
        assert!(!log(node).contains("quivocat"), "{}", node.log_tail());
    }
}

#[test]
fn keys_in_files_on_two_nodes_equivocate_and_cost_the_seat() {
    let mut network = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"]).unwrap();
    network.nodes[0].wait_finalised(2).unwrap();

    network.add_twin("bob").unwrap();

    wait_for("the equivocation to be reported on chain", || {
        let found = network.nodes.iter().any(|node| log(node).contains("quivocat"));
        Ok(found.then_some(()))
    })
    .unwrap();
    wait_for("the seat to be suspended", || {
        Ok(Some(()).filter(|()| network.nodes[0].seats().is_ok_and(|seats| seats == 3)))
    })
    .unwrap();
}

#[test]
fn a_database_that_was_put_back_does_not_make_an_equivocator() {
    let mut network = TokenNetwork::start("").unwrap();
    network.nodes[0].wait_finalised(3).unwrap();
    let data = network.data(1);
    let copied = network.folder().join("copy");
    let guard = "chains/critical-chains-local/signing-guard";

    network.nodes[1].kill().unwrap();
    copy(&data, &copied);
    network.nodes[1].restart().unwrap();
    serves_without_equivocation(&network);

    // The database alone: the guard still knows what was signed.
    network.nodes[1].kill().unwrap();
    copy(&data.join(guard), &network.folder().join("guard"));
    put_back(&copied, &data);
    fs::remove_dir_all(data.join(guard)).unwrap();
    copy(&network.folder().join("guard"), &data.join(guard));
    network.nodes[1].restart().unwrap();
    serves_without_equivocation(&network);

    // The guard as well: the token knows that this is not the newest.
    network.nodes[1].kill().unwrap();
    put_back(&copied, &data);
    let error = format!("{:#}", network.nodes[1].restart().unwrap_err());
    assert!(error.contains("older than what was signed with this token"), "{error}");

    // What the operator says then is that nobody else signs: it waits until the others went on.
    network.run(1, &["guard", "init", "--no-other-signer"]).unwrap();
    network.nodes[1].restart().unwrap();
    serves_without_equivocation(&network);
}

#[test]
fn a_second_node_with_the_same_token_does_not_start() {
    let network = TokenNetwork::start("").unwrap();
    network.nodes[0].wait_finalised(2).unwrap();
    let folder = network.folder().join("twin");

    let arguments = network.twin_arguments(1, &folder);
    let error = Node::start("twin", &folder, NodeOptions { arguments }).err().unwrap();

    let error = format!("{error:#}");
    assert!(error.contains("no signing guard in"), "{error}");
    assert!(error.contains("hsm guard init"), "{error}");
}
