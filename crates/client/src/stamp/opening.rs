//! A new stream, opened once however often the program is interrupted.

use super::{StampError, Stamper};
use crate::{
    batch::{Opening, StreamChoice, Target},
    chain::{At, Call, Chain, ChainError, Event, Stream},
    output::Phase,
};
use critical_chains_integrity::anchor::StreamId;
use critical_chains_lei::Lei;

impl<C: Chain> Stamper<'_, '_, C> {
    /// Opens a stream for the folder, or finishes opening it.
    ///
    /// If an interruption has hidden which stream our extrinsic opened, any that was opened since,
    /// is open and empty serves as well: whoever opened it, nobody has used it.
    pub(super) async fn open_stream(&mut self, institution: Lei) -> Result<u32, StampError> {
        let opening = match self.folder.manifest().target.as_ref().map(|target| &target.stream) {
            Some(StreamChoice::Opening(opening)) => opening.clone(),
            _ => {
                let next_number = self.chain.stream_count(At::Final, &institution).await?;
                self.sign_opening(institution, next_number).await?
            }
        };
        let number = self.await_opening(institution, opening).await?;
        self.bind(institution, StreamChoice::Number(number))?;
        self.observer.event(Phase::Submitting, &format!("stream {institution}/{number} is open"));
        Ok(number)
    }

    async fn sign_opening(
        &mut self,
        institution: Lei,
        next_number: u32,
    ) -> Result<Opening, StampError> {
        let extrinsic = self.sign(&Call::OpenStream).await?;
        let opening = Opening { next_number, extrinsic };
        self.bind(institution, StreamChoice::Opening(opening.clone()))?;
        Ok(opening)
    }

    async fn await_opening(
        &mut self,
        institution: Lei,
        mut opening: Opening,
    ) -> Result<u32, StampError> {
        let mut submitted = false;
        let mut ours = None;
        loop {
            let number = ours.unwrap_or(opening.next_number);
            let id = StreamId { institution, number };
            let account = self.signer.account();
            let finalised = self.chain.snapshot(At::Final, &account, &id).await?;
            let spent = finalised.nonce > opening.extrinsic.nonce
                || finalised.block.number >= opening.extrinsic.expires;
            if spent {
                // Whatever the extrinsic did is final.
                if ours.is_some() && is_empty(finalised.stream) {
                    return Ok(number);
                }
                if let Some(number) = self.empty_stream(institution, opening.next_number).await? {
                    return Ok(number);
                }
                let next_number = self.chain.stream_count(At::Final, &institution).await?;
                opening = self.sign_opening(institution, next_number).await?;
                submitted = false;
                ours = None;
            }
            if !submitted {
                self.observer.event(Phase::Submitting, "opening a stream");
                match self.chain.submit(&opening.extrinsic).await {
                    Err(ChainError::Rejected(rejection)) if rejection.calls_for_patience() => {}
                    result => result?,
                }
                submitted = true;
            }
            match self.next_event().await? {
                Event::InBlock { opened, .. } => ours = opened,
                Event::Refused(explanation) => {
                    return Err(ChainError::Refused(explanation).into());
                }
                Event::Dropped(_) => submitted = false,
                Event::Finalised(_) => {}
            }
        }
    }

    /// A final stream from this number on that is open and has no anchor.
    async fn empty_stream(
        &mut self,
        institution: Lei,
        from: u32,
    ) -> Result<Option<u32>, StampError> {
        let account = self.signer.account();
        let count = self.chain.stream_count(At::Final, &institution).await?;
        for number in from..count {
            let id = StreamId { institution, number };
            let snapshot = self.chain.snapshot(At::Final, &account, &id).await?;
            if is_empty(snapshot.stream) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// Binds the folder to a stream, durably.
    pub(super) fn bind(
        &mut self,
        institution: Lei,
        stream: StreamChoice,
    ) -> Result<(), StampError> {
        let target = Target { genesis_hash: self.chain.genesis_hash(), institution, stream };
        if self.folder.manifest().target.as_ref() != Some(&target) {
            self.folder.update(|manifest| manifest.target = Some(target))?;
        }
        Ok(())
    }
}

fn is_empty(stream: Option<Stream>) -> bool {
    stream.is_some_and(|stream| stream.open && stream.head.sequence == 0)
}
