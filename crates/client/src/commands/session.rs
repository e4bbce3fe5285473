//! `session`: the keys with which an institution's validator seals and votes.

use super::{
    connect,
    execute::{Advice, execute},
    files, signer,
};
use crate::{
    batch::to_hex,
    chain::{
        AccountId, Call, ChainError, Node, SESSION_KEYS_BYTES, SessionKeys, Sessions, account_text,
        calls,
    },
    cli::{SessionCommand, SessionSetKeysArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_lei::Lei;
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};

/// The chain takes the same keys from the same account twice, and nothing changes.
const ADVICE: Advice = Advice {
    look_first: "register the same keys again, with --keys and --proof: if they are registered, \
                 nothing changes",
    may_propose: false,
    is_done_once: true,
};

/// What to do where keys and account do not go together.
const TOGETHER: &str = "make the proof for the account that signs: `critical-chains-node hsm \
                        provision --owner ADDRESS`, or --rotate here";

pub(super) async fn run(command: SessionCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        SessionCommand::SetKeys(args) => set_keys(args, console).await,
    }
}

async fn set_keys(args: SessionSetKeysArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let account = signer.account();
    let given = given(&args)?;
    if let Some(given) = &given {
        check_proof(given, &account)?;
    }
    let mut node = connect(&args.node, console).await?;
    let institution = seat(&node.seats().await?, &account)?;
    let made = match given {
        Some(given) => given,
        None => rotate(&node, &account, console).await?,
    };
    let before = node.session_keys(&account).await?;
    let call = Call::Named(calls::set_session_keys(made.keys, &made.proof));
    let (block, _) = execute(&mut node, &call, &signer, ADVICE).await?;
    // It is done, whatever becomes of this question.
    let sessions = node.sessions_of_keys(block).await.ok();
    let (text, document) = told(&institution, &made, before.as_ref(), block, sessions);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// The keys and the proof that are there already.
fn given(args: &SessionSetKeysArgs) -> Result<Option<SessionKeys>, Failure> {
    match (&args.provisioned, args.keys, args.proof) {
        (Some(file), _, _) => read_provisioned(file).map(Some),
        (None, Some(keys), Some(proof)) => Ok(Some(SessionKeys { keys, proof })),
        _ => Ok(None),
    }
}

fn read_provisioned(file: &Path) -> Result<SessionKeys, Failure> {
    SessionKeys::from_json(&files::read_text(file)?).map_err(|error| {
        Failure::failed(format!("{} has no session keys: {error}", file.display()))
            .hint("give the output of `critical-chains-node hsm provision --json`")
    })
}

fn check_proof(made: &SessionKeys, account: &AccountId) -> Result<(), Failure> {
    match made.unproven(account) {
        None => Ok(()),
        Some(name) => {
            let account = account_text(account);
            let message = format!("the proof of the {name} key is not for the account {account}");
            Err(Failure::failed(message).hint(TOGETHER))
        }
    }
}

/// The institution for whose seat the account stands.
fn seat(seats: &BTreeMap<Lei, AccountId>, account: &AccountId) -> Result<Lei, Failure> {
    let own = seats.iter().find(|(_, holder)| *holder == account);
    own.map(|(lei, _)| *lei).ok_or_else(|| {
        Failure::failed(format!("the account {} holds no validator seat", account_text(account)))
            .hint(
                "sign with the account that `critical-chains institution show LEI` names, or have \
                 a seat granted: `critical-chains institution grant-seat`",
            )
    })
}

async fn rotate(
    node: &Node,
    account: &AccountId,
    console: Console,
) -> Result<SessionKeys, Failure> {
    let made = node.rotate_keys(account).await.map_err(cannot_rotate)?;
    // They are on the node from now on, and can be registered whatever happens here.
    console.notes(&format!(
        "The node has made keys.\nkeys   {}\nproof  {}",
        to_hex(made.keys),
        to_hex(made.proof)
    ));
    check_proof(&made, account)?;
    Ok(made)
}

/// Nodes make keys for those on their own machine only, and say then that they know no such method.
fn cannot_rotate(error: ChainError) -> Failure {
    match error {
        ChainError::Unsupported(_) => Failure::failed("the node makes no keys for this connection")
            .hint(
                "ask it on its own machine, or make the keys there and give them with --keys and \
                 --proof",
            ),
        ChainError::Node { .. } => Failure::from(error)
            .hint("see the log of the node: `critical-chains-node hsm check` tries its token"),
        error => error.into(),
    }
}

fn told(
    institution: &Lei,
    made: &SessionKeys,
    before: Option<&[u8; SESSION_KEYS_BYTES]>,
    block: u64,
    sessions: Option<Sessions>,
) -> (String, Value) {
    let at = grouped(block);
    let changed = before != Some(&made.keys);
    let first = if changed {
        format!("The session keys of {institution} are registered, in block {at}.")
    } else {
        format!(
            "The session keys of {institution} were registered before; block {at} has them again."
        )
    };
    let then = match (changed, sessions) {
        (false, _) => String::new(),
        (true, Some(Sessions { registered, used })) => format!(
            "\nThey are in use from session {} on; the block is of session {}. Keep the old keys \
             until then.",
            grouped(used.into()),
            grouped(registered.into())
        ),
        (true, None) => "\nThey are in use from the session after the next. Keep the old keys \
                         until then."
            .to_owned(),
    };
    let document = json!({
        "done": true,
        "institution": institution,
        "keys": to_hex(made.keys),
        "changed": changed,
        "block_number": block,
        "session": sessions.map(|sessions| sessions.registered),
        "in_use_from_session": sessions.filter(|_| changed).map(|sessions| sessions.used),
    });
    (first + &then, document)
}

#[cfg(test)]
mod tests;
