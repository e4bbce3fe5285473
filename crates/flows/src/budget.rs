//! Layer 5: for each institution, the threshold that keeps to its alert budget.
//!
//! A histogram of the scores of the past, decayed, tells how many alerts a day each threshold would
//! have raised. The threshold is the lowest that would not have raised more than the budget, so it
//! follows when scores drift.

use crate::{
    Score,
    fixed::{decay, decay_rate, scale},
    slots::Slots,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use critical_chains_lei::Lei;

/// Buckets of a histogram: sixteen for each doubling of the odds, from 2^-32 to 2^32.
const BUCKETS: usize = 1_024;

/// The highest of them.
const LAST_BUCKET: i64 = BUCKETS as i64 - 1;

/// log2 of the buckets of one doubling.
const BUCKET_BITS: u32 = 4;

/// Counts are in Q8.
const ONE: u32 = 1 << 8;

/// Thresholds. Flows of no known institution have one; so has each institution, until there are as many
/// as this, and the rest shares the first one.
pub const MAX_THRESHOLDS: usize = 64;

const DAY: u64 = 86_400;

/// How many alerts an institution can look at.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct BudgetParameters {
    /// Alerts a day for each institution.
    pub alerts_per_day: u32,
    /// Half-life of what is known about scores, in seconds.
    pub half_life: u32,
}

impl Default for BudgetParameters {
    fn default() -> Self {
        Self { alerts_per_day: 100, half_life: 604_800 }
    }
}

#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
struct Scores {
    /// Nobody, for those that share one.
    institution: Option<Lei>,
    /// Since when, and until when, in days since the Unix epoch.
    first: u32,
    last: u32,
    threshold: u32,
    counts: Slots<u32>,
}

/// The thresholds.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Budget {
    rate: u64,
    alerts_per_day: u32,
    scores: Vec<Scores>,
}

impl Budget {
    pub(crate) fn new(parameters: &BudgetParameters) -> Self {
        Self {
            rate: decay_rate((u64::from(parameters.half_life) / DAY).max(1)),
            alerts_per_day: parameters.alerts_per_day,
            scores: alloc::vec![Scores::new(None, 0)],
        }
    }

    /// Whether all histograms have their size, and there are not too many of them.
    pub(crate) fn is_valid(&self) -> bool {
        (1..=MAX_THRESHOLDS).contains(&self.scores.len())
            && self.scores.iter().all(|scores| scores.counts.len() == BUCKETS)
    }

    /// Bytes when every institution has its own.
    pub(crate) fn memory_bytes(&self) -> usize {
        MAX_THRESHOLDS.saturating_mul(
            BUCKETS.saturating_mul(size_of::<u32>()).saturating_add(size_of::<Scores>()),
        )
    }

    /// Whether a score is above the threshold of the institution, which then learns of it.
    pub(crate) fn is_alert(&mut self, institution: Option<Lei>, time: u64, score: Score) -> bool {
        let today = u32::try_from(time / DAY).unwrap_or(u32::MAX);
        let (rate, budget) = (self.rate, self.alerts_per_day);
        let Some(scores) = self.of(institution, today) else { return false };
        if today > scores.last {
            scores.start_day(today, rate, budget);
        }
        let bucket = bucket(score);
        if let Some(count) = scores.counts.get_mut(bucket) {
            *count = count.saturating_add(ONE);
        }
        bucket as u32 >= scores.threshold
    }

    fn of(&mut self, institution: Option<Lei>, today: u32) -> Option<&mut Scores> {
        let known = self.scores.iter().position(|scores| scores.institution == institution);
        let place = match known {
            Some(place) => place,
            None if self.scores.len() < MAX_THRESHOLDS => {
                self.scores.push(Scores::new(institution, today));
                self.scores.len().saturating_sub(1)
            }
            None => 0,
        };
        self.scores.get_mut(place)
    }
}

impl Scores {
    fn new(institution: Option<Lei>, today: u32) -> Self {
        // Nothing is an alert before there is a day to compare with.
        Self {
            institution,
            first: today,
            last: today,
            threshold: BUCKETS as u32,
            counts: Slots::new(BUCKETS),
        }
    }

