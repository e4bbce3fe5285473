//! Tree models: LightGBM's own predictions, and everything that cannot be imported.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode};
use critical_chains_flows::forest::{Forest, ImportError};
use proptest::prelude::*;

const MODEL: &str = include_str!("forest/model.txt");
const PREDICTIONS: &str = include_str!("forest/predictions.csv");
const FEATURES: u16 = 6;

fn predictions() -> Vec<(Vec<i32>, f64)> {
    PREDICTIONS
        .lines()
        .map(|line| {
            let (features, score) = line.rsplit_once(',').unwrap();
            (
                features.split(',').map(|value| value.parse().unwrap()).collect(),
                score.parse().unwrap(),
            )
        })
        .collect()
}

fn model() -> Forest {
    Forest::from_lightgbm(MODEL, FEATURES).unwrap()
}

fn odds(score: i64) -> f64 {
    score as f64 / 4_294_967_296.0
}

#[test]
fn scores_are_those_of_lightgbm() {
    let forest = model();

    assert_eq!((forest.trees(), forest.features()), (40, FEATURES));
    for (features, expected) in predictions() {
        let found = odds(forest.score(&features));
        assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
    }
}

#[test]
fn contributions_add_up_to_the_score() {
    let forest = model();

    for (features, _) in predictions() {
        let (contributions, rest) = forest.explain(&features);
        assert_eq!(contributions.iter().sum::<i64>() + rest, forest.score(&features));
    }
}

#[test]
fn what_matters_contributes_most() {
    let (contributions, _) = model().explain(&[4_900, 0, 0, 0, 0, 0]);

    let strongest = contributions.iter().enumerate().max_by_key(|(_, value)| **value).unwrap().0;

    assert_eq!(strongest, 0, "{contributions:?}");
}

#[test]
fn features_that_are_not_given_are_zero() {
    let forest = model();

    assert_eq!(forest.score(&[]), forest.score(&[0; 6]));
    assert_eq!(forest.score(&[7, 0, 0, 0, 0, 0, 99]), forest.score(&[7]));
}

#[test]
fn a_forest_survives_its_encoding() {
    let forest = model();

    assert_eq!(Forest::decode(&mut forest.encode().as_slice()), Ok(forest));
}

mod import {
    use super::*;

    fn error(text: &str) -> ImportError {
        Forest::from_lightgbm(text, FEATURES).unwrap_err()
    }

    fn without(field: &str) -> String {
        let start = format!("{field}=");
        MODEL.lines().filter(|line| !line.starts_with(&start)).collect::<Vec<_>>().join("\n")
    }

