//! A chain of blocks without a runtime.

use crate::archive::{
    ArchiveError,
    chain::{AuthorityChange, BlockFacts, Chain},
};
use codec::Encode;
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, Profile, StreamId},
    calendar::{CalendarDigest, CalendarLeaf, ENGINE_ID},
    finality::{DigestItem, Header, block_hash, precommit_payload},
    receipt::{RecordPart, RecordProof, TreePath},
    tree::{EMPTY_ROOT, Frontier, root},
};
use polkadot_sdk::sp_core::{Pair, ed25519};
use std::sync::Mutex;

const SLOT_MILLIS: u64 = 2_000;

/// What a block is to be like.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    pub(crate) anchors: Vec<Anchor>,
    /// Whether voters end a round on it.
    pub(crate) justified: bool,
    /// Announces that these keys vote after it.
    pub(crate) next: Option<Vec<ed25519::Pair>>,
}

pub(crate) struct FakeChain {
    genesis: Hash,
    first: Vec<ed25519::Pair>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    blocks: Vec<(Hash, BlockFacts)>,
    calendar: Frontier,
    voters: Vec<ed25519::Pair>,
    set_id: u64,
    finalised: u32,
    failing: Option<u32>,
    panicking: Option<u32>,
    anchors_read: u32,
}

impl FakeChain {
    pub(crate) fn new(validators: u8) -> Self {
        Self::with_genesis(validators, [7; 32])
    }

    pub(crate) fn with_genesis(validators: u8, genesis: Hash) -> Self {
        let first = keys(0, validators);
        let inner = Inner { voters: first.clone(), ..Inner::default() };
        Self { genesis, first, inner: Mutex::new(inner) }
    }

    pub(crate) fn genesis(&self) -> Hash {
        self.genesis
    }

    pub(crate) fn first_keys(&self) -> Vec<[u8; 32]> {
        self.first.iter().map(|pair| pair.public().0).collect()
    }

    /// Makes a block after the last one and finalises it.
    pub(crate) fn grow(&self, plan: Plan) -> Hash {
        let hash = self.grow_unfinalised(plan);
        self.finalise_all();
        hash
    }

    /// Makes justified blocks, each with one anchor of the stream, and finalises them.
    pub(crate) fn grow_anchoring(&self, blocks: u32) {
        for _ in 0..blocks {
            let number = self.best() + 1;
            self.grow(Plan {
                anchors: vec![anchor(number.into())],
                justified: true,
                ..Plan::default()
            });
        }
    }

    pub(crate) fn grow_unfinalised(&self, plan: Plan) -> Hash {
        let mut inner = self.inner.lock().unwrap();
        let number = inner.blocks.len() as u32 + 1;
        let parent = inner.blocks.last().map_or(self.genesis, |(hash, _)| *hash);
        let leaf = CalendarLeaf {
            genesis: self.genesis,
            number: number.into(),
            timestamp: u64::from(number) * SLOT_MILLIS,
            parent,
            anchors_root: root(plan.anchors.iter().map(Anchor::hash)),
            anchor_count: plan.anchors.len() as u32,
            status_root: EMPTY_ROOT,
        };
        inner.calendar.append(leaf.hash());
        let digest = CalendarDigest { leaf: leaf.hash(), root: inner.calendar.root() };
        let mut items = vec![DigestItem::Consensus(ENGINE_ID, digest.to_bytes().to_vec())];
        let next = plan.next.as_ref().map(|pairs| publics(pairs));
        if let Some(next) = &next {
            let list: Vec<_> = next.iter().map(|key| (*key, 1u64)).collect();
            items.push(DigestItem::Consensus(*b"FRNK", (1u8, list, 0u32).encode()));
        }
        let header = Header {
            parent_hash: parent,
            number,
            state_root: [1; 32],
            extrinsics_root: [2; 32],
            digest: items,
        }
        .encode();
        let hash = block_hash(&header);
        let justified = plan.justified || plan.next.is_some();
        let justification = justified.then(|| inner.justify(&hash, number));
        let change = next.map(|next| AuthorityChange { next, last_block: number, signed: true });
        if let Some(pairs) = plan.next {
            inner.voters = pairs;
            inner.set_id += 1;
        }
        let facts = BlockFacts { header, anchors: plan.anchors, leaf, justification, change };
        inner.blocks.push((hash, facts));
        hash
    }

    pub(crate) fn finalise_all(&self) {
        let mut inner = self.inner.lock().unwrap();
        inner.finalised = inner.blocks.len() as u32;
    }

