//! The integrity methods as a client calls them.

use super::{IntegrityDependencies, integrity};
use crate::archive::{
    error::show,
    tests::{Bench, FakeChain, Plan, anchor, catch_up},
};
use jsonrpsee::RpcModule;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const DEADLINE: Duration = Duration::from_secs(20);

fn methods(bench: &Bench, has_proofs: bool) -> RpcModule<IntegrityDependencies<FakeChain>> {
    let follower = bench.caught_up();
    let archive = Arc::new(follower.archive(bench.chain.genesis(), has_proofs));
    let chain = bench.chain.clone();
    let dependencies = IntegrityDependencies { archive, chain, network: "test".into() };
    integrity::module(dependencies).unwrap()
}

/// Result or error of a call.
async fn call(bench: &Bench, method: &str, params: Value) -> Value {
    call_with(&methods(bench, true), method, params).await
}

async fn call_with<C>(module: &RpcModule<C>, method: &str, params: Value) -> Value {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (response, _) = module.raw_json_request(&request.to_string(), 1).await.unwrap();
    let response: Value = serde_json::from_str(&response).unwrap();
    response.get("result").unwrap_or(&response["error"]).clone()
}

fn anchored(sequences: std::ops::RangeInclusive<u64>) -> Plan {
    Plan { anchors: sequences.map(anchor).collect(), justified: true, ..Plan::default() }
}

#[tokio::test]
async fn checkpoint_is_a_note() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);

    let now = call(&bench, "integrity_checkpoint", json!([])).await;
    let earlier = call(&bench, "integrity_checkpoint", json!([2])).await;

    let note: critical_chains_integrity::checkpoint::Checkpoint =
        now["note"].as_str().unwrap().parse().unwrap();
    assert_eq!((note.size, show(&note.root)), (3, now["root"].as_str().unwrap().into()));
    assert_eq!(now["blockTime"], 6_000);
    assert_eq!((&earlier["size"], &earlier["blockTime"]), (&json!(2), &json!(4_000)));
}

#[tokio::test]
async fn anchor_is_null_until_it_is_final() {
    let bench = Bench::new();
    bench.chain.grow(anchored(1..=2));
    bench.chain.grow_unfinalised(anchored(3..=3));

    let second = call(&bench, "integrity_anchor", json!([show(&anchor(2).hash())])).await;
    let by_sequence =
        call(&bench, "integrity_anchorBySequence", json!(["CCDEV0ALPHABANK00022/3", 2])).await;
    let third = call(&bench, "integrity_anchor", json!([show(&anchor(3).hash())])).await;

    assert_eq!(second["anchorHash"], show(&anchor(2).hash()));
    assert_eq!(second["statement"], format!("0x{}", hex::encode(anchor(2).to_bytes())));
    assert_eq!((&second["blockNumber"], &second["index"]), (&json!(1), &json!(1)));
    assert_eq!(second["stream"], "CCDEV0ALPHABANK00022/3");
    assert_eq!(by_sequence, second);
    assert_eq!(third, Value::Null);
}

#[tokio::test]
async fn receipt_says_how_far_an_anchor_has_come() {
    let bench = Bench::new();
    bench.chain.grow(anchored(1..=1));
    bench.chain.grow(Plan { anchors: vec![anchor(2)], ..Plan::default() });
    bench.chain.grow_unfinalised(anchored(3..=3));
    let receipt = async |sequence| {
        call(&bench, "integrity_receipt", json!([show(&anchor(sequence).hash())])).await
    };

    let proven = receipt(1).await;
    let unproven = receipt(2).await;
    let unfinalised = receipt(3).await;
    let unknown = receipt(4).await;

    assert_eq!((&proven["state"], &proven["finalisedBy"]), (&json!("final"), &json!(1)));
    assert!(proven["chainPart"].as_str().unwrap().starts_with("0x"));
    for (waiting, block) in [(unproven, 2), (unfinalised, 3)] {
        assert_eq!(
            (&waiting["state"], &waiting["blockNumber"]),
            (&json!("inBlock"), &json!(block))
        );
        assert_eq!(waiting["chainPart"], Value::Null);
    }
    assert_eq!((&unknown["code"], &unknown["data"]["code"]), (&json!(-32101), &json!("NOT_FOUND")));
}