    /// Sets the threshold for a new day from the days before it.
    fn start_day(&mut self, today: u32, rate: u64, alerts_per_day: u32) {
        if self.first == 0 {
            self.first = today;
            self.last = today;
            return;
        }
        let left = decay(u64::from(today.saturating_sub(self.last)), rate);
        // Days that the counts stand for: the same decay, of one count a day.
        let past = decay(u64::from(self.last.saturating_sub(self.first)).saturating_add(1), rate);
        let daily = (1u64 << 32).saturating_sub(decay(1, rate)).max(1);
        let days = ((1u128 << 32).saturating_sub(u128::from(past)) << 8)
            .checked_div(u128::from(daily))
            .unwrap_or_default();
        let allowed =
            u64::try_from(days).unwrap_or(u64::MAX).saturating_mul(u64::from(alerts_per_day));
        let mut above = 0u64;
        let mut threshold = BUCKETS;
        for (bucket, count) in self.counts.iter().enumerate().rev() {
            above = above.saturating_add(u64::from(*count));
            if above > allowed {
                break;
            }
            threshold = bucket;
        }
        self.threshold = threshold as u32;
        self.counts.iter_mut().for_each(|count| *count = scale(u64::from(*count), left) as u32);
        self.last = today;
    }
}

fn bucket(score: Score) -> usize {
    let middle = (BUCKETS / 2) as i64;
    let bucket = (score.log_odds() >> (16 - BUCKET_BITS)).saturating_add(middle);
    usize::try_from(bucket.clamp(0, LAST_BUCKET)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(thousandths: i64) -> Score {
        Score::new(thousandths * 65, 0)
    }

    /// Scores of one day from an even distribution, 1,000 of them; the alerts among them.
    fn day(budget: &mut Budget, day: u64, shift: i64) -> usize {
        let institution = None;
        (0..1_000i64)
            .filter(|step| {
                let value = (step * 617) % 1_000;
                budget.is_alert(institution, day * DAY, score(value * 20 + shift))
            })
            .count()
    }

    #[test]
    fn raises_nothing_on_the_first_day_and_keeps_to_the_budget_afterwards() {
        let mut budget =
            Budget::new(&BudgetParameters { alerts_per_day: 20, ..Default::default() });

        assert_eq!(day(&mut budget, 20_000, 0), 0);
        for number in 1..30 {
            let alerts = day(&mut budget, 20_000 + number, 0);
            assert!((10..=20).contains(&alerts), "{alerts} alerts on day {number}");
        }
    }

    #[test]
    fn follows_when_all_scores_rise() {
        let mut budget =
            Budget::new(&BudgetParameters { alerts_per_day: 20, ..Default::default() });
        for number in 0..30 {
            day(&mut budget, 20_000 + number, 0);
        }

        let after: Vec<usize> =
            (0..40).map(|number| day(&mut budget, 20_030 + number, 8_000)).collect();

        assert!(after[0] > 300, "a drift is visible at first: {}", after[0]);
        assert!(after[39] <= 25, "and budgeted for later: {after:?}");
    }

    #[test]
    fn institutions_have_thresholds_of_their_own() {
        let lei = |number: u8| {
            let mut prefix = *b"CRITICALCHAINS0000";
            prefix[17] = b'0' + number;
            Lei::from_prefix(prefix).unwrap()
        };
        let mut budget = Budget::new(&BudgetParameters { alerts_per_day: 1, ..Default::default() });
        for number in 0..10u64 {
            for step in 0..100 {
                budget.is_alert(Some(lei(1)), (20_000 + number) * DAY, score(step));
                budget.is_alert(Some(lei(2)), (20_000 + number) * DAY, score(step * 100));
            }
        }

        assert!(budget.is_alert(Some(lei(1)), 20_010 * DAY, score(5_000)));
        assert!(!budget.is_alert(Some(lei(2)), 20_010 * DAY, score(5_000)));
    }

    #[test]
    fn the_hundredth_institution_shares_a_threshold() {
        let mut budget = Budget::new(&BudgetParameters::default());
        for number in 0..100u32 {
            let mut prefix = *b"CRITICALCHAINS0000";
            prefix[16] = b'0' + (number / 10) as u8;
            prefix[17] = b'0' + (number % 10) as u8;
            budget.is_alert(Lei::from_prefix(prefix).ok(), 20_000 * DAY, score(1));
        }

        assert_eq!(budget.scores.len(), MAX_THRESHOLDS);
    }
}
