//! `approval`: what several institutions decide together.

mod describe;
#[cfg(test)]
mod tests;
mod upgrade;

use self::describe::{Shown, listed};
use super::{
    connect,
    execute::{Advice, execute},
    signer,
    submit::own_institution,
};
use crate::{
    batch::to_hex,
    chain::{Call, Chain, Execution, Node, ProposalDetails, calls},
    cli::{ApprovalActArgs, ApprovalCommand, ApprovalListArgs, ApprovalShowArgs, ApprovalVoteArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_lei::Lei;
use critical_chains_policy::Ballot;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// A vote is not cast twice by mistake: the chain refuses the second.
const ADVICE: Advice = Advice {
    look_first: "look with `critical-chains approval list` before you try again",
    may_propose: false,
    is_done_once: true,
};

pub(super) async fn run(command: ApprovalCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        ApprovalCommand::List(args) => list(args, console).await,
        ApprovalCommand::Show(args) => show(args, console).await,
        ApprovalCommand::Approve(args) => vote(args, Ballot::Approve, console).await,
        ApprovalCommand::Reject(args) => vote(args, Ballot::Reject, console).await,
        ApprovalCommand::Withdraw(args) => withdraw(args, console).await,
        ApprovalCommand::Execute(args) => execute_now(args, console).await,
        ApprovalCommand::ProposeUpgrade(args) => upgrade::propose(args, console).await,
        ApprovalCommand::ApplyUpgrade(args) => upgrade::apply(args, console).await,
    }
}

async fn list(args: ApprovalListArgs, console: Console) -> Result<Exit, Failure> {
    let asked = args
        .institution
        .as_deref()
        .map(|text| {
            text.parse::<Lei>().map_err(|error| {
                Failure::usage(format!("{text:?} is not an LEI: {error}"))
                    .hint("an LEI has 20 characters, the last two being check digits")
            })
        })
        .transpose()?;
    let signer = if args.pending && asked.is_none() { Some(signer(&args.signer)?) } else { None };
    let mut node = connect(&args.node, console).await?;
    let institution = match (asked, &signer) {
        (Some(lei), _) => Some(lei),
        (None, Some(signer)) => Some(own_institution(&mut node, signer).await?),
        (None, None) => None,
    };
    let proposals = match &institution {
        Some(lei) => node.pending_approvals(lei).await?,
        None => node.proposals().await?,
    };
    let mut shown = Vec::with_capacity(proposals.len());
    for details in proposals {
        shown.push(understood(&node, details).await?);
    }
    let (text, document) = listed(&shown, institution.as_ref());
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn understood(node: &Node, details: ProposalDetails) -> Result<Shown, Failure> {
    let call = node.describe(&details.call).await?;
    Ok(Shown { details, call })
}

async fn open_proposal(node: &Node, id: u32) -> Result<Shown, Failure> {
    let found = node.proposal(id).await?;
    let details = found.ok_or_else(|| {
        Failure::failed(format!("there is no open proposal {id}")).hint(
            "it may have been executed, withdrawn, vetoed, or have expired: `critical-chains \
             approval list` shows those that are open",
        )
    })?;
    let shown = understood(node, details).await?;
    // Votes are on the hash: what is shown must be what the hash is of.
    if upgrade::blake2_256(&shown.details.call) != shown.details.proposal.call_hash {
        return Err(Failure::failed(
            "the node's answer contradicts itself: the hash is not that of the call",
        )
        .hint("ask another node with --node"));
    }
    Ok(shown)
}

async fn show(args: ApprovalShowArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let shown = open_proposal(&node, args.id).await?;
    console.result(&shown.text(), &shown.document())?;
    Ok(Exit::Ok)
}

async fn vote(args: ApprovalVoteArgs, ballot: Ballot, console: Console) -> Result<Exit, Failure> {
    let id = args.id;
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let shown = open_proposal(&node, id).await?;
    let hash = shown.details.proposal.call_hash;
    if let Some(insisted) = args.hash.filter(|insisted| *insisted != hash) {
        let message =
            format!("proposal {id} has the hash {}, expected {}", to_hex(hash), to_hex(insisted));
        return Err(Failure::failed(message)
            .hint("look at it with `critical-chains approval show`; nothing was signed"));
    }
    // Whoever votes sees what it votes on, before the vote and whatever becomes of it.
    console.notes(&shown.text());
    let (call, verb) = match ballot {
        Ballot::Approve => (calls::approve(id, hash), "approved"),
        Ballot::Reject => (calls::reject(id, hash), "rejected"),
    };
    let (block, _) = execute(&mut node, &Call::Named(call), &signer, ADVICE).await?;
    wait_for_execution(&mut node, id).await;
    let (standing, state) = standing(&node, id, block).await?;
    let text = format!("Proposal {id} is {verb}, in block {}.\n{standing}", grouped(block));
    let document = json!({
        "proposal": id,
        "call_hash": to_hex(hash),
        "ballot": verb,
        "block_number": block,
        "standing": state,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// How long to wait for a proposal whose turn has come.
const TURN: Duration = Duration::from_secs(10);

/// Waits until a proposal is executed that has its approvals and need not wait any longer: whoever
/// gave the last approval wants to know what came of it. The vote itself is final by now, so nothing
/// that happens here is an error.
async fn wait_for_execution(node: &mut Node, id: u32) {
    let until_it_is_gone = async {
        loop {
            let Ok(Some(details)) = node.proposal(id).await else { return };
            let Ok(now) = node.now().await else { return };
            let is_due = details.proposal.executes().is_some_and(|executes| executes <= now);
            if !is_due || node.next_event().await.is_err() {
                return;
            }
        }
    };
    // Its turn may come later: others are before it.
    let _ = timeout(TURN, until_it_is_gone).await;
}

/// How a proposal stands after something was done with it in this block.
async fn standing(node: &Node, id: u32, block: u64) -> Result<(String, Value), Failure> {
    if let Some(details) = node.proposal(id).await? {
        let shown = understood(node, details).await?;
        let document = json!({ "state": "open", "missing": shown.missing_json() });
        return Ok((shown.outlook(), document));
    }
    Ok(match node.execution(id, block).await? {
        Some(Execution::Done { block }) => (
            format!("It was executed in block {}.", grouped(block)),
            json!({ "state": "executed", "block_number": block }),
        ),
        Some(Execution::Failed { block, why }) => (
            format!(
                "It was executed in block {} and failed: {} ({}).\nhint: {}",
                grouped(block),
                why.sentence,
                why.name,
                why.hint
            ),
            json!({
                "state": "failed",
                "block_number": block,
                "error": { "name": why.name, "message": why.sentence, "hint": why.hint },
            }),
        ),
        Some(Execution::Vetoed { block }) => (
            format!("An Authority ended it in block {}.", grouped(block)),
            json!({ "state": "vetoed", "block_number": block }),
        ),
        None => ("It is no longer open.".to_owned(), json!({ "state": "closed" })),
    })
}

async fn withdraw(args: ApprovalActArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let call = Call::Named(calls::withdraw(args.id));
    let (block, _) = execute(&mut node, &call, &signer, ADVICE).await?;
    let text = format!("Proposal {} is withdrawn, in block {}.", args.id, grouped(block));
    console.result(&text, &json!({ "proposal": args.id, "block_number": block }))?;
    Ok(Exit::Ok)
}

async fn execute_now(args: ApprovalActArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let call = Call::Named(calls::execute(args.id));
    let (block, _) = execute(&mut node, &call, &signer, ADVICE).await?;
    let text = format!("Proposal {} is executed, in block {}.", args.id, grouped(block));
    console.result(&text, &json!({ "proposal": args.id, "block_number": block }))?;
    Ok(Exit::Ok)
}
