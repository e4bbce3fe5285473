//! `trust`: what receipts are verified against.

mod extend;
#[cfg(test)]
mod tests;

use super::{block_on, connect, files};
use crate::{
    batch::to_hex,
    cli::{TrustCommand, TrustExportArgs, TrustShowArgs},
    output::{Console, Exit, Failure, grouped, printable},
};
use critical_chains_integrity::trust::TrustFile;
use extend::{Extended, extend};
use serde_json::{Value, json};
use std::path::PathBuf;

pub(super) fn run(command: TrustCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        TrustCommand::Export(args) => block_on(export(args, console)),
        TrustCommand::Show(args) => show(&args, console),
    }
}

async fn export(args: TrustExportArgs, console: Console) -> Result<Exit, Failure> {
    let known = args.from.as_deref().map(files::read_trust).transpose()?;
    let on_first_use = known.is_none();
    let node = connect(&args.node, console).await?;
    let rpc = node.integrity();
    let extended = extend(known, async |from| rpc.authority_sets(from).await).await?;
    files::write(&args.output, extended.trust.to_json().as_bytes())?;

    let export = Export { extended, on_first_use, file: args.output };
    for warning in export.warnings() {
        console.note(&warning);
    }
    console.result(&export.text(), &export.document())?;
    Ok(Exit::Ok)
}

/// A trust file that was written.
struct Export {
    extended: Extended,
    on_first_use: bool,
    file: PathBuf,
}

impl Export {
    fn text(&self) -> String {
        let Extended { trust, added, .. } = &self.extended;
        let (file, network) = (self.file.display(), printable(&trust.network));
        let sets = match trust.authority_sets.len() {
            1 => "one authority set".to_owned(),
            count => format!("{} authority sets", grouped(count as u64)),
        };
        let trusted = format!("{file} trusts the chain {network} and {sets}");
        let added = match added {
            0 => "None was added.".to_owned(),
            1 => "One was added, proven by the one before it.".to_owned(),
            count => {
                let count = grouped(*count as u64);
                format!("{count} were added, each proven by the one before it.")
            }
        };
        match (self.on_first_use, trust.authority_sets.len()) {
            (false, _) => format!("{trusted}.\n{added}\n"),
            (true, 1) => format!("{trusted}.\n{}", what_to_compare(trust)),
            (true, _) => {
                let compare = what_to_compare(trust);
                format!("{trusted}, each proven by the one before it.\n{compare}")
            }
        }
    }

    fn warnings(&self) -> Vec<String> {
        let on_first_use = "warning: nothing proves the first authority set; compare it out of band, \
                            for example with the consortium's trust file, before you rely on it";
        let missing = self.extended.missing_handoff.map(|set| {
            let file = self.file.display();
            format!(
                "warning: set {set} has no hand-off at this node, so not every set could be added\n\
                 hint: ask another node, with --from {file}; if none has it, get a newer trust file \
                 from another source, such as the consortium"
            )
        });
        self.on_first_use.then(|| on_first_use.to_owned()).into_iter().chain(missing).collect()
    }

    fn document(&self) -> Value {
        let mut document = trust_json(&self.extended.trust);
        document["added"] = json!(self.extended.added);
        document["missing_handoff"] = json!(self.extended.missing_handoff);
        document["trust_on_first_use"] = json!(self.on_first_use);
        document["file"] = json!(self.file);
        document
    }
}

/// What nothing proves, to be compared by people.
fn what_to_compare(trust: &TrustFile) -> String {
    let mut text = format!(
        "The chain itself is taken on the word of this node. Compare, with somebody who knows:\n  \
         genesis    {}\n",
        to_hex(trust.genesis_hash)
    );
    for set in trust.authority_sets.iter().take(1) {
        for (number, authority) in set.authorities.iter().enumerate() {
            let (set_id, authority) = (set.set_id, to_hex(authority));
            text.push_str(&format!("  authority {number} of set {set_id}: {authority}\n"));
        }
    }
    text
}

fn show(args: &TrustShowArgs, console: Console) -> Result<Exit, Failure> {
    let trust = files::read_trust(&args.file)?;
    let mut text = format!(
        "Trust in {}\n  genesis    {}\n",
        printable(&trust.network),
        to_hex(trust.genesis_hash)
    );
    for set in &trust.authority_sets {
        text.push_str(&format!(
            "  set {}: {} authorities\n",
            set.set_id,
            grouped(set.authorities.len() as u64)
        ));
        for authority in &set.authorities {
            text.push_str(&format!("    {}\n", to_hex(authority)));
        }
    }
    for checkpoint in &trust.checkpoints {
        text.push_str(&format!(
            "  checkpoint of size {}: {}\n",
            grouped(checkpoint.size),
            to_hex(checkpoint.root)
        ));
    }
    console.result(&text, &trust_json(&trust))?;
    Ok(Exit::Ok)
}

fn trust_json(trust: &TrustFile) -> Value {
    json!({
        "network": trust.network,
        "genesis_hash": to_hex(trust.genesis_hash),
        "authority_sets": trust.authority_sets.iter().map(|set| json!({
            "set_id": set.set_id,
            "authorities": set.authorities.iter().map(to_hex).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "checkpoints": trust.checkpoints.iter().map(|checkpoint| json!({
            "size": checkpoint.size,
            "root": to_hex(checkpoint.root),
        })).collect::<Vec<_>>(),
    })
}
