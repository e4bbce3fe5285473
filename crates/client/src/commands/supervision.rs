//! `supervision`: stops, freezes, emergency access and demands.

mod describe;
#[cfg(test)]
mod tests;

use self::describe::{listed, target_text};
use super::{
    connect,
    execute::{Advice, execute},
    signer,
    submit::{make, make_or_propose, propose},
};
use crate::{
    batch::{Source, to_hex},
    chain::{Call, Finding, NamedCall, account_text, calls},
    cli::{
        FindingArg, NodeArgs, SignerArgs, SupervisionAnswerArgs, SupervisionBreakGlassArgs,
        SupervisionCommand, SupervisionConfirmArgs, SupervisionDemandArgs, SupervisionFreezeArgs,
        SupervisionLiftArgs, SupervisionListArgs, SupervisionReviewArgs, SupervisionStopArgs,
        SupervisionStreamArgs, SupervisionUnfreezeArgs,
    },
    output::{Console, Exit, Failure, date_time, grouped},
};
use serde_json::json;

const LOOK: &str = "look with `critical-chains supervision list` before you try again";

pub(super) async fn run(command: SupervisionCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        SupervisionCommand::List(args) => list(args, console).await,
        SupervisionCommand::Stop(args) => stop(args, console).await,
        SupervisionCommand::Confirm(args) => confirm(args, console).await,
        SupervisionCommand::Lift(args) => lift(args, console).await,
        SupervisionCommand::Freeze(args) => freeze(args, console).await,
        SupervisionCommand::Unfreeze(args) => unfreeze(args, console).await,
        SupervisionCommand::FreezeStream(args) => freeze_stream(args, console).await,
        SupervisionCommand::ThawStream(args) => thaw_stream(args, console).await,
        SupervisionCommand::BreakGlass(args) => break_glass(args, console).await,
        SupervisionCommand::Review(args) => review(args, console).await,
        SupervisionCommand::Demand(args) => demand(args, console).await,
        SupervisionCommand::Answer(args) => answer(args, console).await,
        SupervisionCommand::Close(args) => {
            let done = format!("Demand {} is closed", args.id);
            let what = format!("close demand {}", args.id);
            let (call, who) = (calls::close_demand(args.id), (&args.node, &args.signer));
            make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
        }
    }
}

async fn list(args: SupervisionListArgs, console: Console) -> Result<Exit, Failure> {
    let found = connect(&args.node, console).await?.supervision().await?;
    let (text, document) = listed(&found);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn stop(args: SupervisionStopArgs, console: Console) -> Result<Exit, Failure> {
    let done = format!("The {} is stopped", target_text(&args.target));
    let call = calls::stop(args.target, &args.reason);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn confirm(args: SupervisionConfirmArgs, console: Console) -> Result<Exit, Failure> {
    let what = format!("confirm the stop of the {}", target_text(&args.target));
    let call = calls::confirm_stop(args.target);
    propose(call, &what, (&args.node, &args.signer), console).await
}

async fn lift(args: SupervisionLiftArgs, console: Console) -> Result<Exit, Failure> {
    let target = target_text(&args.target);
    let done = format!("The stop of the {target} is lifted");
    let what = format!("lift the stop of the {target}");
    let call = calls::lift_stop(args.target);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

async fn freeze(args: SupervisionFreezeArgs, console: Console) -> Result<Exit, Failure> {
    let done = format!("The account {} is frozen", account_text(&args.account));
    let call = calls::freeze_account(args.account, &args.reason);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn unfreeze(args: SupervisionUnfreezeArgs, console: Console) -> Result<Exit, Failure> {
    let account = account_text(&args.account);
    let done = format!("The account {account} is no longer frozen");
    let what = format!("end the freeze of the account {account}");
    let call = calls::unfreeze_account(args.account);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

async fn freeze_stream(args: SupervisionStreamArgs, console: Console) -> Result<Exit, Failure> {
    let done = format!("The stream {}/{} is frozen", args.lei, args.number);
    let call = calls::freeze_stream(args.lei, args.number);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn thaw_stream(args: SupervisionStreamArgs, console: Console) -> Result<Exit, Failure> {
    let done = format!("The stream {}/{} is no longer frozen", args.lei, args.number);
    let call = calls::thaw_stream(args.lei, args.number);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn break_glass(args: SupervisionBreakGlassArgs, console: Console) -> Result<Exit, Failure> {
    let call = calls::break_glass(args.role, &args.reason);
    // The chain takes no second role before the review of the first.
    let advice = Advice { look_first: LOOK, may_propose: false, is_done_once: true };
    let (id, block) = open(call, "review", advice, (&args.node, &args.signer), console).await?;
    let text = format!(
        "Review {id}: the role {} is taken, in block {}.\nAnother institution reviews it with \
         `critical-chains supervision review {id}`; `role of` says until when you have it.",
        args.role,
        grouped(block)
    );
    console.result(&text, &json!({ "review": id, "block_number": block }))?;
    Ok(Exit::Ok)
}

async fn review(args: SupervisionReviewArgs, console: Console) -> Result<Exit, Failure> {
    let found = match args.finding {
        FindingArg::Justified => "justified",
        FindingArg::Misused => "misused, and the role is taken away",
    };
    let done = format!("The emergency access of review {} was found {found}", args.id);
    let call = calls::review_access(args.id, Finding::from(args.finding), &args.remark);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn demand(args: SupervisionDemandArgs, console: Console) -> Result<Exit, Failure> {
    let call = calls::demand_explanation(args.lei, &args.about, args.deadline);
    // The chain takes the same demand twice.
    let advice = Advice { look_first: LOOK, may_propose: false, is_done_once: false };
    let (id, block) = open(call, "demand", advice, (&args.node, &args.signer), console).await?;
    let text = format!(
        "Demand {id}: {} has to explain by {}, in block {}.\nIt answers with `critical-chains \
         supervision answer {id}`.",
        args.lei,
        date_time(args.deadline),
        grouped(block)
    );
    console.result(&text, &json!({ "demand": id, "block_number": block }))?;
    Ok(Exit::Ok)
}

/// Makes a call that opens something, and says under which number and in which block.
async fn open(
    call: NamedCall,
    opened: &str,
    advice: Advice,
    (node, key): (&NodeArgs, &SignerArgs),
    console: Console,
) -> Result<(u32, u64), Failure> {
    let signer = signer(key)?;
    let mut node = connect(node, console).await?;
    let (block, id) = execute(&mut node, &Call::Named(call), &signer, advice).await?;
    let id = id.ok_or_else(|| {
        Failure::failed(format!("the chain does not say which {opened} it opened")).hint(LOOK)
    })?;
    Ok((id, block))
}

async fn answer(args: SupervisionAnswerArgs, console: Console) -> Result<Exit, Failure> {
    let digest = match (args.digest, &args.file) {
        (Some(digest), _) => digest,
        (None, Some(file)) => Source::of(file)?.sha256,
        (None, None) => return Err(Failure::usage("give the answer's file or --digest")),
    };
    let done = format!("Demand {} is answered with the SHA-256 {}", args.id, to_hex(digest));
    let call = calls::answer_demand(args.id, digest);
    make(call, &done, (&args.node, &args.signer, false), console).await
}
