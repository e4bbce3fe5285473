//! Trees of all shapes: the forest says what the plainest evaluation says.

#![allow(clippy::unwrap_used)]

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_flows::forest::{Forest, MAX_ENCODED_BYTES};
use proptest::{collection::vec, prelude::*};
use std::fmt::Write;

const FEATURES: u16 = 5;

/// A tree as one would draw it. Values are in quarters, which both sides know exactly.
#[derive(Clone, Debug)]
enum Plain {
    Leaf(i32),
    Split { feature: u16, threshold: f64, left: Box<Plain>, right: Box<Plain> },
}

impl Plain {
    fn value(&self, features: &[i32]) -> f64 {
        match self {
            Self::Leaf(quarters) => f64::from(*quarters) / 4.0,
            Self::Split { feature, threshold, left, right } => {
                let goes_left = f64::from(features[usize::from(*feature)]) <= *threshold;
                if goes_left { left.value(features) } else { right.value(features) }
            }
        }
    }

    /// Puts the tree into lists as LightGBM does; says where it is.
    fn list(&self, lists: &mut Lists) -> i32 {
        match self {
            Self::Leaf(quarters) => {
                lists.leaves.push(f64::from(*quarters) / 4.0);
                -(lists.leaves.len() as i32)
            }
            Self::Split { feature, threshold, left, right } => {
                let index = lists.splits.len();
                lists.splits.push((*feature, *threshold, 0, 0));
                lists.splits[index].2 = left.list(lists);
                lists.splits[index].3 = right.list(lists);
                index as i32
            }
        }
    }
}

#[derive(Default)]
struct Lists {
    splits: Vec<(u16, f64, i32, i32)>,
    leaves: Vec<f64>,
}

fn text_of(trees: &[Plain]) -> String {
    let names: Vec<String> = (0..FEATURES).map(|place| format!("Column_{place}")).collect();
    let mut text = format!(
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx={}\n\
         objective=binary sigmoid:1\nfeature_names={}\n\n",
        FEATURES - 1,
        names.join(" ")
    );
    for (index, tree) in trees.iter().enumerate() {
        let mut lists = Lists::default();
        tree.list(&mut lists);
        writeln!(text, "Tree={index}\nnum_leaves={}", lists.leaves.len()).unwrap();
        let mut line = |name: &str, entries: Vec<String>| {
            writeln!(text, "{name}={}", entries.join(" ")).unwrap();
        };
        line("leaf_value", lists.leaves.iter().map(f64::to_string).collect());
        line("split_feature", lists.splits.iter().map(|split| split.0.to_string()).collect());
        line("threshold", lists.splits.iter().map(|split| format!("{:e}", split.1)).collect());
        line("left_child", lists.splits.iter().map(|split| split.2.to_string()).collect());
        line("right_child", lists.splits.iter().map(|split| split.3.to_string()).collect());
        // Missing values of both kinds that cannot occur, going left and right.
        line(
            "decision_type",
            (0..lists.splits.len())
                .map(|at| [0, 2, 8, 10][at % 4])
                .map(|d| d.to_string())
                .collect(),
        );
        line("internal_value", (0..lists.splits.len()).map(|at| format!("{at}.75")).collect());
        text.push('\n');
    }
    text + "end of trees\n"
}

fn threshold() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-20i32..20).prop_map(f64::from),
        (-20i32..20).prop_map(|whole| f64::from(whole) + 0.5),
        Just(1.000_000_018_002_509_5e-35),
        Just(-1.000_000_018_002_509_5e-35),
        Just(f64::from(i32::MIN)),
        Just(f64::from(i32::MAX)),
        Just(f64::MAX),
    ]
}

fn tree() -> impl Strategy<Value = Plain> {
    (-4_000i32..4_000).prop_map(Plain::Leaf).prop_recursive(6, 48, 2, |inner| {
        (0..FEATURES, threshold(), inner.clone(), inner).prop_map(
            |(feature, threshold, left, right)| Plain::Split {
                feature,
                threshold,
                left: Box::new(left),
                right: Box::new(right),
            },
        )
    })
}

fn row() -> impl Strategy<Value = Vec<i32>> {
    let number = prop_oneof![8 => -25i32..25, 1 => Just(i32::MIN), 1 => Just(i32::MAX)];
    vec(number, usize::from(FEATURES))
}

