//! Figures of others on the data sets that there are profiles for, and what we set ourselves as goals.
//!
//! What is called *measured* was measured with the software of its authors on one machine, at times
//! under load, so that its times are upper bounds.

use crate::{Contender, Goal, Kind, Metric, Spread};

type Row = (&'static str, &'static str, &'static [(Metric, f64)]);

use Metric::{
    AreaUnderRoc as AUC, AveragePrecision as AP, F1, GroupPrecision as CARDS,
    MeanNanoseconds as NS, MedianNanoseconds as P50,
};

const DARPA: &[Row] = &[
    ("MIDAS", "Bhatia et al., AAAI 2020", &[(AUC, 0.91), (AP, 0.95)]),
    ("MIDAS-R", "Bhatia et al., AAAI 2020", &[(AUC, 0.95), (AP, 0.97)]),
    (
        "MIDAS-F",
        "authors' code, measured, 2x1024 cells",
        &[(AUC, 0.9857), (AP, 0.9920), (NS, 186.0)],
    ),
    ("SedanSpot", "Bhatia et al., AAAI 2020", &[(AUC, 0.64), (AP, 0.75)]),
    ("AnoEdge-L", "authors' code, measured", &[(AUC, 0.9634), (AP, 0.9806), (NS, 145.0)]),
    ("AnoEdge-G", "authors' code, measured", &[(AUC, 0.9707), (AP, 0.9845), (NS, 11_600.0)]),
];

const CARD: &[Row] = &[
    (
        "autoencoder (unsupervised)",
        "Fraud Detection Handbook, chapter 7, validation week",
        &[(AUC, 0.836), (AP, 0.180), (CARDS, 0.217)],
    ),
    (
        "isolation forest",
        "Fraud Detection Handbook, chapter 7, validation week",
        &[(AUC, 0.808), (AP, 0.164), (CARDS, 0.190)],
    ),
    (
        "logistic regression",
        "Fraud Detection Handbook, chapter 3, test week, trained on four months",
        &[(AUC, 0.871), (AP, 0.606), (CARDS, 0.291)],
    ),
    (
        "random forest",
        "Fraud Detection Handbook, chapter 3, test week, trained on four months",
        &[(AUC, 0.867), (AP, 0.658), (CARDS, 0.287)],
    ),
    (
        "tuned XGBoost",
        "Fraud Detection Handbook, chapter 5, test week, trained on four months",
        &[(AUC, 0.872), (AP, 0.687), (CARDS, 0.302)],
    ),
];

const AMLGENTEX: &[Row] = &[
    ("LightGBM, raw features", "measured, seed 0", &[(F1, 0.167), (AP, 0.103)]),
    (
        "LightGBM, GFP features",
        "measured, seed 0, snapml 1.17.2",
        &[(F1, 0.638), (AP, 0.670), (NS, 11_800.0)],
    ),
];

const CLAIMS: &[Row] = &[
    ("two-field rule on 1996", "measured", &[(AUC, 0.754), (AP, 0.105)]),
    ("LightGBM, 1994-95 to 1996", "measured", &[(AUC, 0.726), (AP, 0.121)]),
];

/// What is published about a data set.
pub fn rows(data: &str) -> Vec<Contender> {
    let rows = match data {
        "darpa" => DARPA,
        "card" => CARD,
        "amlgentex" => AMLGENTEX,
        "claims" => CLAIMS,
        _ => &[],
    };
    rows.iter()
        .map(|(name, source, metrics)| Contender {
            name: (*name).to_owned(),
            kind: Kind::Published,
            source: (*source).to_owned(),
            metrics: metrics
                .iter()
                .map(|(metric, value)| (*metric, Spread { mean: *value, deviation: 0.0 }))
                .collect(),
        })
        .collect()
}

/// What the engine should reach on a data set.
pub fn goals(data: &str) -> Vec<Goal> {
    let goals: &[(Metric, f64)] = match data {
        "darpa" => &[(AUC, 0.9857), (AP, 0.9920), (NS, 60.0)],
        "card" => &[(AUC, 0.855), (AP, 0.45), (CARDS, 0.263), (P50, 5_000.0), (NS, 5_000.0)],
        "amlgentex" => &[(F1, 0.638), (AP, 0.670), (NS, 11_800.0), (P50, 5_000.0)],
        "claims" => &[(AUC, 0.754)],
        _ => &[],
    };
    goals.iter().map(|(metric, value)| Goal { metric: *metric, value: *value }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source_and_figures() {
        for data in ["darpa", "card", "amlgentex", "claims"] {
            assert!(!goals(data).is_empty());
            for row in rows(data) {
                assert!(!row.source.is_empty() && !row.metrics.is_empty(), "{}", row.name);
            }
        }
        assert!(rows("unknown").is_empty());
    }
}
