//! Metrics of a ranking, as scikit-learn defines them.

use crate::Scored;
use serde::Serialize;

/// Flows with one score, counted.
struct Step {
    score: i64,
    anomalous: u64,
    ordinary: u64,
}

/// Flows by score, the most anomalous first; equal scores are one step.
fn steps(flows: &[Scored]) -> Vec<Step> {
    let mut ranked: Vec<(i64, bool)> =
        flows.iter().map(|flow| (flow.score, flow.anomalous)).collect();
    ranked.sort_unstable_by(|left, right| right.cmp(left));
    let mut steps: Vec<Step> = Vec::new();
    for (score, anomalous) in ranked {
        if steps.last().is_none_or(|step| step.score != score) {
            steps.push(Step { score, anomalous: 0, ordinary: 0 });
        }
        if let Some(step) = steps.last_mut() {
            step.anomalous += u64::from(anomalous);
            step.ordinary += u64::from(!anomalous);
        }
    }
    steps
}

/// The area under the receiver operating characteristic: how likely an anomalous flow scores more
/// than an ordinary one; equal scores count half. Nothing if there are flows of one kind only.
pub fn area_under_roc(flows: &[Scored]) -> Option<f64> {
    let mut found = 0u128;
    let mut pairs_twice = 0u128;
    let (mut anomalous, mut ordinary) = (0u128, 0u128);
    for step in steps(flows) {
        let (hits, misses) = (u128::from(step.anomalous), u128::from(step.ordinary));
        pairs_twice += misses * (2 * found + hits);
        found += hits;
        anomalous += hits;
        ordinary += misses;
    }
    let all = anomalous * ordinary;
    (all > 0).then(|| pairs_twice as f64 / (2 * all) as f64)
}

/// Average precision: precision at each step, weighted by the recall it adds. Nothing if no flow is
/// anomalous.
pub fn average_precision(flows: &[Scored]) -> Option<f64> {
    let all = flows.iter().filter(|flow| flow.anomalous).count() as f64;
    let (mut hits, mut seen) = (0u64, 0u64);
    let sum: f64 = steps(flows)
        .iter()
        .map(|step| {
            hits += step.anomalous;
            seen += step.anomalous + step.ordinary;
            step.anomalous as f64 / all * (hits as f64 / seen as f64)
        })
        .sum();
    (all > 0.0).then_some(sum)
}

/// Precision at each recall, for a plot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// What is ranked by.
    pub name: String,
    /// The area under it.
    pub average_precision: Option<f64>,
    /// Recall and precision.
    pub points: Vec<(f64, f64)>,
}

/// The precision-recall curve, of at most `most` points.
pub fn precision_recall(name: &str, flows: &[Scored], most: usize) -> Curve {
    let all = flows.iter().filter(|flow| flow.anomalous).count().max(1) as f64;
    let (mut hits, mut seen) = (0u64, 0u64);
    let points: Vec<(f64, f64)> = steps(flows)
        .iter()
        .map(|step| {
            hits += step.anomalous;
            seen += step.anomalous + step.ordinary;
            (hits as f64 / all, hits as f64 / seen as f64)
        })
        .collect();
    // Points are wanted where the recall grows, not where there are many scores.
    let step = 1.0 / most.max(2) as f64;
    let last = points.len().saturating_sub(1);
    let mut next = 0.0;
    let points = points
        .into_iter()
        .enumerate()
        .filter(|(index, (recall, _))| {
            let kept = *recall >= next || *index == last;
            if kept {
                next = recall + step;
            }
            kept
        })
        .map(|(_, point)| point)
        .collect();
    Curve { name: name.to_owned(), average_precision: average_precision(flows), points }
}

/// A score from which on flows count as anomalous, and how good that is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// The score.
    pub score: i64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Share of anomalous flows among those from the score on.
    pub precision: f64,
    /// Share of those from the score on among anomalous flows.
    pub recall: f64,
}

impl Threshold {
    fn new(score: i64, hits: u64, seen: u64, all: u64) -> Self {
        let share =
            |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        Self {
            score,
            f1: share(2 * hits, seen + all),
            precision: share(hits, seen),
            recall: share(hits, all),
        }
    }
}

