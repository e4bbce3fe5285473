//! A chain in memory: it makes a block whenever somebody waits, and lags behind with finality.

use super::Kills;
use crate::{
    batch::{Included, SignedExtrinsic},
    chain::{
        AccountId, At, Call, Chain, ChainError, Event, MORTAL_BLOCKS, Member, Rejection, Signer,
        Snapshot, Stream, module_error,
    },
};
use critical_chains_integrity::{
    Hash,
    anchor::{Anchor, StreamId},
    stream::{BatchStatement, ExtendError, StreamHead, extend},
};
use critical_chains_lei::Lei;
use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// Blocks between the newest and the newest final one.
const FINALITY_LAG: u64 = 2;

/// Blocks after which a test that still waits is stuck.
const MOST_BLOCKS: u64 = 400;

/// What others do to the chain while a block is made.
pub(super) type Surprise = Box<dyn FnOnce(&mut Inner)>;

/// What outlives the program.
#[derive(Clone)]
pub(super) struct World(Rc<RefCell<Inner>>);

pub(super) struct Inner {
    account: AccountId,
    /// State after each block, from the genesis block on.
    states: Vec<State>,
    pool: Vec<SignedExtrinsic>,
    calls: BTreeMap<Vec<u8>, Call>,
    surprises: BTreeMap<u64, Vec<Surprise>>,
    /// Blocks the archive is behind finality.
    pub(super) archive_lag: u64,
    /// What the pool answers next.
    pub(super) rejections: VecDeque<Rejection>,
}

#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) nonce: u64,
    pub(super) streams: Vec<Stream>,
    anchors: Vec<(u64, Anchor)>,
}

pub(super) fn institution() -> Lei {
    Lei::from_prefix(*b"CCDEV0ALPHABANK000").unwrap()
}

impl World {
    /// A chain on which the institution has one stream.
    pub(super) fn new(account: AccountId) -> Self {
        let stream = Stream { open: true, frozen: false, head: StreamHead::default() };
        let state = State { streams: vec![stream], ..State::default() };
        Self(Rc::new(RefCell::new(Inner {
            account,
            states: vec![state],
            pool: Vec::new(),
            calls: BTreeMap::new(),
            surprises: BTreeMap::new(),
            archive_lag: 0,
            rejections: VecDeque::new(),
        })))
    }

    pub(super) fn best(&self) -> u64 {
        self.0.borrow().best()
    }

    /// Roots of all anchors in the chain that others did not make.
    pub(super) fn anchored_roots(&self) -> Vec<Hash> {
        let inner = self.0.borrow();
        let ours = inner.state(inner.best()).anchors.iter();
        ours.filter(|(_, anchor)| anchor.leaf_count != FOREIGN_LEAVES)
            .map(|(_, anchor)| anchor.root)
            .collect()
    }

    pub(super) fn streams(&self) -> usize {
        let inner = self.0.borrow();
        inner.state(inner.best()).streams.len()
    }

    /// Makes blocks while no program runs.
    pub(super) fn go_on(&self, blocks: u64) {
        for _ in 0..blocks {
            self.0.borrow_mut().make_block(None);
        }
    }

    /// Lets something happen in a block to come.
    pub(super) fn surprise(&self, block: u64, what: impl FnOnce(&mut Inner) + 'static) {
        self.0.borrow_mut().surprises.entry(block).or_default().push(Box::new(what));
    }

    pub(super) fn change(&self, what: impl FnOnce(&mut Inner)) {
        what(&mut self.0.borrow_mut());
    }
}

/// Marks anchors that others made.
const FOREIGN_LEAVES: u64 = 77;

impl Inner {
    fn best(&self) -> u64 {
        self.states.len() as u64 - 1
    }

    fn finalised(&self) -> u64 {
        self.best().saturating_sub(FINALITY_LAG)
    }

    fn at(&self, at: At) -> u64 {
        match at {
            At::Best => self.best(),
            At::Final => self.finalised(),
        }
    }

    fn state(&self, block: u64) -> &State {
        &self.states[block as usize]
    }

    /// State of the block being made.
    pub(super) fn now(&mut self) -> &mut State {
        self.states.last_mut().unwrap()
    }

    pub(super) fn empty_pool(&mut self) {
        self.pool.clear();
    }

