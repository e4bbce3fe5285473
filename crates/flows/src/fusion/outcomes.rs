//! What outcomes that come late teach: an additive model over buckets of features.
//!
//! Logistic regression with one weight for each bucket of each feature (a generalised additive
//! model), learnt one outcome at a time with steps that shrink as a bucket's
//! errors add up
//! (AdaGrad, Duchi et al., 2011). All of it in whole
//! numbers. Before the first outcome, the score is the surprise alone.

use super::{ONE_BIT, probability};
use crate::{
    Attribute, FEATURES, Feature,
    features::{BUCKETS, Buckets, SHARE_WIDTH},
    fixed::log2,
    slots::Slots,
};
use codec::{Decode, Encode};

/// Weights for attributes, found by the hash of code and value.
const ATTRIBUTE_WEIGHTS: usize = 4_096;

/// How outcomes change the weights.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct OutcomeParameters {
    /// First step of a bucket's weight, for an outcome that was entirely unexpected, in 1,024ths of a
    /// bit.
    pub step: u32,
    /// Log-odds of an anomaly before anything is known, in 1,024ths of a bit.
    pub prior: i32,
    /// How often a confirmed anomaly counts, because most outcomes are cleared ones.
    pub confirmed_weight: u32,
}

impl Default for OutcomeParameters {
    fn default() -> Self {
        Self { step: 128, prior: -7 * 1_024, confirmed_weight: 1 }
    }
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
struct Weight {
    /// Q16 bits.
    value: i32,
    /// Sum of squared errors, Q16.
    squares: u32,
}

/// The weights.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Outcomes {
    step: i64,
    confirmed_weight: u32,
    bias: Weight,
    /// What a bit of surprise is worth, Q16.
    surprise: Weight,
    /// One for each bucket of each feature.
    features: Slots<Weight>,
    attributes: Slots<Weight>,
    /// What each feature adds to a flow's log-odds on average, Q26.
    usual: Slots<i64>,
}

impl Outcomes {
    pub(crate) fn new(parameters: &OutcomeParameters) -> Self {
        Self {
            step: i64::from(parameters.step) << 6,
            confirmed_weight: parameters.confirmed_weight.clamp(1, 1_000),
            bias: Weight { value: parameters.prior.saturating_mul(64), squares: 0 },
            surprise: Weight { value: ONE_BIT as i32, squares: 0 },
            features: first_weights(parameters.prior.saturating_mul(64)),
            attributes: Slots::new(ATTRIBUTE_WEIGHTS),
            usual: Slots::new(FEATURES),
        }
    }

    pub(crate) fn has_shape_of(&self, fresh: &Self) -> bool {
        let sizes =
            |of: &Self| (of.features.len(), of.attributes.len(), of.step, of.confirmed_weight);
        sizes(self) == sizes(fresh)
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.features.memory_bytes().saturating_add(self.attributes.memory_bytes())
    }

    /// Takes a flow into what is usual.
    #[inline]
    pub(crate) fn observe(&mut self, buckets: &Buckets) {
        let weights = self.features.chunks_exact(BUCKETS).zip(buckets.0.iter());
        for (usual, (weights, bucket)) in self.usual.iter_mut().zip(weights) {
            let weight = weights.get(usize::from(*bucket)).map_or(0, |weight| weight.value);
            let difference = (i64::from(weight) << 10).saturating_sub(*usual);
            *usual = usual.saturating_add(difference >> 10);
        }
    }

    /// Log-odds of an anomaly, Q16.
    #[inline]
    pub(crate) fn log_odds(
        &self,
        buckets: &Buckets,
        attributes: &[Attribute],
        surprise: u32,
    ) -> i64 {
        let mut total = i64::from(self.bias.value).saturating_add(self.weigh(surprise));
        for (weights, bucket) in self.features.chunks_exact(BUCKETS).zip(buckets.0.iter()) {
            let weight = weights.get(usize::from(*bucket)).map_or(0, |weight| weight.value);
            total = total.saturating_add(i64::from(weight));
        }
        for (_, weight) in self.attribute_parts(attributes) {
            total = total.saturating_add(i64::from(weight));
        }
        total
    }

    /// The log-odds of a flow of which nothing is known, Q16.
    pub(crate) fn prior(&self) -> i64 {
        i64::from(self.bias.value)
    }

    /// What a surprise adds, Q16.
    #[inline]
    pub(crate) fn weigh(&self, surprise: u32) -> i64 {
        i64::from(surprise).saturating_mul(i64::from(self.surprise.value)) >> 16
    }

