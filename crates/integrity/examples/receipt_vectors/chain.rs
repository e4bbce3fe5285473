//! A small chain with real trees, headers and signatures, the same on every run.

use codec::Encode;
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    calendar::{CalendarDigest, CalendarLeaf, ENGINE_ID},
    checkpoint::Checkpoint,
    finality::{DigestItem, FinalityProof, Header, Vote, Votes, precommit_payload},
    receipt::{
        ChainPart, CheckpointPath, Finality, Receipt, RecordPart, RecordProof, TreePath,
        record_digest,
    },
    tree,
    trust::{AuthoritySet, TrustFile},
};
use critical_chains_lei::Lei;
use ed25519_zebra::{SigningKey, VerificationKeyBytes};

/// 2026-01-01 00:00 UTC.
const START_MILLIS: u64 = 1_767_225_600_000;

pub(crate) const SLOT_MILLIS: u64 = 2_000;

pub(crate) const PROFILE: &str = "iso20022:pacs.008.001.08";

/// Bytes that are different for every label and the same on every run.
pub(crate) fn seed(label: &str) -> Hash {
    record_digest(label.as_bytes())
}

pub(crate) fn keys(label: &str, count: usize) -> Vec<SigningKey> {
    (0..count).map(|i| SigningKey::from(seed(&format!("{label}/authority/{i}")))).collect()
}

pub(crate) fn public(key: &SigningKey) -> [u8; 32] {
    VerificationKeyBytes::from(key).into()
}

pub(crate) fn sign(key: &SigningKey, target: &Header, round: u64, set_id: u64) -> [u8; 64] {
    key.sign(&precommit_payload(&target.hash(), target.number, round, set_id)).to_bytes()
}

/// A batch of made-up records.
#[derive(Clone)]
pub(crate) struct Batch {
    pub(crate) records: Vec<Vec<u8>>,
    pub(crate) proofs: Vec<RecordProof>,
    pub(crate) leaves: Vec<Hash>,
    pub(crate) anchor: Anchor,
}

impl Batch {
    /// The batch after `previous` in its stream.
    pub(crate) fn new(stream: StreamId, previous: Option<&Anchor>, records: usize) -> Self {
        let sequence = previous.map_or(1, |anchor| anchor.sequence + 1);
        let label = format!("{stream}/{sequence}");
        let records: Vec<Vec<u8>> = (0..records).map(|i| record(&label, i)).collect();
        let proofs: Vec<RecordProof> = records
            .iter()
            .enumerate()
            .map(|(i, canonical)| RecordProof::new(seed(&format!("{label}/salt/{i}")), canonical))
            .collect();
        let leaves: Vec<Hash> = proofs.iter().map(RecordProof::leaf_hash).collect();
        let anchor = Anchor {
            stream,
            sequence,
            previous: previous.map(Anchor::hash).unwrap_or_default(),
            root: tree::root(leaves.iter().copied()),
            leaf_count: leaves.len() as u64,
            not_before: START_MILLIS - 86_400_000,
            not_after: START_MILLIS - 1,
            profile: PROFILE.parse().unwrap(),
        };
        Self { records, proofs, leaves, anchor }
    }

    pub(crate) fn part(&self, genesis: Hash, index: usize) -> RecordPart {
        let path = tree::inclusion_path(&self.leaves, index as u64).unwrap();
        RecordPart {
            genesis,
            record: self.proofs[index].clone(),
            batch: TreePath { index: index as u64, path },
        }
    }
}

fn record(label: &str, index: usize) -> Vec<u8> {
    format!(
        "critical-chains-record:1\nprofile={PROFILE}\nGrpHdr/MsgId={label}\n\
         CdtTrfTxInf/PmtId/EndToEndId=E2E-{index:04}\n\
         CdtTrfTxInf/IntrBkSttlmAmt/@Ccy=EUR\nCdtTrfTxInf/IntrBkSttlmAmt={}.00\n",
        100 + index
    )
    .into_bytes()
}

