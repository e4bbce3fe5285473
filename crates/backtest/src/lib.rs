#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod budget;
mod latency;
mod metrics;
mod picture;
mod plot;
pub mod published;
mod report;
mod summary;

pub use budget::{Budgeted, alerts_per_day, at_budget, group_precision, recall_per_typology};
pub use latency::{Latency, Percentiles};
pub use metrics::{
    Curve, Threshold, area_under_roc, average_precision, best_f1, f1_at, precision_recall,
};
pub use picture::{Arrow, MAX_ACCOUNTS, MAX_FLOWS, Place, Story, draw_flows};
pub use plot::{PlotError, plot_alerts, plot_precision_recall};
pub use report::{Contender, Goal, Kind, Measured, Metric, Report, Spread, per_institution};
pub use summary::{Options, measure};

/// Seconds of a day.
pub const DAY: u64 = 86_400;

/// One flow of a back-test: what it scored, and what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// When, in seconds since the Unix epoch.
    pub time: u64,
    /// Its score: more is more anomalous.
    pub score: i64,
    /// Whether it was anomalous.
    pub anomalous: bool,
    /// Which typology it was of, by its number in the data set's list.
    pub typology: Option<u16>,
    /// What alerts are grouped by, such as the card.
    pub group: u64,
}
