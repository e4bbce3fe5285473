//! What one pseudonym gave, or received.

use super::ProfileParameters;
use crate::fixed::{BIT, decay, decay_rate, log2, scale};
use codec::{Decode, Encode};

/// Counts are in Q8.
pub(crate) const COUNT_ONE: u32 = 1 << 8;

/// From this many flows on, moments forget at the pace of a mean over as many.
const MEMORY: u32 = 64;

/// An outlier moves the moments as if it were at most this many standard deviations away.
const CLIP: i64 = 3;

/// Least standard deviation of the logarithm of amounts, Q16: a sixteenth of a doubling.
const LEAST_DEVIATION: i64 = (BIT >> 4) as i64;

/// Rates of decay of both horizons.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Horizons {
    short: u64,
    long: u64,
    long_seconds: u32,
    reporting_threshold: u64,
}

impl Horizons {
    pub(crate) fn new(parameters: &ProfileParameters) -> Self {
        Self {
            short: decay_rate(u64::from(parameters.short_half_life)),
            long: decay_rate(u64::from(parameters.long_half_life)),
            long_seconds: parameters.long_half_life.max(1),
            reporting_threshold: parameters.reporting_threshold,
        }
    }
}

/// One side of a profile.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Side {
    /// When it was last active; 0 if never.
    pub(crate) last: u32,
    /// As of when counts and sums are decayed.
    as_of: u32,
    /// Flows, decayed, Q8.
    pub(crate) count_short: u32,
    pub(crate) count_long: u32,
    /// Flows just below the reporting threshold, decayed like `count_long`, Q8.
    pub(crate) below: u32,
    /// Sums of amounts, decayed.
    pub(crate) sum_short: u64,
    pub(crate) sum_long: u64,
    pub(crate) last_amount: u64,
    /// Mean of log2 of the amount, Q16.
    mean: u32,
    /// Variance of log2 of the amount, Q16.
    variance: u32,
    /// Mean of log2 of the seconds between flows, Q16.
    gap: u32,
    /// Flows ever, up to a limit.
    seen: u16,
    /// Which period `partners` are of.
    period: u16,
    /// One bit for each counterparty of this period and of the last, by its hash.
    partners: [u64; 2],
    /// The newest flow of it in the window.
    pub(crate) head: u32,
}

/// How a flow departs from what was usual before it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Departure {
    /// Standard deviations of the logarithm of the amount from its mean, Q8.
    pub(crate) amount_deviation: i32,
    /// log2 of the amount over its geometric mean, Q8.
    pub(crate) amount_ratio: i32,
    /// Seconds since the last flow; the largest number if there was none.
    pub(crate) gap: u32,
    /// log2 of that over its geometric mean, Q8.
    pub(crate) gap_ratio: i32,
    /// Whether the counterparty is a new one, as far as is known.
    pub(crate) new_partner: bool,
    /// Flows before this one, up to a limit.
    pub(crate) seen: u16,
}

impl Side {
    /// Decays counts to a time, then adds a flow.
    #[inline]
    pub(crate) fn add(
        &mut self,
        time: u32,
        amount: u64,
        partner: u64,
        horizons: &Horizons,
    ) -> Departure {
        let gap = if self.last == 0 { u32::MAX } else { time.saturating_sub(self.last) };
        self.decay(time, horizons);
        let logarithm = log2(amount);
        let mut departure = self.moments(logarithm, gap);
        departure.new_partner = self.meet(time, partner, horizons);

        self.count_short = self.count_short.saturating_add(COUNT_ONE);
        self.count_long = self.count_long.saturating_add(COUNT_ONE);
        self.sum_short = self.sum_short.saturating_add(amount);
        self.sum_long = self.sum_long.saturating_add(amount);
        let threshold = horizons.reporting_threshold;
        if amount < threshold && amount >= threshold.saturating_sub(threshold / 10) {
            self.below = self.below.saturating_add(COUNT_ONE);
        }
        self.last_amount = amount;
        self.last = self.last.max(time);
        departure
    }

