//! LightGBM's text format, version 4 and before.
//!
//! A header of `key=value` lines, then for each tree `Tree=N` and its fields, then `end of trees`.

use super::{
    Forest, ImportError, MAX_ALL_LEAVES, MAX_LEAVES, MAX_TREES, Node, Tree, decimal::Decimal,
};
use alloc::vec::Vec;

/// Bits of `decision_type`.
const CATEGORICAL: u8 = 1;
const MISSING_MASK: u8 = 0b1100;
const MISSING_ZERO: u8 = 0b0100;

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
        let invalid = ImportError::InvalidField { tree: self.tree, field };
        let value = self.get(field).ok_or(invalid)?;
        let entries: Option<Vec<T>> =
            value.split_ascii_whitespace().take(count.saturating_add(1)).map(parse).collect();
        entries.filter(|entries| entries.len() == count).ok_or(invalid)
    }
}

impl Forest {
    /// Reads a model that LightGBM has written, for so many features.
    pub fn from_lightgbm(text: &str, features: u16) -> Result<Self, ImportError> {
        let (body, _) = text.split_once("\nend of trees").ok_or(ImportError::NotAModel)?;
        let mut parts = body.split("\nTree=");
        let header = Fields::new(parts.next().unwrap_or_default(), 0);
        if !text.starts_with("tree\n") && !text.starts_with("tree\r\n") {
            return Err(ImportError::NotAModel);
        }
        check_header(&header, body, features)?;
        let mut trees = Vec::new();
        let mut leaves = 0usize;
        for (index, part) in parts.enumerate() {
            let tree = read_tree(&Fields::new(part, index))?;
            leaves = leaves.saturating_add(tree.leaves.len());
            if trees.len() >= MAX_TREES || leaves > MAX_ALL_LEAVES {
                return Err(ImportError::TooLarge);
            }
            if !tree.is_valid(features) {
                return Err(ImportError::NotATree { tree: index });
            }
            trees.push(tree);
        }
        Ok(Self { features, trees })
    }
}

fn check_header(header: &Fields<'_>, body: &str, features: u16) -> Result<(), ImportError> {
    let objective = header.get("objective").unwrap_or_default();
    let mut words = objective.split_ascii_whitespace();
    let binary = words.next() == Some("binary");
    // Another slope of the sigmoid would give other odds.
    let slope_of_one = words.all(|word| !word.starts_with("sigmoid:") || word == "sigmoid:1");
    if !binary || !slope_of_one || header.get("num_class") != Some("1") {
        return Err(ImportError::UnsupportedObjective);
    }
    if body.lines().any(|line| line.trim() == "average_output") {
        return Err(ImportError::Averaged);
    }
    let largest = header.get("max_feature_idx").and_then(|text| text.parse::<usize>().ok());
    let found = largest.ok_or(ImportError::NotAModel)?.saturating_add(1);
    if found > usize::from(features) {
        return Err(ImportError::TooManyFeatures { found, most: features });
    }
    Ok(())
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
        if decision & MISSING_MASK == MISSING_ZERO {
            return Err(ImportError::ZeroAsMissing { tree });
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
