//! A verdict in sentences.

use super::{Payment, date_time, grouped, printable, visible};
use critical_chains_integrity::verify::{Outcome, TrustAnchor, Verdict};
use serde_json::Value;

/// What was verified, for people: the result first, then who, what, when, and what it rests on.
///
/// `is_record_checked` says whether the record itself was compared, be it from the receipt or the
/// verifier's own copy.
pub fn describe_verdict(
    verdict: &Verdict,
    payment: Option<&Payment>,
    is_record_checked: bool,
) -> String {
    let mut lines = vec![format!("{} {}", verdict.result.as_str(), verdict.code.as_str())];
    lines.push(verdict.code.sentence().to_owned());
    // When all is well, the detail repeats what decided.
    if let Some(detail) = verdict.detail.as_ref().filter(|_| verdict.result != Outcome::Ok) {
        lines.push(format!("  detail     {}", visible(detail)));
    }
    let is_told = verdict.facts.is_some() || payment.is_some();
    if verdict.result == Outcome::Inconclusive && is_told {
        lines.push("The receipt claims, and nothing here proves:".to_owned());
    }
    if let Some(payment) = payment {
        lines.push(format!("  payment    {}", payment.sentence()));
    }
    if let Some(facts) = &verdict.facts {
        lines.push(format!("  stamped by {}", facts.stream.institution));
        lines.push(format!(
            "  record     {} of {} in batch {} of stream {}, {}",
            grouped(facts.record_index.saturating_add(1)),
            grouped(facts.leaf_count),
            facts.sequence,
            facts.stream.number,
            facts.profile,
        ));
        lines.push(format!(
            "  in block   {} of {}",
            grouped(facts.block_number),
            date_time(facts.block_time)
        ));
    }
    match &verdict.decided_by {
        Some(TrustAnchor::Finality { set_id, block_number, signers, authorities }) => {
            lines.push(format!(
                "  decided by the signatures of {signers} of the {authorities} authorities of set \
                 {set_id} under block {}",
                grouped(u64::from(*block_number))
            ));
        }
        Some(TrustAnchor::Checkpoint { size, origin }) => {
            lines.push(format!(
                "  decided by the checkpoint of size {} of {}",
                grouped(*size),
                printable(origin)
            ));
        }
        None => {}
    }
    if verdict.result == Outcome::Ok && !is_record_checked {
        lines.push(
            "The receipt does not carry the record: only its digest was checked. Give your own \
             copy with --record."
                .to_owned(),
        );
    }
    if verdict.result != Outcome::Ok {
        lines.push(format!("hint: {}", verdict.code.hint()));
    }
    lines.join("\n")
}

/// The same for programs. Without the sentence that people read when no record was compared, they
/// need `record_checked`.
pub fn verdict_json(
    verdict: &Verdict,
    payment: Option<&Payment>,
    is_record_checked: bool,
) -> Value {
    let mut document = verdict.to_json();
    if let Some(object) = document.as_object_mut() {
        object.insert("record_checked".to_owned(), is_record_checked.into());
        object.insert("payment".to_owned(), payment.map_or(Value::Null, Payment::to_json));
    }
    document
}
