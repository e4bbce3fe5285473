//! The newest flows that somebody gave or received, summed up.
//!
//! These are the vertex statistics and fans of the Graph Feature Preprocessor (Blanuša et al., ICAIF
//! 2024), over a bounded number of flows.

use super::{Direction, Graph, Sequence, Witness};
use crate::{Identity, fixed::log2};

/// Most flows of one list that are looked at.
pub(crate) const MAX_LISTED: usize = 32;

/// Different counterparties of a list, the newest first, each with the time of its newest flow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Partners {
    identities: [Identity; MAX_LISTED],
    times: [u32; MAX_LISTED],
    count: usize,
    /// A bit for each hash: what is not in here is certainly new.
    filter: [u64; 4],
}

impl Default for Partners {
    fn default() -> Self {
        Self {
            identities: [Identity::default(); MAX_LISTED],
            times: [0; MAX_LISTED],
            count: 0,
            filter: [0; 4],
        }
    }
}

impl Partners {
    #[inline]
    fn bit(identity: Identity) -> (usize, u64) {
        let mark = identity.mark();
        (((mark >> 6) & 3) as usize, 1 << (mark & 63))
    }

    #[inline]
    fn add(&mut self, identity: Identity, time: u32) {
        if self.contains(identity) {
            return;
        }
        let (word, bit) = Self::bit(identity);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= bit;
        }
        if let (Some(place), Some(when)) =
            (self.identities.get_mut(self.count), self.times.get_mut(self.count))
        {
            *place = identity;
            *when = time;
            self.count = self.count.saturating_add(1);
        }
    }

    #[inline]
    pub(crate) fn contains(&self, identity: Identity) -> bool {
        let (word, bit) = Self::bit(identity);
        self.filter.get(word).is_some_and(|word| word & bit != 0)
            && self.identities.iter().take(self.count).any(|known| *known == identity)
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Identity, u32)> + '_ {
        self.identities.iter().copied().zip(self.times.iter().copied()).take(self.count)
    }
}

/// A list of somebody's newest flows in the window, summed up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct List {
    pub(crate) flows: u32,
    pub(crate) partners: Partners,
    pub(crate) sum: u64,
    pub(crate) smallest: u64,
    pub(crate) largest: u64,
    /// Time of the oldest and of the newest flow.
    pub(crate) oldest: u32,
    pub(crate) newest: u32,
    /// Sum of log2 of amounts, Q16, and of their squares, Q16.
    logarithms: u64,
    squares: u64,
}

impl List {
    /// Looks at somebody's newest flows.
    #[inline]
    pub(crate) fn of(
        graph: &Graph<'_>,
        of: Identity,
        head: Sequence,
        direction: Direction,
        witness: &mut impl Witness,
    ) -> Self {
        let mut list = Self::default();
        let mut next = head;
        for _ in 0..MAX_LISTED {
            let Some((flow, previous)) = graph.window.step(next, of, direction, graph.since) else {
                break;
            };
            witness.looked_at(next);
            let partner = match direction {
                Direction::Given => flow.destination,
                Direction::Received => flow.source,
            };
            list.add(flow.amount, flow.time, partner);
            next = previous;
        }
        list
    }

    #[inline]
    fn add(&mut self, amount: u64, time: u32, partner: Identity) {
        if self.flows == 0 {
            (self.smallest, self.newest, self.oldest) = (amount, time, time);
        }
        self.flows = self.flows.saturating_add(1);
        self.partners.add(partner, time);
        self.sum = self.sum.saturating_add(amount);
        self.smallest = self.smallest.min(amount);
        self.largest = self.largest.max(amount);
        self.newest = self.newest.max(time);
        self.oldest = self.oldest.min(time);
        let logarithm = u64::from(log2(amount));
        self.logarithms = self.logarithms.saturating_add(logarithm);
        self.squares = self.squares.saturating_add(logarithm.saturating_mul(logarithm) >> 16);
    }

    /// Mean of log2 of the amounts, Q16.
    #[inline]
    pub(crate) fn mean(&self) -> u64 {
        self.logarithms.checked_div(u64::from(self.flows)).unwrap_or_default()
    }

    /// Standard deviation of log2 of the amounts, Q16.
    #[inline]
    pub(crate) fn deviation(&self) -> u64 {
        let mean = self.mean();
        let square = self.squares.checked_div(u64::from(self.flows)).unwrap_or_default();
        let variance = square.saturating_sub(mean.saturating_mul(mean) >> 16);
        (variance << 16).isqrt()
    }
}
