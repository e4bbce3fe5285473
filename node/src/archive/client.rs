//! The node's client as the archive's [`Chain`].

use super::{
    ArchiveError,
    chain::{AuthorityChange, BlockFacts, Chain},
};
use codec::Encode;
use critical_chains_integrity::{Hash, anchor::Anchor};
use critical_chains_runtime::opaque::Block;
use pallet_anchoring::AnchoringApi;
use polkadot_sdk::{
    sc_client_api::BlockBackend,
    sc_consensus_grandpa::{
        AuthorityId, GRANDPA_ENGINE_ID, GrandpaApi, find_forced_change, find_scheduled_change,
    },
    sp_api::ProvideRuntimeApi,
    sp_blockchain::HeaderBackend,
    sp_consensus::BlockStatus,
    sp_core::{H256, crypto::ByteArray},
    sp_runtime::traits::Header as _,
};
use std::sync::Arc;

type Header = <Block as polkadot_sdk::sp_runtime::traits::Block>::Header;

/// A chain read through the node's client.
pub(crate) struct ClientChain<C>(Arc<C>);

impl<C> ClientChain<C> {
    pub(crate) fn new(client: Arc<C>) -> Self {
        Self(client)
    }
}

impl<C> Chain for ClientChain<C>
where
    C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + BlockBackend<Block> + 'static,
    C: Send + Sync,
    C::Api: AnchoringApi<Block> + GrandpaApi<Block>,
{
    fn finalised(&self) -> u32 {
        self.0.info().finalized_number
    }

    fn best(&self) -> u32 {
        self.0.info().best_number
    }

    fn block_hash(&self, number: u32) -> Result<Option<Hash>, ArchiveError> {
        let hash = self.0.hash(number).map_err(|error| ArchiveError::chain(number, error))?;
        Ok(hash.map(Into::into))
    }

    fn first_authorities(&self) -> Result<Vec<[u8; 32]>, ArchiveError> {
        let genesis = self.with_state(0)?;
        let authorities = self.0.runtime_api().grandpa_authorities(genesis);
        let authorities = authorities.map_err(|error| ArchiveError::chain(0, error))?;
        Ok(keys(authorities))
    }

    fn anchors(&self, number: u32, hash: &Hash) -> Result<Vec<Anchor>, ArchiveError> {
        let hash = self.with_its_state(number, hash.into())?;
        let anchors = self.0.runtime_api().block_anchors(hash);
        anchors.map_err(|error| ArchiveError::chain(number, error))
    }

    fn facts(&self, number: u32) -> Result<BlockFacts, ArchiveError> {
        let hash = self.with_state(number)?;
        let header = self.0.header(hash).map_err(|error| ArchiveError::chain(number, error))?;
        let header = header.ok_or(ArchiveError::BlockMissing { number })?;
        let justifications =
            self.0.justifications(hash).map_err(|error| ArchiveError::chain(number, error))?;
        let api = self.0.runtime_api();
        let anchors =
            api.block_anchors(hash).map_err(|error| ArchiveError::chain(number, error))?;
        let leaf = api.calendar_leaf(hash).map_err(|error| ArchiveError::chain(number, error))?;
        Ok(BlockFacts {
            header: header.encode(),
            anchors,
            leaf: leaf.ok_or_else(|| ArchiveError::chain(number, "it has no calendar leaf"))?,
            justification: justifications.and_then(|all| all.into_justification(GRANDPA_ENGINE_ID)),
            change: authority_change(&header),
        })
    }
}

impl<C> ClientChain<C>
where
    C: HeaderBackend<Block> + BlockBackend<Block>,
{
    /// Hash of a block, if its state is there to be asked.
    fn with_state(&self, number: u32) -> Result<H256, ArchiveError> {
        let hash = self.0.hash(number).map_err(|error| ArchiveError::chain(number, error))?;
        self.with_its_state(number, hash.ok_or(ArchiveError::BlockMissing { number })?)
    }

    /// The hash, if the state of this block is there to be asked.
    fn with_its_state(&self, number: u32, hash: H256) -> Result<H256, ArchiveError> {
        match self.0.block_status(hash).map_err(|error| ArchiveError::chain(number, error))? {
            BlockStatus::InChainPruned => Err(ArchiveError::StatePruned { number }),
            BlockStatus::Unknown => Err(ArchiveError::BlockMissing { number }),
            _ => Ok(hash),
        }
    }
}

/// The change of GRANDPA authorities that a header announces, as the voter reads it.
fn authority_change(header: &Header) -> Option<AuthorityChange> {
    let number = *header.number();
    if let Some((_, change)) = find_forced_change::<Block>(header) {
        let last_block = number.saturating_add(change.delay);
        return Some(AuthorityChange {
            next: keys(change.next_authorities),
            last_block,
            signed: false,
        });
    }
    let change = find_scheduled_change::<Block>(header)?;
    let last_block = number.saturating_add(change.delay);
    Some(AuthorityChange { next: keys(change.next_authorities), last_block, signed: true })
}

fn keys(authorities: Vec<(AuthorityId, u64)>) -> Vec<[u8; 32]> {
    let key = |id: &AuthorityId| <[u8; 32]>::try_from(id.as_slice()).ok();
    authorities.iter().filter_map(|(id, _)| key(id)).collect()
}