pub(crate) fn stream(prefix: &[u8; 18], number: u32) -> StreamId {
    StreamId { institution: Lei::from_prefix(*prefix).unwrap(), number }
}

#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) header: Header,
    pub(crate) leaf: CalendarLeaf,
    pub(crate) anchors: Vec<Hash>,
}

/// The chain: blocks from number 1, and the keys of its authority sets.
#[derive(Clone)]
pub(crate) struct Chain {
    pub(crate) name: String,
    pub(crate) genesis: Hash,
    pub(crate) sets: Vec<Vec<SigningKey>>,
    pub(crate) blocks: Vec<Block>,
    leaves: Vec<Hash>,
}

impl Chain {
    pub(crate) fn new(name: &str, sets: Vec<Vec<SigningKey>>) -> Self {
        let genesis = seed(&format!("{name}/genesis"));
        Self { name: name.into(), genesis, sets, blocks: Vec::new(), leaves: Vec::new() }
    }

    /// Adds the next block; `changes_to` schedules the change to an authority set.
    pub(crate) fn push(&mut self, anchors: &[&Anchor], changes_to: Option<usize>) {
        let number = self.blocks.len() as u64 + 1;
        let parent = self.blocks.last().map_or(self.genesis, |block| block.header.hash());
        let anchors: Vec<Hash> = anchors.iter().map(|anchor| anchor.hash()).collect();
        let leaf = CalendarLeaf {
            genesis: self.genesis,
            number,
            timestamp: START_MILLIS + number * SLOT_MILLIS,
            parent,
            anchors_root: tree::root(anchors.iter().copied()),
            anchor_count: anchors.len() as u32,
            status_root: tree::EMPTY_ROOT,
        };
        self.leaves.push(leaf.hash());
        let calendar =
            CalendarDigest { leaf: leaf.hash(), root: tree::root(self.leaves.iter().copied()) };
        let slot = (leaf.timestamp / SLOT_MILLIS).to_le_bytes().to_vec();
        let mut digest = vec![DigestItem::PreRuntime(*b"aura", slot)];
        if let Some(set) = changes_to {
            digest.push(DigestItem::Consensus(*b"FRNK", scheduled_change(&self.authorities(set))));
        }
        digest.push(DigestItem::Consensus(ENGINE_ID, calendar.to_bytes().to_vec()));
        let seal = [seed(&format!("{number}/r")), seed(&format!("{number}/s"))].concat();
        digest.push(DigestItem::Seal(*b"aura", seal));
        let header = Header {
            parent_hash: parent,
            number: number as u32,
            state_root: seed(&format!("{}/{number}/state", self.name)),
            extrinsics_root: seed(&format!("{}/{number}/extrinsics", self.name)),
            digest,
        };
        self.blocks.push(Block { header, leaf, anchors });
    }

    pub(crate) fn push_empty_until(&mut self, number: usize) {
        while self.blocks.len() < number {
            self.push(&[], None);
        }
    }

    pub(crate) fn header(&self, number: usize) -> &Header {
        &self.blocks[number - 1].header
    }

    /// Another block on top of this one.
    pub(crate) fn fork(&self, parent: &Header) -> Header {
        let mut header = self.blocks[parent.number as usize].header.clone();
        header.parent_hash = parent.hash();
        header.state_root = seed("fork");
        header
    }

    pub(crate) fn authorities(&self, set: usize) -> Vec<[u8; 32]> {
        self.sets[set].iter().map(public).collect()
    }

    pub(crate) fn trust(&self) -> TrustFile {
        let set = |(i, _)| AuthoritySet { set_id: i as u64, authorities: self.authorities(i) };
        TrustFile {
            network: self.name.clone(),
            genesis_hash: self.genesis,
            authority_sets: self.sets.iter().enumerate().map(set).collect(),
            checkpoints: Vec::new(),
        }
    }

    pub(crate) fn checkpoint(&self, size: usize) -> Checkpoint {
        let root = tree::root(self.leaves[..size].iter().copied());
        Checkpoint::new(&self.genesis, size as u64, root)
    }

