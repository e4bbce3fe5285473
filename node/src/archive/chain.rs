//! What the archive asks of a chain.

use super::ArchiveError;
use critical_chains_integrity::{Hash, anchor::Anchor, calendar::CalendarLeaf};

/// A chain with finality, as far as the archive needs to know it.
pub(crate) trait Chain: Send + Sync + 'static {
    /// Number of the last finalised block.
    fn finalised(&self) -> u32;

    /// Number of the best block.
    fn best(&self) -> u32;

    /// Hash of a block of the best chain, if there is one of this number.
    fn block_hash(&self, number: u32) -> Result<Option<Hash>, ArchiveError>;

    /// The GRANDPA authorities of the genesis block, in the chain's order.
    fn first_authorities(&self) -> Result<Vec<[u8; 32]>, ArchiveError>;

    /// The anchors of the block with this number and hash, in the order of the block tree.
    fn anchors(&self, number: u32, hash: &Hash) -> Result<Vec<Anchor>, ArchiveError>;

    /// Everything about a finalised block from 1 on.
    fn facts(&self, number: u32) -> Result<BlockFacts, ArchiveError>;
}

/// A finalised block as the chain tells it. The archive believes none of it unchecked.
#[derive(Clone, Debug)]
pub(crate) struct BlockFacts {
    /// The header, SCALE encoded.
    pub(crate) header: Vec<u8>,
    /// Anchors in the order of the block tree.
    pub(crate) anchors: Vec<Anchor>,
    /// Calendar leaf.
    pub(crate) leaf: CalendarLeaf,
    /// GRANDPA justification, SCALE encoded, if the voters ended a round on this very block.
    pub(crate) justification: Option<Vec<u8>>,
    /// Change of the GRANDPA authorities that the header announces.
    pub(crate) change: Option<AuthorityChange>,
}

/// A change of authorities announced in a header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct AuthorityChange {
    /// The authorities of the coming set.
    pub(crate) next: Vec<[u8; 32]>,
    /// The last block that the set before it finalises.
    pub(crate) last_block: u32,
    /// Whether the set before signs the change. A forced change comes from a stall and is signed
    /// by nobody.
    pub(crate) signed: bool,
}
