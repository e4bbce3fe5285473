//! Signs calls of the real runtime for a running node.

use crate::Node;
use anyhow::{Context, Result, anyhow};
use codec::Encode;
use critical_chains_runtime::{
    Hash, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, UncheckedExtrinsic, VERSION,
    transaction_extensions,
};
use pallet_anchoring::{Batch, Call};
use polkadot_sdk::{
    frame_support::BoundedVec,
    sp_core::{Pair, crypto::Ss58Codec},
    sp_keyring::Sr25519Keyring,
    sp_runtime::{MultiAddress, generic::Era},
};
use serde_json::json;

/// As many batches as one call may have. A block has room for 64 such calls.
const MOST_BATCHES: usize = 64;

/// The most expensive call an operator can make, for a stream that does not exist. It costs as much
/// as if there were one.
pub fn expensive_call() -> Call<Runtime> {
    let batch = Batch {
        root: Hash::repeat_byte(1).into(),
        leaf_count: 1,
        not_before: 0,
        not_after: 0,
        profile: b"flood".to_vec().try_into().unwrap_or_default(),
    };
    Call::anchor_batches {
        stream: u32::MAX,
        first_sequence: 1,
        previous: Hash::zero().into(),
        batches: BoundedVec::truncate_from(vec![batch; MOST_BATCHES]),
    }
}

/// Blocks an extrinsic of a test is valid for.
const MORTAL_BLOCKS: u64 = 64;

impl Node {
    fn hash_of(&self, number: u64) -> Result<Hash> {
        let answer = self.call("chain_getBlockHash", json!([number]))?;
        serde_json::from_value(answer).context("no such block")
    }

    /// The next nonce of an account, counting what waits in the pool.
    pub fn nonce(&self, signer: Sr25519Keyring) -> Result<Nonce> {
        let account = signer.to_account_id().to_ss58check();
        let answer = self.call("system_accountNextIndex", json!([account]))?;
        answer.as_u64().and_then(|nonce| nonce.try_into().ok()).context("no nonce")
    }

    /// A signed extrinsic of this node's chain.
    pub fn sign(
        &self,
        signer: Sr25519Keyring,
        nonce: Nonce,
        call: impl Into<RuntimeCall>,
    ) -> Result<UncheckedExtrinsic> {
        let birth = self.finalised()?;
        let era = Era::mortal(MORTAL_BLOCKS, birth);
        let extensions = transaction_extensions(era, nonce);
        let implicit = (
            (),
            (),
            VERSION.spec_version,
            VERSION.transaction_version,
            self.hash_of(0)?,
            self.hash_of(era.birth(birth))?,
            (),
            (),
            (),
            None,
            (),
        );
        let call = call.into();
        let payload = SignedPayload::from_raw(call, extensions, implicit);
        let signature = payload.using_encoded(|bytes| signer.pair().sign(bytes));
        let (call, extensions, _) = payload.deconstruct();
        Ok(UncheckedExtrinsic::new_signed(
            call,
            MultiAddress::Id(signer.to_account_id()),
            Signature::Sr25519(signature),
            extensions,
        ))
    }

    /// Hands an extrinsic to the pool.
    pub fn submit(&self, extrinsic: &UncheckedExtrinsic) -> Result<()> {
        let bytes = format!("0x{}", hex::encode(extrinsic.encode()));
        self.call("author_submitExtrinsic", json!([bytes]))
            .map(|_| ())
            .map_err(|error| anyhow!("the pool refused: {error}"))
    }
}
