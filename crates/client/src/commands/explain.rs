//! `explain`: why an extrinsic was refused.

use super::{block_on, connect};
use crate::{
    batch::hash_from_hex,
    chain::{Explanation, Outcome, explain_text},
    cli::ExplainArgs,
    output::{Console, Exit, Failure, printable},
};
use serde_json::{Value, json};

pub(super) fn run(args: ExplainArgs, console: Console) -> Result<Exit, Failure> {
    if let Some(block) = args.block {
        return block_on(extrinsic(args, block, console));
    }
    if args.what.starts_with("0x") && hash_from_hex(&args.what).is_ok() {
        return Err(Failure::usage("nothing says which block has the extrinsic")
            .hint("add --block with the hash of the block"));
    }
    let explanation = explain_text(&args.what).ok_or_else(|| {
        let what = printable(&args.what);
        Failure::failed(format!("{what:?} is no refusal or error of this chain")).hint(
            "give a number such as 6, a name such as Approvals.OwnProposal, or what the node said; \
             docs/reference/errors.md lists all",
        )
    })?;
    let (text, document) = told(&explanation);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

fn told(explanation: &Explanation) -> (String, Value) {
    let Explanation { name, sentence, hint } = explanation;
    let document = json!({ "name": name, "message": sentence, "hint": hint });
    (format!("{name}: {sentence}\nhint: {hint}"), document)
}

async fn extrinsic(args: ExplainArgs, block: [u8; 32], console: Console) -> Result<Exit, Failure> {
    let hash = hash_from_hex(&args.what).map_err(|_| {
        Failure::usage("with --block, give the hash of an extrinsic")
            .hint("a hash has 64 hexadecimal digits")
    })?;
    let node = connect(&args.node, console).await?;
    if !node.has_block(&block).await? {
        return Err(Failure::failed("the node has no block of this hash")
            .hint("check the hash, or ask a node that keeps all blocks with --node"));
    }
    let found = node.outcome_of(&hash, &block).await?;
    let (call, outcome) = found.ok_or_else(|| {
        Failure::failed("the block has no such extrinsic").hint(
            "check both hashes; an extrinsic that the pool refused is in no block: explain what \
             the node said instead",
        )
    })?;
    let (text, document) = match outcome {
        Outcome::Succeeded => {
            (format!("{call} succeeded."), json!({ "call": call, "succeeded": true }))
        }
        Outcome::Failed(why) => {
            let (text, error) = told(&why);
            let document = json!({ "call": call, "succeeded": false, "error": error });
            (format!("{call} failed.\n{text}"), document)
        }
    };
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}