    /// Somebody else of the institution anchors to the stream.
    pub(super) fn anchor_foreign(&mut self, number: u32) {
        let block = self.best();
        let id = StreamId { institution: institution(), number };
        let state = self.now();
        let head = state.streams[number as usize].head;
        let anchor = Anchor {
            stream: id,
            sequence: head.sequence + 1,
            previous: head.anchor,
            root: [head.sequence as u8; 32],
            leaf_count: FOREIGN_LEAVES,
            not_before: 1,
            not_after: 2,
            profile: "test".parse().unwrap(),
        };
        state.streams[number as usize].head =
            StreamHead { sequence: anchor.sequence, anchor: anchor.hash() };
        state.anchors.push((block, anchor));
    }

    fn archived(&self) -> impl Iterator<Item = &(u64, Anchor)> {
        let last = self.finalised().saturating_sub(self.archive_lag);
        self.state(self.finalised()).anchors.iter().filter(move |(block, _)| *block <= last)
    }

    /// Makes a block; says what became of the extrinsic watched.
    fn make_block(&mut self, watched: Option<&[u8]>) -> Vec<Event> {
        let mut events = Vec::new();
        self.states.push(self.states.last().unwrap().clone());
        let number = self.best();
        for surprise in self.surprises.remove(&number).unwrap_or_default() {
            surprise(self);
        }
        let mut pool = std::mem::take(&mut self.pool);
        pool.sort_by_key(|extrinsic| extrinsic.nonce);
        for extrinsic in pool {
            if extrinsic.nonce < self.now().nonce || extrinsic.expires < number {
                continue;
            }
            if extrinsic.nonce > self.now().nonce {
                self.pool.push(extrinsic);
                continue;
            }
            self.now().nonce += 1;
            let call = self.calls[&extrinsic.bytes].clone();
            let outcome = self.dispatch(number, &call);
            if watched == Some(&extrinsic.bytes) {
                let block = block(number);
                events.push(match outcome {
                    Ok(opened) => Event::InBlock { block, opened },
                    Err(error) => Event::Refused(module_error("Anchoring", error, &[])),
                });
            }
        }
        events.push(Event::Finalised(block(self.finalised())));
        events
    }

    fn dispatch(&mut self, block: u64, call: &Call) -> Result<Option<u32>, &'static str> {
        let state = self.now();
        match call {
            Call::OpenStream => {
                let head = StreamHead::default();
                state.streams.push(Stream { open: true, frozen: false, head });
                Ok(Some(state.streams.len() as u32 - 1))
            }
            Call::CloseStream(number) => {
                state.streams[*number as usize].open = false;
                Ok(None)
            }
            Call::Named(_) => Err("CallNotAllowed"),
            Call::AnchorBatches(anchors) => {
                let first = anchors[0];
                let Some(stream) = state.streams.get_mut(first.stream.number as usize) else {
                    return Err("StreamNotFound");
                };
                let batches = anchors.iter().map(statement).collect();
                let (sequence, previous) = (first.sequence, first.previous);
                let links =
                    extend(&first.stream, &stream.head, sequence, &previous, batches, u64::MAX)
                        .map_err(name)?;
                if !stream.open {
                    return Err("StreamClosed");
                }
                let last = links.last().unwrap();
                stream.head = StreamHead { sequence: last.anchor.sequence, anchor: last.hash };
                state.anchors.extend(links.iter().map(|link| (block, link.anchor)));
                Ok(None)
            }
        }
    }
}

fn statement(anchor: &Anchor) -> BatchStatement {
    let Anchor { root, leaf_count, not_before, not_after, profile, .. } = *anchor;
    BatchStatement { root, leaf_count, not_before, not_after, profile }
}

fn name(error: ExtendError) -> &'static str {
    match error {
        ExtendError::AlreadyAnchored { .. } => "AlreadyAnchored",
        ExtendError::StaleSequence { .. } => "StaleSequence",
        ExtendError::SequenceGap { .. } => "SequenceGap",
        ExtendError::PreviousMismatch { .. } => "PreviousMismatch",
        _ => "InvalidBatch",
    }
}

pub(super) fn block(number: u64) -> Included {
    let mut hash = Hash::default();
    hash[..8].copy_from_slice(&number.to_be_bytes());
    Included { number, hash }
}

/// One program's connection to the chain.
pub(super) struct FakeChain {
    world: World,
    kills: Kills,
    watched: Option<Vec<u8>>,
    events: VecDeque<Event>,
}

