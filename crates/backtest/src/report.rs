//! A back-test's result as a table, ours beside what is trivial and what is published.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

/// Typologies that the table for people shows, the most frequent ones.
const SHOWN_TYPOLOGIES: usize = 12;

/// What can be said of a ranking.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// Area under the receiver operating characteristic.
    AreaUnderRoc,
    /// Average precision.
    AveragePrecision,
    /// Harmonic mean of precision and recall, at a threshold chosen on earlier flows.
    F1,
    /// Precision among the flows within the alert budget.
    BudgetPrecision,
    /// Recall of these.
    BudgetRecall,
    /// Precision among the hundred groups (cards) a day that score most.
    GroupPrecision,
    /// Mean time of a flow, in nanoseconds.
    MeanNanoseconds,
    /// Median time of a flow, in nanoseconds.
    MedianNanoseconds,
    /// What 99 of 100 flows stay below, in nanoseconds.
    P99Nanoseconds,
    /// Bytes of all tables.
    MemoryBytes,
}

impl Metric {
    /// All of them, in the order of a table's columns.
    pub const ALL: [Self; 10] = [
        Self::AreaUnderRoc,
        Self::AveragePrecision,
        Self::F1,
        Self::BudgetPrecision,
        Self::BudgetRecall,
        Self::GroupPrecision,
        Self::MeanNanoseconds,
        Self::MedianNanoseconds,
        Self::P99Nanoseconds,
        Self::MemoryBytes,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::AreaUnderRoc => "AUC",
            Self::AveragePrecision => "AP",
            Self::F1 => "F1",
            Self::BudgetPrecision => "P@budget",
            Self::BudgetRecall => "R@budget",
            Self::GroupPrecision => "card P@100",
            Self::MeanNanoseconds => "mean",
            Self::MedianNanoseconds => "p50",
            Self::P99Nanoseconds => "p99",
            Self::MemoryBytes => "memory",
        }
    }

    /// Whether less of it is better.
    fn is_cost(self) -> bool {
        self >= Self::MeanNanoseconds
    }

    fn show(self, value: f64) -> String {
        match self {
            Self::MemoryBytes => format!("{:.1} MB", value / 1e6),
            cost if cost.is_cost() && value >= 1_000.0 => format!("{:.1} µs", value / 1e3),
            cost if cost.is_cost() => format!("{value:.0} ns"),
            _ => format!("{value:.4}"),
        }
    }
}

/// A mean over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation; 0 for one seed.
    pub deviation: f64,
}

impl Spread {
    /// Of some values; nothing of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len() as f64;
        if values.is_empty() {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Self { mean, deviation: (squares / (count - 1.0).max(1.0)).sqrt() })
    }
}

/// Whose figures they are.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The engine's, measured in this run.
    Ours,
    /// A trivial rule's, measured in this run.
    Baseline,
    /// Other software's, measured in this run.
    Peer,
    /// Taken from where the source says.
    Published,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ours => "ours",
            Self::Baseline => "baseline",
            Self::Peer => "peer",
            Self::Published => "published",
        })
    }
}

/// What has been measured of one ranking.
pub type Measured = BTreeMap<Metric, Spread>;

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contender {
    /// What ranks.
    pub name: String,
    /// Whose figures they are.
    pub kind: Kind,
    /// Where they come from; for what was measured in this run, how.
    pub source: String,
    /// The figures.
    pub metrics: Measured,
}

/// What the engine should reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// Of what.
    pub metric: Metric,
    /// How much; of a cost, how little.
    pub value: f64,
}

/// A back-test's result.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The data set.
    pub data: String,
    /// Which part of it is reported.
    pub part: String,
    /// Flows of that part.
    pub flows: usize,
    /// The anomalous among them.
    pub anomalous: usize,
    /// How late labels were known, in seconds; nothing if they never were.
    pub label_delay: Option<u64>,
    /// How many seeds.
    pub seeds: usize,
    /// Alerts a day of each institution's budget.
    pub alerts_per_day: u32,
    /// Institutions with a budget of their own.
    pub institutions: usize,
    /// Who ranks how well.
    pub contenders: Vec<Contender>,
    /// What the engine should reach.
    pub goals: Vec<Goal>,
    /// For each typology, its anomalous flows and the share found within the budget.
    pub typologies: Vec<(String, u64, f64)>,
    /// Mean alerts a day of an institution, at the thresholds that the engine sets itself.
    pub own_alerts_per_day: Option<f64>,
}

