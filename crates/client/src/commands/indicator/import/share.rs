//! `indicator import --share`: what could be shared is, one extrinsic each.

use super::{
    super::{SHARING, describe, pages},
    keep, present_key, read, secret,
};
use crate::{
    chain::{Call, Chain, Node, Signer, calls},
    cli::IndicatorImportArgs,
    commands::{connect, execute::execute, signer, submit::own_institution},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_attestation::IndicatorKind;
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use critical_chains_stix::Proposal;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write, path::Path};

/// What an institution shares now, and under which numbers.
type Own = BTreeMap<(IndicatorKind, Pseudonym), u32>;

pub(super) async fn run(args: IndicatorImportArgs, console: Console) -> Result<Exit, Failure> {
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
    let mut text = describe::imported(&import);
    let mut document = describe::imported_json(&import);

    let done = share(&mut node, import.proposed, &own, (args.output.as_deref(), &signer)).await?;

    done.describe(&mut text, &mut document);
    console.result(&text, &document)?;
    let Some((_, error)) = done.failure else { return Ok(Exit::Ok) };
    for line in error.lines() {
        console.note(&line);
    }
    Ok(error.exit)
}

/// What was shared, and under which number.
struct Shared {
    proposal: Proposal,
    id: Option<u32>,
    block: u64,
}

/// What became of the proposals.
#[derive(Default)]
struct Done {
    kept: String,
    present: Vec<(Proposal, u32)>,
    shared: Vec<Shared>,
    failure: Option<(Proposal, Failure)>,
}

/// Shares what is not shared yet. All that an extrinsic may tell of is on disk before the first.
async fn share(
    chain: &mut impl Chain,
    proposals: Vec<Proposal>,
    own: &Own,
    (output, signer): (Option<&Path>, &Signer),
) -> Result<Done, Failure> {
    let mut done = Done::default();
    let mut missing = Vec::new();
    for proposal in proposals {
        match own.get(&(proposal.spec.kind, proposal.spec.value)) {
            Some(id) => done.present.push((proposal, *id)),
            None => missing.push(proposal),
        }
    }
    if output.is_none() && missing.iter().any(|own| own.was_clear) {
        return Err(Failure::usage(
            "nothing would keep the STIX objects that are made of clear numbers",
        )
        .hint("add --output with a file to keep: their digests on chain mean nothing without"));
    }
    done.kept = keep(&missing, output)?;
    for proposal in missing {
        let call = Call::Named(calls::share_indicator(&proposal.spec));
        match execute(chain, &call, signer, SHARING).await {
            Ok((block, id)) => done.shared.push(Shared { proposal, id, block }),
            Err(error) => {
                // What went wrong with one will go wrong with the next: a permission, a quota, a
                // node. Its object stays in the file, since nobody knows whether it got there.
                done.failure = Some((proposal, error));
                break;
            }
        }
    }
    Ok(done)
}

impl Done {
    fn describe(&self, text: &mut String, document: &mut Value) {
        text.push_str(&self.kept);
        for (proposal, id) in &self.present {
            let _ = writeln!(text, "{} is shared already, as indicator {id}.", proposal.object);
        }
        for Shared { proposal, id, block } in &self.shared {
            let number = id.map_or_else(String::new, |id| format!(" as indicator {id}"));
            let block = grouped(*block);
            let _ = writeln!(text, "{} is shared{number}, in block {block}.", proposal.object);
        }
        let present = self.present.iter();
        document["present"] = present
            .map(|(proposal, id)| json!({ "object": proposal.object, "indicator": id }))
            .collect();
        let shared = self.shared.iter();
        document["shared"] = shared
            .map(|Shared { proposal, id, block }| {
                json!({ "object": proposal.object, "indicator": id, "block_number": block })
            })
            .collect();
        document["failed"] = match &self.failure {
            Some((proposal, error)) => json!({
                "object": proposal.object,
                "message": error.message,
                "hint": error.hint,
            }),
            None => Value::Null,
        };
    }
}

/// What an institution shares now: the chain takes nothing twice.
async fn shared_by(node: &Node, institution: &Lei) -> Result<Own, Failure> {
    let (found, _) = pages::all(node, &json!({ "institution": institution })).await?;
    let current = found.indicators.into_iter().filter(|own| own.indicator.revoked.is_none());
    Ok(current.map(|own| ((own.indicator.spec.kind, own.indicator.spec.value), own.id)).collect())
}

#[cfg(test)]
mod tests;
