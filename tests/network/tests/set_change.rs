//! A receipt made before the validators changed is verified after it, with the trust file of the
//! changed network; the trust file from before cannot decide about receipts made after.

#![allow(clippy::unwrap_used, missing_docs)]

use codec::Decode;
use critical_chains_network_tests::{Client, Network, Node, Spec, payments, wait_for};
use serde_json::{Value, json};

const SPEC: Spec = Spec { session_blocks: Some(5), ..Spec::LOCAL };

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap().trim_start_matches("0x")).unwrap()
}

fn set_id(node: &Node) -> anyhow::Result<u64> {
    let answer = node.call("state_call", json!(["GrandpaApi_current_set_id", "0x"]))?;
    Ok(u64::decode(&mut &bytes(&answer)[..])?)
}

#[test]
fn old_receipts_verify_after_the_validators_change() {
    let network = Network::start(SPEC, &["alice", "bob", "charlie", "dave"]).unwrap();
    let [alice, bob, charlie, _] = &network.nodes[..] else { panic!("four nodes") };
    let client = Client::new(network.folder());
    payments(&client.file("payments.xml"), 10, 3).unwrap();
    client.stamp(alice, "//Alice", "payments.xml", "before").unwrap();
    client.receipt(alice, "before", 0, "before.cbor").unwrap().success().unwrap();
    client.export_trust(charlie, "trust-before.json").unwrap();
    let first_set = set_id(bob).unwrap();

    let (url, set_keys) = (bob.url(), ["--json", "session", "set-keys", "--rotate"]);
    let signed = ["--signer", "//Bob", "--node", &url];
    let answer = client.run(&[&set_keys[..], &signed].concat()).unwrap().success().unwrap();
    let registered = answer.json().unwrap();
    assert_eq!(registered["changed"], true, "{registered}");
    let session = registered["session"].as_u64().unwrap();
    assert_eq!(registered["in_use_from_session"], session + 2, "{registered}");
    wait_for("the next authority set", || {
        Ok(Some(()).filter(|()| set_id(bob).is_ok_and(|set| set > first_set)))
    })
    .unwrap();
    let height = bob.finalised().unwrap();
    // The new set, Bob's new key in it, must finalise by itself.
    charlie.wait_finalised(height + 5).unwrap();
    client.stamp(charlie, "//Charlie", "payments.xml", "after").unwrap();
    client.receipt(bob, "after", 0, "after.cbor").unwrap().success().unwrap();
    client.export_trust(bob, "trust-after.json").unwrap();

    for receipt in ["before.cbor", "after.cbor"] {
        let (code, verdict) = client.verify(receipt, "trust-after.json").unwrap();
        assert_eq!((code, verdict["result"].as_str()), (0, Some("OK")), "{verdict}");
    }
    let (code, verdict) = client.verify("after.cbor", "trust-before.json").unwrap();
    assert_eq!((code, verdict["code"].as_str()), (3, Some("INC-01")), "{verdict}");
}
