//! What a ranking finds when only so many alerts a day can be looked at.

use crate::{DAY, Scored};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is found with a number of alerts a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Budgeted {
    /// Alerts a day.
    pub alerts_per_day: u32,
    /// Share of anomalous flows among the alerts.
    pub precision: f64,
    /// Share of alerts among the anomalous flows.
    pub recall: f64,
}

fn days(flows: &[Scored]) -> BTreeMap<u64, Vec<&Scored>> {
    let mut days: BTreeMap<u64, Vec<&Scored>> = BTreeMap::new();
    for flow in flows {
        days.entry(flow.time / DAY).or_default().push(flow);
    }
    days
}

/// The alerts of each day: the flows that score most, as many as can be looked at. Of equals, those
/// that came first.
fn alerts(flows: &[Scored], alerts_per_day: u32) -> BTreeMap<u64, Vec<&Scored>> {
    let mut days = days(flows);
    for flows in days.values_mut() {
        flows.sort_by_key(|flow| std::cmp::Reverse(flow.score));
        flows.truncate(alerts_per_day as usize);
    }
    days
}

/// What is found among the flows that score most on each day.
pub fn at_budget(flows: &[Scored], alerts_per_day: u32) -> Budgeted {
    let all = flows.iter().filter(|flow| flow.anomalous).count();
    let days = self::alerts_per_day(flows, alerts_per_day);
    let hits: usize = days.iter().map(|(_, hits, _)| hits).sum();
    let misses: usize = days.iter().map(|(_, _, misses)| misses).sum();
    Budgeted {
        alerts_per_day,
        precision: hits as f64 / (hits + misses).max(1) as f64,
        recall: hits as f64 / all.max(1) as f64,
    }
}

/// For each day, how many anomalous and how many ordinary flows are among the alerts.
pub fn alerts_per_day(flows: &[Scored], alerts_per_day: u32) -> Vec<(u64, usize, usize)> {
    alerts(flows, alerts_per_day)
        .into_iter()
        .map(|(day, flows)| {
            let hits = flows.iter().filter(|flow| flow.anomalous).count();
            (day, hits, flows.len() - hits)
        })
        .collect()
}

/// For each typology, how many of its anomalous flows are among the alerts, and how many there are.
pub fn recall_per_typology(flows: &[Scored], alerts_per_day: u32) -> BTreeMap<u16, (u64, u64)> {
    let typology = |flow: &Scored| flow.typology.filter(|_| flow.anomalous);
    let mut counts: BTreeMap<u16, (u64, u64)> = BTreeMap::new();
    for found in flows.iter().filter_map(typology) {
        counts.entry(found).or_default().1 += 1;
    }
    for flow in alerts(flows, alerts_per_day).into_values().flatten() {
        if let Some(found) = typology(flow) {
            counts.entry(found).or_default().0 += 1;
        }
    }
    counts
}

