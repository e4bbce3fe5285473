//! LightGBM's text format, versions 3 and 4.
//!
//! A header of `key=value` lines, then for each tree `Tree=N` and its fields, then `end of trees`. What
//! follows (importances of features, parameters) does not bear on scores. Values of leaves are written
//! after `shrinkage` and the starting value have gone into them, so neither is applied again.
//!
//! Where missing values go (`decision_type`) does not matter unless zeros count as missing: whole
//! numbers are never NaN.
//!
//! Trees ask for features by their place, so a model over other columns, or over the same ones in
//! another order, would score what it was not trained on. LightGBM counts all columns it was given, even
//! those that no tree asks for, and names them `Column_0` and so on unless it is told names.

use super::{Forest, ImportError, MAX_LEAVES, Node, Tree, decimal::Decimal, tree::Flaw};
use crate::features::Feature;
use alloc::{borrow::ToOwned, vec::Vec};

/// What LightGBM calls a column that has no name, before its place.
const AUTOMATIC_NAME: &str = "Column_";

/// Versions that mean the same by the fields that are read.
const VERSIONS: [&str; 2] = ["v3", "v4"];

/// Bits of `decision_type`: by category, missing goes left, and two for what counts as missing.
const CATEGORICAL: u8 = 1;
const DEFAULT_LEFT: u8 = 1 << 1;
const MISSING_ZERO: u8 = 1 << 2;
const MISSING_NAN: u8 = 2 << 2;

/// The fields of one tree, or of the header.
struct Fields<'a> {
    lines: Vec<(&'a str, &'a str)>,
    tree: usize,
}

impl<'a> Fields<'a> {
    fn new(text: &'a str, tree: usize) -> Self {
        let lines = text.lines().filter_map(|line| line.split_once('=')).collect();
        Self { lines, tree }
    }

    fn get(&self, key: &str) -> Option<&'a str> {
        self.lines.iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim())
    }

    /// A list of exactly so many entries.
    fn list<T>(
        &self,
        field: &'static str,
        count: usize,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, ImportError> {
        let invalid = || ImportError::InvalidField { tree: self.tree, field };
        let value = self.get(field).ok_or_else(invalid)?;
        let entries: Option<Vec<T>> =
            value.split_ascii_whitespace().take(count.saturating_add(1)).map(parse).collect();
        entries.filter(|entries| entries.len() == count).ok_or_else(invalid)
    }
}

impl Forest {
    /// Reads a model that LightGBM has written, trained on the first so many features.
    pub fn from_lightgbm(text: &str, features: u16) -> Result<Self, ImportError> {
        let (body, _) = text.split_once("\nend of trees").ok_or(ImportError::NotAModel)?;
        let mut parts = body.split("\nTree=");
        let header = Fields::new(parts.next().unwrap_or_default(), 0);
        if !text.starts_with("tree\n") && !text.starts_with("tree\r\n") {
            return Err(ImportError::NotAModel);
        }
        check_header(&header, body, features)?;
        let mut forest = Self::new(features);
        for (index, part) in parts.enumerate() {
            if part.lines().next().and_then(|number| number.trim().parse().ok()) != Some(index) {
                return Err(ImportError::NotAModel);
            }
            let tree = read_tree(&Fields::new(part, index))?;
            tree.check(features).map_err(|flaw| flaw.of(index))?;
            forest.push(&tree).ok_or(ImportError::TooLarge)?;
        }
        let found = forest.trees();
        match header.get("tree_sizes").map(|sizes| sizes.split_ascii_whitespace().count()) {
            Some(expected) if expected != found => {
                Err(ImportError::MissingTrees { found, expected })
            }
            _ => Ok(forest),
        }
    }
}

impl Flaw {
    fn of(self, tree: usize) -> ImportError {
        match self {
            Self::TooLarge => ImportError::TooLarge,
            Self::NotATree => ImportError::NotATree { tree },
            Self::UnknownFeature(feature) => ImportError::UnknownFeature { tree, feature },
            Self::ExtremeValue => ImportError::ExtremeValue { tree },
        }
    }
}

