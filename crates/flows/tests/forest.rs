//! Tree models: LightGBM's own predictions, and everything that cannot be imported.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode};
use critical_chains_flows::{
    Feature,
    forest::{Forest, ImportError},
};
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
fn flows_are_in_the_order_that_lightgbm_gives_them() {
    let forest = model();
    let mut rows: Vec<(f64, i64)> = predictions()
        .into_iter()
        .map(|(features, expected)| (expected, forest.score(&features)))
        .collect();

    rows.sort_by(|a, b| a.0.total_cmp(&b.0));

    // Two sums in floating point may differ by an error of rounding where they are equal in truth.
    let ties = |pair: &[(f64, i64)]| (pair[1].0 - pair[0].0).abs() < 1e-12;
    assert!(rows.windows(2).all(|pair| pair[0].1 <= pair[1].1 || ties(pair)));
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

mod encoding {
    use super::*;

    #[test]
    fn a_forest_survives_it() {
        let forest = model();

        assert_eq!(Forest::decode(&mut forest.encode().as_slice()), Ok(forest));
    }

    #[test]
    fn a_changed_threshold_changes_the_hash() {
        let changed = MODEL.replacen("threshold=867.5", "threshold=868.5", 1);

        let changed = Forest::from_lightgbm(&changed, FEATURES).unwrap();

        assert_ne!(changed.hash(), model().hash());
        assert_eq!(model().hash(), model().hash());
    }

    /// What is said of bytes that are a forest but for these.
    fn refusal(at: usize, byte: u8) -> String {
        let mut bytes = model().encode();
        bytes[at] = byte;
        Forest::decode(&mut bytes.as_slice()).unwrap_err().to_string()
    }

    #[test]
    fn what_it_does_not_allow_is_refused() {
        // The header has five bytes, then there are two for the leaves, then the first node.
        assert_eq!(refusal(0, 2), "a forest of another version");
        assert_eq!(refusal(5, 65), "too many leaves");
        assert_eq!(refusal(6, 1), "too many leaves");
        for (what, at, byte) in [
            ("no leaves", 5, 0),
            ("an unknown feature", 7, 6),
            ("a child that is no later node", 13, 0),
            ("a child beyond the tree", 13, 99),
            ("an extreme value", 24, 1),
        ] {
            assert_eq!(refusal(at, byte), "not a tree", "{what}");
        }
        let many = [(1u8, 0u16, 301u16).encode(), (1u16, 7i64).encode().repeat(301)].concat();
        assert_eq!(Forest::decode(&mut many.as_slice()).unwrap_err().to_string(), "too many trees");
        let whole = model().encode();
        for end in 0..whole.len() {
            assert!(Forest::decode(&mut &whole[..end]).is_err(), "{end}");
        }
    }
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

    /// The model with one line of its header or of its first tree changed.
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

    fn first_features() -> Vec<&'static str> {
        Feature::ALL.iter().take(FEATURES.into()).map(|feature| feature.name()).collect()
    }

    /// The model, trained on columns of these names.
    fn named(names: &[&str]) -> String {
        with("feature_names", |_| names.join(" "))
    }

    /// The model's header, and so many trees that are constants.
    fn of_one_leaf(trees: usize) -> String {
        let (header, _) = MODEL.split_once("\ntree_sizes=").unwrap();
        let trees: String = (0..trees)
            .map(|tree| format!("\nTree={tree}\nnum_leaves=1\nleaf_value=-0.25\n"))
            .collect();
        format!("{header}\n{trees}\nend of trees\n")
    }

    #[test]
    fn refuses_what_is_no_model_or_cut_short() {
        assert_eq!(error(""), ImportError::NotAModel);
        assert_eq!(error("hello\nend of trees"), ImportError::NotAModel);
        assert_eq!(error(&MODEL[..MODEL.len() / 2]), ImportError::NotAModel);
        assert_eq!(error(&without("max_feature_idx")), ImportError::NotAModel);
        assert_eq!(error(&MODEL.replacen("Tree=7", "Tree=8", 1)), ImportError::NotAModel);
    }

    #[test]
    fn refuses_other_versions() {
        for text in [MODEL.replacen("=v4", "=v5", 1), without("version")] {
            assert_eq!(error(&text), ImportError::UnsupportedVersion);
        }
    }

    #[test]
    fn refuses_a_text_that_lacks_its_last_trees() {
        let (before, _) = MODEL.split_once("\nTree=30").unwrap();

        assert_eq!(
            error(&format!("{before}\nend of trees\n")),
            ImportError::MissingTrees { found: 30, expected: 40 }
        );
    }

    #[test]
    fn refuses_other_objectives() {
        let regression = MODEL.replacen("objective=binary sigmoid:1", "objective=regression", 1);
        let slope = MODEL.replacen("sigmoid:1", "sigmoid:2", 1);
        let classes = MODEL.replacen("num_class=1", "num_class=3", 1);

        let trees = MODEL.replacen("num_tree_per_iteration=1", "num_tree_per_iteration=3", 1);

        for text in [regression, slope, classes, trees] {
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
    fn refuses_fewer_or_more_features_than_there_are() {
        for expected in [3, 5, 7] {
            assert_eq!(
                Forest::from_lightgbm(MODEL, expected),
                Err(ImportError::OtherFeatureCount { found: 6, expected })
            );
        }
    }

    #[test]
    fn takes_the_names_of_the_features_in_their_order() {
        assert!(Forest::from_lightgbm(&named(&first_features()), FEATURES).is_ok());
    }

    #[test]
    fn names_the_first_feature_that_is_another() {
        let mut reordered = first_features();
        reordered.swap(2, 4);
        let mut other = first_features();
        other[5] = "branch";
        // Automatic names of a table from which a column was taken.
        let moved: Vec<String> = [0, 1, 3, 4, 5, 6].map(|column| format!("Column_{column}")).into();
        let moved: Vec<&str> = moved.iter().map(String::as_str).collect();

        for (names, place, expected, found) in [
            (reordered, 2, "weekday", "crosses_institutions"),
            (other, 5, "edge_burst", "branch"),
            (moved, 0, "amount", "Column_0"),
        ] {
            let found = found.to_owned();
            assert_eq!(error(&named(&names)), ImportError::OtherFeature { place, expected, found });
        }
    }

    #[test]
    fn refuses_a_text_without_a_name_for_each_feature() {
        assert_eq!(error(&without("feature_names")), ImportError::NotAModel);
        assert_eq!(error(&named(&first_features()[1..])), ImportError::NotAModel);
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
        assert_eq!(error(&with("threshold", first_as("-1e30"))), invalid);
        let invalid = ImportError::InvalidField { tree: 0, field: "decision_type" };
        for unknown in ["12", "18"] {
            assert_eq!(error(&with("decision_type", first_as(unknown))), invalid);
        }
    }

    #[test]
    fn refuses_children_that_are_no_tree() {
        for entry in ["0", "99", "-99", "2"] {
            let text = with("right_child", first_as(entry));
            assert_eq!(error(&text), ImportError::NotATree { tree: 0 }, "{entry}");
        }
    }

    #[test]
    fn refuses_nodes_that_no_walk_reaches() {
        // The second node is its own child, and each leaf has one parent.
        let tree = "Tree=0\nnum_leaves=3\nsplit_feature=0 0\nthreshold=1 2\ndecision_type=2 2\n\
                    left_child=-1 1\nright_child=-2 -3\nleaf_value=1 2 3\ninternal_value=0 0";
        let text = of_one_leaf(1).replacen("Tree=0\nnum_leaves=1\nleaf_value=-0.25", tree, 1);

        assert_eq!(error(&text), ImportError::NotATree { tree: 0 });
        let reached = text.replacen(
            "left_child=-1 1\nright_child=-2 -3",
            "left_child=-1 -2\nright_child=1 -3",
            1,
        );
        assert!(Forest::from_lightgbm(&reached, FEATURES).is_ok());
    }

    #[test]
    fn refuses_features_that_the_header_does_not_have() {
        assert_eq!(
            error(&with("split_feature", first_as("6"))),
            ImportError::UnknownFeature { tree: 0, feature: 6 }
        );
    }

    #[test]
    fn refuses_values_beyond_all_odds() {
        assert_eq!(
            error(&with("leaf_value", first_as("-32768.000001"))),
            ImportError::ExtremeValue { tree: 0 }
        );
        assert!(Forest::from_lightgbm(&with("leaf_value", first_as("32768")), FEATURES).is_ok());
    }

    #[test]
    fn says_what_is_wrong_and_what_to_do() {
        let tree = 3;
        for (error, words) in [
            (ImportError::NotAModel, "Booster.save_model"),
            (ImportError::UnsupportedVersion, "neither v3 nor v4"),
            (ImportError::MissingTrees { found: 1, expected: 2 }, "1 trees, expected 2"),
            (ImportError::UnsupportedObjective, "train for two classes"),
            (ImportError::Averaged, "not as a random forest"),
            (ImportError::InvalidField { tree, field: "threshold" }, "tree 3: 'threshold'"),
            (ImportError::CategoricalSplit { tree }, "declare no categorical features"),
            (ImportError::ZeroAsMissing { tree }, "zero_as_missing=false"),
            (ImportError::LinearTree { tree }, "linear_tree=false"),
            (
                ImportError::OtherFeatureCount { found: 4, expected: 6 },
                "trained on 4 features, expected 6: train on all columns",
            ),
            (
                ImportError::OtherFeature { place: 1, expected: "hour", found: "age".to_owned() },
                "feature 1 of the model is 'age', expected 'hour': train on all columns",
            ),
            (ImportError::UnknownFeature { tree, feature: 6 }, "tree 3 asks for feature 6"),
            (ImportError::TooLarge, "more than 300 trees, or 64 leaves in one"),
            (ImportError::ExtremeValue { tree }, "lambda_l2 above 0"),
            (ImportError::NotATree { tree }, "the nodes of tree 3 are no tree"),
        ] {
            assert!(error.to_string().contains(words), "{error}");
        }
    }

    #[test]
    fn refuses_what_is_too_large() {
        assert_eq!(error(&with("num_leaves", |_| "65".to_owned())), ImportError::TooLarge);
        assert_eq!(error(&of_one_leaf(301)), ImportError::TooLarge);
        assert!(Forest::from_lightgbm(&of_one_leaf(300), FEATURES).is_ok());
    }

    #[test]
    fn a_tree_of_one_leaf_is_a_constant() {
        let forest = Forest::from_lightgbm(&of_one_leaf(1), FEATURES).unwrap();

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
