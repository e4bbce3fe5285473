//! `indicator`: threat indicators on chain, and as STIX 2.1.

mod describe;
mod export;
mod import;
mod pages;
mod share;
#[cfg(test)]
mod tests;

use super::{block_on, connect, execute::Advice, submit::make};
use crate::{
    chain::calls,
    cli::{IndicatorCommand, IndicatorListArgs, IndicatorRevokeArgs},
    output::{Console, Exit, Failure},
};

/// For sharing: the chain takes no second indicator of an institution about the same.
const SHARING: Advice = Advice {
    look_first: "look with `critical-chains indicator list` before you try again",
    may_propose: false,
    is_done_once: true,
};

pub(super) fn run(command: IndicatorCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        IndicatorCommand::List(args) => block_on(list(args, console)),
        IndicatorCommand::Export(args) => export::run(args, console),
        IndicatorCommand::Import(args) => import::run(args, console),
        IndicatorCommand::Share(args) => block_on(share::run(args, console)),
        IndicatorCommand::Revoke(args) => block_on(revoke(args, console)),
    }
}

async fn list(args: IndicatorListArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let filter = pages::filter(&node, &args.filter).await?;
    let (page, answer) = if args.all {
        pages::all(&node, &filter).await?
    } else {
        pages::one(&node, &filter, args.cursor, (args.limit, None)).await?
    };
    console.result(&describe::listed(&page), &answer)?;
    Ok(Exit::Ok)
}

async fn revoke(args: IndicatorRevokeArgs, console: Console) -> Result<Exit, Failure> {
    let done = format!("Indicator {} is revoked", args.id);
    let call = calls::revoke_indicator(args.id);
    make(call, &done, (&args.node, &args.signer, false), console).await
}
