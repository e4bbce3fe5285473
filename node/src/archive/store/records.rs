//! How values are written into the tables.

use super::super::authorities::SetEntry;
use codec::{Decode, DecodeAll, Encode};
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    calendar::CalendarLeaf,
    finality::{FinalityProof, Vote, Votes},
    trust::AuthoritySet,
};

/// An anchor with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArchivedAnchor {
    /// Hash of the anchor.
    pub(crate) hash: Hash,
    /// Number of its block.
    pub(crate) block: u32,
    /// Place in the block tree.
    pub(crate) index: u32,
    /// The statement.
    pub(crate) anchor: Anchor,
}

pub(super) fn block_record(hash: &Hash, leaf: &CalendarLeaf) -> Vec<u8> {
    [hash.as_slice(), &leaf.to_bytes()].concat()
}

pub(super) fn read_block(bytes: &[u8]) -> Option<(Hash, CalendarLeaf)> {
    let (hash, leaf) = bytes.split_first_chunk::<32>()?;
    Some((*hash, CalendarLeaf::from_bytes(leaf).ok()?))
}

pub(super) fn place_record(block: u32, index: u32, anchor: &Anchor) -> Vec<u8> {
    [block.to_be_bytes().as_slice(), &index.to_be_bytes(), &anchor.to_bytes()].concat()
}

pub(super) fn read_place(hash: &Hash, bytes: &[u8]) -> Option<ArchivedAnchor> {
    let (block, rest) = bytes.split_first_chunk::<4>()?;
    let (index, statement) = rest.split_first_chunk::<4>()?;
    Some(ArchivedAnchor {
        hash: *hash,
        block: u32::from_be_bytes(*block),
        index: u32::from_be_bytes(*index),
        anchor: Anchor::from_bytes(statement).ok()?,
    })
}

/// Key under which a stream's anchors lie side by side, in the order of their sequence.
pub(super) fn stream_key(stream: &StreamId, sequence: u64) -> [u8; 32] {
    let mut key = [0; 32];
    let parts = stream
        .institution
        .as_bytes()
        .iter()
        .copied()
        .chain(stream.number.to_be_bytes())
        .chain(sequence.to_be_bytes());
    key.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    key
}

#[derive(Encode, Decode)]
struct SetRecord {
    set_id: u64,
    authorities: Vec<[u8; 32]>,
    first_block: u32,
    announced_in: Option<u32>,
}

pub(super) fn set_record(entry: &SetEntry) -> Vec<u8> {
    let SetEntry { set, first_block, announced_in } = entry.clone();
    let AuthoritySet { set_id, authorities } = set;
    SetRecord { set_id, authorities, first_block, announced_in }.encode()
}

pub(super) fn read_set(mut bytes: &[u8]) -> Option<SetEntry> {
    let SetRecord { set_id, authorities, first_block, announced_in } =
        SetRecord::decode_all(&mut bytes).ok()?;
    Some(SetEntry { set: AuthoritySet { set_id, authorities }, first_block, announced_in })
}

#[derive(Encode, Decode)]
struct ProofRecord {
    header: Vec<u8>,
    round: u64,
    set_id: u64,
    votes: VotesRecord,
}

#[derive(Encode, Decode)]
enum VotesRecord {
    Compact { signers: Vec<u8>, signatures: Vec<[u8; 64]> },
    Full { votes: Vec<(u32, u32, Hash, [u8; 64])>, ancestry: Vec<Vec<u8>> },
}

pub(super) fn proof_record(proof: &FinalityProof) -> Vec<u8> {
    let FinalityProof { header, round, set_id, votes } = proof.clone();
    let votes = match votes {
        Votes::Compact { signers, signatures } => VotesRecord::Compact { signers, signatures },
        Votes::Full { votes, ancestry } => VotesRecord::Full {
            votes: votes
                .into_iter()
                .map(|vote| (vote.authority, vote.target_number, vote.target_hash, vote.signature))
                .collect(),
            ancestry,
        },
    };
    ProofRecord { header, round, set_id, votes }.encode()
}

pub(super) fn read_proof(mut bytes: &[u8]) -> Option<FinalityProof> {
    let ProofRecord { header, round, set_id, votes } = ProofRecord::decode_all(&mut bytes).ok()?;
    let votes = match votes {
        VotesRecord::Compact { signers, signatures } => Votes::Compact { signers, signatures },
        VotesRecord::Full { votes, ancestry } => Votes::Full {
            votes: votes
                .into_iter()
                .map(|(authority, target_number, target_hash, signature)| Vote {
                    authority,
                    target_number,
                    target_hash,
                    signature,
                })
                .collect(),
            ancestry,
        },
    };
    Some(FinalityProof { header, round, set_id, votes })
}
