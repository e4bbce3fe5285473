//! One extrinsic from its signature to a final block.
//!
//! Unlike stamping, this keeps nothing on disk: called again, it signs anew. So once the node may
//! have the extrinsic, whoever is told of an error is told to look first.

use crate::{
    chain::{Call, Chain, ChainError, Event, Signer},
    output::{Failure, Phase, observer},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long an extrinsic may take to get into a final block.
const PATIENCE: Duration = Duration::from_secs(120);

/// What to do before doing it again: a second `open` would open a second stream.
pub(super) const LOOK_FIRST: &str = "look with `critical-chains stream list` before you try again";

/// Signs, submits and waits for the final block, whose number it returns, and that of the stream
/// the extrinsic opened there.
pub(super) async fn execute(
    chain: &mut impl Chain,
    call: &Call,
    signer: &Signer,
) -> Result<(u64, Option<u32>), Failure> {
    execute_within(PATIENCE, chain, call, signer).await
}

async fn execute_within(
    patience: Duration,
    chain: &mut impl Chain,
    call: &Call,
    signer: &Signer,
) -> Result<(u64, Option<u32>), Failure> {
    let extrinsic = chain.sign(call, signer).await?;
    chain.submit(&extrinsic).await.map_err(|error| match error {
        // It was not taken, and its own hint says what to do.
        ChainError::Rejected(_) => error.into(),
        _ => look_first(error),
    })?;
    let mut observer = observer();
    observer.progress(Phase::Finalising, 0, None);
    let outcome = timeout(patience, until_final(chain)).await;
    observer.finished(Phase::Finalising);
    outcome.unwrap_or_else(|_| {
        let message = format!("not final after {} s", patience.as_secs());
        Err(Failure::inconclusive(message).hint(LOOK_FIRST))
    })
}

/// Waits until a block that has the extrinsic is final.
async fn until_final(chain: &mut impl Chain) -> Result<(u64, Option<u32>), Failure> {
    let mut included = None;
    loop {
        match chain.next_event().await.map_err(look_first)? {
            Event::InBlock { block, opened } => included = Some((block, opened)),
            Event::Refused(explanation) => {
                return Err(look_first(ChainError::Refused(explanation)));
            }
            Event::Dropped(reason) => {
                let message = format!("the node no longer has the extrinsic: {reason}");
                return Err(Failure::failed(message).hint(LOOK_FIRST));
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

/// An error after which nobody knows what became of the extrinsic. Only of a refusal more is
/// known, unless the block that refused it is abandoned.
fn look_first(error: ChainError) -> Failure {
    let hint = match &error {
        ChainError::Refused(explanation) => format!("{}; {LOOK_FIRST}", explanation.hint),
        _ => LOOK_FIRST.to_owned(),
    };
    Failure::from(error).hint(hint)
}

#[cfg(test)]
mod tests;
