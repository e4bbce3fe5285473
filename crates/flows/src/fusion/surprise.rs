//! How rare the features of a flow are: what there is to go by before any outcome is known.
//!
//! For each feature of which more is worse, a histogram of the past tells how often it was at least
//! as large. A feature that was so once in 1,024 flows is worth ten bits. The strongest counts fully,
//! the next half, and the third a quarter: a noisy or, in which many small reasons never outweigh a
//! large one.

use crate::{
    Feature,
    features::{BUCKETS, Buckets},
    fixed::{BIT, log2},
    slots::Slots,
};
use codec::{Decode, Encode};

/// Features of which more is more anomalous.
pub(crate) const DIRECTED: [Feature; 22] = [
    Feature::Amount,
    Feature::EdgeBurst,
    Feature::SourceBurst,
    Feature::DestinationBurst,
    Feature::SourceAmountDeviation,
    Feature::DestinationAmountDeviation,
    Feature::SourceGapRatio,
    Feature::SourceGivenBelow,
    Feature::DestinationReceivedBelow,
    Feature::FanOut,
    Feature::FanIn,
    Feature::ScatterGather,
    Feature::GatherScatter,
    Feature::CycleCount,
    Feature::Bipartite,
    Feature::DuplicateClaims,
    Feature::StagedClaimants,
    Feature::EarlyClaim,
    Feature::ImpliedSpeed,
    Feature::Mismatches,
    Feature::Underpaid,
    Feature::Unbalanced,
];

/// When a histogram has seen so many flows, all its counts are halved.
const FORGET_AT: u32 = 1 << 22;

/// What every flow is worth: less than this is no surprise, Q16. A feature that one flow in eight has
/// says nothing.
const COMMON: u32 = 3 * BIT;

/// How many flows were in each bucket or above it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
struct Histogram([u32; BUCKETS]);

impl Default for Histogram {
    fn default() -> Self {
        Self([0; BUCKETS])
    }
}

/// Histograms of the past, each bucket with the flows that were in it or above it.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Surprise {
    seen: u32,
    at_least: Slots<Histogram>,
}

impl Surprise {
    pub(crate) fn new() -> Self {
        Self { seen: 0, at_least: Slots::new(DIRECTED.len()) }
    }

    pub(crate) fn len(&self) -> usize {
        self.at_least.len()
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.at_least.memory_bytes()
    }

    /// Bits of surprise for each directed feature that has any, Q16.
    #[inline]
    pub(crate) fn parts(&self, buckets: &Buckets) -> impl Iterator<Item = (Feature, u32)> + '_ {
        let seen = log2(u64::from(self.seen).saturating_add(2));
        let mine: [u8; DIRECTED.len()] = core::array::from_fn(|index| {
            DIRECTED
                .get(index)
                .and_then(|feature| buckets.0.get(*feature as usize))
                .copied()
                .unwrap_or_default()
        });
        DIRECTED.into_iter().zip(self.at_least.iter()).zip(mine).filter_map(
            move |((feature, at_least), bucket)| {
                let count = at_least.0.get(usize::from(bucket)).copied().unwrap_or_default();
                let bits = seen
                    .saturating_sub(log2(u64::from(count).saturating_add(1)))
                    .saturating_sub(COMMON);
                // The lowest bucket is the absence of the feature.
                (bucket != 0 && bits != 0).then_some((feature, bits))
            },
        )
    }

    /// The strongest, half of the second and a quarter of the third, Q16.
    #[inline]
    pub(crate) fn total(&self, buckets: &Buckets) -> u32 {
        let (mut first, mut second, mut third) = (0u32, 0u32, 0u32);
        for (_, bits) in self.parts(buckets) {
            if bits > first {
                (first, second, third) = (bits, first, second);
            } else if bits > second {
                (second, third) = (bits, second);
            } else {
                third = third.max(bits);
            }
        }
        first.saturating_add(second >> 1).saturating_add(third >> 2)
    }

    /// Takes a flow into the histograms.
    #[inline]
    pub(crate) fn observe(&mut self, buckets: &Buckets) {
        if self.seen >= FORGET_AT {
            self.seen >>= 1;
            self.at_least.iter_mut().flat_map(|all| &mut all.0).for_each(|count| *count >>= 1);
        }
        self.seen = self.seen.saturating_add(1);
        for (feature, at_least) in DIRECTED.into_iter().zip(self.at_least.iter_mut()) {
            let bucket = buckets.0.get(feature as usize).copied().unwrap_or_default();
            for count in at_least.0.iter_mut().take(usize::from(bucket).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
    }
}
