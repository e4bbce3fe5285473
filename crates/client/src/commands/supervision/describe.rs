//! What supervisors have done, in sentences.

use crate::{
    batch::to_hex,
    chain::{AccountId, Demand, Freeze, Review, Stop, StopTarget, Supervision, account_text},
    output::{date_time, grouped, visible},
};
use critical_chains_lei::Lei;
use serde_json::{Value, json};

/// What is stopped, as in "the pallet anchoring".
pub(super) fn target_text(target: &StopTarget) -> String {
    format!("{} {}", kind_text(target), target.name())
}

fn kind_text(target: &StopTarget) -> &'static str {
    match target {
        StopTarget::Pallet(_) => "pallet",
        StopTarget::Permission(_) => "permission",
    }
}

/// What somebody said: all of it, since it is why something was done to others.
fn said(text: &[u8]) -> String {
    visible(&String::from_utf8_lossy(text))
}

/// The line above a list of things.
fn heading(count: usize, none: &str, one: &str, several: &str) -> String {
    match count {
        0 => format!("{none}.\n"),
        1 => format!("{one}:\n"),
        count => format!("{} {several}:\n", grouped(count as u64)),
    }
}

/// Everything that stands or is open.
pub(super) fn listed(found: &Supervision) -> (String, Value) {
    let Supervision { stops, paused, frozen, reviews, demands } = found;
    let mut text = heading(stops.len(), "Nothing is stopped", "One stop stands", "stops stand");
    text.extend(stops.iter().map(|(target, own)| stop(target, own)));
    if !paused.is_empty() {
        text.push_str("After an earlier stop, these cannot stop it again yet:\n");
    }
    for ((target, lei), until) in paused {
        let until = date_time(*until);
        text.push_str(&format!("  {lei}: the {}, until {until}\n", target_text(target)));
    }
    text.push_str(&heading(
        frozen.len(),
        "No account is frozen",
        "One account is frozen",
        "accounts are frozen",
    ));
    text.extend(frozen.iter().map(|(account, own)| freeze(account, own)));
    text.push_str(&heading(
        reviews.len(),
        "No emergency access waits for its review",
        "One emergency access waits for its review",
        "emergency accesses wait for their review",
    ));
    text.extend(reviews.iter().map(review));
    text.push_str(&heading(
        demands.len(),
        "No demand is open",
        "One demand is open",
        "demands are open",
    ));
    text.extend(demands.iter().map(demand));
    let document = json!({
        "stops": stops.iter().map(|(target, own)| stop_json(target, own)).collect::<Vec<_>>(),
        "paused": paused.iter().map(paused_json).collect::<Vec<_>>(),
        "frozen": frozen.iter().map(|(account, own)| freeze_json(account, own)).collect::<Vec<_>>(),
        "reviews": reviews.iter().map(review_json).collect::<Vec<_>>(),
        "demands": demands.iter().map(demand_json).collect::<Vec<_>>(),
    });
    (text, document)
}

fn stop(target: &StopTarget, own: &Stop) -> String {
    let until = match own.lapses {
        Some(lapses) => {
            format!("lapses {} unless the consortium confirms it", date_time(lapses))
        }
        None => "confirmed by the consortium: it does not lapse".to_owned(),
    };
    format!(
        "  {}: since {}, by {} of {}\n    {until}\n    reason: {}\n",
        target_text(target),
        date_time(own.stopped),
        account_text(&own.account),
        own.institution,
        said(&own.reason)
    )
}

fn stop_json(target: &StopTarget, own: &Stop) -> Value {
    json!({
        "kind": kind_text(target),
        "target": target.name().as_str(),
        "institution": own.institution,
        "account": account_text(&own.account),
        "reason": String::from_utf8_lossy(&own.reason),
        "stopped": own.stopped,
        "lapses": own.lapses,
        "confirmed": own.lapses.is_none(),
    })
}

fn paused_json(((target, lei), until): (&(StopTarget, Lei), &u64)) -> Value {
    json!({
        "kind": kind_text(target),
        "target": target.name().as_str(),
        "institution": lei,
        "until": until,
    })
}

fn freeze(account: &AccountId, own: &Freeze) -> String {
    format!(
        "  {}: since {}, by {} of {}\n    reason: {}\n",
        account_text(account),
        date_time(own.frozen),
        account_text(&own.account),
        own.institution,
        said(&own.reason)
    )
}

fn freeze_json(account: &AccountId, own: &Freeze) -> Value {
    json!({
        "account": account_text(account),
        "institution": own.institution,
        "by": account_text(&own.account),
        "reason": String::from_utf8_lossy(&own.reason),
        "frozen": own.frozen,
    })
}

fn review(own: &Review) -> String {
    let overdue = if own.overdue_reported { ", overdue" } else { "" };
    format!(
        "  {}: {} of {} took the role {} {}\n    to be reviewed by {}{overdue}\n    reason: {}\n",
        own.id,
        account_text(&own.account),
        own.institution,
        own.role,
        date_time(own.taken),
        date_time(own.due),
        said(&own.reason)
    )
}

fn review_json(own: &Review) -> Value {
    json!({
        "id": own.id,
        "account": account_text(&own.account),
        "institution": own.institution,
        "role": own.role.as_str(),
        "reason": String::from_utf8_lossy(&own.reason),
        "taken": own.taken,
        "due": own.due,
        "overdue": own.overdue_reported,
    })
}

fn demand(own: &Demand) -> String {
    let state = match &own.answer {
        Some(answer) => format!(
            "answered {} by {}, SHA-256 {}",
            date_time(answer.answered),
            account_text(&answer.account),
            to_hex(answer.digest)
        ),
        None if own.overdue_reported => "not answered, overdue".to_owned(),
        None => "not answered".to_owned(),
    };
    format!(
        "  {}: {} has to explain to {} by {}\n    {state}\n    about: {}\n",
        own.id,
        own.institution,
        own.demanded_by,
        date_time(own.deadline),
        said(&own.about)
    )
}

fn demand_json(own: &Demand) -> Value {
    json!({
        "id": own.id,
        "institution": own.institution,
        "demanded_by": own.demanded_by,
        "account": account_text(&own.account),
        "about": String::from_utf8_lossy(&own.about),
        "demanded": own.demanded,
        "deadline": own.deadline,
        "overdue": own.overdue_reported,
        "answer": own.answer.as_ref().map(|answer| json!({
            "account": account_text(&answer.account),
            "digest": to_hex(answer.digest),
            "answered": answer.answered,
        })),
    })
}
