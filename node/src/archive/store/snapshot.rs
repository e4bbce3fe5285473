//! Reading one state of the archive.

use super::{
    super::{ArchiveError, authorities::SetEntry, error::database},
    ANCHORS, ArchivedAnchor, BLOCK_ANCHORS, BLOCKS, NODES, PROOFS, Place, SETS, STREAMS, missing,
    missing_anchor,
    records::{read_block, read_place, read_proof, read_set, stream_key},
};
use critical_chains_integrity::{
    Hash, anchor::StreamId, calendar::CalendarLeaf, finality::FinalityProof,
};
use redb::{Key, ReadOnlyTable, ReadTransaction, ReadableTable, TableDefinition, Value};

/// The archive as it was when this was made.
pub(crate) struct Snapshot {
    transaction: ReadTransaction,
}

impl Snapshot {
    pub(super) fn new(transaction: ReadTransaction) -> Self {
        Self { transaction }
    }

    /// Number of the last block, 0 when there is none. It is also the size of the calendar.
    pub(crate) fn height(&self) -> Result<u32, ArchiveError> {
        let blocks = self.table(BLOCKS)?;
        let last = blocks.last().map_err(database)?;
        Ok(last.map_or(0, |(number, _)| number.value()))
    }

    /// Hash and calendar leaf of a block.
    pub(crate) fn block(&self, number: u32) -> Result<Option<(Hash, CalendarLeaf)>, ArchiveError> {
        let blocks = self.table(BLOCKS)?;
        let Some(value) = blocks.get(number).map_err(database)? else { return Ok(None) };
        read_block(value.value()).map(Some).ok_or_else(|| missing("block", number))
    }

    /// Root of a perfect subtree of the calendar.
    pub(crate) fn node(&self, level: u8, index: u64) -> Result<Hash, ArchiveError> {
        let nodes = self.table(NODES)?;
        let node = nodes.get((level, index)).map_err(database)?;
        node.map(|node| *node.value())
            .ok_or_else(|| missing("node", format_args!("{index} of level {level}")))
    }

    /// Perfect subtrees of one level, for a range of indices that must all be there.
    pub(crate) fn nodes(
        &self,
        level: u8,
        from: u64,
        count: u64,
    ) -> Result<Vec<Hash>, ArchiveError> {
        let nodes = self.table(NODES)?;
        let to = from.saturating_add(count);
        let range = nodes.range((level, from)..(level, to)).map_err(database)?;
        let found = range
            .map(|item| item.map(|(_, node)| *node.value()).map_err(database))
            .collect::<Result<Vec<_>, _>>()?;
        if found.len() as u64 == count {
            Ok(found)
        } else {
            Err(missing("tile", format_args!("from node {from} of level {level}")))
        }
    }

    /// An anchor by its hash.
    pub(crate) fn anchor(&self, hash: &Hash) -> Result<Option<ArchivedAnchor>, ArchiveError> {
        let anchors = self.table(ANCHORS)?;
        let Some(value) = anchors.get(hash).map_err(database)? else { return Ok(None) };
        read_place(hash, value.value()).map(Some).ok_or_else(|| missing_anchor(hash))
    }

    /// Hash of the anchor with this sequence number in a stream.
    pub(crate) fn sequence(
        &self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<Option<Hash>, ArchiveError> {
        let streams = self.table(STREAMS)?;
        let hash = streams.get(&stream_key(stream, sequence)).map_err(database)?;
        Ok(hash.map(|hash| *hash.value()))
    }

    /// Hashes of the first anchors from a place to the end of block `last`, at most `limit`.
    pub(crate) fn anchor_hashes(
        &self,
        from: Place,
        last: u32,
        limit: usize,
    ) -> Result<Vec<Hash>, ArchiveError> {
        if from.0 > last {
            return Ok(Vec::new());
        }
        let anchors = self.table(BLOCK_ANCHORS)?;
        let range = anchors.range(from..=(last, u32::MAX)).map_err(database)?;
        let hashes = range.take(limit);
        hashes.map(|item| item.map(|(_, hash)| *hash.value()).map_err(database)).collect()
    }

    /// The first anchors from a place to the end of block `last`, at most `limit`.
    pub(crate) fn anchors(
        &self,
        from: Place,
        last: u32,
        limit: usize,
    ) -> Result<Vec<ArchivedAnchor>, ArchiveError> {
        self.anchor_hashes(from, last, limit)?
            .iter()
            .map(|hash| self.anchor(hash)?.ok_or_else(|| missing_anchor(hash)))
            .collect()
    }

    /// Proof for exactly this block.
    pub(crate) fn proof(&self, number: u32) -> Result<Option<FinalityProof>, ArchiveError> {
        let proofs = self.table(PROOFS)?;
        let Some(value) = proofs.get(number).map_err(database)? else { return Ok(None) };
        read_proof(value.value()).map(Some).ok_or_else(|| missing("proof of block", number))
    }

    /// The proof for the first block from `number` on that has one.
    pub(crate) fn proof_from(
        &self,
        number: u32,
    ) -> Result<Option<(u32, FinalityProof)>, ArchiveError> {
        let proofs = self.table(PROOFS)?;
        let mut range = proofs.range(number..).map_err(database)?;
        let Some(item) = range.next() else { return Ok(None) };
        let (found, value) = item.map_err(database)?;
        let found = found.value();
        let proof = read_proof(value.value()).ok_or_else(|| missing("proof of block", found))?;
        Ok(Some((found, proof)))
    }

    /// The last block that has a proof, 0 when there is none.
    pub(crate) fn proven(&self) -> Result<u32, ArchiveError> {
        let proofs = self.table(PROOFS)?;
        let last = proofs.last().map_err(database)?;
        Ok(last.map_or(0, |(number, _)| number.value()))
    }

    /// Sets of authorities from this id on, at most `limit`.
    pub(crate) fn sets(&self, from: u64, limit: usize) -> Result<Vec<SetEntry>, ArchiveError> {
        let sets = self.table(SETS)?;
        let range = sets.range(from..).map_err(database)?;
        range.take(limit).map(|item| read_set_item(item.map_err(database)?)).collect()
    }

    /// The newest set and the one before it.
    pub(crate) fn latest_sets(&self) -> Result<(SetEntry, Option<SetEntry>), ArchiveError> {
        let sets = self.table(SETS)?;
        let mut range = sets.iter().map_err(database)?.rev();
        let mut next =
            || range.next().map(|item| read_set_item(item.map_err(database)?)).transpose();
        let newest = next()?.ok_or_else(|| missing("authority set", "of the genesis block"))?;
        Ok((newest, next()?))
    }

    fn table<K: Key + 'static, V: Value + 'static>(
        &self,
        definition: TableDefinition<'_, K, V>,
    ) -> Result<ReadOnlyTable<K, V>, ArchiveError> {
        self.transaction.open_table(definition).map_err(database)
    }
}

type SetItem<'a> = (redb::AccessGuard<'a, u64>, redb::AccessGuard<'a, &'static [u8]>);

fn read_set_item((set_id, value): SetItem<'_>) -> Result<SetEntry, ArchiveError> {
    read_set(value.value()).ok_or_else(|| missing("authority set", set_id.value()))
}
