//! `verify`: a receipt, what is trusted, and nothing else.

use super::files;
use crate::{
    cli::VerifyArgs,
    output::{Console, Exit, Failure, Payment, describe_verdict, verdict_json},
};
use critical_chains_integrity::{
    receipt::{Receipt, record_digest},
    verify::{Outcome, TrustAnchors, verify_bytes},
};
use critical_chains_records::{Limits, Pacs008Reader};
use std::{fs::File, io::Read, path::Path};

/// What a canonical record begins with.
const CANONICAL_START: &[u8] = b"critical-chains-record:1\n";

pub(super) fn run(args: &VerifyArgs, console: Console) -> Result<Exit, Failure> {
    let bytes = files::read_receipt(&args.receipt)?;
    let trust_file = args.trust.as_deref().map(files::read_trust).transpose()?;
    let checkpoint = args.checkpoint.as_deref().map(files::read_checkpoint).transpose()?;
    let receipt = Receipt::from_cbor(&bytes).ok();
    let record = match &args.record {
        Some(path) => Some(own_copy(path, receipt.as_ref())?),
        None => None,
    };

    let trust = TrustAnchors { trust_file: trust_file.as_ref(), checkpoint: checkpoint.as_ref() };
    let verdict = verify_bytes(&bytes, trust, record.as_deref());

    let content = receipt.as_ref().and_then(|receipt| receipt.record.content.as_deref());
    let payment = record.as_deref().or(content).and_then(Payment::from_canonical);
    // What failed to verify says nothing about any payment.
    let payment = payment.filter(|_| verdict.result != Outcome::Failed);
    let is_record_checked = receipt.is_some() && (record.is_some() || content.is_some());
    let text = describe_verdict(&verdict, payment.as_ref(), is_record_checked);
    console.result(&text, &verdict_json(&verdict, payment.as_ref(), is_record_checked))?;
    Ok(match verdict.result {
        Outcome::Ok => Exit::Ok,
        Outcome::Inconclusive => Exit::Inconclusive,
        Outcome::Failed => Exit::Failed,
    })
}

/// The canonical bytes of the verifier's own copy: the file itself, or the payment of a message
/// that the receipt is for. If none is, the last is taken, and the verdict says that it differs.
fn own_copy(path: &Path, receipt: Option<&Receipt>) -> Result<Vec<u8>, Failure> {
    let mut file = File::open(path).map_err(|error| files::cannot("read", path, &error))?;
    let mut start = Vec::new();
    (&mut file)
        .take(CANONICAL_START.len() as u64)
        .read_to_end(&mut start)
        .map_err(|error| files::cannot("read", path, &error))?;
    let limit = Limits::default().record_bytes as u64 + 1;
    if start == CANONICAL_START {
        (&mut file)
            .take(limit)
            .read_to_end(&mut start)
            .map_err(|error| files::cannot("read", path, &error))?;
        return Ok(start);
    }

    let unreadable = |error: critical_chains_records::ReadError| {
        Failure::failed(format!("{}: {error}", path.display())).hint(error.hint())
    };
    let whole = start.as_slice().chain(file);
    let mut last = Vec::new();
    for record in Pacs008Reader::new(whole, Limits::default()).map_err(unreadable)? {
        last = record.map_err(unreadable)?.canonical;
        if receipt.is_some_and(|receipt| receipt.record.digest == record_digest(&last)) {
            break;
        }
    }
    Ok(last)
}
