//! Layer 4: from features to one score, with reasons.

mod detector;
mod outcomes;
mod surprise;

pub use detector::{Detector, DetectorLevels, Detectors};
pub use outcomes::OutcomeParameters;
pub(crate) use outcomes::Outcomes;
pub(crate) use surprise::Surprise;

use crate::{
    Feature, Features,
    features::Buckets,
    fixed::{BIT, exp2_neg},
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Reasons that a score carries.
pub const MAX_REASONS: u32 = 5;

/// How anomalous a flow is: more is more.
///
/// The upper part are the log-odds (base 2) in units of 2⁻¹⁶, the lower 16 bits a share of the
/// amount, so that scores of different flows differ also where the odds do not.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Score(i64);

impl Score {
    /// A score from log-odds, Q16, with the amount as what decides between equals.
    pub(crate) fn new(log_odds: i64, amount: u64) -> Self {
        let tie = i64::from(crate::fixed::log2(amount) >> 6) & 0xffff;
        let limit = i64::MAX >> 17;
        Self((log_odds.clamp(limit.saturating_neg(), limit) << 16) | tie)
    }

    /// The number that scores are ordered by.
    pub fn value(self) -> i64 {
        self.0
    }

    /// The score of a number.
    pub fn from_value(value: i64) -> Self {
        Self(value)
    }

    /// The log-odds (base 2), Q16.
    pub fn log_odds(self) -> i64 {
        self.0 >> 16
    }

    /// The odds as a probability, in millionths. Near its ends, different scores look the same.
    pub fn parts_per_million(self) -> u32 {
        (probability(self.log_odds()).saturating_mul(1_000_000) >> 32) as u32
    }
}

/// The probability of log-odds (base 2, Q16), Q32.
pub(crate) fn probability(log_odds: i64) -> u64 {
    // 1 / (1 + 2^-x), with x made positive: the odds are then at most one.
    let odds = exp2_neg(log_odds.unsigned_abs().min(40 << 16) << 16);
    let whole = 1u64 << 32;
    let larger = (u128::from(whole) << 32)
        .checked_div(u128::from(whole.saturating_add(odds)))
        .unwrap_or_default() as u64;
    if log_odds >= 0 { larger } else { whole.saturating_sub(larger) }
}

/// What a feature adds to a score.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Reason {
    /// Code of the feature; from 1,000 on, of an attribute.
    pub code: u16,
    /// Its value.
    pub value: i32,
    /// What it adds to the log-odds (base 2), Q16.
    pub contribution: i32,
}

/// Code of the first attribute.
pub const FIRST_ATTRIBUTE: u16 = 1_000;

/// The reasons that add most, the largest first.
pub type Reasons = BoundedVec<Reason, ConstU32<MAX_REASONS>>;

/// Keeps the largest of many reasons.
#[derive(Default)]
pub(crate) struct Strongest {
    reasons: Vec<Reason>,
}

impl Strongest {
    /// Adds to what a code contributes.
    pub(crate) fn add(&mut self, code: u16, value: i32, contribution: i64) {
        let contribution = contribution.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        match self.reasons.iter_mut().find(|reason| reason.code == code) {
            Some(reason) => {
                reason.contribution = reason.contribution.saturating_add(contribution);
            }
            None => self.reasons.push(Reason { code, value, contribution }),
        }
    }

    /// The reasons among what each feature contributes.
    pub(crate) fn of(features: &Features, contributions: &[i32]) -> Reasons {
        let mut strongest = Self::default();
        for (feature, contribution) in all_features().zip(contributions) {
            strongest.add(feature as u16, features.get(feature), i64::from(*contribution));
        }
        strongest.finish()
    }

    /// The reasons for a score, the strongest first; of equals, the one with the lower code.
    pub(crate) fn finish(mut self) -> Reasons {
        self.reasons.retain(|reason| reason.contribution > 0);
        self.reasons.sort_by_key(|reason| (core::cmp::Reverse(reason.contribution), reason.code));
        self.reasons.truncate(MAX_REASONS as usize);
        Reasons::truncate_from(self.reasons)
    }
}

/// Adds up the layers' log-odds without a tree model.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Fusion {
    pub(crate) surprise: Surprise,
    pub(crate) outcomes: Outcomes,
}

/// What a flow scored with, kept until its outcome is known.
#[derive(Clone, Debug)]
pub(crate) struct Fused {
    pub(crate) log_odds: i64,
    pub(crate) surprise: u32,
    pub(crate) buckets: Buckets,
}

impl Fusion {
    pub(crate) fn new(parameters: &OutcomeParameters) -> Self {
        Self { surprise: Surprise::new(), outcomes: Outcomes::new(parameters) }
    }

    /// Whether its tables have the sizes of others, that were just made.
    pub(crate) fn has_shape_of(&self, fresh: &Self) -> bool {
        self.surprise.len() == fresh.surprise.len() && self.outcomes.has_shape_of(&fresh.outcomes)
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.surprise.memory_bytes().saturating_add(self.outcomes.memory_bytes())
    }

    /// The score of a flow. What the flow teaches about rarity comes after.
    pub(crate) fn score(&mut self, features: &Features, attributes: &[crate::Attribute]) -> Fused {
        let buckets = features.buckets();
        let surprise = self.surprise.total(&buckets);
        let log_odds = self.outcomes.log_odds(&buckets, attributes, surprise);
        self.surprise.observe(&buckets);
        self.outcomes.observe(&buckets);
        Fused { log_odds, surprise, buckets }
    }

    /// What each feature adds to the log-odds, Q16, and what prior, surprise and attributes add.
    pub(crate) fn contributions(
        &self,
        features: &Features,
        fused: &Fused,
        attributes: &[crate::Attribute],
    ) -> (Vec<i32>, i64) {
        let buckets = features.buckets();
        let parts = self.outcomes.parts(&buckets).map(|(_, weight)| weight).collect();
        let surprise = self.outcomes.weigh(fused.surprise);
        let rest =
            self.outcomes.attribute_parts(attributes).map(|(_, weight)| i64::from(weight)).fold(
                self.outcomes
                    .prior()
                    .saturating_add(surprise)
                    .saturating_add(self.outcomes.usual()),
                i64::saturating_add,
            );
        (parts, rest)
    }

    /// What adds to the score of a flow.
    pub(crate) fn explain(
        &self,
        features: &Features,
        fused: &Fused,
        attributes: &[crate::Attribute],
    ) -> Reasons {
        let mut strongest = Strongest::default();
        for (feature, bits) in self.surprise.parts(&fused.buckets) {
            let weighted = self.outcomes.weigh(bits);
            strongest.add(feature as u16, features.get(feature), weighted);
        }
        for (feature, weight) in self.outcomes.parts(&fused.buckets) {
            strongest.add(feature as u16, features.get(feature), i64::from(weight));
        }
        for (attribute, weight) in self.outcomes.attribute_parts(attributes) {
            let code = FIRST_ATTRIBUTE.saturating_add(attribute.code);
            let value = i32::try_from(attribute.value).unwrap_or(i32::MAX);
            strongest.add(code, value, i64::from(weight));
        }
        strongest.finish()
    }
}

/// A doubling of the odds.
pub(crate) const ONE_BIT: i64 = BIT as i64;

/// All features, with their codes.
pub(crate) fn all_features() -> impl Iterator<Item = Feature> {
    Feature::ALL.iter().copied()
}