    /// Counts and sums as they are at a time.
    #[inline]
    pub(crate) fn decay(&mut self, time: u32, horizons: &Horizons) {
        let elapsed = u64::from(time.saturating_sub(self.as_of));
        self.as_of = self.as_of.max(time);
        if self.last == 0 || elapsed == 0 {
            return;
        }
        let short = decay(elapsed, horizons.short);
        let long = decay(elapsed, horizons.long);
        self.count_short = scale(u64::from(self.count_short), short) as u32;
        self.count_long = scale(u64::from(self.count_long), long) as u32;
        self.below = scale(u64::from(self.below), long) as u32;
        self.sum_short = scale(self.sum_short, short);
        self.sum_long = scale(self.sum_long, long);
    }

    /// Bits of counterparties that are remembered.
    #[inline]
    pub(crate) fn partners(&self) -> u32 {
        let [current, previous] = self.partners;
        (current | previous).count_ones()
    }

    /// Whether it was ever active.
    #[inline]
    pub(crate) fn is_new(&self) -> bool {
        self.seen == 0
    }

    /// Compares with the moments, then lets the moments learn, outliers clipped.
    #[inline]
    fn moments(&mut self, logarithm: u32, gap: u32) -> Departure {
        let seen = u32::from(self.seen);
        let mut departure = Departure { gap, seen: self.seen, ..Departure::default() };
        let difference = i64::from(logarithm).saturating_sub(i64::from(self.mean));
        let weight = i64::from(seen.saturating_add(1).min(MEMORY));
        if seen == 0 {
            self.mean = logarithm;
            self.variance = BIT;
        } else {
            let deviation =
                i64::from((u64::from(self.variance) << 16).isqrt() as u32).max(LEAST_DEVIATION);
            departure.amount_ratio = clamp(difference >> 8);
            departure.amount_deviation =
                clamp(difference.saturating_mul(256).checked_div(deviation).unwrap_or_default());
            let limit = deviation.saturating_mul(CLIP);
            let clipped = difference.clamp(limit.saturating_neg(), limit);
            let step = clipped.checked_div(weight).unwrap_or_default();
            self.mean = u32::try_from(i64::from(self.mean).saturating_add(step)).unwrap_or(0);
            let square = clipped.saturating_mul(clipped) >> 16;
            let change = square
                .saturating_sub(i64::from(self.variance))
                .checked_div(weight)
                .unwrap_or_default();
            self.variance =
                u32::try_from(i64::from(self.variance).saturating_add(change)).unwrap_or(0);
            let length = log2(u64::from(gap).saturating_add(1));
            if seen == 1 {
                self.gap = length;
            } else {
                let change = i64::from(length).saturating_sub(i64::from(self.gap));
                departure.gap_ratio = clamp(change >> 8);
                let step = change.checked_div(weight).unwrap_or_default();
                self.gap = u32::try_from(i64::from(self.gap).saturating_add(step)).unwrap_or(0);
            }
        }
        self.seen = self.seen.saturating_add(1);
        departure
    }

    /// Remembers a counterparty. Whether its bit is new.
    #[inline]
    fn meet(&mut self, time: u32, partner: u64, horizons: &Horizons) -> bool {
        let period = time.checked_div(horizons.long_seconds).unwrap_or_default() as u16;
        if period != self.period {
            let [current, _] = self.partners;
            let next = self.period.wrapping_add(1) == period;
            self.partners = [0, if next { current } else { 0 }];
            self.period = period;
        }
        let bit = 1u64 << (partner & 63);
        let [current, previous] = &mut self.partners;
        let new = (*current | *previous) & bit == 0;
        *current |= bit;
        new
    }
}

#[inline]
fn clamp(value: i64) -> i32 {
    value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}