    /// Takes blocks back, as a database does that lost its last writes.
    pub(crate) fn truncate(&self, blocks: u32) {
        let mut inner = self.inner.lock().unwrap();
        inner.blocks.truncate(blocks as usize);
        inner.finalised = inner.finalised.min(blocks);
        let leaves: Vec<Hash> = inner.blocks.iter().map(|(_, facts)| facts.leaf.hash()).collect();
        inner.calendar = leaves.into_iter().collect();
    }

    /// Lies about a block.
    pub(crate) fn tamper(&self, number: u32, with: impl FnOnce(&mut BlockFacts)) {
        with(&mut self.inner.lock().unwrap().blocks[number as usize - 1].1);
    }

    /// Panics whenever this block is read.
    pub(crate) fn panic_at(&self, number: u32) {
        self.inner.lock().unwrap().panicking = Some(number);
    }

    /// How often the anchors alone of a block have been read.
    pub(crate) fn anchors_read(&self) -> u32 {
        self.inner.lock().unwrap().anchors_read
    }

    /// Fails whenever this block is read, which may be the first one, with number 0.
    pub(crate) fn fail_at(&self, number: Option<u32>) {
        self.inner.lock().unwrap().failing = number;
    }
}

impl Inner {
    fn justify(&self, hash: &Hash, number: u32) -> Vec<u8> {
        let round = 9u64;
        let payload = precommit_payload(hash, number, round, self.set_id);
        let precommits: Vec<_> = self
            .voters
            .iter()
            .map(|pair| ((*hash, number), pair.sign(&payload).0, pair.public().0))
            .collect();
        (round, (*hash, number, precommits), Vec::<Header>::new()).encode()
    }
}

impl Chain for FakeChain {
    fn finalised(&self) -> u32 {
        self.inner.lock().unwrap().finalised
    }

    fn best(&self) -> u32 {
        self.inner.lock().unwrap().blocks.len() as u32
    }

    fn block_hash(&self, number: u32) -> Result<Option<Hash>, ArchiveError> {
        let inner = self.inner.lock().unwrap();
        let index = (number as usize).checked_sub(1);
        Ok(index.and_then(|index| Some(inner.blocks.get(index)?.0)))
    }

    fn first_authorities(&self) -> Result<Vec<[u8; 32]>, ArchiveError> {
        match self.inner.lock().unwrap().failing {
            Some(0) => Err(ArchiveError::StatePruned { number: 0 }),
            _ => Ok(self.first_keys()),
        }
    }

    fn anchors(&self, number: u32, hash: &Hash) -> Result<Vec<Anchor>, ArchiveError> {
        let mut inner = self.inner.lock().unwrap();
        inner.anchors_read += 1;
        let block = inner.blocks.iter().find(|(found, _)| found == hash);
        block.map(|(_, facts)| facts.anchors.clone()).ok_or(ArchiveError::BlockMissing { number })
    }

    fn facts(&self, number: u32) -> Result<BlockFacts, ArchiveError> {
        let inner = self.inner.lock().unwrap();
        assert_ne!(inner.panicking, Some(number), "told to panic");
        if inner.failing == Some(number) {
            return Err(ArchiveError::StatePruned { number });
        }
        let block = inner.blocks.get(number as usize - 1);
        block.map(|(_, facts)| facts.clone()).ok_or(ArchiveError::BlockMissing { number })
    }
}

/// Key pairs number `from` to `from + count`.
pub(crate) fn keys(from: u8, count: u8) -> Vec<ed25519::Pair> {
    (from..from + count).map(|seed| ed25519::Pair::from_seed(&[seed + 1; 32])).collect()
}

fn publics(pairs: &[ed25519::Pair]) -> Vec<[u8; 32]> {
    pairs.iter().map(|pair| pair.public().0).collect()
}

const SALT: Hash = [5; 32];

/// An anchor of a batch with the one record `record_of(sequence)`.
pub(crate) fn anchor(sequence: u64) -> Anchor {
    let record = RecordProof::new(SALT, &record_of(sequence));
    Anchor {
        stream: StreamId { institution: "CCDEV0ALPHABANK00022".parse().unwrap(), number: 3 },
        sequence,
        previous: if sequence == 1 { [0; 32] } else { [4; 32] },
        root: root([record.leaf_hash()]),
        leaf_count: 1,
        not_before: 10,
        not_after: 20,
        profile: Profile::new(b"iso20022:pacs.008.001.08").unwrap(),
    }
}

/// The institution's part of the receipt for that record.
pub(crate) fn record_part(genesis: Hash, sequence: u64) -> RecordPart {
    RecordPart {
        genesis,
        record: RecordProof::new(SALT, &record_of(sequence)),
        batch: TreePath { index: 0, path: Vec::new() },
    }
}

fn record_of(sequence: u64) -> Vec<u8> {
    format!("payment {sequence}\n").into_bytes()
}
