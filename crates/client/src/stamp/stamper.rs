//! The loop that brings a folder to its end.

use super::{Decision, Evidence, Obstacle, StampError, decide};
use crate::{
    batch::{AnchorCall, CallState, Folder, MAX_BATCHES_PER_CALL, SignedExtrinsic, StreamChoice},
    chain::{At, Call, Chain, ChainError, Event, Rejection, Signer},
    output::{Observer, Phase},
};
use critical_chains_integrity::{
    anchor::{Anchor, Profile, StreamId},
    stream::{BatchStatement, StreamHead, extend},
};
use critical_chains_lei::Lei;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How often one call is signed before something must be wrong.
const MAX_SIGNATURES: u32 = 5;

/// Which stream the caller wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StreamWish {
    /// This one.
    Number(u32),
    /// A new one.
    New,
}

/// How stamping ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Every batch is in a final block.
    Final,
    /// The last batches were handed over, and nobody waited for them.
    Submitted,
}

/// Brings one folder to its end.
pub struct Stamper<'a, 'disk, C> {
    pub(super) folder: &'a mut Folder<'disk>,
    pub(super) chain: &'a mut C,
    pub(super) signer: &'a Signer,
    pub(super) observer: &'a mut dyn Observer,
    patience: Duration,
    deadline: Instant,
}

impl<'a, 'disk, C: Chain> Stamper<'a, 'disk, C> {
    /// A stamper whose patience begins now.
    pub fn new(
        folder: &'a mut Folder<'disk>,
        chain: &'a mut C,
        signer: &'a Signer,
        observer: &'a mut dyn Observer,
        patience: Duration,
    ) -> Self {
        Self { folder, chain, signer, observer, patience, deadline: Instant::now() + patience }
    }

    /// Anchors every batch of the folder. Without `wait` the last call is only handed over.
    pub async fn run(&mut self, wish: StreamWish, wait: bool) -> Result<Outcome, StampError> {
        if self.folder.manifest().is_final() {
            return Ok(Outcome::Final);
        }
        let institution = self.institution().await?;
        let stream = self.stream(institution, wish).await?;
        let calls = self.folder.manifest().calls_needed();
        for number in 0..calls {
            let is_last = number + 1 == calls;
            if !self.anchor(number, stream, wait || !is_last).await? {
                return Ok(Outcome::Submitted);
            }
        }
        self.observer.finished(Phase::Finalising);
        Ok(Outcome::Final)
    }

    /// Whom the key acts for, if it may act at all and for whom the folder is.
    async fn institution(&mut self) -> Result<Lei, StampError> {
        let account = self.signer.account();
        let member = self.chain.member(&account).await?;
        let member = member.ok_or(StampError::NotAMember { account })?;
        if !member.active {
            return Err(StampError::InstitutionNotActive { institution: member.institution });
        }
        if let Some(target) = &self.folder.manifest().target {
            let got = self.chain.genesis_hash();
            if target.genesis_hash != got {
                return Err(StampError::OtherChain { expected: target.genesis_hash, got });
            }
            if target.institution != member.institution {
                let (expected, got) = (target.institution, member.institution);
                return Err(StampError::OtherInstitution { expected, got });
            }
        }
        Ok(member.institution)
    }

    /// The stream of the folder: the one it is bound to, else the one wished for.
    async fn stream(&mut self, institution: Lei, wish: StreamWish) -> Result<StreamId, StampError> {
        let id = |number| StreamId { institution, number };
        let target = self.folder.manifest().target.as_ref().map(|target| target.stream.clone());
        let submitted = !self.folder.manifest().calls.is_empty();
        let number = match (target, wish) {
            (Some(StreamChoice::Number(bound)), wish) if wish != StreamWish::Number(bound) => {
                let is_free = self.release(id(bound)).await?;
                match wish {
                    StreamWish::New if is_free => self.open_stream(institution).await?,
                    StreamWish::New => bound,
                    StreamWish::Number(asked) if submitted && !is_free => {
                        return Err(StampError::OtherStream { bound: id(bound), asked });
                    }
                    StreamWish::Number(asked) => asked,
                }
            }
            (Some(StreamChoice::Opening(_)), _) | (None, StreamWish::New) => {
                self.open_stream(institution).await?
            }
            (_, StreamWish::Number(asked)) => asked,
            (Some(StreamChoice::Number(bound)), StreamWish::New) => bound,
        };
        if self.folder.manifest().calls.is_empty() || !self.is_bound_to(number) {
            let account = self.signer.account();
            match self.chain.snapshot(At::Best, &account, &id(number)).await?.stream {
                None => return Err(StampError::StreamNotFound(id(number))),
                Some(stream) if !stream.open => return Err(StampError::StreamClosed(id(number))),
                Some(_) => self.bind(institution, StreamChoice::Number(number))?,
            }
        }
        Ok(id(number))
    }

