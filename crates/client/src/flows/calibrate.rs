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
    /// Share of anomalous flows among those of them whose label is known.
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
    /// Institutions with a budget of their own.
    pub institutions: usize,
    /// Alerts a day that the parameters allow each of them.
    pub budget: u32,
    /// Every detector that fired.
    pub detectors: Vec<DetectorCount>,
    /// Mean alerts a day of an institution, at the engine's own thresholds.
    pub alerts_per_day: f64,
    /// From which score on there would have been as many alerts as all budgets allow together.
    pub threshold: Option<Threshold>,
    /// Profiles that had to give way.
    pub evicted: u64,
    /// How often the mean of the scores changed.
    pub drifts: u32,
}

/// A score from which on there are alerts, the same for all institutions.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// The score.
    pub score: i64,
    /// Mean alerts a day of an institution: more than the budget if several flows have this score.
    pub alerts_per_day: f64,
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
    let institutions = data.budgets(0..data.flows.len());
    let institution_days = days * institutions as f64;
    let budget = model.parameters.budget.alerts_per_day;
    let allowed = (f64::from(budget) * institution_days) as usize;
    let threshold = threshold(&run.scores, allowed).map(|(score, alerts)| Threshold {
        score,
        alerts_per_day: alerts as f64 / institution_days,
    });
    Ok(Calibration {
        days,
        institutions,
        budget,
        detectors: Detector::ALL
            .iter()
            .filter_map(|detector| count(data, &run, *detector, days))
            .collect(),
        alerts_per_day: alerts as f64 / institution_days,
        threshold,
        evicted: run.health.map_or(0, |health| health.evicted),
        drifts: run.health.map_or(0, |health| health.drifts),
    })
}

/// The score of the last flow that is allowed, and how many flows score as much; nothing if none is.
fn threshold(scores: &[i64], allowed: usize) -> Option<(i64, usize)> {
    let mut scores = scores.to_vec();
    scores.sort_unstable_by(|left, right| right.cmp(left));
    let last = allowed.min(scores.len()).checked_sub(1)?;
    let score = *scores.get(last)?;
    Some((score, scores.partition_point(|other| *other >= score)))
}

fn count(data: &DataSet, run: &Run, detector: Detector, days: f64) -> Option<DetectorCount> {
    let (mut fired, mut labelled, mut hits, mut anomalous) = (0u64, 0u64, 0u64, 0u64);
    for (flow, detectors) in data.flows.iter().zip(&run.fired) {
        let found = detectors.contains(detector);
        let real = flow.anomalous == Some(true);
        fired += u64::from(found);
        labelled += u64::from(found && flow.anomalous.is_some());
        hits += u64::from(found && real);
        anomalous += u64::from(real);
    }
    let share = |whole: u64| (whole > 0).then(|| hits as f64 / whole as f64);
    (fired > 0).then(|| DetectorCount {
        detector: detector.name(),
        fired,
        per_day: fired as f64 / days,
        precision: share(labelled),
        recall: share(anomalous),
    })
}

#[cfg(test)]
mod tests {
    use super::threshold;

    #[test]
    fn a_threshold_is_the_score_of_the_last_flow_that_is_allowed() {
        let scores = [3, 9, 5, 7];

        assert_eq!(threshold(&scores, 1), Some((9, 1)));
        assert_eq!(threshold(&scores, 3), Some((5, 3)));
        assert_eq!(threshold(&scores, 99), Some((3, 4)));
    }

    #[test]
    fn equals_of_the_last_flow_are_counted() {
        assert_eq!(threshold(&[7, 5, 5, 5, 1], 2), Some((5, 4)));
    }

    #[test]
    fn no_threshold_keeps_to_no_alerts() {
        assert_eq!(threshold(&[1, 2], 0), None);
        assert_eq!(threshold(&[], 5), None);
    }
}