    /// What each feature adds beyond what it adds on average, Q16.
    pub(crate) fn parts(&self, buckets: &Buckets) -> impl Iterator<Item = (Feature, i32)> {
        let weights = self.features.chunks_exact(BUCKETS).zip(buckets.0.iter());
        super::all_features().zip(weights).zip(self.usual.iter()).map(
            |((feature, (weights, bucket)), usual)| {
                let weight = weights.get(usize::from(*bucket)).map_or(0, |weight| weight.value);
                (feature, weight.saturating_sub((*usual >> 10) as i32))
            },
        )
    }

    /// What all features add on average, Q16.
    pub(crate) fn usual(&self) -> i64 {
        self.usual
            .iter()
            .fold(0i64, |sum, usual| sum.saturating_add(i64::from((*usual >> 10) as i32)))
    }

    /// What each attribute adds, Q16.
    pub(crate) fn attribute_parts<'a>(
        &'a self,
        attributes: &'a [Attribute],
    ) -> impl Iterator<Item = (Attribute, i32)> + 'a {
        attributes.iter().map(|attribute| {
            let weight = self.attributes.get(place(attribute));
            (*attribute, weight.map_or(0, |weight| weight.value))
        })
    }

    /// Takes an outcome in.
    pub(crate) fn learn(
        &mut self,
        buckets: &Buckets,
        attributes: &[Attribute],
        surprise: u32,
        confirmed: bool,
    ) {
        let expected = probability(self.log_odds(buckets, attributes, surprise)) >> 16;
        let outcome = if confirmed { ONE_BIT } else { 0 };
        let mut error = outcome.saturating_sub(expected as i64);
        if confirmed {
            error = error.saturating_mul(i64::from(self.confirmed_weight));
        }
        let step = self.step;
        self.bias.learn(error, step);
        // The surprise enters by its size in units of sixteen bits, as a bucket does by one.
        self.surprise.learn(error.saturating_mul(i64::from(surprise)) >> 20, step);
        for (weights, bucket) in self.features.chunks_exact_mut(BUCKETS).zip(buckets.0.iter()) {
            if let Some(weight) = weights.get_mut(usize::from(*bucket)) {
                weight.learn(error, step);
            }
        }
        for attribute in attributes {
            if let Some(weight) = self.attributes.get_mut(place(attribute)) {
                weight.learn(error, step.saturating_mul(2));
            }
        }
    }
}

/// Weights before the first outcome: none, but for the share of confirmed anomalies among the latest
/// outcomes of a party, which is an estimate of the odds as it stands.
fn first_weights(prior: i32) -> Slots<Weight> {
    let mut weights = Slots::<Weight>::new(FEATURES.saturating_mul(BUCKETS));
    for feature in [Feature::SourceConfirmedLately, Feature::DestinationConfirmedLately] {
        let Some(buckets) = weights.chunks_exact_mut(BUCKETS).nth(feature as usize) else {
            continue;
        };
        for (bucket, weight) in (0u32..).zip(buckets.iter_mut()).skip(1) {
            // The middle of the bucket, of a thousand.
            let share = SHARE_WIDTH.saturating_mul(bucket).saturating_add(SHARE_WIDTH / 2);
            let confirmed = log2(u64::from(share)) as i32;
            let cleared = log2(u64::from(1_000u32.saturating_sub(share).max(1))) as i32;
            let odds = confirmed.saturating_sub(cleared);
            weight.value = odds.saturating_sub(prior).max(0);
        }
    }
    weights
}

impl Weight {
    /// The step is divided by the root of the sum of squared errors so far, one included.
    #[inline]
    fn learn(&mut self, error: i64, step: i64) {
        let square = error.saturating_mul(error) >> 16;
        self.squares = self.squares.saturating_add(u32::try_from(square).unwrap_or(u32::MAX));
        // In Q7: the root of a number in Q14, which 32 bits hold.
        let root = i64::from((self.squares >> 2).saturating_add(1 << 14).isqrt());
        let change = (error.saturating_mul(step) >> 9).checked_div(root).unwrap_or_default();
        let value = i64::from(self.value).saturating_add(change);
        // No weight decides alone: 64 bits are more than any odds.
        let limit = ONE_BIT.saturating_mul(64);
        self.value = value.clamp(limit.saturating_neg(), limit) as i32;
    }
}

/// Where the weight of an attribute is: a Fibonacci hash of code and value.
#[inline]
fn place(attribute: &Attribute) -> usize {
    let key = (u64::from(attribute.code) << 32) | u64::from(attribute.value);
    let hash = key.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash ^ (hash >> 29)) >> 40) as usize & (ATTRIBUTE_WEIGHTS - 1)
}
