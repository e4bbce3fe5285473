//! All metrics of one run.

use crate::{
    Measured, Metric, Scored, Spread, area_under_roc, at_budget, average_precision, best_f1, f1_at,
    group_precision,
};

/// How to measure.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Alerts a day, of all institutions together.
    pub alerts_per_day: u32,
    /// Whether flows have groups (cards) that precision can be counted by.
    pub has_groups: bool,
}

/// Groups a day that the handbook's metric looks at.
const GROUPS_PER_DAY: u32 = 100;

/// Measures a ranking of `flows`; the threshold for F1 is chosen on `validation`.
pub fn measure(flows: &[Scored], validation: &[Scored], options: Options) -> Measured {
    let budget = at_budget(flows, options.alerts_per_day);
    let f1 = best_f1(validation).map(|best| f1_at(flows, best.score).f1);
    let groups = options.has_groups.then(|| group_precision(flows, GROUPS_PER_DAY)).flatten();
    [
        (Metric::AreaUnderRoc, area_under_roc(flows)),
        (Metric::AveragePrecision, average_precision(flows)),
        (Metric::F1, f1),
        (Metric::BudgetPrecision, Some(budget.precision)),
        (Metric::BudgetRecall, Some(budget.recall)),
        (Metric::GroupPrecision, groups),
    ]
    .into_iter()
    .filter_map(|(metric, value)| Some((metric, Spread { mean: value?, deviation: 0.0 })))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_what_can_be_measured() {
        let flow =
            |score, anomalous| Scored { time: 0, score, anomalous, typology: None, group: 1 };
        let flows = [flow(2, true), flow(1, false)];
        let options = Options { alerts_per_day: 1, has_groups: false };

        let with = measure(&flows, &flows, options);
        let without = measure(&flows, &[], Options { has_groups: true, ..options });

        assert_eq!(with[&Metric::F1].mean, 1.0);
        assert!(!with.contains_key(&Metric::GroupPrecision));
        assert!(!without.contains_key(&Metric::F1));
        assert_eq!(without[&Metric::GroupPrecision].mean, 0.01);
    }
}
