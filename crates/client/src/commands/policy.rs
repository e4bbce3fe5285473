//! `policy`: who may do what under which conditions, as files.

mod describe;
#[cfg(test)]
mod tests;

use super::{block_on, connect, files, role::scope_text, signer, submit::propose_at};
use crate::{
    chain::{account_text, calls},
    cli::{
        PolicyCommand, PolicyExplainArgs, PolicyFileArgs, PolicyProposeArgs, PolicyShowArgs,
        PolicySimulateArgs, PolicyValidateArgs,
    },
    output::{Console, Exit, Failure},
    policy::{Change, Consortium, ParsedFile, PolicyFile, Problem, simulate},
};
use describe::{changed, counted, permission, simulated, verdict};
use serde_json::json;
use std::path::Path;

pub(super) fn run(command: PolicyCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        PolicyCommand::Show(args) => block_on(show(args, console)),
        PolicyCommand::Validate(args) => validate(&args, console),
        PolicyCommand::Diff(args) => block_on(diff(args, console)),
        PolicyCommand::Simulate(args) => block_on(simulated_by(args, console)),
        PolicyCommand::Propose(args) => block_on(propose(args, console)),
        PolicyCommand::Explain(args) => block_on(explain(args, console)),
    }
}

/// Reads and checks a file.
fn read(path: &Path, chain: Option<&Consortium>) -> Result<ParsedFile, Failure> {
    let text = files::read_text(path)?;
    let parsed = ParsedFile::parse(&text).map_err(|problem| refused(path, &[problem]))?;
    let problems = parsed.check(chain);
    if problems.is_empty() { Ok(parsed) } else { Err(refused(path, &problems)) }
}

/// Most problems that one message names.
const MOST_PROBLEMS: usize = 20;

fn refused(path: &Path, problems: &[Problem]) -> Failure {
    let mut texts: Vec<_> = problems.iter().take(MOST_PROBLEMS).map(Problem::to_string).collect();
    if problems.len() > MOST_PROBLEMS {
        texts.push(format!("and {} more", problems.len() - MOST_PROBLEMS));
    }
    Failure::failed(format!("{}: {}", path.display(), texts.join("; ")))
        .hint("docs/reference/policy-files.md describes policy files")
}

fn validate(args: &PolicyValidateArgs, console: Console) -> Result<Exit, Failure> {
    let PolicyFile { roles, constraints, policies, remove, complete } =
        read(&args.file, None)?.file;
    let text = format!(
        "{} makes sense: {}, {}, {}.",
        args.file.display(),
        counted(roles.len(), "role", "roles"),
        counted(constraints.len(), "constraint", "constraints"),
        counted(policies.len(), "policy", "policies")
    );
    let document = json!({
        "file": args.file,
        "complete": complete,
        "roles": roles.len(),
        "constraints": constraints.len(),
        "policies": policies.len(),
        "remove": remove.len(),
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn show(args: PolicyShowArgs, console: Console) -> Result<Exit, Failure> {
    let chain = connect(&args.node, console).await?.consortium().await?;
    let (text, document) = match &args.permission {
        Some(name) => permission(&chain, name).ok_or_else(|| {
            Failure::failed(format!("the runtime has no permission {name}"))
                .hint("`critical-chains policy show` shows those of roles and policies")
        })?,
        None => {
            let file = PolicyFile::of(&chain).to_toml();
            let document = json!({ "file": file });
            (file, document)
        }
    };
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn diff(args: PolicyFileArgs, console: Console) -> Result<Exit, Failure> {
    let chain = connect(&args.node, console).await?.consortium().await?;
    let changes = read(&args.file, Some(&chain))?.file.changes(&chain);
    let (text, document) = changed(&changes);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn simulated_by(args: PolicySimulateArgs, console: Console) -> Result<Exit, Failure> {
    let chain = connect(&args.node, console).await?.consortium().await?;
    let changes = read(&args.file, Some(&chain))?.file.changes(&chain);
    let simulation = simulate(&chain, &changes, &args.facts.at(args.at.unwrap_or_default()));
    let (text, document) = simulated(&simulation, changes.len());
    console.result(&text, &document)?;
    Ok(if simulation.is_refused() { Exit::Failed } else { Exit::Ok })
}

async fn propose(args: PolicyProposeArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let chain = node.consortium().await?;
    let changes = read(&args.file, Some(&chain))?.file.changes(&chain);
    if changes.is_empty() {
        return Err(Failure::failed("the file changes nothing: the chain has all of it")
            .hint("`critical-chains policy diff` compares"));
    }
    let simulation = simulate(&chain, &changes, &Default::default());
    if simulation.is_refused() {
        let (text, _) = simulated(&simulation, changes.len());
        console.notes(&text);
        return Err(Failure::failed("the chain would refuse this; nothing was signed")
            .hint("`critical-chains policy simulate` says why"));
    }
    console.notes(&changed(&changes).0);
    let mut calls = chain.calls(&changes);
    let call = match (calls.len(), calls.pop()) {
        (1, Some(only)) => only,
        (_, last) => calls::batch_all(calls.into_iter().chain(last).collect()),
    };
    let what = summary(&changes);
    propose_at(&mut node, call, &what, &signer, console).await
}

fn summary(changes: &[Change]) -> String {
    let items: Vec<_> = changes.iter().map(|change| change.item().to_string()).collect();
    format!("change {}", items.join(", "))
}

async fn explain(args: PolicyExplainArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let facts = args.facts.at(0);
    let found = node.is_permitted(&args.account, &args.permission, args.resource, facts).await?;
    let chain = node.consortium().await?;
    let (sentence, mut document) = verdict(&chain, &args.account, &args.permission, &found);
    let account = account_text(&args.account);
    document["account"] = json!(account);
    document["permission"] = json!(args.permission.as_str());
    document["resource"] = json!(args.resource.as_ref().map(scope_text));
    console.result(&format!("{account}, {}: {sentence}", args.permission), &document)?;
    Ok(Exit::Ok)
}
