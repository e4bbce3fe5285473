//! `info`: what a receipt, a batch folder or a node is.

use super::{
    block_on, connect, files,
    stamp::{batches_json, counted},
};
use crate::{
    batch::{CallState, StampedFolder, to_hex},
    chain::At,
    cli::{InfoArgs, NodeArgs},
    output::{Console, Exit, Failure, Payment, describe_verdict, grouped, printable},
};
use critical_chains_integrity::{
    anchor::Anchor,
    receipt::Receipt,
    verify::{Outcome, TrustAnchors, verify},
};
use serde_json::json;
use std::path::Path;

pub(super) fn run(args: InfoArgs, console: Console) -> Result<Exit, Failure> {
    match (args.path, args.node) {
        (Some(path), _) if path.is_dir() => folder(&path, console),
        (Some(path), _) => receipt(&path, console),
        (None, Some(node)) => block_on(self::node(NodeArgs { node }, console)),
        (None, None) => Err(Failure::usage("give a receipt, a batch folder or --node")),
    }
}

fn receipt(path: &Path, console: Console) -> Result<Exit, Failure> {
    let bytes = files::read_receipt(path)?;
    let receipt = Receipt::from_cbor(&bytes).map_err(|error| {
        Failure::failed(format!("{} is no receipt: {error}", path.display()))
            .hint(error.code.hint())
    })?;
    let verdict = verify(&receipt, TrustAnchors::default(), None);
    let payment = receipt.record.content.as_deref().and_then(Payment::from_canonical);
    // What contradicts itself says nothing about any payment.
    let payment = payment.filter(|_| verdict.result != Outcome::Failed);
    let signatures = receipt.finality.as_ref().map(|finality| finality.proof.set_id);
    let mut text = format!(
        "A receipt of {} bytes on the chain {}.\n",
        grouped(bytes.len() as u64),
        to_hex(receipt.genesis)
    );
    if let Some(set_id) = signatures {
        text.push_str(&format!("It carries signatures of authority set {set_id}.\n"));
    }
    if let Some(checkpoint) = &receipt.checkpoint {
        text.push_str(&format!("It leads to the checkpoint of size {}.\n", checkpoint.size));
    }
    text.push_str("Checked against nothing:\n");
    text.push_str(&describe_verdict(&verdict, payment.as_ref(), true));
    let document = json!({
        "kind": "receipt",
        "bytes": bytes.len(),
        "receipt": receipt.to_json(),
        "unverified": verdict.to_json(),
        "payment": payment.as_ref().map(Payment::to_json),
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

fn folder(path: &Path, console: Console) -> Result<Exit, Failure> {
    let folder = StampedFolder::open(path)?;
    let manifest = folder.manifest();
    let batches = batches_json(manifest);
    let mut text = format!(
        "A batch folder with {} records in {}.\n",
        grouped(manifest.records),
        counted(manifest.batches.len())
    );
    for source in &manifest.sources {
        text.push_str(&format!(
            "  from {} ({} bytes)\n",
            source.path.display(),
            grouped(source.length)
        ));
    }
    for (number, batch) in manifest.batches.iter().enumerate() {
        text.push_str(&format!("  batch {number}: {} records, ", grouped(batch.leaf_count)));
        text.push_str(&progress(manifest.anchor_of(number)));
        text.push('\n');
    }
    let document = json!({
        "kind": "batch_folder",
        "records": manifest.records,
        "sources": manifest.sources,
        "final": manifest.is_final(),
        "batches": batches,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// How far a batch has come.
fn progress(stated: Option<(&Anchor, CallState)>) -> String {
    let Some((anchor, state)) = stated else { return "prepared and not submitted".to_owned() };
    let place = format!("number {} of stream {}", anchor.sequence, anchor.stream);
    match state {
        CallState::Submitted => format!("submitted as {place}"),
        CallState::Anchored(block) => {
            format!("{place}, in block {}, not known to be final", grouped(block.number))
        }
        CallState::Final(block) => format!("{place}, final in block {}", grouped(block.number)),
    }
}

async fn node(args: NodeArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args, console).await?;
    let genesis = to_hex(crate::chain::Chain::genesis_hash(&node));
    let (chain, software) = (node.chain_name().await?, node.software().await?);
    let (best, finalised) = (node.head(At::Best).await?, node.head(At::Final).await?);
    let checkpoint = node.integrity().checkpoint().await?;
    let text = format!(
        "{} on the chain {}.\n  genesis    {genesis}\n  best       block {}\n  \
         final      block {}\n  archived   block {}",
        printable(&software),
        printable(&chain),
        grouped(best.number),
        grouped(finalised.number),
        grouped(checkpoint.size)
    );
    let document = json!({
        "kind": "node",
        "software": software,
        "chain": chain,
        "genesis_hash": genesis,
        "best": { "number": best.number, "hash": to_hex(best.hash) },
        "finalised": { "number": finalised.number, "hash": to_hex(finalised.hash) },
        "archived": checkpoint.size,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}
