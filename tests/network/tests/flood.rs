//! One institution floods a real node; another one's extrinsic is in a block all the same, before
//! the flood is worked off.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Network, Spec, wait_for};
use critical_chains_runtime::Runtime;
use polkadot_sdk::{
    frame_system,
    sp_keyring::Sr25519Keyring::{Alice, Bob},
};
use serde_json::{Value, json};

/// Large enough for the flood to need several blocks.
const REMARK_BYTES: usize = 60_000;
const FLOOD: u32 = 200;

#[test]
fn a_flooding_institution_does_not_crowd_out_another() {
    let spec = Spec { preset: "dev", session_blocks: None };
    let network = Network::start(spec, &["alice"]).unwrap();
    let node = &network.nodes[0];
    node.wait_finalised(1).unwrap();
    let remark = frame_system::Call::<Runtime>::remark { remark: vec![1; REMARK_BYTES] };
    let flood: Vec<_> =
        (0..FLOOD).map(|nonce| node.sign(Alice, nonce, remark.clone()).unwrap()).collect();
    let other = node.sign(Bob, 0, frame_system::Call::<Runtime>::remark { remark: vec![2] });

    for extrinsic in &flood {
        node.submit(extrinsic).unwrap();
    }
    node.submit(&other.unwrap()).unwrap();
    wait_for("the other institution's extrinsic to be in a block", || {
        let nonce = node.call("system_accountNextIndex", json!([Bob.to_account_id()]))?;
        let pending = node.call("author_pendingExtrinsics", json!([]))?;
        let waits = pending.as_array().is_some_and(|list| list.iter().any(is_short));
        Ok(Some(()).filter(|()| nonce == 1 && !waits))
    })
    .unwrap();

    let pending = node.call("author_pendingExtrinsics", json!([])).unwrap();
    let waiting = pending.as_array().unwrap().len();
    assert!(waiting > 0, "the flood of {FLOOD} was worked off before the other's extrinsic");
}

fn is_short(extrinsic: &Value) -> bool {
    extrinsic.as_str().is_some_and(|hex| hex.len() < REMARK_BYTES)
}
