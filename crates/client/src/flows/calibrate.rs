//! How often each detector fires, and from when on it would keep to a budget.

use super::{DataSet, Labels, Run, run};
use critical_chains_backtest::DAY;
use critical_chains_flows::{Detector, InvalidParameters, Model};

/// How often a detector fired.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DetectorCount {
    /// Which one.
    pub detector: &'static str,
    /// Flows for which it fired.
    pub fired: u64,
    /// Flows a day.
    pub per_day: f64,
    /// Share of anomalous flows among these, where labels are known.
    pub precision: Option<f64>,
    /// Share of anomalous flows for which it fired.
    pub recall: Option<f64>,
}

/// What calibration found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Calibration {
    /// Days that the flows are of.
    pub days: f64,
    /// Every detector that fired.
    pub detectors: Vec<DetectorCount>,
    /// Mean alerts a day at the engine's own threshold.
    pub alerts_per_day: f64,
    /// The score that would have raised so many alerts as the budget allows.
    pub threshold: i64,
    /// Profiles that had to give way.
    pub evicted: u64,
    /// How often the mean of the scores changed.
    pub drifts: u32,
}

/// Runs the engine over a data set and counts.
pub fn calibrate(
    data: &DataSet,
    model: &Model,
    labels: Labels,
) -> Result<Calibration, InvalidParameters> {
    let run = run(data, model, labels, 0)?;
    let first = data.flows.first().map_or(0, |flow| flow.flow.time);
    let last = data.flows.last().map_or(0, |flow| flow.flow.time);
    let days = ((last.saturating_sub(first) / DAY) + 1) as f64;
    let alerts = run.alerts.iter().filter(|alert| **alert).count();
    let allowed = (f64::from(model.parameters.budget.alerts_per_day) * days) as usize;
    let mut scores = run.scores.clone();
    scores.sort_unstable_by(|left, right| right.cmp(left));
    let threshold = scores.get(allowed.min(scores.len().saturating_sub(1)));
    Ok(Calibration {
        days,
        detectors: Detector::ALL
            .iter()
            .filter_map(|detector| count(data, &run, *detector, days))
            .collect(),
        alerts_per_day: alerts as f64 / days,
        threshold: threshold.copied().unwrap_or_default(),
        evicted: run.health.map_or(0, |health| health.evicted),
        drifts: run.health.map_or(0, |health| health.drifts),
    })
}

fn count(data: &DataSet, run: &Run, detector: Detector, days: f64) -> Option<DetectorCount> {
    let (mut fired, mut hits, mut anomalous) = (0u64, 0u64, 0u64);
    for (flow, detectors) in data.flows.iter().zip(&run.fired) {
        let found = detectors.contains(detector);
        let real = flow.anomalous == Some(true);
        fired += u64::from(found);
        hits += u64::from(found && real);
        anomalous += u64::from(real);
    }
    let share =
        |whole: u64| (data.profile.has_labels() && whole > 0).then(|| hits as f64 / whole as f64);
    (fired > 0).then(|| DetectorCount {
        detector: detector.name(),
        fired,
        per_day: fired as f64 / days,
        precision: share(fired),
        recall: share(anomalous),
    })
}