    /// Frees the folder from a stream that was closed before it took the batches. What is already
    /// in the stream stays there.
    async fn release(&mut self, bound: StreamId) -> Result<bool, StampError> {
        let account = self.signer.account();
        let stream = self.chain.snapshot(At::Final, &account, &bound).await?.stream;
        if stream.is_none_or(|stream| stream.open) {
            return Ok(false);
        }
        let calls = &self.folder.manifest().calls;
        let done =
            calls.iter().take_while(|call| matches!(call.state, CallState::Final(_))).count();
        if let Some(call) = calls.get(done).cloned() {
            let decision = self.weigh(&call, bound, true).await?;
            if !matches!(decision, Decision::GiveUp(_) | Decision::Restate) {
                return Ok(false);
            }
            self.folder.update(|manifest| manifest.calls.truncate(done))?;
        }
        Ok(true)
    }

    fn is_bound_to(&self, number: u32) -> bool {
        let target = self.folder.manifest().target.as_ref();
        target.is_some_and(|target| target.stream == StreamChoice::Number(number))
    }

    /// Brings one call to its end; false if it was handed over and not waited for.
    async fn anchor(
        &mut self,
        number: usize,
        stream: StreamId,
        wait: bool,
    ) -> Result<bool, StampError> {
        let mut submitted_here = false;
        let mut rejection = None;
        let mut signatures = 0;
        let mut last_heard = "it was never included".to_owned();
        loop {
            let decision = match self.folder.manifest().calls.get(number).cloned() {
                None => Decision::Restate,
                Some(call) if matches!(call.state, CallState::Final(_)) => return Ok(true),
                Some(call) => self.weigh(&call, stream, submitted_here).await?,
            };
            match decision {
                Decision::Done(block) => {
                    self.set_state(number, CallState::Final(block))?;
                    return Ok(true);
                }
                Decision::GiveUp(Obstacle::StreamClosed) => {
                    return Err(StampError::StreamClosed(stream));
                }
                Decision::GiveUp(Obstacle::StreamNotFound) => {
                    return Err(StampError::StreamNotFound(stream));
                }
                Decision::Restate | Decision::Sign => {
                    if signatures == MAX_SIGNATURES {
                        let attempts = signatures;
                        return Err(StampError::NotIncluded { attempts, last: last_heard });
                    }
                    signatures += 1;
                    self.state_and_sign(number, stream, decision).await?;
                    rejection = self.submit(number).await?;
                    submitted_here = true;
                }
                Decision::Submit => {
                    rejection = self.submit(number).await?;
                    submitted_here = true;
                }
                Decision::Wait => {}
            }
            if !wait && submitted_here {
                return self.handed_over(number, stream, rejection).await;
            }
            if let Some(rejection) = rejection.take() {
                last_heard = rejection.explain().sentence;
            }
            match self.next_event().await? {
                Event::InBlock { block, .. } => {
                    let text = format!("block {} has it", block.number);
                    self.observer.event(Phase::Finalising, &text);
                    self.set_state(number, CallState::Anchored(block))?;
                }
                Event::Refused(explanation) => {
                    if !resolves_itself(&explanation.name) {
                        return Err(ChainError::Refused(explanation).into());
                    }
                    last_heard = explanation.sentence;
                }
                Event::Dropped(reason) => {
                    reason.clone_into(&mut last_heard);
                    submitted_here = false;
                }
                Event::Finalised(block) => {
                    self.observer.progress(Phase::Finalising, block.number, None);
                }
            }
        }
    }

    /// Asks the chain about a call and decides.
    async fn weigh(
        &mut self,
        call: &AnchorCall,
        stream: StreamId,
        submitted_here: bool,
    ) -> Result<Decision, StampError> {
        let account = self.signer.account();
        let finalised = self.chain.snapshot(At::Final, &account, &stream).await?;
        let mut archived = None;
        let mut in_its_place = None;
        if let Some(last) = call.anchors.last() {
            // The archive is asked after the snapshot, so that it knows at least as much.
            archived = self.chain.anchor(&last.hash()).await?;
            let is_past = finalised.stream.is_some_and(|at| at.head.sequence > last.sequence);
            if archived.is_none() && is_past {
                in_its_place = self.chain.anchor_at(&stream, last.sequence).await?;
            }
        }
        Ok(decide(&Evidence { call, finalised, archived, in_its_place, submitted_here }))
    }

    /// Signs a call, with new statements if the old ones are void, and makes it durable.
    async fn state_and_sign(
        &mut self,
        number: usize,
        stream: StreamId,
        decision: Decision,
    ) -> Result<(), StampError> {
        let stated = self.folder.manifest().calls.get(number).map(|call| call.anchors.clone());
        let anchors = match stated.filter(|_| decision == Decision::Sign) {
            Some(anchors) => anchors,
            None => self.statements(number, stream).await?,
        };
        let extrinsic = self.sign(&Call::AnchorBatches(anchors.clone())).await?;
        let call = AnchorCall { anchors, extrinsic, state: CallState::Submitted };
        self.folder.update(|manifest| {
            manifest.calls.truncate(number);
            manifest.calls.push(call);
        })?;
        Ok(())
    }

