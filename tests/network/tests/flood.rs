//! One institution floods a real node; another one's extrinsic is in a block all the same, before
//! the flood is worked off.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Network, Spec, expensive_call, wait_for};
use critical_chains_runtime::Runtime;
use pallet_anchoring::Call;
use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob};
use serde_json::{Value, json};

/// A block has room for 64 such calls, so that the flood needs several.
const FLOOD: u32 = 200;

/// More hexadecimal digits than an extrinsic without batches has.
const SHORT_DIGITS: usize = 1_000;

#[test]
fn a_flooding_institution_does_not_crowd_out_another() {
    let spec = Spec { preset: "dev", ..Spec::LOCAL };
    let network = Network::start(spec, &["alice"]).unwrap();
    let node = &network.nodes[0];
    node.wait_finalised(1).unwrap();
    let flood: Vec<_> =
        (0..FLOOD).map(|nonce| node.sign(Alice, nonce, expensive_call()).unwrap()).collect();
    let other = node.sign(Bob, 0, Call::<Runtime>::open_stream {});

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
    extrinsic.as_str().is_some_and(|hex| hex.len() < SHORT_DIGITS)
}