/// The threshold with the best F1. Nothing if no flow is anomalous.
pub fn best_f1(flows: &[Scored]) -> Option<Threshold> {
    let all = flows.iter().filter(|flow| flow.anomalous).count() as u64;
    let (mut hits, mut seen) = (0u64, 0u64);
    let mut best: Option<Threshold> = None;
    for step in steps(flows) {
        hits += step.anomalous;
        seen += step.anomalous + step.ordinary;
        let here = Threshold::new(step.score, hits, seen, all);
        if best.is_none_or(|best| here.f1 > best.f1) {
            best = Some(here);
        }
    }
    best.filter(|_| all > 0)
}

/// How good a threshold is that was chosen on other flows.
pub fn f1_at(flows: &[Scored], score: i64) -> Threshold {
    let (mut hits, mut seen, mut all) = (0, 0, 0);
    for flow in flows {
        let alert = flow.score >= score;
        seen += u64::from(alert);
        hits += u64::from(alert && flow.anomalous);
        all += u64::from(flow.anomalous);
    }
    Threshold::new(score, hits, seen, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn flows(ranking: &[(i64, bool)]) -> Vec<Scored> {
        ranking
            .iter()
            .map(|(score, anomalous)| Scored {
                time: 0,
                score: *score,
                anomalous: *anomalous,
                typology: None,
                group: 0,
            })
            .collect()
    }

    fn ranking() -> impl Strategy<Value = Vec<(i64, bool)>> {
        prop::collection::vec((-20i64..20, any::<bool>()), 1..120)
    }

    #[test]
    fn agrees_with_scikit_learn() {
        // python -c "from sklearn.metrics import roc_auc_score as a, average_precision_score as p
        // y=[1,0,1,1,0,0,1,0,0,1,0,0]; s=[9,9,8,7,7,6,5,5,5,5,2,1]; print(a(y,s), p(y,s))"
        let labels = [1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0];
        let scores = [9, 9, 8, 7, 7, 6, 5, 5, 5, 5, 2, 1];
        let ranking: Vec<(i64, bool)> =
            scores.into_iter().zip(labels).map(|(score, label)| (score, label == 1)).collect();
        let flows = flows(&ranking);

        assert!((area_under_roc(&flows).unwrap() - 0.685_714_285_714_285_7).abs() < 1e-12);
        assert!((average_precision(&flows).unwrap() - 0.553_333_333_333_333_3).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_said_of_flows_of_one_kind() {
        assert_eq!(area_under_roc(&flows(&[(1, true), (2, true)])), None);
        assert_eq!(average_precision(&flows(&[(1, false)])), None);
        assert_eq!(best_f1(&flows(&[(1, false)])), None);
    }

    #[test]
    fn a_perfect_ranking_is_perfect() {
        let flows = flows(&[(3, true), (2, true), (1, false)]);

        assert_eq!(area_under_roc(&flows), Some(1.0));
        assert_eq!(average_precision(&flows), Some(1.0));
        assert_eq!(best_f1(&flows).map(|best| (best.score, best.f1)), Some((2, 1.0)));
    }

    #[test]
    fn curves_are_thinned_and_keep_their_ends() {
        let ranking: Vec<(i64, bool)> = (0..1_000).map(|score| (score, score % 3 == 0)).collect();

        let curve = precision_recall("ours", &flows(&ranking), 100);

        assert!(curve.points.len() <= 101);
        assert_eq!(curve.points.last().map(|point| point.0), Some(1.0));
    }

    proptest! {
        #[test]
        fn area_is_the_share_of_pairs_in_order(ranking in ranking()) {
            let flows = flows(&ranking);
            let (mut won, mut all) = (0.0, 0.0);
            for (left, _) in ranking.iter().filter(|(_, anomalous)| *anomalous) {
                for (right, _) in ranking.iter().filter(|(_, anomalous)| !anomalous) {
                    all += 1.0;
                    won += if left > right { 1.0 } else if left == right { 0.5 } else { 0.0 };
                }
            }
            match area_under_roc(&flows) {
                Some(area) => prop_assert!((area - won / all).abs() < 1e-9),
                None => prop_assert_eq!(all, 0.0),
            }
        }

        #[test]
        fn best_f1_is_the_best_of_all_thresholds(ranking in ranking()) {
            let flows = flows(&ranking);
            if let Some(best) = best_f1(&flows) {
                prop_assert_eq!(f1_at(&flows, best.score), best);
                for (score, _) in ranking {
                    prop_assert!(f1_at(&flows, score).f1 <= best.f1 + 1e-12);
                }
            }
        }
    }
}