/// Precision among the groups (cards) that score most on each day, the mean over days.
///
/// As the Fraud Detection Handbook defines it (Le Borgne et al., 2022, chapter 4): a group scores as
/// its highest flow of the day, counts as found if one of its flows of that day is anomalous, and is
/// not looked at again once it was found.
pub fn group_precision(flows: &[Scored], groups_per_day: u32) -> Option<f64> {
    let mut found: HashSet<u64> = HashSet::new();
    let mut precisions = Vec::new();
    for day in days(flows).values() {
        let mut groups: HashMap<u64, (i64, bool)> = HashMap::new();
        for flow in day.iter().filter(|flow| !found.contains(&flow.group)) {
            let (score, anomalous) = groups.entry(flow.group).or_insert((flow.score, false));
            *score = flow.score.max(*score);
            *anomalous |= flow.anomalous;
        }
        let mut ranked: Vec<(i64, u64, bool)> = groups
            .into_iter()
            .map(|(group, (score, anomalous))| (score, group, anomalous))
            .collect();
        ranked.sort_unstable_by(|left, right| right.cmp(left));
        ranked.truncate(groups_per_day as usize);
        let hits = ranked.iter().filter(|(_, _, anomalous)| *anomalous);
        precisions.push(hits.clone().count() as f64 / f64::from(groups_per_day.max(1)));
        found.extend(hits.map(|(_, group, _)| *group));
    }
    (!precisions.is_empty()).then(|| precisions.iter().sum::<f64>() / precisions.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flow(day: u64, score: i64, anomalous: bool, group: u64) -> Scored {
        Scored { time: day * DAY, score, anomalous, typology: None, group }
    }

    #[test]
    fn the_budget_is_spent_on_the_highest_of_each_day() {
        let flows = [
            flow(1, 9, true, 1),
            flow(1, 8, false, 2),
            flow(1, 7, true, 3),
            flow(2, 1, false, 1),
            flow(2, 2, true, 2),
        ];

        let budgeted = at_budget(&flows, 1);

        assert_eq!((budgeted.precision, budgeted.recall), (1.0, 2.0 / 3.0));
        assert_eq!(alerts_per_day(&flows, 2), vec![(1, 1, 1), (2, 1, 1)]);
    }

    #[test]
    fn typologies_are_counted_among_the_alerts_of_each_day() {
        let flow =
            |day, score, typology| Scored { typology: Some(typology), ..flow(day, score, true, 1) };
        // A threshold for both days would find none of the first day, and all equals of the second.
        let flows = [flow(1, 3, 0), flow(1, 2, 1), flow(2, 9, 1), flow(2, 9, 1), flow(2, 9, 0)];

        let counts = |budget| Vec::from_iter(recall_per_typology(&flows, budget));

        assert_eq!(counts(0), [(0, (0, 2)), (1, (0, 3))]);
        assert_eq!(counts(1), [(0, (1, 2)), (1, (1, 3))]);
        assert_eq!(counts(2), [(0, (1, 2)), (1, (3, 3))]);
        assert_eq!(counts(3), [(0, (2, 2)), (1, (3, 3))]);
    }

    proptest! {
        #[test]
        fn typologies_add_up_to_what_the_budget_finds(
            ranking in prop::collection::vec((0u64..5, -9i64..9, any::<bool>(), 0u16..3), 1..120),
            budget in 0u32..30,
        ) {
            let flows: Vec<Scored> = ranking
                .into_iter()
                .map(|(day, score, anomalous, typology)| Scored {
                    typology: Some(typology),
                    ..flow(day, score, anomalous, 1)
                })
                .collect();

            let counts = recall_per_typology(&flows, budget);
            let found: u64 = counts.values().map(|(hits, _)| hits).sum();
            let all: u64 = counts.values().map(|(_, all)| all).sum();

            let hits: usize = alerts_per_day(&flows, budget).iter().map(|(_, hits, _)| hits).sum();
            prop_assert_eq!(found, hits as u64);
            prop_assert_eq!(all, flows.iter().filter(|flow| flow.anomalous).count() as u64);
            prop_assert_eq!(found as f64 / all.max(1) as f64, at_budget(&flows, budget).recall);
        }
    }

    #[test]
    fn a_card_that_was_found_is_not_looked_at_again() {
        let flows = [
            flow(1, 9, true, 7),
            flow(1, 3, false, 8),
            flow(2, 9, true, 7),
            flow(2, 5, false, 8),
            flow(2, 4, true, 9),
        ];

        // Day 1: card 7. Day 2: card 7 is known, so the two are 8 and 9.
        assert_eq!(group_precision(&flows, 1), Some(0.5));
        assert_eq!(group_precision(&flows, 2), Some(0.5));
    }

    #[test]
    fn nothing_is_said_of_no_flows() {
        assert_eq!(group_precision(&[], 100), None);
        assert_eq!(at_budget(&[], 100).precision, 0.0);
    }
}
