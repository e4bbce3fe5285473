//! How long single flows take.

use serde::Serialize;

/// Buckets of a doubling.
const FINE: usize = 16;

/// A histogram of nanoseconds with sixteen buckets to each doubling: off by at most 6 %.
#[derive(Clone, Debug)]
pub struct Latency {
    counts: Vec<u64>,
    count: u64,
    sum: u128,
    largest: u64,
}

impl Default for Latency {
    fn default() -> Self {
        Self { counts: vec![0; 64 * FINE], count: 0, sum: 0, largest: 0 }
    }
}

/// What a histogram says, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Percentiles {
    /// Half took no longer.
    pub p50: u64,
    /// 99 of 100 took no longer.
    pub p99: u64,
    /// The mean.
    pub mean: f64,
    /// The longest.
    pub largest: u64,
}

impl Latency {
    /// Notes that `flows` took so long together.
    pub fn add(&mut self, nanoseconds: u64, flows: u64) {
        let flows = flows.max(1);
        let each = nanoseconds / flows;
        if let Some(count) = self.counts.get_mut(bucket(each)) {
            *count += flows;
        }
        self.count += flows;
        self.sum += u128::from(nanoseconds);
        self.largest = self.largest.max(each);
    }

    /// What it says.
    pub fn percentiles(&self) -> Percentiles {
        let at = |thousandths: u64| {
            let rank = self.count * thousandths / 1_000;
            let mut seen = 0;
            let found = self.counts.iter().position(|count| {
                seen += count;
                seen > rank
            });
            found.map_or(0, lower_end)
        };
        Percentiles {
            p50: at(500),
            p99: at(990),
            mean: self.sum as f64 / self.count.max(1) as f64,
            largest: self.largest,
        }
    }
}

fn bucket(value: u64) -> usize {
    if value < FINE as u64 {
        return value as usize;
    }
    let whole = 63 - value.leading_zeros() as usize;
    // The four bits after the leading one.
    (whole - 3) * FINE + ((value >> (whole - 4)) as usize & (FINE - 1))
}

fn lower_end(bucket: usize) -> u64 {
    if bucket < FINE {
        return bucket as u64;
    }
    let whole = bucket / FINE + 3;
    ((FINE + bucket % FINE) as u64) << (whole - 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentiles_are_those_of_the_values() {
        let mut latency = Latency::default();
        (1..=1_000).for_each(|value| latency.add(value * 10, 1));

        let found = latency.percentiles();

        assert!((4_700..=5_010).contains(&found.p50), "{found:?}");
        assert!((9_300..=9_910).contains(&found.p99), "{found:?}");
        assert_eq!((found.mean, found.largest), (5_005.0, 10_000));
    }

    #[test]
    fn batches_count_for_all_their_flows() {
        let mut latency = Latency::default();
        latency.add(6_000, 100);

        assert_eq!(latency.percentiles().mean, 60.0);
        assert_eq!(latency.percentiles().p50, 60);
    }

    proptest! {
        #[test]
        fn buckets_are_near_their_values(value in any::<u64>()) {
            let low = lower_end(bucket(value));
            prop_assert!(low <= value && value - low <= value / 16);
        }
    }
}
