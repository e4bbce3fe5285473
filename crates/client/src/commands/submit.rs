//! Calls of the consortium's pallets, made directly or proposed.

use super::{
    connect,
    execute::{Advice, execute},
    signer,
};
use crate::{
    chain::{Call, Chain, NamedCall, Node, Signer, calls},
    cli::{NodeArgs, SignerArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_lei::Lei;
use serde_json::json;

/// What to do before doing it again.
const LOOK: &str = "look whether it was done before you try again";

/// What to do before proposing it again.
const LOOK_AT_PROPOSALS: &str = "look with `critical-chains approval list` before you try again";

/// Makes a call and says what it did.
pub(super) async fn make(
    call: NamedCall,
    done: &str,
    (node, key, may_propose): (&NodeArgs, &SignerArgs, bool),
    console: Console,
) -> Result<Exit, Failure> {
    let signer = signer(key)?;
    let mut node = connect(node, console).await?;
    let advice = Advice { look_first: LOOK, may_propose, is_done_once: true };
    let (block, _) = execute(&mut node, &Call::Named(call), &signer, advice).await?;
    let text = format!("{done}, in block {}.", grouped(block));
    console.result(&text, &json!({ "done": true, "block_number": block }))?;
    Ok(Exit::Ok)
}

/// Proposes a call and says under which number.
pub(super) async fn propose(
    call: NamedCall,
    what: &str,
    (node, key): (&NodeArgs, &SignerArgs),
    console: Console,
) -> Result<Exit, Failure> {
    let signer = signer(key)?;
    let mut node = connect(node, console).await?;
    propose_at(&mut node, call, what, &signer, console).await
}

/// The same on a connection that there is.
pub(super) async fn propose_at(
    node: &mut Node,
    call: NamedCall,
    what: &str,
    signer: &Signer,
    console: Console,
) -> Result<Exit, Failure> {
    let advice = Advice { look_first: LOOK_AT_PROPOSALS, may_propose: false, is_done_once: false };
    let call = Call::Named(calls::propose(call));
    let (block, opened) = execute(node, &call, signer, advice).await?;
    let proposal = opened.ok_or_else(|| {
        Failure::failed("the chain does not say which proposal it opened").hint(LOOK_AT_PROPOSALS)
    })?;
    let text = format!(
        "Proposal {proposal}: {what}, in block {}.\nOthers look at it with `critical-chains \
         approval show {proposal}` and vote with `approval approve {proposal}`.",
        grouped(block)
    );
    console.result(&text, &json!({ "proposal": proposal, "block_number": block }))?;
    Ok(Exit::Ok)
}

/// Makes a call, or proposes it.
pub(super) async fn make_or_propose(
    is_proposed: bool,
    call: NamedCall,
    (done, what): (&str, &str),
    (node, key): (&NodeArgs, &SignerArgs),
    console: Console,
) -> Result<Exit, Failure> {
    if is_proposed {
        propose(call, what, (node, key), console).await
    } else {
        make(call, done, (node, key, true), console).await
    }
}

/// The institution for which the signer acts.
pub(super) async fn own_institution(node: &mut Node, signer: &Signer) -> Result<Lei, Failure> {
    let member = node.member(&signer.account()).await?;
    member.map(|member| member.institution).ok_or_else(|| {
        Failure::failed("the account belongs to no institution of this chain")
            .hint("use an enrolled account with --signer or --signer-file")
    })
}
