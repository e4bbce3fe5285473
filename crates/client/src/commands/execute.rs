//! One extrinsic from its signature to a final block.
//!
//! Unlike stamping, this keeps nothing on disk: called again, it signs anew. So once the node may
//! have the extrinsic, whoever is told of an error is told to look first.

use crate::{
    batch::SignedExtrinsic,
    chain::{Call, Chain, ChainError, Event, Rejection, Signer},
    output::{Failure, Phase, observer},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long an extrinsic may take to get into a final block.
const PATIENCE: Duration = Duration::from_secs(120);

/// What to tell somebody whose extrinsic was not done, or perhaps was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Advice {
    /// What to do before doing it again.
    pub(super) look_first: &'static str,
    /// Whether `--propose` is another way to do it.
    pub(super) may_propose: bool,
    /// Whether the chain refuses to do it twice, so that a refusal is all there is to know.
    pub(super) is_done_once: bool,
}

/// For streams: a second `open` would open a second one.
pub(super) const STREAMS: Advice = Advice {
    look_first: "look with `critical-chains stream list` before you try again",
    may_propose: false,
    is_done_once: false,
};

/// What to do where the account may not do it alone.
const PROPOSE: &str = "or propose it to the consortium: add --propose";

impl Advice {
    /// The extrinsic was not taken, and its own hint says what to do.
    fn not_taken(&self, error: ChainError) -> Failure {
        let hint = error.hint();
        let not_alone = match &error {
            ChainError::Rejected(Rejection::Custom(_)) => {
                error.name().is_some_and(|name| name == "NotPermitted")
            }
            _ => false,
        };
        match hint {
            Some(hint) if not_alone && self.may_propose => {
                Failure::from(error).hint(format!("{hint}; {PROPOSE}"))
            }
            _ => error.into(),
        }
    }

    /// An error after which nobody knows what became of the extrinsic. Only of a refusal more is
    /// known, unless the block that refused it is abandoned.
    fn look_first(&self, error: ChainError) -> Failure {
        let hint = match &error {
            ChainError::Refused(explanation) if self.is_done_once => explanation.hint.clone(),
            ChainError::Refused(explanation) => {
                format!("{}; {}", explanation.hint, self.look_first)
            }
            _ => self.look_first.to_owned(),
        };
        Failure::from(error).hint(hint)
    }
}

/// Signs, submits and waits for the final block, whose number it returns, and that of the stream or
/// the proposal the extrinsic opened there.
pub(super) async fn execute(
    chain: &mut impl Chain,
    call: &Call,
    signer: &Signer,
    advice: Advice,
) -> Result<(u64, Option<u32>), Failure> {
    execute_within(PATIENCE, chain, call, signer, advice).await
}

async fn execute_within(
    patience: Duration,
    chain: &mut impl Chain,
    call: &Call,
    signer: &Signer,
    advice: Advice,
) -> Result<(u64, Option<u32>), Failure> {
    let extrinsic = chain.sign(call, signer).await?;
    hand_over_within(patience, chain, &extrinsic, advice).await
}

/// The same for an extrinsic that is there already.
pub(super) async fn hand_over(
    chain: &mut impl Chain,
    extrinsic: &SignedExtrinsic,
    advice: Advice,
) -> Result<(u64, Option<u32>), Failure> {
    hand_over_within(PATIENCE, chain, extrinsic, advice).await
}

async fn hand_over_within(
    patience: Duration,
    chain: &mut impl Chain,
    extrinsic: &SignedExtrinsic,
    advice: Advice,
) -> Result<(u64, Option<u32>), Failure> {
    chain.submit(extrinsic).await.map_err(|error| match error {
        ChainError::Rejected(_) => advice.not_taken(error),
        _ => advice.look_first(error),
    })?;
    let mut observer = observer();
    observer.progress(Phase::Finalising, 0, None);
    let outcome = timeout(patience, until_final(chain, advice)).await;
    observer.finished(Phase::Finalising);
    outcome.unwrap_or_else(|_| {
        let message = format!("not final after {} s", patience.as_secs());
        Err(Failure::inconclusive(message).hint(advice.look_first))
    })
}

/// Waits until a block that has the extrinsic is final.
async fn until_final(
    chain: &mut impl Chain,
    advice: Advice,
) -> Result<(u64, Option<u32>), Failure> {
    let look_first = |error| advice.look_first(error);
    let mut included = None;
    loop {
        match chain.next_event().await.map_err(look_first)? {
            Event::InBlock { block, opened } => included = Some((block, opened)),
            Event::Refused(explanation) => {
                return Err(look_first(ChainError::Refused(explanation)));
            }
            Event::Dropped(reason) => {
                let message = format!("the node no longer has the extrinsic: {reason}");
                return Err(Failure::failed(message).hint(advice.look_first));
            }
            Event::Finalised(last) => {
                let Some((block, opened)) = included else { continue };
                if block.number > last.number {
                    continue;
                }
                match chain.final_hash(block.number).await.map_err(look_first)? {
                    Some(hash) if hash == block.hash => return Ok((block.number, opened)),
                    // The block was abandoned; another may yet have the extrinsic.
                    Some(_) => included = None,
                    None => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
