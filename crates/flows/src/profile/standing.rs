//! What late labels say about a pseudonym.

use super::side::COUNT_ONE;
use crate::fixed::{decay, scale};
use codec::{Decode, Encode};

/// Flows whose outcome is known, by outcome, decayed.
///
/// The mean over terminals of a fraction of confirmed frauds, learnt a week late, is the strongest
/// single feature of card fraud (Le Borgne et al., Fraud Detection Handbook, 2022, chapter 3).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Standing {
    /// When it last changed.
    last: u32,
    /// Confirmed anomalies, Q8.
    confirmed: u32,
    /// Outcomes of either kind, Q8.
    known: u32,
    /// The same, with a half-life of a quarter.
    confirmed_lately: u32,
    known_lately: u32,
    /// Confirmed anomalies since a flow was last cleared.
    streak: u16,
}

/// What outcomes say at one moment.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Record {
    /// Confirmed anomalies, decayed, Q8.
    pub(crate) confirmed: u32,
    /// Share of confirmed anomalies among known outcomes, in thousandths, as if one more flow had
    /// been cleared.
    pub(crate) share: u32,
    /// The same of late.
    pub(crate) share_lately: u32,
    /// Confirmed anomalies since a flow was last cleared.
    pub(crate) streak: u16,
}

impl Standing {
    #[inline]
    fn at(self, time: u32, rate: u64) -> Self {
        let elapsed = u64::from(time.saturating_sub(self.last));
        let left = decay(elapsed, rate);
        let lately = decay(elapsed.saturating_mul(4), rate);
        let times = |count: u32, factor| scale(u64::from(count), factor) as u32;
        Self {
            last: self.last.max(time),
            confirmed: times(self.confirmed, left),
            known: times(self.known, left),
            confirmed_lately: times(self.confirmed_lately, lately),
            known_lately: times(self.known_lately, lately),
            streak: self.streak,
        }
    }

    /// Takes an outcome in.
    #[inline]
    pub(crate) fn learn(&mut self, time: u32, rate: u64, confirmed: bool) {
        *self = self.at(time, rate);
        self.known = self.known.saturating_add(COUNT_ONE);
        self.known_lately = self.known_lately.saturating_add(COUNT_ONE);
        if confirmed {
            self.confirmed = self.confirmed.saturating_add(COUNT_ONE);
            self.confirmed_lately = self.confirmed_lately.saturating_add(COUNT_ONE);
            self.streak = self.streak.saturating_add(1);
        } else {
            self.streak = 0;
        }
    }

    /// What outcomes say at a time.
    #[inline]
    pub(crate) fn record(self, time: u32, rate: u64) -> Record {
        if self.known == 0 {
            return Record::default();
        }
        let now = self.at(time, rate);
        Record {
            confirmed: now.confirmed,
            share: share(now.confirmed, now.known),
            share_lately: share(now.confirmed_lately, now.known_lately),
            streak: now.streak,
        }
    }
}

#[inline]
fn share(confirmed: u32, known: u32) -> u32 {
    let known = u64::from(known).saturating_add(u64::from(COUNT_ONE));
    u64::from(confirmed).saturating_mul(1_000).checked_div(known).unwrap_or_default() as u32
}