#[tokio::test]
async fn receipt_without_proofs_needs_a_checkpoint() {
    let bench = Bench::new();
    bench.chain.grow(Plan { anchors: vec![anchor(1)], ..Plan::default() });
    let module = methods(&bench, false);
    let hash = show(&anchor(1).hash());

    let without = call_with(&module, "integrity_receipt", json!([hash])).await;
    let with = json!([hash, { "checkpointSize": 1 }]);
    let with = call_with(&module, "integrity_receipt", with).await;

    assert_eq!(without["data"]["code"], "NO_FINALITY_PROOFS");
    assert_eq!((&with["state"], &with["finalisedBy"]), (&json!("final"), &Value::Null));
}

#[tokio::test]
async fn authority_sets_come_with_their_network() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(1);

    let sets = call(&bench, "integrity_authoritySets", json!([])).await;

    assert_eq!((&sets["network"], &sets["nextSet"]), (&json!("test"), &Value::Null));
    assert_eq!(sets["genesisHash"], show(&bench.chain.genesis()));
    assert_eq!(sets["sets"][0]["authorities"].as_array().unwrap().len(), 4);
    assert_eq!(sets["sets"][0]["handoff"], Value::Null);
}

#[tokio::test]
async fn errors_say_what_to_do() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    let cases = [
        ("integrity_anchor", json!(["0x12"]), -32602, "INVALID_ARGUMENT"),
        ("integrity_anchor", json!(["x".repeat(100_000)]), -32602, "INVALID_ARGUMENT"),
        (
            "integrity_anchorBySequence",
            json!(["CCDEV0ALPHABANK00023/3", 1]),
            -32602,
            "INVALID_ARGUMENT",
        ),
        ("integrity_checkpoint", json!([4]), -32104, "INVALID_SIZE"),
        ("integrity_checkpoint", json!([u64::MAX]), -32104, "INVALID_SIZE"),
        ("integrity_consistency", json!([0, 2]), -32104, "INVALID_SIZE"),
        ("integrity_consistency", json!([3, 2]), -32104, "INVALID_SIZE"),
        (
            "integrity_receipt",
            json!([show(&anchor(2).hash()), { "checkpointSize": 1 }]),
            -32104,
            "INVALID_SIZE",
        ),
    ];

    for (method, params, number, code) in cases {
        let error = call(&bench, method, params).await;
        assert_eq!((&error["code"], &error["data"]["code"]), (&json!(number), &json!(code)));
        assert!(error["message"].as_str().unwrap().len() < 300);
        assert!(!error["data"]["hint"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn subscription_sends_every_anchor_once_and_in_order() {
    let bench = Bench::new();
    bench.chain.grow(anchored(1..=2));
    let mut follower = bench.caught_up();
    let archive = Arc::new(bench.archive_of(&follower));
    let chain = bench.chain.clone();
    let dependencies = IntegrityDependencies { archive, chain, network: "test".into() };
    let module = integrity::module(dependencies).unwrap();

    let mut all = module.subscribe_unbounded("integrity_subscribeAnchors", [1]).await.unwrap();
    let no_params = jsonrpsee::core::EmptyServerParams::new();
    let mut new =
        module.subscribe_unbounded("integrity_subscribeAnchors", no_params).await.unwrap();
    let sequence = async |subscription: &mut jsonrpsee::core::server::Subscription| {
        let next = tokio::time::timeout(DEADLINE, subscription.next::<Value>()).await;
        next.unwrap().unwrap().unwrap().0["sequence"].as_u64().unwrap()
    };
    assert_eq!((sequence(&mut all).await, sequence(&mut all).await), (1, 2));
    // Final but not voted on: not sent before its proof is there.
    bench.chain.grow(Plan { anchors: vec![anchor(3)], ..Plan::default() });
    catch_up(&mut follower).unwrap();
    bench.chain.grow(anchored(4..=4));
    catch_up(&mut follower).unwrap();

    assert_eq!((sequence(&mut all).await, sequence(&mut all).await), (3, 4));
    assert_eq!((sequence(&mut new).await, sequence(&mut new).await), (3, 4));
}