    /// The model with one line of its first tree changed.
    fn with(field: &str, change: impl Fn(&str) -> String) -> String {
        let mut changed = false;
        let lines = MODEL.lines().map(|line| match line.split_once('=') {
            Some((name, value)) if name == field && !changed => {
                changed = true;
                format!("{name}={}", change(value))
            }
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn first_as(entry: &'static str) -> impl Fn(&str) -> String {
        move |list| {
            let rest: Vec<&str> = list.split(' ').skip(1).collect();
            format!("{entry} {}", rest.join(" "))
        }
    }

    #[test]
    fn refuses_what_is_no_model_or_cut_short() {
        assert_eq!(error(""), ImportError::NotAModel);
        assert_eq!(error("hello\nend of trees"), ImportError::NotAModel);
        assert_eq!(error(&MODEL[..MODEL.len() / 2]), ImportError::NotAModel);
        assert_eq!(error(&without("max_feature_idx")), ImportError::NotAModel);
    }

    #[test]
    fn refuses_other_objectives() {
        let regression = MODEL.replacen("objective=binary sigmoid:1", "objective=regression", 1);
        let slope = MODEL.replacen("sigmoid:1", "sigmoid:2", 1);
        let classes = MODEL.replacen("num_class=1", "num_class=3", 1);

        for text in [regression, slope, classes] {
            assert_eq!(error(&text), ImportError::UnsupportedObjective);
        }
    }

    #[test]
    fn refuses_averages() {
        assert_eq!(
            error(&MODEL.replacen("num_class=1", "average_output\nnum_class=1", 1)),
            ImportError::Averaged
        );
    }

    #[test]
    fn refuses_more_features_than_there_are() {
        assert_eq!(
            Forest::from_lightgbm(MODEL, 3),
            Err(ImportError::TooManyFeatures { found: 6, most: 3 })
        );
    }

    #[test]
    fn refuses_what_whole_numbers_do_not_have() {
        assert_eq!(
            error(&with("decision_type", first_as("3"))),
            ImportError::CategoricalSplit { tree: 0 }
        );
        assert_eq!(
            error(&with("decision_type", first_as("6"))),
            ImportError::ZeroAsMissing { tree: 0 }
        );
        assert_eq!(
            error(&with("is_linear", |_| "1".to_owned())),
            ImportError::LinearTree { tree: 0 }
        );
    }

    #[test]
    fn names_the_field_that_is_wrong() {
        for field in [
            "leaf_value",
            "decision_type",
            "split_feature",
            "threshold",
            "left_child",
            "right_child",
            "internal_value",
            "num_leaves",
        ] {
            let invalid = ImportError::InvalidField { tree: 0, field };
            assert_eq!(error(&without(field)), invalid);
            assert_eq!(error(&with(field, |_| "x".to_owned())), invalid);
        }
        let invalid = ImportError::InvalidField { tree: 0, field: "threshold" };
        assert_eq!(error(&with("threshold", |list| format!("{list} 1"))), invalid);
        assert_eq!(error(&with("threshold", first_as("1e30"))), invalid);
    }

    #[test]
    fn refuses_children_that_are_no_tree() {
        for entry in ["0", "99", "-99", "2"] {
            let text = with("right_child", first_as(entry));
            assert_eq!(error(&text), ImportError::NotATree { tree: 0 }, "{entry}");
        }
        assert_eq!(error(&with("split_feature", first_as("6"))), ImportError::NotATree { tree: 0 });
    }

    #[test]
    fn refuses_what_is_too_large() {
        assert_eq!(error(&with("num_leaves", |_| "257".to_owned())), ImportError::TooLarge);
        let single = "\nTree=0\nnum_leaves=1\nleaf_value=0.5\n".repeat(501);
        let header: String = MODEL.split("\nTree=").next().unwrap().to_owned();
        assert_eq!(error(&format!("{header}{single}\nend of trees\n")), ImportError::TooLarge);
    }

    #[test]
    fn a_tree_of_one_leaf_is_a_constant() {
        let header: String = MODEL.split("\nTree=").next().unwrap().to_owned();
        let text = format!("{header}\nTree=0\nnum_leaves=1\nleaf_value=-0.25\n\nend of trees\n");

        let forest = Forest::from_lightgbm(&text, FEATURES).unwrap();

        assert_eq!(odds(forest.score(&[1, 2, 3])), -0.25);
        assert_eq!(forest.explain(&[1]), (vec![0; 6], forest.score(&[])));
    }
}

proptest! {
    #[test]
    fn changed_texts_are_read_or_refused(at in 0usize..40_000, byte in any::<u8>()) {
        let mut text = MODEL.as_bytes().to_vec();
        let at = at % text.len();
        text[at] = byte;
        if let Ok(text) = String::from_utf8(text)
            && let Ok(forest) = Forest::from_lightgbm(&text, FEATURES)
        {
            forest.score(&[1, -1, 3]);
        }
    }

    #[test]
    fn whatever_is_decoded_can_be_walked(at in 0usize..20_000, byte in any::<u8>()) {
        let mut bytes = model().encode();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(forest) = Forest::decode(&mut bytes.as_slice()) {
            let (contributions, rest) = forest.explain(&[i32::MIN, i32::MAX, 0, 1, 2, 3]);
            let sum = contributions.iter().fold(rest, |sum, value| sum.wrapping_add(*value));
            let _ = sum;
        }
    }
}
