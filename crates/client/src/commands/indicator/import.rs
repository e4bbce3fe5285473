//! `indicator import`: what of a bundle could be shared, and sharing it.

mod share;

use super::{
    super::{files, flows, millis_of, present_millis},
    describe,
};
use crate::{
    chain::Node,
    cli::IndicatorImportArgs,
    commands::block_on,
    output::{Console, Exit, Failure},
};
use critical_chains_flows::PseudonymKey;
use critical_chains_stix::{
    BundleError, Import, ImportOptions, Proposal, bundle_of_proposals, import,
};
use std::path::Path;

pub(super) fn run(args: IndicatorImportArgs, console: Console) -> Result<Exit, Failure> {
    if args.share {
        return block_on(share::run(args, console));
    }
    let now = args.at.unwrap_or_else(present_millis);
    let key = secret(&args)?.map(|(secret, epoch)| PseudonymKey::new(secret, epoch));
    let import = read(&args, key, now)?;
    let kept = keep(&import.proposed, args.output.as_deref())?;
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

/// Writes the objects to whose digests are shared: a digest alone says nothing to anybody. An object
/// without its clear number cannot be made again, because its end depends on when it was made.
fn keep(proposals: &[Proposal], output: Option<&Path>) -> Result<String, Failure> {
    let Some(output) = output else { return Ok(String::new()) };
    let Some(text) = bundle_of_proposals(proposals) else {
        return Ok("Nothing is written: a bundle holds one object at least.\n".to_owned());
    };
    files::write_new(output, text.as_bytes())?;
    Ok(format!("The STIX objects to share with others are in {}.\n", output.display()))
}
