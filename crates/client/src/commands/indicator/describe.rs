//! Indicators and proposals as people and programs read them.

use super::{super::attestation::as_of, pages::IndicatorPage};
use crate::output::{date_time, grouped, printable};
use critical_chains_attestation::IndicatorSpec;
use critical_chains_stix::{Import, NumberedIndicator, Proposal, Reason, Skipped};
use serde_json::{Value, json};
use std::fmt::Write;

/// A page of indicators.
pub(super) fn listed(page: &IndicatorPage) -> String {
    let mut text = String::new();
    for own in &page.indicators {
        let _ = writeln!(text, "{}", line(own));
    }
    if text.is_empty() {
        text.push_str("There are no such indicators.\n");
    }
    if let Some(next) = page.next {
        let _ = writeln!(text, "There may be more: --cursor {next}, or --all");
    }
    text.push_str(&as_of(page.block_number, page.finalised));
    text
}

fn line(own: &NumberedIndicator) -> String {
    let indicator = &own.indicator;
    let mut text =
        format!("{:>6}  {}  by {}", own.id, said(&indicator.spec), indicator.institution);
    let count: u64 = indicator.sightings.iter().map(|seen| u64::from(seen.count)).sum();
    if count > 0 {
        let institutions = indicator.sightings.len();
        let _ = write!(text, ", met {} times by {institutions}", grouped(count));
    }
    if let Some(revoked) = indicator.revoked {
        let _ = write!(text, ", revoked {}", date_time(revoked));
    }
    text
}

/// What an indicator says.
pub(super) fn said(spec: &IndicatorSpec) -> String {
    let typology = spec.typology.map_or("-", |typology| typology.as_str());
    format!(
        "{:<7}  {}  {typology:<18}  {:<16}  {:>3} %  until {}",
        spec.kind,
        spec.value,
        spec.marking.as_str(),
        spec.confidence,
        date_time(spec.valid_until)
    )
}

/// What becomes of the objects of a bundle.
pub(super) fn imported(import: &Import) -> String {
    let Import { proposed, skipped } = import;
    let all = proposed.len() + skipped.len();
    let mut text = match (proposed.len(), all) {
        (_, 0) => return "The bundle has no objects.\n".to_owned(),
        (0, _) => "None of its objects could be shared:\n".to_owned(),
        (some, _) => format!("{} of {} could be shared:\n", grouped(some as u64), objects(all)),
    };
    for proposal in proposed {
        let _ =
            writeln!(text, "  {}  {}{}", said(&proposal.spec), proposal.object, notes(proposal));
    }
    if !skipped.is_empty() && !proposed.is_empty() {
        let _ = writeln!(text, "{} could not:", grouped(skipped.len() as u64));
    }
    for own in skipped {
        let _ = writeln!(text, "  {}", refusal(own));
    }
    text
}

fn objects(count: usize) -> String {
    if count == 1 { "1 object".to_owned() } else { format!("{} objects", grouped(count as u64)) }
}

fn notes(proposal: &Proposal) -> String {
    let mut notes = Vec::new();
    if proposal.was_clear {
        notes.push("its clear number became a pseudonym");
    }
    if proposal.was_shortened {
        notes.push("its validity got an end");
    }
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) }
}

fn refusal(own: &Skipped) -> String {
    let name = own.id.as_deref().map_or_else(|| format!("object {}", own.position), printable);
    let mut text = format!("{name}: {}", printable(&own.reason.to_string()));
    if let Some(remedy) = own.reason.remedy() {
        let _ = write!(text, "; {remedy}");
    }
    if let Some(option) = option(&own.reason) {
        let _ = write!(text, " ({option})");
    }
    text
}

/// The option with which whoever imports says what is missing.
fn option(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::Unmarked => Some("--unmarked-as"),
        Reason::NoEnd | Reason::TooLong(_) => Some("--at-most-days"),
        Reason::NoConfidence => Some("--confidence"),
        Reason::Clear(_) => Some("--secret-file"),
        _ => None,
    }
}

/// The same for programs.
pub(super) fn imported_json(import: &Import) -> Value {
    let proposed: Vec<Value> = import.proposed.iter().map(proposal_json).collect();
    let skipped: Vec<Value> = import.skipped.iter().map(skipped_json).collect();
    json!({ "proposed": proposed, "skipped": skipped })
}

fn proposal_json(own: &Proposal) -> Value {
    json!({
        "object": own.object,
        "spec": own.spec,
        "was_clear": own.was_clear,
        "was_shortened": own.was_shortened,
    })
}

fn skipped_json(own: &Skipped) -> Value {
    json!({
        "position": own.position,
        "type": own.object,
        "id": own.id,
        "code": own.reason.code(),
        "reason": own.reason.to_string(),
        "remedy": own.reason.remedy(),
        "option": option(&own.reason),
    })
}