fn check_header(header: &Fields<'_>, body: &str, features: u16) -> Result<(), ImportError> {
    if !header.get("version").is_some_and(|version| VERSIONS.contains(&version)) {
        return Err(ImportError::UnsupportedVersion);
    }
    let objective = header.get("objective").unwrap_or_default();
    let mut words = objective.split_ascii_whitespace();
    let binary = words.next() == Some("binary");
    // Another slope of the sigmoid would give other odds.
    let slope_of_one = words.all(|word| !word.starts_with("sigmoid:") || word == "sigmoid:1");
    let one = ["num_class", "num_tree_per_iteration"].map(|key| header.get(key) == Some("1"));
    if !binary || !slope_of_one || one != [true; 2] {
        return Err(ImportError::UnsupportedObjective);
    }
    if body.lines().any(|line| line.trim() == "average_output") {
        return Err(ImportError::Averaged);
    }
    check_features(header, features)
}

/// Whether the columns that the model was trained on are the features, in the order of their codes.
fn check_features(header: &Fields<'_>, features: u16) -> Result<(), ImportError> {
    let largest = header.get("max_feature_idx").and_then(|text| text.parse::<usize>().ok());
    let found = largest.ok_or(ImportError::NotAModel)?.saturating_add(1);
    if found != usize::from(features) {
        return Err(ImportError::OtherFeatureCount { found, expected: features });
    }
    let names = || header.get("feature_names").unwrap_or_default().split_ascii_whitespace();
    if names().count() != found {
        return Err(ImportError::NotAModel);
    }
    let automatic = |(place, name): (usize, &str)| {
        name.strip_prefix(AUTOMATIC_NAME).and_then(|number| number.parse().ok()) == Some(place)
    };
    if names().enumerate().all(automatic) {
        return Ok(());
    }
    let expected = Feature::ALL.iter().map(|feature| feature.name());
    match names().zip(expected).enumerate().find(|(_, (found, expected))| found != expected) {
        Some((place, (found, expected))) => {
            Err(ImportError::OtherFeature { place, expected, found: found.to_owned() })
        }
        None => Ok(()),
    }
}

fn read_tree(fields: &Fields<'_>) -> Result<Tree, ImportError> {
    let tree = fields.tree;
    let leaves = fields
        .get("num_leaves")
        .and_then(|text| text.parse::<usize>().ok())
        .filter(|count| *count > 0)
        .ok_or(ImportError::InvalidField { tree, field: "num_leaves" })?;
    if leaves > MAX_LEAVES {
        return Err(ImportError::TooLarge);
    }
    if fields.get("is_linear").is_some_and(|linear| linear != "0") {
        return Err(ImportError::LinearTree { tree });
    }
    let splits = leaves.saturating_sub(1);
    let fixed = |text: &str| Decimal::parse(text).and_then(Decimal::fixed);
    let leaf_values = fields.list("leaf_value", leaves, fixed)?;
    let mut read = Tree { leaves: leaf_values, ..Tree::default() };
    if splits == 0 {
        return Ok(read);
    }
    for decision in fields.list("decision_type", splits, |text| text.parse::<u8>().ok())? {
        if decision & CATEGORICAL != 0 {
            return Err(ImportError::CategoricalSplit { tree });
        }
        match decision & !DEFAULT_LEFT {
            0 | MISSING_NAN => {}
            MISSING_ZERO => return Err(ImportError::ZeroAsMissing { tree }),
            _ => return Err(ImportError::InvalidField { tree, field: "decision_type" }),
        }
    }
    let features = fields.list("split_feature", splits, |text| text.parse().ok())?;
    let thresholds =
        fields.list("threshold", splits, |text| Decimal::parse(text).and_then(Decimal::floor))?;
    let left = fields.list("left_child", splits, |text| text.parse().ok())?;
    let right = fields.list("right_child", splits, |text| text.parse().ok())?;
    read.values = fields.list("internal_value", splits, fixed)?;
    let splits = features.into_iter().zip(thresholds).zip(left.into_iter().zip(right));
    read.nodes = splits
        .map(|((feature, threshold), (left, right))| Node { feature, threshold, left, right })
        .collect();
    Ok(read)
}