proptest! {
    #[test]
    fn scores_are_those_of_the_plain_trees(
        trees in vec(tree(), 0..20),
        rows in vec(row(), 1..20),
    ) {
        let forest = Forest::from_lightgbm(&text_of(&trees), FEATURES).unwrap();

        prop_assert_eq!(forest.trees(), trees.len());
        for row in rows {
            let expected: f64 = trees.iter().map(|tree| tree.value(&row)).sum();
            let score = forest.score(&row);
            prop_assert_eq!(score as f64 / 4_294_967_296.0, expected);
            let (contributions, rest) = forest.explain(&row);
            prop_assert_eq!(contributions.iter().sum::<i64>() + rest, score);
        }
    }

    #[test]
    fn a_forest_survives_its_encoding(trees in vec(tree(), 0..20)) {
        let forest = Forest::from_lightgbm(&text_of(&trees), FEATURES).unwrap();

        let bytes = forest.encode();

        prop_assert_eq!(bytes.len(), forest.encoded_size());
        prop_assert!(bytes.len() <= Forest::max_encoded_len());
        let decoded = Forest::decode(&mut bytes.as_slice()).unwrap();
        prop_assert_eq!(decoded.hash(), forest.hash());
        prop_assert_eq!(decoded, forest);
    }

    #[test]
    fn whatever_is_decoded_is_the_encoding_of_what_comes_out(
        trees in vec(tree(), 1..6),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        row in row(),
    ) {
        let mut bytes = Forest::from_lightgbm(&text_of(&trees), FEATURES).unwrap().encode();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }

        let mut input = bytes.as_slice();
        if let Ok(forest) = Forest::decode(&mut input) {
            let read = bytes.len() - input.len();
            prop_assert_eq!(&forest.encode()[..], &bytes[..read]);
            let (contributions, rest) = forest.explain(&row);
            prop_assert_eq!(contributions.iter().sum::<i64>() + rest, forest.score(&row));
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        let mut version = vec![1, 5, 0];
        version.extend(bytes);
        if let Ok(forest) = Forest::decode(&mut version.as_slice()) {
            forest.score(&[]);
        }
    }

    #[test]
    fn texts_are_read_or_refused(
        trees in vec(tree(), 1..6),
        changes in vec((any::<prop::sample::Index>(), 0usize..24, "[ -~\n]{0,12}"), 1..4),
    ) {
        let mut text = text_of(&trees);
        for (at, length, put) in changes {
            // All of it is ASCII.
            let at = at.index(text.len().max(1)).min(text.len());
            let end = at.saturating_add(length).min(text.len());
            text.replace_range(at..end, &put);
        }
        if let Ok(forest) = Forest::from_lightgbm(&text, FEATURES) {
            let (contributions, rest) = forest.explain(&[1, -1, i32::MIN, i32::MAX]);
            let score = forest.score(&[1, -1, i32::MIN, i32::MAX]);
            prop_assert_eq!(contributions.iter().sum::<i64>() + rest, score);
        }
    }
}

#[test]
fn the_longest_encoding_has_the_bytes_that_are_stated() {
    // A tree of 64 leaves, the right one always split again, as large as any.
    let mut tree = Plain::Leaf(1);
    for depth in 0..63 {
        tree = Plain::Split {
            feature: 0,
            threshold: f64::from(63 - depth),
            left: Box::new(Plain::Leaf(depth)),
            right: Box::new(tree),
        };
    }

    let forest = Forest::from_lightgbm(&text_of(&vec![tree; 300]), FEATURES).unwrap();

    assert_eq!(forest.encode().len(), MAX_ENCODED_BYTES);
    assert_eq!(MAX_ENCODED_BYTES, 494_405);
}

#[test]
fn the_largest_values_add_up() {
    // Averages and leaves on opposite ends, on the longest paths of the most trees.
    let mut tree = Plain::Leaf(131_072);
    for depth in 0..63 {
        tree = Plain::Split {
            feature: 0,
            threshold: f64::from(-depth),
            left: Box::new(Plain::Leaf(-131_072)),
            right: Box::new(tree),
        };
    }
    let text = text_of(&vec![tree; 300]);
    let lines = text.lines().map(|line| match line.strip_prefix("internal_value=") {
        Some(list) => {
            let ends = ["32768", "-32768"].into_iter().cycle().take(list.split(' ').count());
            format!("internal_value={}", ends.collect::<Vec<_>>().join(" "))
        }
        None => line.to_owned(),
    });
    let text = lines.collect::<Vec<_>>().join("\n");

    let forest = Forest::from_lightgbm(&text, FEATURES).unwrap();
    let (contributions, rest) = forest.explain(&[1]);

    assert_eq!(forest.score(&[1]), 300 << 47);
    assert_eq!(contributions[0].checked_add(rest), Some(300 << 47));
}
