//! The integrity methods as a client calls them.

use super::{
    IntegrityDependencies, integrity,
    subscribers::{MAX_SUBSCRIPTIONS, MAX_SUBSCRIPTIONS_PER_CONNECTION},
};
use crate::archive::{
    Follower,
    error::show,
    tests::{Bench, FakeChain, Plan, anchor, catch_up},
};
use futures::channel::mpsc;
use jsonrpsee::{
    RpcModule,
    core::server::{
        BoundedSubscriptions, ConnectionId, Extensions, MethodCallback, MethodSink,
        SubscriptionState,
    },
    server::RandomIntegerIdProvider,
    types::{Id, Params},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc::{Receiver, channel};

const DEADLINE: Duration = Duration::from_secs(20);

const SUBSCRIBE: &str = "integrity_subscribeAnchors";

type Module = RpcModule<IntegrityDependencies<FakeChain>>;

fn methods(bench: &Bench, has_proofs: bool) -> Module {
    methods_of(bench, &bench.caught_up(), has_proofs)
}

fn methods_of(bench: &Bench, follower: &Follower<FakeChain>, has_proofs: bool) -> Module {
    let archive = Arc::new(follower.archive(bench.chain.genesis(), has_proofs));
    let chain = bench.chain.clone();
    let dependencies = IntegrityDependencies::new(archive, chain, "test".into());
    integrity::module(dependencies).unwrap()
}

/// Result or error of a call.
async fn call(bench: &Bench, method: &str, params: Value) -> Value {
    call_with(&methods(bench, true), method, params).await
}

async fn call_with(module: &Module, method: &str, params: Value) -> Value {
    call_for_messages(module, method, params).await.0
}

/// Result or error of a call, and what is sent after it.
async fn call_for_messages(
    module: &Module,
    method: &str,
    params: Value,
) -> (Value, Receiver<String>) {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (response, messages) = module.raw_json_request(&request.to_string(), 9).await.unwrap();
    let response: Value = serde_json::from_str(&response).unwrap();
    (response.get("result").unwrap_or(&response["error"]).clone(), messages)
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
async fn unknown_anchor_is_looked_for_in_each_recent_block_once() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    let module = methods(&bench, true);
    let state = async |sequence| {
        let params = json!([show(&anchor(sequence).hash())]);
        let answer = call_with(&module, "integrity_receipt", params).await;
        answer.get("state").unwrap_or(&answer["data"]["code"]).clone()
    };
    for sequence in 4..=43 {
        bench.chain.grow_unfinalised(anchored(sequence..=sequence));
    }

    for sequence in [99, 98, 99] {
        assert_eq!(state(sequence).await, "NOT_FOUND");
    }
    assert_eq!((state(43).await, state(12).await), (json!("inBlock"), json!("inBlock")));
    assert_eq!(state(11).await, "NOT_FOUND", "it is too far back");
    assert_eq!(bench.chain.anchors_read(), 32);

    // The chain changes its mind about the last block, and goes on.
    bench.chain.truncate(42);
    bench.chain.grow_unfinalised(anchored(98..=98));
    bench.chain.grow_unfinalised(anchored(99..=99));
    for (sequence, expected) in [(98, "inBlock"), (99, "inBlock"), (43, "NOT_FOUND")] {
        assert_eq!(state(sequence).await, expected);
    }
    assert_eq!(bench.chain.anchors_read(), 34);
}

#[tokio::test]
async fn archive_far_behind_says_so_and_reads_nothing() {
    let bench = Bench::new();
    let module = methods(&bench, true);
    bench.chain.grow_anchoring(33);

    let answer = call_with(&module, "integrity_receipt", json!([show(&anchor(33).hash())])).await;

    assert_eq!(answer["data"]["code"], "ARCHIVE_BEHIND");
    assert_eq!(bench.chain.anchors_read(), 0);
}

#[tokio::test]
async fn subscription_sends_every_anchor_once_and_in_order() {
    let bench = Bench::new();
    bench.chain.grow(anchored(1..=2));
    let mut follower = bench.caught_up();
    let module = methods_of(&bench, &follower, true);

    let mut all = module.subscribe_unbounded(SUBSCRIBE, [1]).await.unwrap();
    let no_params = jsonrpsee::core::EmptyServerParams::new();
    let mut new = module.subscribe_unbounded(SUBSCRIBE, no_params).await.unwrap();
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

#[tokio::test]
async fn subscription_sends_more_than_a_slice() {
    let bench = Bench::new();
    bench.chain.grow(anchored(1..=100));
    bench.chain.grow(anchored(101..=128));
    bench.chain.grow(anchored(129..=200));
    let module = methods(&bench, true);

    let mut all = module.subscribe_unbounded(SUBSCRIBE, [1]).await.unwrap();

    for sequence in 1..=200 {
        let next = tokio::time::timeout(DEADLINE, all.next::<Value>()).await;
        assert_eq!(next.unwrap().unwrap().unwrap().0["sequence"], sequence);
    }
}

#[tokio::test]
async fn stopped_archive_is_told_from_an_unknown_anchor() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(1);
    let follower = bench.caught_up();
    let module = methods_of(&bench, &follower, true);
    let (_, mut messages) = call_for_messages(&module, SUBSCRIBE, json!([1])).await;
    bench.chain.grow_anchoring(1);
    bench.chain.fail_at(Some(2));

    let (_finality, told) = mpsc::unbounded();
    tokio::time::timeout(DEADLINE, follower.run(told)).await.unwrap();

    let known = json!([show(&anchor(1).hash())]);
    assert_eq!(call_with(&module, "integrity_receipt", known).await["state"], "final");
    let later = json!([show(&anchor(2).hash())]);
    for (method, params) in [
        ("integrity_receipt", later.clone()),
        ("integrity_anchor", later),
        ("integrity_checkpoint", json!([])),
        ("integrity_authoritySets", json!([])),
        (SUBSCRIBE, json!([1])),
    ] {
        let error = call_with(&module, method, params).await;
        assert_eq!(
            (&error["code"], &error["data"]["code"]),
            (&json!(-32111), &json!("ARCHIVE_STOPPED"))
        );
    }

    let mut notified = Vec::new();
    while let Some(message) = tokio::time::timeout(DEADLINE, messages.recv()).await.unwrap() {
        let message: Value = serde_json::from_str(&message).unwrap();
        notified.extend(message.get("params").cloned());
    }
    let [anchor, end] = &notified[..] else { panic!("{notified:?}") };
    assert_eq!(anchor["result"]["sequence"], 1);
    assert_eq!(end["error"]["data"]["code"], "ARCHIVE_STOPPED");
}

/// Subscribes over the connection of this number. The answer is an error, or a subscription that
/// lasts as long as what comes with it.
async fn subscribe_over(module: &Module, connection: usize) -> (Value, Receiver<String>) {
    let Some(MethodCallback::Subscription(subscribe)) = module.method(SUBSCRIBE) else {
        panic!("{SUBSCRIBE} is no subscription")
    };
    let (sink, messages) = channel(9);
    let state = SubscriptionState {
        conn_id: ConnectionId(connection),
        id_provider: &RandomIntegerIdProvider,
        subscription_permit: BoundedSubscriptions::new(1).acquire().unwrap(),
    };
    let (id, params) = (Id::Number(1), Params::new(None));
    let response = subscribe(id, params, MethodSink::new(sink), state, Extensions::new()).await;
    let (response, started) = response.into_parts();
    if let Some(started) = started {
        started.notify(true);
    }
    let response: Value = serde_json::from_str(&response).unwrap();
    (response.get("error").cloned().unwrap_or_default(), messages)
}

/// Subscribes over this connection until that is refused.
async fn subscribe_until_refused(
    module: &Module,
    connection: usize,
) -> (Value, Vec<Receiver<String>>) {
    let mut subscriptions = Vec::new();
    loop {
        let (error, messages) = subscribe_over(module, connection).await;
        if !error.is_null() {
            return (error, subscriptions);
        }
        subscriptions.push(messages);
    }
}

#[tokio::test]
async fn one_connection_cannot_take_all_subscriptions() {
    let bench = Bench::new();
    let follower = bench.caught_up();
    let module = methods_of(&bench, &follower, true);

    let (error, of_first) = subscribe_until_refused(&module, 1).await;
    let (of_second, _messages) = subscribe_over(&module, 2).await;
    drop(of_first);
    let again = async {
        while subscribe_over(&module, 1).await.0 != Value::Null {
            tokio::task::yield_now().await;
        }
    };

    assert_eq!(
        (&error["code"], &error["data"]["code"]),
        (&json!(-32106), &json!("TOO_MANY_SUBSCRIPTIONS"))
    );
    assert_eq!(
        error["message"],
        "this connection has 16 subscriptions to anchors already, and may have no more"
    );
    assert_eq!(of_second, Value::Null);
    tokio::time::timeout(DEADLINE, again).await.unwrap();
}

#[tokio::test]
async fn subscriptions_of_all_connections_are_limited() {
    let bench = Bench::new();
    let follower = bench.caught_up();
    let module = methods_of(&bench, &follower, true);
    let mut subscriptions = Vec::new();
    for connection in 0..MAX_SUBSCRIPTIONS / MAX_SUBSCRIPTIONS_PER_CONNECTION {
        subscriptions.extend(subscribe_until_refused(&module, connection).await.1);
    }

    let (error, _messages) = subscribe_over(&module, 99).await;

    assert_eq!(subscriptions.len(), 256);
    assert_eq!(
        (&error["code"], &error["data"]["code"]),
        (&json!(-32106), &json!("TOO_MANY_SUBSCRIPTIONS"))
    );
    assert_eq!(error["message"], "the node serves 256 subscriptions to anchors already");
}

#[tokio::test]
async fn archive_that_failed_says_so_and_nothing_of_paths() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(3);
    drop(bench.caught_up());
    bench.lose_block(2);
    let follower = bench.open().unwrap();
    let module = methods_of(&bench, &follower, true);
    let lost = json!([show(&anchor(2).hash())]);

    for method in ["integrity_anchor", "integrity_receipt"] {
        let error = call_with(&module, method, lost.clone()).await;

        assert_eq!(
            error,
            json!({
                "code": -32110,
                "message": "the archive of this node failed",
                "data": {
                    "code": "ARCHIVE_FAILED",
                    "hint": "ask another node, and tell this node's operator to look at the log",
                },
            })
        );
    }
    let known = call_with(&module, "integrity_anchor", json!([show(&anchor(3).hash())])).await;
    assert_eq!(known["sequence"], 3);

    let (_, mut messages) = call_for_messages(&module, SUBSCRIBE, json!([1])).await;
    let mut last = Value::Null;
    while let Some(message) = tokio::time::timeout(DEADLINE, messages.recv()).await.unwrap() {
        last = serde_json::from_str(&message).unwrap();
    }
    assert_eq!(last["params"]["error"]["data"]["code"], "ARCHIVE_FAILED");
}
