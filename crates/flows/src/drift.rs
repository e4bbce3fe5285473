//! Whether the mean of a number has changed (Page, 1954; Hinkley, 1971).

use codec::{Decode, Encode};

/// When a change counts.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct DriftParameters {
    /// Changes of the mean smaller than this are tolerated, Q16.
    pub tolerance: u32,
    /// How much the deviations have to add up to, Q16 times 2^10.
    pub threshold: u32,
    /// Values before which nothing counts.
    pub settle: u32,
}

impl Default for DriftParameters {
    /// A quarter of a bit; and such a change over some thousand flows.
    fn default() -> Self {
        Self { tolerance: 1 << 14, threshold: 1 << 18, settle: 1_000 }
    }
}

/// Which way the mean went.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
pub enum Drift {
    /// Up.
    Rise,
    /// Down.
    Fall,
}

/// The two-sided Page–Hinkley test.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(crate) struct PageHinkley {
    count: u32,
    /// Q32.
    mean: i64,
    /// Sums of deviations beyond what is tolerated, Q16, and their extremes.
    up: i64,
    lowest: i64,
    down: i64,
    highest: i64,
}

impl PageHinkley {
    /// Takes a value in, Q16. After a change, it starts anew.
    #[inline]
    pub(crate) fn observe(&mut self, value: i64, parameters: &DriftParameters) -> Option<Drift> {
        self.count = self.count.saturating_add(1);
        let difference = (value << 16).saturating_sub(self.mean);
        let step = difference.checked_div(i64::from(self.count)).unwrap_or_default();
        self.mean = self.mean.saturating_add(step);
        if self.count <= parameters.settle {
            return None;
        }
        let deviation = value.saturating_sub(self.mean >> 16);
        let tolerance = i64::from(parameters.tolerance);
        self.up = self.up.saturating_add(deviation.saturating_sub(tolerance));
        self.lowest = self.lowest.min(self.up);
        self.down = self.down.saturating_add(deviation.saturating_add(tolerance));
        self.highest = self.highest.max(self.down);
        let threshold = i64::from(parameters.threshold) << 10;
        let drift = if self.up.saturating_sub(self.lowest) > threshold {
            Drift::Rise
        } else if self.highest.saturating_sub(self.down) > threshold {
            Drift::Fall
        } else {
            return None;
        };
        *self = Self::default();
        Some(drift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values around a mean, from a fixed sequence.
    fn values(mean: i64) -> impl Iterator<Item = i64> {
        (0i64..).map(move |step| mean + ((step * 7_919) % 4_001 - 2_000) * 60)
    }

    fn first_drift(test: &mut PageHinkley, mean: i64, count: usize) -> Option<(usize, Drift)> {
        let parameters = DriftParameters::default();
        values(mean)
            .take(count)
            .enumerate()
            .find_map(|(at, value)| test.observe(value, &parameters).map(|drift| (at, drift)))
    }

    #[test]
    fn a_steady_mean_is_no_drift() {
        assert_eq!(first_drift(&mut PageHinkley::default(), -300_000, 200_000), None);
    }

    #[test]
    fn a_rise_and_a_fall_are_found_soon() {
        let mut test = PageHinkley::default();
        assert_eq!(first_drift(&mut test, -300_000, 20_000), None);

        let (after, drift) = first_drift(&mut test, -170_000, 20_000).expect("two bits are found");
        assert_eq!(drift, Drift::Rise);
        assert!(after < 5_000, "after {after}");

        assert_eq!(first_drift(&mut test, -170_000, 10_000), None);
        let (_, drift) = first_drift(&mut test, -300_000, 20_000).expect("two bits are found");
        assert_eq!(drift, Drift::Fall);
    }
}
