//! A development node that seals on demand goes on past the ends of sessions, whose first blocks
//! have no room for extrinsics.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Network, Spec, wait_for};
use critical_chains_runtime::Runtime;
use polkadot_sdk::sp_keyring::Sr25519Keyring::Alice;
use serde_json::json;

const SPEC: Spec = Spec { preset: "dev", session_blocks: Some(4), ..Spec::LOCAL };

#[test]
fn every_extrinsic_is_sealed_and_sessions_begin_with_an_empty_block() {
    let network = Network::start_with(SPEC, &["alice"], &["--seal", "instant"]).unwrap();
    let node = &network.nodes[0];
    node.wait_finalised(1).unwrap();

    for nonce in 0..12 {
        let call = pallet_anchoring::Call::<Runtime>::open_stream {};
        node.submit(&node.sign(Alice, nonce, call).unwrap()).unwrap();
        wait_for(&format!("extrinsic {nonce} to be in a block"), || {
            let pending = node.call("author_pendingExtrinsics", json!([]))?;
            Ok(Some(()).filter(|()| pending == json!([])))
        })
        .unwrap();
    }

    // The first block, which is empty, twelve with extrinsics, and those numbered 4, 8, 12 and 16.
    assert_eq!(node.wait_finalised(17).unwrap(), 17);
}
