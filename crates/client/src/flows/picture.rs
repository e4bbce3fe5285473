//! What a picture of evidence shows: the way that value took.

use crate::output::{date_time, grouped};
use critical_chains_backtest::{Arrow, MAX_ACCOUNTS, Place, PlotError, Story, draw_flows};
use critical_chains_flows::{Evidence, Flow, Pseudonym};
use critical_chains_lei::Lei;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Digits of a pseudonym that tell accounts of one picture apart.
const DIGITS: usize = 6;

/// A picture of the flows that matter, as SVG.
pub fn draw(typology: &str, evidence: &Evidence) -> Result<String, PlotError> {
    let (flows, title) = match cycle(&evidence.flows) {
        Some(flows) => (flows, "Value comes back to where it came from"),
        None => (around(&evidence.flows), "What was looked at"),
    };
    let arrows: Vec<Arrow> = flows.iter().map(|flow| arrow(flow)).collect();
    draw_flows(&story(title, typology, &flows, evidence), &arrows)
}

/// An amount in the currency's own unit, if it has cents as most have.
pub fn amount(flow: &Flow) -> String {
    format!("{}.{:02} {}", grouped(flow.amount / 100), flow.amount % 100, flow.currency.as_str())
}

/// The shortest way in the order of time from the destination of the last flow to its source, and
/// that flow.
fn cycle(flows: &[Flow]) -> Option<Vec<&Flow>> {
    let (last, before) = flows.split_last()?;
    // How each account was first reached, and when.
    let mut reached: BTreeMap<Pseudonym, &Flow> = BTreeMap::new();
    let mut queue = VecDeque::from([(last.destination, 0)]);
    while let Some((account, since)) = queue.pop_front() {
        let onward = before.iter().filter(|flow| flow.source == account && flow.time >= since);
        for flow in onward {
            if flow.destination != last.destination && !reached.contains_key(&flow.destination) {
                reached.insert(flow.destination, flow);
                queue.push_back((flow.destination, flow.time));
            }
        }
    }
    let mut way = vec![last];
    let mut account = last.source;
    while account != last.destination {
        let flow = reached.get(&account)?;
        way.push(flow);
        account = flow.source;
    }
    way.reverse();
    Some(way)
}

/// The newest flows between as many accounts as can be shown.
fn around(flows: &[Flow]) -> Vec<&Flow> {
    let mut accounts = BTreeSet::new();
    let mut shown = Vec::new();
    for flow in flows.iter().rev() {
        let more = [flow.source, flow.destination];
        let new = more.iter().filter(|account| !accounts.contains(*account)).count();
        if accounts.len() + new <= MAX_ACCOUNTS {
            accounts.extend(more);
            shown.push(flow);
        }
    }
    shown.reverse();
    shown
}

fn short(pseudonym: &Pseudonym) -> String {
    pseudonym.to_string().chars().take(DIGITS).collect()
}

fn place(pseudonym: &Pseudonym, institution: Option<Lei>) -> Place {
    Place {
        account: short(pseudonym),
        institution: institution
            .map_or_else(|| "outside".to_owned(), |lei| lei.as_str().to_owned()),
    }
}

fn arrow(flow: &Flow) -> Arrow {
    let when = date_time(flow.time.saturating_mul(1_000));
    // To the minute is enough.
    let when = when.get(..16).unwrap_or(&when).to_owned();
    Arrow {
        from: place(&flow.source, flow.source_institution),
        to: place(&flow.destination, flow.destination_institution),
        lines: [when, amount(flow)],
    }
}

/// A span of time in its two largest units.
fn span(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, _, _) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}

fn story(title: &str, typology: &str, flows: &[&Flow], evidence: &Evidence) -> Story {
    let institutions: BTreeSet<_> = flows
        .iter()
        .flat_map(|flow| [flow.source_institution, flow.destination_institution])
        .collect();
    let mut lines = Vec::new();
    if let (Some(first), Some(last)) = (flows.first(), flows.last()) {
        let took = span(last.time.saturating_sub(first.time));
        lines.push(format!(
            "{}: {} flows over {} institutions within {}. {} left {}, {} reached {}.",
            typology.replace('_', " "),
            flows.len(),
            institutions.len(),
            took,
            amount(first),
            short(&first.source),
            amount(last),
            short(&last.destination)
        ));
    }
    lines.push(format!(
        "Accounts are pseudonyms; numbers give the order, times are UTC. {} flows were looked at.",
        evidence.flows.len()
    ));
    lines.push(format!("Evidence root {}", hex::encode(evidence.root())));
    Story { title: title.to_owned(), lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(from: u8, to: u8, time: u64) -> Flow {
        Flow::between(time, Pseudonym([from; 16]), Pseudonym([to; 16]), 100, "EUR".parse().unwrap())
    }

    fn ways(flows: &[Flow]) -> Option<Vec<(u8, u8)>> {
        let way = cycle(flows)?;
        Some(way.iter().map(|flow| (flow.source.0[0], flow.destination.0[0])).collect())
    }

    #[test]
    fn finds_the_way_that_value_took() {
        let ring = [flow(1, 2, 1), flow(9, 2, 1), flow(2, 3, 2), flow(3, 8, 2), flow(3, 1, 3)];

        assert_eq!(ways(&ring), Some(vec![(1, 2), (2, 3), (3, 1)]));
    }

    #[test]
    fn value_does_not_go_back_in_time() {
        assert_eq!(ways(&[flow(2, 3, 1), flow(1, 2, 2), flow(3, 1, 3)]), None);
        assert_eq!(ways(&[flow(1, 2, 1)]), None);
        assert_eq!(ways(&[]), None);
    }

    #[test]
    fn spans_are_told_in_two_units() {
        assert_eq!([59, 14_400, 200_000].map(span), ["0 min 59 s", "4 h 0 min", "2 d 7 h"]);
    }

    #[test]
    fn shows_no_more_accounts_than_fit() {
        let many: Vec<Flow> = (1..60).map(|to| flow(0, to, u64::from(to))).collect();

        let shown = around(&many);

        assert_eq!(shown.len(), MAX_ACCOUNTS - 1);
        assert_eq!(shown.last().map(|flow| flow.time), Some(59));
    }
}