    pub(crate) fn calendar_path(&self, number: usize, size: usize) -> Vec<Hash> {
        tree::inclusion_path(&self.leaves[..size], number as u64 - 1).unwrap()
    }

    /// Finality of a block by votes for itself.
    pub(crate) fn compact(
        &self,
        set: usize,
        header: usize,
        round: u64,
        signers: &[usize],
    ) -> FinalityProof {
        let keys = &self.sets[set];
        let mut bitmap = vec![0; keys.len().div_ceil(8)];
        signers.iter().for_each(|i| bitmap[i / 8] |= 1 << (i % 8));
        let header = self.header(header);
        let signatures =
            signers.iter().map(|i| sign(&keys[*i], header, round, set as u64)).collect();
        FinalityProof {
            header: header.encode(),
            round,
            set_id: set as u64,
            votes: Votes::Compact { signers: bitmap, signatures },
        }
    }

    pub(crate) fn vote(&self, set: usize, authority: usize, target: &Header, round: u64) -> Vote {
        Vote {
            authority: authority as u32,
            target_number: target.number,
            target_hash: target.hash(),
            signature: sign(&self.sets[set][authority], target, round, set as u64),
        }
    }

    /// Finality of a block by these votes and headers.
    pub(crate) fn full(
        &self,
        set: usize,
        header: usize,
        round: u64,
        votes: &[(usize, &Header)],
        ancestry: &[&Header],
    ) -> FinalityProof {
        let votes = votes.iter().map(|(i, target)| self.vote(set, *i, target, round)).collect();
        let mut ancestry = ancestry.to_vec();
        ancestry.sort_by_key(|header| (header.number, header.hash()));
        let ancestry = ancestry.into_iter().map(Encode::encode).collect();
        FinalityProof {
            header: self.header(header).encode(),
            round,
            set_id: set as u64,
            votes: Votes::Full { votes, ancestry },
        }
    }

    /// Number of the block with this anchor, and the anchor's place in it.
    fn place(&self, anchor: &Anchor) -> (usize, usize) {
        let hash = anchor.hash();
        let at = |(i, block): (usize, &Block)| {
            Some((i + 1, block.anchors.iter().position(|anchor| *anchor == hash)?))
        };
        self.blocks.iter().enumerate().find_map(at).unwrap()
    }

    pub(crate) fn chain_part(
        &self,
        anchor: &Anchor,
        finality: Option<FinalityProof>,
        checkpoint: Option<usize>,
    ) -> ChainPart {
        let (number, index) = self.place(anchor);
        let block = &self.blocks[number - 1];
        let path = tree::inclusion_path(&block.anchors, index as u64).unwrap();
        ChainPart {
            genesis: self.genesis,
            anchor: anchor.to_bytes(),
            block: TreePath { index: index as u64, path },
            calendar_leaf: block.leaf.to_bytes().to_vec(),
            finality: finality.map(|proof| {
                let size = Header::from_scale(&proof.header).unwrap().number as usize;
                Finality { proof, calendar_path: self.calendar_path(number, size) }
            }),
            checkpoint: checkpoint.map(|size| CheckpointPath {
                size: size as u64,
                path: self.calendar_path(number, size),
            }),
        }
    }

    pub(crate) fn receipt(
        &self,
        batch: &Batch,
        index: usize,
        finality: Option<FinalityProof>,
        checkpoint: Option<usize>,
    ) -> Receipt {
        let chain = self.chain_part(&batch.anchor, finality, checkpoint);
        Receipt::merge(batch.part(self.genesis, index), chain).unwrap()
    }
}

/// GRANDPA's item for a change to these authorities, at once.
pub(crate) fn scheduled_change(authorities: &[[u8; 32]]) -> Vec<u8> {
    let weighted: Vec<([u8; 32], u64)> = authorities.iter().map(|key| (*key, 1)).collect();
    (1u8, weighted, 0u32).encode()
}
