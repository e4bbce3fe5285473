//! Four validators on loopback finalise; what one node anchors another one receipts; a validator
//! that loses its power while a batch is being anchored loses nothing.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Client, Network, Spec, payments, wait_for};
use std::fs;

#[test]
fn anchors_of_one_node_are_receipted_by_another() {
    let network = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"]).unwrap();
    let [alice, _, charlie, dave] = &network.nodes[..] else { panic!("four nodes") };
    let client = Client::new(network.folder());
    payments(&client.file("payments.xml"), 200, 1).unwrap();

    for node in &network.nodes {
        node.wait_finalised(3).unwrap();
    }
    client.stamp(alice, "//Alice", "payments.xml", "batch").unwrap();
    let block = alice.finalised().unwrap();
    dave.wait_archived(block).unwrap();
    client.receipt(dave, "batch", 7, "receipt.cbor").unwrap().success().unwrap();
    client.export_trust(charlie, "trust.json").unwrap();
    let (code, verdict) = client.verify("receipt.cbor", "trust.json").unwrap();

    assert_eq!((code, verdict["result"].as_str()), (0, Some("OK")), "{verdict}");
}

#[test]
fn a_killed_validator_catches_up_and_loses_nothing() {
    let mut network = Network::start(Spec::LOCAL, &["alice", "bob", "charlie", "dave"]).unwrap();
    let client = Client::new(network.folder());
    payments(&client.file("payments.xml"), 2_000, 2).unwrap();
    network.nodes[1].wait_finalised(2).unwrap();

    let url = network.nodes[1].url();
    let arguments = [
        "stamp",
        "payments.xml",
        "--node",
        &url,
        "--stream",
        "new",
        "--signer",
        "//Bob",
        "--batch-dir",
        "batch",
        "--batch-size",
        "100",
    ];
    let mut stamping = client.start(&arguments).unwrap();
    wait_for("the anchors to be submitted", || {
        let manifest = fs::read_to_string(client.file("batch/manifest.json")).unwrap_or_default();
        Ok(Some(()).filter(|()| manifest.contains("\"submitted\"")))
    })
    .unwrap();
    network.nodes[1].kill().unwrap();
    let _ = stamping.wait();
    let height = network.nodes[0].finalised().unwrap();
    // Three of four still finalise.
    network.nodes[0].wait_finalised(height + 3).unwrap();
    network.nodes[1].restart().unwrap();
    client.run(&arguments).unwrap().success().unwrap();
    let height = network.nodes[0].finalised().unwrap();
    network.nodes[1].wait_archived(height).unwrap();

    client.export_trust(&network.nodes[2], "trust.json").unwrap();
    for index in [0, 999, 1_999] {
        let receipt = format!("receipt-{index}.cbor");
        client.receipt(&network.nodes[1], "batch", index, &receipt).unwrap().success().unwrap();
        let (code, verdict) = client.verify(&receipt, "trust.json").unwrap();
        assert_eq!((code, verdict["result"].as_str()), (0, Some("OK")), "{verdict}");
        assert!(fs::metadata(client.file(&receipt)).unwrap().len() > 500);
    }
}
