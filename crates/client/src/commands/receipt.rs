//! `receipt`: the institution's part and the chain's part, put together.

use super::{connect, files, not_yet};
use crate::{
    batch::{BatchTree, StampedFolder, to_hex},
    chain::{IntegrityRpc, Proof, ProofState},
    cli::ReceiptArgs,
    output::{Console, Exit, Failure, Observer, Phase, grouped, observer},
};
use critical_chains_integrity::{
    Hash,
    checkpoint::Checkpoint,
    receipt::{ChainPart, Receipt, RecordPart, RecordProof, TreePath},
    verify::{Outcome, TrustAnchors, verify},
};
use serde_json::{Value, json};
use std::{fs, ops::Range, path::PathBuf};

/// Digits of the names of receipts written with `--all`, so that they sort by place.
const NAME_DIGITS: usize = 8;

pub(super) async fn run(args: ReceiptArgs, console: Console) -> Result<Exit, Failure> {
    let folder = StampedFolder::open(&args.batch_dir)?;
    let checkpoint = args.checkpoint.as_deref().map(files::read_checkpoint).transpose()?;
    let wanted = wanted(&args, &folder)?;
    check_stamped(&folder, &wanted)?;

    let node = connect(&args.node, console).await?;
    let mut observer = observer();
    let rpc = node.integrity();
    let mut writer = Writer {
        folder: &folder,
        checkpoint: checkpoint.as_ref(),
        with_record: !args.without_record,
        written: Vec::new(),
        erased: Vec::new(),
    };
    if args.all {
        fs::create_dir_all(&args.output)
            .map_err(|error| files::cannot("create", &args.output, &error))?;
    }
    let mut position = wanted.start;
    while position < wanted.end {
        let anchor = anchor_of(&folder, position)?;
        let chain_part = chain_part(&rpc, &anchor, checkpoint.as_ref()).await?;
        position = writer.write_batch(position, &wanted, &chain_part, &args, &mut *observer)?;
    }
    observer.finished(Phase::Receipts);

    for position in &writer.erased {
        console.note(&format!("warning: {}", erased(*position).message));
    }
    report(&writer.written, &writer.erased, &args, console)?;
    Ok(Exit::Ok)
}

fn erased(position: u64) -> Failure {
    Failure::failed(format!("record {position} was erased or altered: it does not fit its leaf"))
        .hint("restore the folder from a copy, unless the record was erased on purpose")
}

fn report(
    written: &[Written],
    erased: &[u64],
    args: &ReceiptArgs,
    console: Console,
) -> Result<(), Failure> {
    let file = args.output.display();
    let text = match written {
        [one] if !args.all => {
            let trust = if args.checkpoint.is_some() { "checkpoint" } else { "trust" };
            format!(
                "The receipt for record {} is in {file} ({} bytes).\nVerify it, with no node and \
                 no network: critical-chains verify {file} --{trust} FILE",
                one.position, one.bytes,
            )
        }
        many => format!(
            "{} receipts are in {file}, named by the place of the record.",
            grouped(many.len() as u64),
        ),
    };
    // A document of many receipts is only made for whoever reads it.
    let document = if console.is_json() {
        json!({
            "receipts": written.iter().map(|one| one.to_json(args)).collect::<Vec<_>>(),
            "erased": erased,
        })
    } else {
        Value::Null
    };
    console.result(&text, &document)
}

/// Where the receipt of a record goes.
fn path_of(position: u64, args: &ReceiptArgs) -> PathBuf {
    if args.all {
        args.output.join(format!("{position:0NAME_DIGITS$}.cbor"))
    } else {
        args.output.clone()
    }
}

/// A receipt that was written.
struct Written {
    position: u64,
    bytes: usize,
    digest: Hash,
}

impl Written {
    fn to_json(&self, args: &ReceiptArgs) -> Value {
        json!({
            "index": self.position,
            "file": path_of(self.position, args),
            "bytes": self.bytes,
            "record_digest": to_hex(self.digest),
        })
    }
}

/// Positions of the records that receipts are wanted for.
fn wanted(args: &ReceiptArgs, folder: &StampedFolder) -> Result<Range<u64>, Failure> {
    let one = |position: u64| position..position.saturating_add(1);
    Ok(match (&args.record, args.index) {
        (Some(identifier), _) => one(folder.find(identifier)?),
        (None, Some(index)) => {
            // Asked for here, so that a wrong index is told before a node is.
            folder.record(index)?;
            one(index)
        }
        (None, None) => 0..folder.manifest().records,
    })
}

