//! Anchors a batch as the development account Alice.

use super::Node;
use codec::Encode;
use critical_chains_runtime::{
    Hash, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, UncheckedExtrinsic, VERSION,
    transaction_extensions,
};
use pallet_anchoring::{Batch, Call};
use polkadot_sdk::{
    sp_core::{Pair, sr25519},
    sp_runtime::{MultiAddress, generic::Era},
};
use serde_json::json;

/// Blocks an extrinsic of a test is valid for.
const MORTAL_BLOCKS: u64 = 64;

impl Node {
    /// Opens the first stream of a fresh chain and anchors a batch in it.
    pub(crate) fn anchor_batch(&self) {
        let batch = Batch {
            root: [1; 32],
            leaf_count: 1,
            not_before: 1,
            not_after: 2,
            profile: b"raw".to_vec().try_into().unwrap(),
        };
        self.submit(0, Call::open_stream {});
        self.submit(
            1,
            Call::anchor_batches {
                stream: 0,
                first_sequence: 1,
                previous: [0; 32],
                batches: vec![batch].try_into().unwrap(),
            },
        );
    }

    fn submit(&self, nonce: Nonce, call: Call<Runtime>) {
        let extrinsic = self.sign(nonce, call.into());
        let bytes = format!("0x{}", hex::encode(extrinsic.encode()));
        self.call("author_submitExtrinsic", json!([bytes]));
    }

    fn sign(&self, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
        let signer = sr25519::Pair::from_string("//Alice", None).unwrap();
        let birth = self.finalised();
        let era = Era::mortal(MORTAL_BLOCKS, birth);
        let implicit = (
            (),
            (),
            VERSION.spec_version,
            VERSION.transaction_version,
            self.hash_of(0),
            self.hash_of(era.birth(birth)),
            (),
            (),
            (),
            None,
            (),
        );
        let payload = SignedPayload::from_raw(call, transaction_extensions(era, nonce), implicit);
        let signature = payload.using_encoded(|bytes| signer.sign(bytes));
        let (call, extensions, _) = payload.deconstruct();
        UncheckedExtrinsic::new_signed(
            call,
            MultiAddress::Id(signer.public().into()),
            Signature::Sr25519(signature),
            extensions,
        )
    }

    fn hash_of(&self, number: u64) -> Hash {
        serde_json::from_value(self.call("chain_getBlockHash", json!([number]))).unwrap()
    }
}