impl Report {
    /// What the best of our contenders reaches of a goal, and whether that is enough.
    pub fn check(&self, goal: &Goal) -> Option<(f64, bool)> {
        let ours = self.contenders.iter().filter(|contender| contender.kind == Kind::Ours);
        let values = ours.filter_map(|contender| contender.metrics.get(&goal.metric));
        let values = values.map(|spread| spread.mean);
        if goal.metric.is_cost() {
            values.reduce(f64::min).map(|value| (value, value <= goal.value))
        } else {
            values.reduce(f64::max).map(|value| (value, value >= goal.value))
        }
    }

    /// The table for people.
    pub fn render(&self) -> String {
        let mut text = String::new();
        let share = 100.0 * self.anomalous as f64 / self.flows.max(1) as f64;
        let labels = match self.label_delay {
            Some(seconds) => format!("labels known after {:.1} days", seconds as f64 / 86_400.0),
            None => "labels never known".to_owned(),
        };
        let _ = writeln!(
            text,
            "{}, {}: {} flows, {} anomalous ({share:.2} %); {labels}; {} seed{}",
            self.data,
            self.part,
            self.flows,
            self.anomalous,
            self.seeds,
            if self.seeds == 1 { "" } else { "s" }
        );
        text.push('\n');
        self.render_table(&mut text);
        self.render_goals(&mut text);
        if !self.typologies.is_empty() {
            let _ = writeln!(
                text,
                "\nFound within {} alerts a day{}, by typology:",
                self.alerts_per_day,
                per_institution(self.institutions)
            );
            let mut typologies: Vec<_> = self.typologies.iter().collect();
            typologies.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
            for (name, count, recall) in typologies.iter().take(SHOWN_TYPOLOGIES) {
                let _ = writeln!(text, "  {name:<24} {count:>8}  {:>5.1} %", 100.0 * recall);
            }
            let rest = typologies.len().saturating_sub(SHOWN_TYPOLOGIES);
            if rest > 0 {
                let _ = writeln!(text, "  and {rest} rarer ones");
            }
        }
        if let Some(alerts) = self.own_alerts_per_day {
            let _ = writeln!(
                text,
                "\nThe engine's own threshold raised {alerts:.1} alerts a day{}, for a budget of {}.",
                per_institution(self.institutions),
                self.alerts_per_day
            );
        }
        text
    }

