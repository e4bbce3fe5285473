//! Trivial rankings, which everything else has to beat.

use super::DataSet;
use critical_chains_flows::Sector;
use std::collections::HashMap;

/// A trivial ranking.
pub struct Baseline {
    /// What it is.
    pub name: &'static str,
    /// The score of each flow.
    pub scores: Vec<i64>,
}

/// The trivial rankings that there are for a data set.
pub fn baselines(data: &DataSet) -> Vec<Baseline> {
    let mut baselines = vec![Baseline {
        name: "flows so far in this minute (one counter)",
        scores: in_this_minute(data),
    }];
    if data.profile.has_amounts() {
        baselines.push(Baseline {
            name: "the amount",
            scores: each(data, |flow| i64::try_from(flow.flow.amount).unwrap_or(i64::MAX)),
        });
        baselines.push(Baseline {
            name: "flows that the destination received before",
            scores: received_before(data),
        });
    }
    if data.profile.has_rule() {
        let scores = each(data, |flow| i64::from(flow.rule));
        baselines.push(Baseline { name: "the profile's rule", scores });
    }
    let underpaid = each(data, |flow| match flow.flow.sector {
        Sector::Passage(passage) => i64::from(passage.due > Some(flow.flow.amount)),
        _ => 0,
    });
    if underpaid.contains(&1) {
        baselines.push(Baseline { name: "less paid than due", scores: underpaid });
    }
    baselines
}

fn each(
    data: &DataSet,
    score: impl Fn(&critical_chains_records::flows::LabelledFlow) -> i64,
) -> Vec<i64> {
    data.flows.iter().map(score).collect()
}

fn in_this_minute(data: &DataSet) -> Vec<i64> {
    let (mut minute, mut count) = (0, 0);
    each_in_order(data, |flow| {
        if flow.flow.time / 60 != minute {
            (minute, count) = (flow.flow.time / 60, 0);
        }
        count += 1;
        count
    })
}

fn received_before(data: &DataSet) -> Vec<i64> {
    let mut counts: HashMap<_, i64> = HashMap::new();
    each_in_order(data, |flow| {
        let count = counts.entry(flow.flow.destination).or_default();
        *count += 1;
        *count
    })
}

fn each_in_order(
    data: &DataSet,
    score: impl FnMut(&critical_chains_records::flows::LabelledFlow) -> i64,
) -> Vec<i64> {
    data.flows.iter().map(score).collect()
}