    /// Statements that continue the stream from its newest head.
    async fn statements(
        &mut self,
        number: usize,
        stream: StreamId,
    ) -> Result<Vec<Anchor>, StampError> {
        let account = self.signer.account();
        let best = self.chain.snapshot(At::Best, &account, &stream).await?;
        let head = best.stream.ok_or(StampError::StreamNotFound(stream))?.head;
        let batches = self.folder.manifest().batches_of_call(number);
        debug_assert!(batches.len() <= MAX_BATCHES_PER_CALL);
        let statements = batches
            .iter()
            .map(|batch| {
                let profile: Profile = batch
                    .profile
                    .parse()
                    .map_err(|error| ChainError::Unsupported(format!("{error}")))?;
                Ok(BatchStatement {
                    root: batch.root,
                    leaf_count: batch.leaf_count,
                    not_before: batch.not_before,
                    not_after: batch.not_after,
                    profile,
                })
            })
            .collect::<Result<_, ChainError>>()?;
        let StreamHead { sequence, anchor: previous } = head;
        // The chain decides whether the interval is in the future: its clock counts, not ours.
        let links =
            extend(&stream, &head, sequence.saturating_add(1), &previous, statements, u64::MAX)
                .map_err(|error| ChainError::Unsupported(error.to_string()))?;
        Ok(links.into_iter().map(|link| link.anchor).collect())
    }

    pub(super) async fn sign(&mut self, call: &Call) -> Result<SignedExtrinsic, StampError> {
        Ok(self.chain.sign(call, self.signer).await?)
    }

    /// Hands a call to the node; returns why the node refuses it, if what is final will show
    /// whether it was included or must be signed anew.
    async fn submit(&mut self, number: usize) -> Result<Option<Rejection>, StampError> {
        let Some(call) = self.folder.manifest().calls.get(number) else { return Ok(None) };
        let extrinsic = call.extrinsic.clone();
        self.observer.event(Phase::Submitting, "handing the anchors to the node");
        match self.chain.submit(&extrinsic).await {
            Ok(()) => Ok(None),
            Err(ChainError::Rejected(rejection)) if rejection.calls_for_patience() => {
                Ok(Some(rejection))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// For a caller that does not wait: the call is in the hands of the node, or was refused.
    async fn handed_over(
        &mut self,
        number: usize,
        stream: StreamId,
        rejection: Option<Rejection>,
    ) -> Result<bool, StampError> {
        match rejection {
            None | Some(Rejection::AlreadyImported) => Ok(false),
            // The nonce may be used up by the very extrinsic, in a block that is not final yet.
            Some(Rejection::Stale) if self.is_in_best_block(number, stream).await? => Ok(false),
            Some(rejection) => Err(ChainError::Rejected(rejection).into()),
        }
    }

    /// Whether the stream, by the newest block, ends with the call's last anchor.
    async fn is_in_best_block(
        &mut self,
        number: usize,
        stream: StreamId,
    ) -> Result<bool, StampError> {
        let call = self.folder.manifest().calls.get(number);
        let Some(last) = call.and_then(|call| call.anchors.last()).map(Anchor::hash) else {
            return Ok(false);
        };
        let account = self.signer.account();
        let best = self.chain.snapshot(At::Best, &account, &stream).await?;
        Ok(best.stream.is_some_and(|stream| stream.head.anchor == last))
    }

    fn set_state(&mut self, number: usize, state: CallState) -> Result<(), StampError> {
        let known = self.folder.manifest().calls.get(number).map(|call| call.state);
        if known != Some(state) {
            self.folder.update(|manifest| {
                if let Some(call) = manifest.calls.get_mut(number) {
                    call.state = state;
                }
            })?;
        }
        Ok(())
    }

    /// Waits for the chain, as long as patience lasts.
    pub(super) async fn next_event(&mut self) -> Result<Event, StampError> {
        match timeout_at(self.deadline, self.chain.next_event()).await {
            Ok(event) => Ok(event?),
            Err(_) => Err(StampError::TooSlow { seconds: self.patience.as_secs() }),
        }
    }
}

/// Whether what is final will show how to go on after this error.
fn resolves_itself(name: &str) -> bool {
    matches!(
        name,
        "Anchoring.AlreadyAnchored"
            | "Anchoring.StaleSequence"
            | "Anchoring.SequenceGap"
            | "Anchoring.PreviousMismatch"
            | "Anchoring.TooManyAnchors"
    )
}