/// Refuses records whose batches were never handed to a chain.
fn check_stamped(folder: &StampedFolder, wanted: &Range<u64>) -> Result<(), Failure> {
    let last = wanted.end.saturating_sub(1);
    for position in [wanted.start, last] {
        let batch = folder.manifest().locate(position).map(|(batch, _)| batch);
        if batch.and_then(|batch| folder.manifest().anchor_of(batch)).is_none() {
            return Err(Failure::inconclusive("the batch is prepared and not submitted yet")
                .hint("run the `critical-chains stamp` command of this folder again"));
        }
    }
    Ok(())
}

/// Hash of the anchor of the batch that a record is in.
fn anchor_of(folder: &StampedFolder, position: u64) -> Result<Hash, Failure> {
    let manifest = folder.manifest();
    let stated = manifest.locate(position).and_then(|(batch, _)| manifest.anchor_of(batch));
    stated.map(|(anchor, _)| anchor.hash()).ok_or_else(|| in_no_batch(position))
}

fn in_no_batch(position: u64) -> Failure {
    Failure::failed(format!("record {position} is in no batch"))
        .hint("restore manifest.json from a copy")
}

async fn chain_part(
    rpc: &IntegrityRpc,
    anchor: &Hash,
    checkpoint: Option<&Checkpoint>,
) -> Result<ChainPart, Failure> {
    match rpc.receipt(anchor, checkpoint.map(|checkpoint| checkpoint.size)).await? {
        Proof { chain_part: Some(part), .. } => Ok(part),
        Proof { state: ProofState::Unknown, .. } => {
            let hint = "if it was stamped a moment ago, try again in about 4 s; else run the \
                        `critical-chains stamp` command of this folder again";
            Err(Failure::inconclusive("the node does not know the anchor of this batch yet")
                .hint(hint))
        }
        Proof { .. } => Err(not_yet("the anchor of this batch")),
    }
}

struct Writer<'a> {
    folder: &'a StampedFolder,
    checkpoint: Option<&'a Checkpoint>,
    with_record: bool,
    written: Vec<Written>,
    erased: Vec<u64>,
}

impl Writer<'_> {
    /// Writes the receipts wanted of the batch at a position; returns where the next batch begins.
    fn write_batch(
        &mut self,
        position: u64,
        wanted: &Range<u64>,
        chain_part: &ChainPart,
        args: &ReceiptArgs,
        observer: &mut dyn Observer,
    ) -> Result<u64, Failure> {
        let manifest = self.folder.manifest();
        let (number, _) = manifest.locate(position).ok_or_else(|| in_no_batch(position))?;
        let batch = manifest.batches.get(number).ok_or_else(|| in_no_batch(position))?;
        let tree = self.folder.tree(number)?;

        let end = batch.first.saturating_add(batch.leaf_count).min(wanted.end);
        for position in position..end {
            let index = position.saturating_sub(batch.first);
            match self.receipt(position, index, &tree, chain_part)? {
                Some(receipt) => self.write(position, args, &receipt)?,
                None if args.all => self.erased.push(position),
                None => return Err(erased(position)),
            }
            if args.all {
                let done = position.saturating_add(1).saturating_sub(wanted.start);
                observer.progress(Phase::Receipts, done, Some(manifest.records));
            }
        }
        Ok(end)
    }

    /// The receipt of a record, unless the record no longer fits its leaf.
    fn receipt(
        &self,
        position: u64,
        index: u64,
        tree: &BatchTree,
        chain_part: &ChainPart,
    ) -> Result<Option<Receipt>, Failure> {
        let stored = self.folder.record(position)?;
        if tree.leaf(index) != Some(stored.leaf()) {
            return Ok(None);
        }
        let mut record = RecordProof::new(stored.salt, &stored.canonical);
        if self.with_record {
            record = record.with_content(stored.canonical);
        }
        let part = RecordPart {
            genesis: chain_part.genesis,
            record,
            batch: TreePath { index, path: tree.path(index)? },
        };
        let receipt = Receipt::merge(part, chain_part.clone()).map_err(|error| {
            Failure::failed(format!("the parts do not make a receipt: {error}"))
                .hint("the node may be of another chain, or the folder is damaged")
        })?;
        // All that can be checked here, before anybody relies on it.
        let trust = TrustAnchors { trust_file: None, checkpoint: self.checkpoint };
        let verdict = verify(&receipt, trust, None);
        if verdict.result == Outcome::Failed {
            return Err(Failure::failed(format!("the receipt would not verify: {verdict}"))
                .hint(verdict.code.hint()));
        }
        Ok(Some(receipt))
    }

    fn write(
        &mut self,
        position: u64,
        args: &ReceiptArgs,
        receipt: &Receipt,
    ) -> Result<(), Failure> {
        let bytes = receipt.to_cbor();
        let path = path_of(position, args);
        if args.all {
            files::write_one_of_many(&path, &bytes)?;
        } else {
            files::write(&path, &bytes)?;
        }
        let digest = receipt.record.digest;
        self.written.push(Written { position, bytes: bytes.len(), digest });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
