//! Why a text is no forest.

use alloc::string::String;
use core::fmt;

/// Why a text is no forest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ImportError {
    /// It is not what LightGBM writes, or its end is missing.
    NotAModel,
    /// It is of a version whose fields may mean something else.
    UnsupportedVersion,
    /// It has not as many trees as its header says.
    MissingTrees {
        /// How many it has.
        found: usize,
        /// How many its header says.
        expected: usize,
    },
    /// It says something else than log-odds of two classes.
    UnsupportedObjective,
    /// It averages its trees (a random forest).
    Averaged,
    /// A field that a tree needs is missing, or has not as many entries as the tree has.
    InvalidField {
        /// The tree, from 0.
        tree: usize,
        /// The field.
        field: &'static str,
    },
    /// A split by categories, which whole numbers do not have.
    CategoricalSplit {
        /// The tree, from 0.
        tree: usize,
    },
    /// A split that treats zeros as missing.
    ZeroAsMissing {
        /// The tree, from 0.
        tree: usize,
    },
    /// Leaves with linear models.
    LinearTree {
        /// The tree, from 0.
        tree: usize,
    },
    /// It was trained on fewer or more features than there are.
    OtherFeatureCount {
        /// On how many it was trained.
        found: usize,
        /// How many there are.
        expected: u16,
    },
    /// It was trained on other features, or on the same ones in another order.
    OtherFeature {
        /// The first place that differs, from 0.
        place: usize,
        /// The feature that has to be there.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// A tree asks for a feature that there is not.
    UnknownFeature {
        /// The tree, from 0.
        tree: usize,
        /// The feature, from 0.
        feature: u16,
    },
    /// There are too many trees or leaves.
    TooLarge,
    /// A tree says more than any odds.
    ExtremeValue {
        /// The tree, from 0.
        tree: usize,
    },
    /// Children that are no tree.
    NotATree {
        /// The tree, from 0.
        tree: usize,
    },
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => {
                f.write_str("this is no complete LightGBM model: write one with Booster.save_model")
            }
            Self::UnsupportedVersion => {
                f.write_str("the version is neither v3 nor v4: write the model with LightGBM 4")
            }
            Self::MissingTrees { found, expected } => write!(
                f,
                "there are {found} trees, expected {expected}: copy the whole text of the model"
            ),
            Self::UnsupportedObjective => {
                f.write_str("the objective is not 'binary': train for two classes")
            }
            Self::Averaged => {
                f.write_str("the trees are averaged: train with boosting, not as a random forest")
            }
            Self::InvalidField { tree, field } => {
                write!(
                    f,
                    "tree {tree}: '{field}' is missing, or is no list of as many numbers in range \
                     as the tree has: copy the whole text of the model"
                )
            }
            Self::CategoricalSplit { tree } => {
                write!(f, "tree {tree} splits by categories: declare no categorical features")
            }
            Self::ZeroAsMissing { tree } => {
                write!(f, "tree {tree} treats zeros as missing: train with zero_as_missing=false")
            }
            Self::LinearTree { tree } => {
                write!(f, "tree {tree} is linear: train with linear_tree=false")
            }
            Self::OtherFeatureCount { found, expected } => write!(
                f,
                "the model was trained on {found} features, expected {expected}: train on all columns \
                 of `flows features` after the label, those that are constant as well"
            ),
            Self::OtherFeature { place, expected, found } => write!(
                f,
                "feature {place} of the model is '{found}', expected '{expected}': train on all columns \
                 of `flows features` after the label, in their order"
            ),
            Self::UnknownFeature { tree, feature } => write!(
                f,
                "tree {tree} asks for feature {feature}, which there is not: copy the whole text of \
                 the model"
            ),
            Self::TooLarge => write!(
                f,
                "there are more than {} trees, or {} leaves in one: train a smaller model",
                super::MAX_TREES,
                super::MAX_LEAVES
            ),
            Self::ExtremeValue { tree } => write!(
                f,
                "tree {tree} says more than 32768 in logarithms of odds: train with lambda_l2 above 0"
            ),
            Self::NotATree { tree } => write!(
                f,
                "the nodes of tree {tree} are no tree: write the model with Booster.save_model again"
            ),
        }
    }
}

impl core::error::Error for ImportError {}
