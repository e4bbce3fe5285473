//! `indicator import`: what of a bundle could be shared, and sharing it.

use super::{
    super::{files, flows, millis_of, present_millis},
    SHARING, describe, pages,
};
use crate::{
    chain::{Call, Node, calls},
    cli::IndicatorImportArgs,
    commands::{block_on, connect, execute::execute, signer, submit::own_institution},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_attestation::IndicatorKind;
use critical_chains_flows::{Pseudonym, PseudonymKey};
use critical_chains_lei::Lei;
use critical_chains_stix::{
    BundleError, Import, ImportOptions, Proposal, bundle_of_proposals, import,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write, path::Path};

pub(super) fn run(args: IndicatorImportArgs, console: Console) -> Result<Exit, Failure> {
    if args.share {
        return block_on(share(args, console));
    }
    let now = args.at.unwrap_or_else(present_millis);
    let key = secret(&args)?.map(|(secret, epoch)| PseudonymKey::new(secret, epoch));
    let import = read(&args, key, now)?;
    let kept = keep(&import, args.output.as_deref())?;
    let text = format!("{}{kept}", describe::imported(&import));
    console.result(&text, &describe::imported_json(&import))?;
    Ok(Exit::Ok)
}

/// The secret that is given, and its epoch.
fn secret(args: &IndicatorImportArgs) -> Result<Option<([u8; 32], u32)>, Failure> {
    let (Some(file), Some(epoch)) = (&args.secret_file, args.epoch) else { return Ok(None) };
    Ok(Some((flows::read_secret(file)?, epoch)))
}

/// The key of this epoch, if flows are reported with it now: the pseudonyms of another meet none.
async fn present_key(
    node: &Node,
    (secret, epoch): ([u8; 32], u32),
) -> Result<PseudonymKey, Failure> {
    let key = flows::present_key(&node.query("flows_status", vec![]).await?, secret)?;
    if key.epoch() != epoch {
        let present = key.epoch();
        return Err(Failure::failed(format!("flows are not reported in epoch {epoch} now"))
            .hint(format!("the secret is that of epoch {present}: give --epoch {present}")));
    }
    Ok(key)
}

fn read(
    args: &IndicatorImportArgs,
    key: Option<PseudonymKey>,
    now: u64,
) -> Result<Import, Failure> {
    let options = ImportOptions {
        now,
        key,
        unmarked: args.unmarked_as,
        confidence: args.confidence,
        longest: args.at_most_days.map(millis_of),
    };
    let bytes = files::read_bundle(&args.file)?;
    import(&bytes, &options).map_err(|error| cannot_read(&args.file, &error))
}

fn cannot_read(file: &Path, error: &BundleError) -> Failure {
    Failure::failed(format!("{}: {error}", file.display())).hint(error.hint())
}

/// Writes the objects to whose digests are shared: a digest alone says nothing to anybody.
fn keep(import: &Import, output: Option<&Path>) -> Result<String, Failure> {
    let Some(output) = output else { return Ok(String::new()) };
    let Some(text) = bundle_of_proposals(&import.proposed) else {
        return Ok("Nothing is written: a bundle holds one object at least.\n".to_owned());
    };
    files::write(output, text.as_bytes())?;
    Ok(format!("The STIX objects to share with others are in {}.\n", output.display()))
}

/// What was shared, and under which number.
struct Shared<'a> {
    proposal: &'a Proposal,
    id: Option<u32>,
    block: u64,
}

async fn share(args: IndicatorImportArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let secret = secret(&args)?;
    let mut node = connect(&args.node, console).await?;
    let key = match secret {
        Some(secret) => Some(present_key(&node, secret).await?),
        None => None,
    };
    let import = read(&args, key, node.now().await?)?;
    let institution = own_institution(&mut node, &signer).await?;
    let own = shared_by(&node, &institution).await?;
    let kept = keep(&import, args.output.as_deref())?;

    let mut text = format!("{}{kept}", describe::imported(&import));
    let mut document = describe::imported_json(&import);
    let mut shared: Vec<Shared> = Vec::new();
    let mut present = Vec::new();
    let mut failure = None;
    for proposal in &import.proposed {
        let spec = &proposal.spec;
        if let Some(id) = own.get(&(spec.kind, spec.value)) {
            present.push((proposal, *id));
            continue;
        }
        let call = Call::Named(calls::share_indicator(spec));
        match execute(&mut node, &call, &signer, SHARING).await {
            Ok((block, id)) => shared.push(Shared { proposal, id, block }),
            Err(error) => {
                // What went wrong with one will go wrong with the next: a permission, a quota, a node.
                failure = Some((proposal, error));
                break;
            }
        }
    }
    for (proposal, id) in &present {
        let _ = writeln!(text, "{} is shared already, as indicator {id}.", proposal.object);
    }
    for Shared { proposal, id, block } in &shared {
        let number = id.map_or_else(String::new, |id| format!(" as indicator {id}"));
        let _ =
            writeln!(text, "{} is shared{number}, in block {}.", proposal.object, grouped(*block));
    }
    document["present"] = present
        .iter()
        .map(|(proposal, id)| json!({ "object": proposal.object, "indicator": id }))
        .collect();
    document["shared"] = shared
        .iter()
        .map(|Shared { proposal, id, block }| {
            json!({ "object": proposal.object, "indicator": id, "block_number": block })
        })
        .collect();
    document["failed"] = match &failure {
        Some((proposal, error)) => json!({
            "object": proposal.object,
            "message": error.message,
            "hint": error.hint,
        }),
        None => Value::Null,
    };
    console.result(&text, &document)?;
    let Some((_, error)) = failure else { return Ok(Exit::Ok) };
    for line in error.lines() {
        console.note(&line);
    }
    Ok(error.exit)
}

/// What an institution shares now: the chain takes nothing twice.
async fn shared_by(
    node: &Node,
    institution: &Lei,
) -> Result<BTreeMap<(IndicatorKind, Pseudonym), u32>, Failure> {
    let (found, _) = pages::all(node, &json!({ "institution": institution })).await?;
    let current = found.indicators.into_iter().filter(|own| own.indicator.revoked.is_none());
    Ok(current.map(|own| ((own.indicator.spec.kind, own.indicator.spec.value), own.id)).collect())
}