impl FakeChain {
    pub(super) fn new(world: World, kills: Kills) -> Self {
        Self { world, kills, watched: None, events: VecDeque::new() }
    }

    fn alive(&self) -> Result<(), ChainError> {
        if self.kills.step() { Ok(()) } else { Err(ChainError::Lost("killed".to_owned())) }
    }
}

impl Chain for FakeChain {
    fn genesis_hash(&self) -> Hash {
        [9; 32]
    }

    async fn member(&mut self, account: &AccountId) -> Result<Option<Member>, ChainError> {
        self.alive()?;
        let is_ours = self.world.0.borrow().account == *account;
        let member = || Member { institution: institution(), name: "Alpha".into(), active: true };
        Ok(is_ours.then(member))
    }

    async fn snapshot(
        &mut self,
        at: At,
        _: &AccountId,
        stream: &StreamId,
    ) -> Result<Snapshot, ChainError> {
        self.alive()?;
        let inner = self.world.0.borrow();
        let number = inner.at(at);
        let state = inner.state(number);
        Ok(Snapshot {
            block: block(number),
            nonce: state.nonce,
            stream: state.streams.get(stream.number as usize).copied(),
        })
    }

    async fn final_hash(&mut self, number: u64) -> Result<Option<Hash>, ChainError> {
        self.alive()?;
        let is_final = number <= self.world.0.borrow().finalised();
        Ok(is_final.then(|| block(number).hash))
    }

    async fn stream_count(&mut self, at: At, _: &Lei) -> Result<u32, ChainError> {
        self.alive()?;
        let inner = self.world.0.borrow();
        Ok(inner.state(inner.at(at)).streams.len() as u32)
    }

    async fn anchor(&mut self, hash: &Hash) -> Result<Option<Included>, ChainError> {
        self.alive()?;
        let inner = self.world.0.borrow();
        let found = inner.archived().find(|(_, anchor)| anchor.hash() == *hash);
        Ok(found.map(|(number, _)| block(*number)))
    }

    async fn anchor_at(
        &mut self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<Option<Hash>, ChainError> {
        self.alive()?;
        let inner = self.world.0.borrow();
        let found = inner
            .archived()
            .find(|(_, anchor)| anchor.stream == *stream && anchor.sequence == sequence);
        Ok(found.map(|(_, anchor)| anchor.hash()))
    }

    async fn sign(&mut self, call: &Call, _: &Signer) -> Result<SignedExtrinsic, ChainError> {
        self.alive()?;
        let mut inner = self.world.0.borrow_mut();
        let waiting = inner.pool.iter().map(|extrinsic| extrinsic.nonce + 1).max();
        let nonce = waiting.unwrap_or(0).max(inner.state(inner.best()).nonce);
        let bytes = (inner.calls.len() as u64).to_be_bytes().to_vec();
        inner.calls.insert(bytes.clone(), call.clone());
        let expires = inner.finalised() + MORTAL_BLOCKS - 1;
        Ok(SignedExtrinsic { bytes, nonce, expires })
    }

    async fn submit(&mut self, extrinsic: &SignedExtrinsic) -> Result<(), ChainError> {
        self.alive()?;
        {
            let mut inner = self.world.0.borrow_mut();
            let nonce = inner.state(inner.best()).nonce;
            let rejection = inner.rejections.pop_front().or({
                if inner.pool.contains(extrinsic) {
                    Some(Rejection::AlreadyImported)
                } else if extrinsic.nonce < nonce {
                    Some(Rejection::Stale)
                } else if extrinsic.expires < inner.best() {
                    Some(Rejection::Expired)
                } else {
                    None
                }
            });
            if let Some(rejection) = rejection {
                return Err(ChainError::Rejected(rejection));
            }
            inner.pool.push(extrinsic.clone());
        }
        self.watched = Some(extrinsic.bytes.clone());
        self.alive()
    }

    async fn next_event(&mut self) -> Result<Event, ChainError> {
        self.alive()?;
        if self.events.is_empty() {
            let mut inner = self.world.0.borrow_mut();
            if inner.best() >= MOST_BLOCKS {
                return Err(ChainError::Lost("the test is stuck".to_owned()));
            }
            self.events.extend(inner.make_block(self.watched.as_deref()));
        }
        self.events.pop_front().ok_or_else(|| ChainError::Lost("no event".to_owned()))
    }
}