    fn render_table(&self, text: &mut String) {
        let columns = Metric::ALL.into_iter().filter(|metric| {
            self.contenders.iter().any(|contender| contender.metrics.contains_key(metric))
        });
        // Each column with its title and a cell for every contender.
        let columns: Vec<Vec<String>> = columns
            .map(|metric| {
                let cells = self.contenders.iter().map(|contender| cell(contender, metric));
                std::iter::once(metric.title().to_owned()).chain(cells).collect()
            })
            .collect();
        let names: Vec<String> = std::iter::once(String::new())
            .chain(self.contenders.iter().map(|contender| contender.name.clone()))
            .collect();
        let width = |column: &[String]| {
            column.iter().map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let name_width = width(&names);
        for (row, name) in names.iter().enumerate() {
            let contender = row.checked_sub(1).and_then(|row| self.contenders.get(row));
            let kind = contender.map_or_else(String::new, |contender| contender.kind.to_string());
            let _ = write!(text, "{name:<name_width$}  {kind:<9}");
            for column in &columns {
                let cell = column.get(row).map_or("", String::as_str);
                let _ = write!(text, "  {cell:>width$}", width = width(column));
            }
            let source = contender.map_or("source", |contender| contender.source.as_str());
            let _ = writeln!(text, "  {source}");
        }
    }

    fn render_goals(&self, text: &mut String) {
        if self.goals.is_empty() {
            return;
        }
        text.push_str("\nGoals:\n");
        for goal in &self.goals {
            let sign = if goal.metric.is_cost() { "≤" } else { "≥" };
            let wanted = goal.metric.show(goal.value);
            let title = goal.metric.title();
            let line = match self.check(goal) {
                Some((value, true)) => {
                    format!("met     {title} {sign} {wanted}: {}", goal.metric.show(value))
                }
                Some((value, false)) => {
                    format!("MISSED  {title} {sign} {wanted}: {}", goal.metric.show(value))
                }
                None => format!("not measured in this run: {title} {sign} {wanted}"),
            };
            let _ = writeln!(text, "  {line}");
        }
    }
}

/// Whose budget it is, where there are several.
pub fn per_institution(institutions: usize) -> String {
    if institutions > 1 {
        format!(" for each of {institutions} institutions")
    } else {
        String::new()
    }
}

/// A figure of a contender, with its deviation where that is not nothing.
fn cell(contender: &Contender, metric: Metric) -> String {
    contender.metrics.get(&metric).map_or_else(String::new, |spread| {
        if spread.deviation > 0.0 && !metric.is_cost() {
            format!("{} ±{:.4}", metric.show(spread.mean), spread.deviation)
        } else {
            metric.show(spread.mean)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contender(name: &str, kind: Kind, metrics: &[(Metric, &[f64])]) -> Contender {
        Contender {
            name: name.to_owned(),
            kind,
            source: "here".to_owned(),
            metrics: metrics
                .iter()
                .filter_map(|(metric, values)| Some((*metric, Spread::of(values)?)))
                .collect(),
        }
    }

    fn report() -> Report {
        Report {
            data: "darpa".to_owned(),
            part: "all".to_owned(),
            flows: 1_000,
            anomalous: 10,
            label_delay: Some(604_800),
            seeds: 2,
            alerts_per_day: 100,
            institutions: 1,
            contenders: vec![
                contender(
                    "engine",
                    Kind::Ours,
                    &[
                        (Metric::AreaUnderRoc, &[0.98, 0.99]),
                        (Metric::MeanNanoseconds, &[52.0]),
                        (Metric::MemoryBytes, &[11_000_000.0]),
                    ],
                ),
                contender("one counter", Kind::Baseline, &[(Metric::AreaUnderRoc, &[0.9628])]),
            ],
            goals: vec![
                Goal { metric: Metric::AreaUnderRoc, value: 0.9857 },
                Goal { metric: Metric::MeanNanoseconds, value: 60.0 },
                Goal { metric: Metric::F1, value: 0.5 },
            ],
            typologies: vec![("smurf".to_owned(), 7, 0.5)],
            own_alerts_per_day: Some(98.5),
        }
    }

    #[test]
    fn shows_ours_beside_the_baseline_and_says_what_is_missed() {
        let text = report().render();

        assert!(
            text.contains(
                "1000 flows, 10 anomalous (1.00 %); labels known after 7.0 days; 2 seeds"
            )
        );
        assert!(text.contains("0.9850 ±0.0071"));
        assert!(text.contains("one counter  baseline "));
        assert!(text.contains("MISSED  AUC ≥ 0.9857: 0.9850"));
        assert!(text.contains("met     mean ≤ 60 ns: 52 ns"));
        assert!(text.contains("not measured in this run: F1 ≥ 0.5000"));
        assert!(text.contains("50.0 %"));
        assert!(text.contains("98.5 alerts a day, for a budget of 100"));
    }

    #[test]
    fn says_that_budgets_are_per_institution() {
        let text = Report { institutions: 3, ..report() }.render();

        assert!(text.contains("Found within 100 alerts a day for each of 3 institutions, by"));
        assert!(text.contains("98.5 alerts a day for each of 3 institutions, for a budget of 100"));
    }

    #[test]
    fn machines_read_it_as_json() {
        let json = serde_json::to_value(report()).unwrap();

        assert_eq!(json["contenders"][0]["metrics"]["areaUnderRoc"]["mean"], 0.985);
        assert_eq!(json["contenders"][1]["kind"], "baseline");
    }

    #[test]
    fn a_spread_of_one_value_has_no_deviation() {
        assert_eq!(Spread::of(&[2.0]), Some(Spread { mean: 2.0, deviation: 0.0 }));
        assert_eq!(Spread::of(&[]), None);
    }
}
