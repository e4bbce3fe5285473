//! The block in whose state a question is answered.

use super::error;
use critical_chains_runtime::{Hash, opaque::Block};
use jsonrpsee::types::ErrorObjectOwned;
use polkadot_sdk::sp_blockchain::HeaderBackend;
use serde::Serialize;

/// A block, as answers name it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AtBlock {
    #[serde(skip)]
    pub(super) hash: Hash,
    /// The block in whose state the answer is true.
    block_number: u32,
    block_hash: String,
    /// Whether that block is final: nothing can change what was true there.
    finalised: bool,
}

impl AtBlock {
    /// The block that is asked for, or the newest final one.
    pub(super) fn find<C: HeaderBackend<Block>>(
        client: &C,
        asked: Option<Hash>,
    ) -> Result<Self, ErrorObjectOwned> {
        let info = client.info();
        let hash = asked.unwrap_or(info.finalized_hash);
        let block_number = client.number(hash).ok().flatten().ok_or_else(unknown_block)?;
        let finalised = block_number <= info.finalized_number
            && client.hash(block_number).ok().flatten() == Some(hash);
        Ok(Self { hash, block_number, block_hash: format!("{hash:?}"), finalised })
    }
}

/// Most likely the state of the block is pruned, or the block is older than what is asked.
pub(super) fn unknown_block() -> ErrorObjectOwned {
    error::invalid_argument(
        "the node does not have the state of this block".into(),
        "give a recent block, leave it out for the newest final one, or ask an archive node",
    )
}
