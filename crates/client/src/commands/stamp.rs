//! `stamp`: files become batches, and batches become anchors.

use super::{connect, signer};
use crate::{
    batch::{CallState, Folder, LocalDisk, Manifest, to_hex},
    cli::{StampArgs, StreamArg},
    output::{Console, Exit, Failure, Observer, duration, grouped, observer},
    stamp::{Outcome, Stamper, StreamWish},
};
use critical_chains_integrity::anchor::Anchor;
use serde_json::{Value, json};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What is added to the name of the first file to name its folder.
const FOLDER_SUFFIX: &str = ".batch";

pub(super) async fn run(args: StampArgs, console: Console) -> Result<Exit, Failure> {
    let begun = Instant::now();
    let signer = signer(&args.signer)?;
    let path = args.batch_dir.clone().unwrap_or_else(|| default_folder(&args.files));
    let mut observer = observer();
    // The folder first: what is prepared and what is final needs no node.
    let mut folder = prepare(&args, &path, &mut *observer)?;
    let prepared = begun.elapsed();
    if !folder.manifest().is_final() {
        let mut node =
            connect(&args.node, console).await.map_err(|failure| kept(failure, &path))?;
        let wish = match args.stream {
            StreamArg::Number(number) => StreamWish::Number(number),
            StreamArg::New => StreamWish::New,
        };
        let patience = Duration::from_secs(args.timeout);
        let submitted = Instant::now();
        let outcome = Stamper::new(&mut folder, &mut node, &signer, &mut *observer, patience)
            .run(wish, !args.no_wait)
            .await?;
        let waited = submitted.elapsed();
        report(&folder, outcome, Some((prepared, waited)), console)?;
    } else {
        report(&folder, Outcome::Final, None, console)?;
    }
    Ok(Exit::Ok)
}

fn prepare<'a>(
    args: &StampArgs,
    path: &Path,
    observer: &mut dyn Observer,
) -> Result<Folder<'a>, Failure> {
    Ok(Folder::open_or_prepare(&LocalDisk::PRIVATE, path, &args.files, args.batch_size, observer)?)
}

/// An unreachable node loses nothing: say so.
fn kept(failure: Failure, path: &Path) -> Failure {
    let hint = failure.hint.clone().unwrap_or_default();
    failure.hint(format!(
        "{hint}; the batches are prepared in {} and kept: the same command goes on from there",
        path.display()
    ))
}

fn default_folder(files: &[PathBuf]) -> PathBuf {
    let mut name = files.first().map(|file| file.clone().into_os_string()).unwrap_or_default();
    name.push(OsString::from(FOLDER_SUFFIX));
    PathBuf::from(name)
}

fn report(
    folder: &Folder<'_>,
    outcome: Outcome,
    times: Option<(Duration, Duration)>,
    console: Console,
) -> Result<(), Failure> {
    let manifest = folder.manifest();
    let document = json!({
        "state": match outcome { Outcome::Final => "final", Outcome::Submitted => "submitted" },
        "records": manifest.records,
        "batch_dir": folder.path(),
        "batches": batches_json(manifest),
        "prepared_ms": times.map(|(prepared, _)| prepared.as_millis() as u64),
        "anchored_ms": times.map(|(_, anchored)| anchored.as_millis() as u64),
    });
    console.result(&sentences(folder, outcome, times), &document)
}

fn sentences(folder: &Folder<'_>, outcome: Outcome, times: Option<(Duration, Duration)>) -> String {
    let manifest = folder.manifest();
    let records = grouped(manifest.records);
    let stream = manifest.anchor_of(0).map(|(anchor, _)| anchor.stream.to_string());
    let stream = stream.unwrap_or_default();
    let batches = counted(manifest.batches.len());
    let mut text = match (outcome, times) {
        (Outcome::Submitted, _) => format!(
            "{records} records in {batches} were handed over for stream {stream} and are not final \
             yet.\nRun the same command again to see them final; nothing is done twice.\n"
        ),
        (Outcome::Final, None) => {
            format!("{records} records in {batches} are in stream {stream} already, and final.\n")
        }
        (Outcome::Final, Some((prepared, anchored))) => format!(
            "{records} records were stamped as {batches} in stream {stream}.\nPreparing took {}, \
             and {} later the anchors were final.\n",
            duration(prepared),
            duration(anchored)
        ),
    };
    if let Some((anchor, CallState::Final(block))) = last_anchor(manifest) {
        text.push_str(&format!(
            "Batch {} of the stream, anchor {}, is in block {}.\n",
            anchor.sequence,
            to_hex(anchor.hash()),
            grouped(block.number)
        ));
    }
    text.push_str(&format!(
        "Keep {} private and keep a copy: no receipt can be made without it.",
        folder.path().display()
    ));
    text
}

/// So many batches, in words.
pub(super) fn counted(batches: usize) -> String {
    match batches {
        1 => "one batch".to_owned(),
        count => format!("{} batches", grouped(count as u64)),
    }
}

fn last_anchor(manifest: &Manifest) -> Option<(&Anchor, CallState)> {
    manifest.anchor_of(manifest.batches.len().checked_sub(1)?)
}

/// The batches of a folder, and how far each has come.
pub(super) fn batches_json(manifest: &Manifest) -> Vec<Value> {
    manifest
        .batches
        .iter()
        .enumerate()
        .map(|(number, batch)| {
            let stated = manifest.anchor_of(number);
            let (state, block) = match stated.map(|(_, state)| state) {
                None => ("prepared", None),
                Some(CallState::Submitted) => ("submitted", None),
                Some(CallState::Anchored(block)) => ("anchored", Some(block)),
                Some(CallState::Final(block)) => ("final", Some(block)),
            };
            json!({
                "state": state,
                "first": batch.first,
                "leaf_count": batch.leaf_count,
                "root": to_hex(batch.root),
                "profile": batch.profile,
                "stream": stated.map(|(anchor, _)| anchor.stream.to_string()),
                "sequence": stated.map(|(anchor, _)| anchor.sequence),
                "anchor_hash": stated.map(|(anchor, _)| to_hex(anchor.hash())),
                "block_number": block.map(|block| block.number),
                "block_hash": block.map(|block| to_hex(block.hash)),
            })
        })
        .collect()
}
