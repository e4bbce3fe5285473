//! Layer 1: how much more often than usual a pair, a source or a destination appears.
//!
//! Three count-min sketches (Cormode and Muthukrishnan, 2005), one each for pairs, sources and
//! destinations, whose cells decay when they are next touched and not all at every tick. The score is
//! the chi-squared statistic of MIDAS (Bhatia et al., AAAI 2020): how far the recent count is from
//! what the long-run mean makes one expect. As in MIDAS-F (Bhatia et al., TKDD 2022), a tick that was
//! anomalous does not enter the long-run mean, so that a flood cannot teach the sketch that it is
//! usual. Unlike there, the mean is of a bounded past, and hashing is keyed.

use crate::{
    fixed::{ONE, decay, decay_rate, scale},
    identity::Identity,
    slots::Slots,
};
use codec::{Decode, Encode};

/// Rows of each sketch: a key is overrated only if it shares its cells in all of them.
const ROWS: usize = 2;

/// Counts in cells are in Q8.
const COUNT_BITS: u32 = 8;

/// Most that a cell counts, in Q8: its square fits 64 bits.
const MAX_COUNT: u64 = (1 << 31) - 1;

/// What is added to every expectation, in Q8: a tenth of a flow. Without it, the first flow ever
/// would be infinitely surprising.
const DOUBT: u64 = 26;

/// How layer 1 counts.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct BurstParameters {
    /// Length of a tick, in seconds.
    pub tick_seconds: u32,
    /// Half-life of the recent count, in 1,024ths of a tick.
    pub recent_half_life: u32,
    /// Half-life of the long-run mean, in ticks.
    pub usual_half_life: u32,
    /// A tick whose score is above this does not change the long-run mean; in units of chi squared.
    pub ignore_above: u32,
    /// Cells of a row: 2 to the power of this.
    pub width_bits: u8,
}

impl Default for BurstParameters {
    /// Minutes. 13.5 ticks of half-life are a factor of 0.95 a tick.
    fn default() -> Self {
        Self {
            tick_seconds: 60,
            recent_half_life: 13_838,
            usual_half_life: 30 * 1_440,
            ignore_above: 30_000,
            width_bits: 11,
        }
    }
}

/// What layer 1 says of a flow. All in units of chi squared, in Q8.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Burst {
    /// Of the pair.
    pub edge: u64,
    /// Of the source.
    pub source: u64,
    /// Of the destination.
    pub destination: u64,
}

impl Burst {
    /// The largest.
    pub fn strongest(&self) -> u64 {
        self.edge.max(self.source).max(self.destination)
    }
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
struct Cell {
    /// The decayed count, Q8, as of `tick`.
    recent: u32,
    /// Flows of the tick itself.
    current: u32,
    /// Flows of all earlier ticks, Q8, decayed slowly, as of `tick`.
    usual: u64,
    tick: u32,
}

/// What all cells of one moment share.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
struct Clock {
    tick: u32,
    /// The first second of the next tick.
    end: u64,
    /// Ticks that the long-run mean is over, Q16.
    span: u64,
    /// What turns the long-run sum into an expectation of the recent count, Q32.
    expectation: u64,
}

/// The sketches of layer 1.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub struct BurstSketches {
    clock: Option<Clock>,
    rates: Rates,
    edges: Sketch,
    sources: Sketch,
    destinations: Sketch,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
struct Rates {
    tick_seconds: u32,
    recent: u64,
    usual: u64,
    /// Recent count of something that comes once a tick, Q32.
    steady: u64,
    ignore_above: u64,
}

#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
struct Sketch {
    cells: Slots<Cell>,
}

impl BurstSketches {
    /// Empty sketches.
    pub fn new(parameters: &BurstParameters) -> Self {
        let half_life = u64::from(parameters.recent_half_life.max(1));
        let recent = decay_rate(half_life).saturating_mul(1_024);
        let steady = (ONE << 31)
            .checked_div(ONE.saturating_sub(decay(1, recent)))
            .unwrap_or(u64::MAX)
            .saturating_mul(2);
        let sketch = || Sketch::new(parameters.width_bits);
        Self {
            clock: None,
            rates: Rates {
                tick_seconds: parameters.tick_seconds.max(1),
                recent,
                usual: decay_rate(u64::from(parameters.usual_half_life)),
                steady,
                ignore_above: u64::from(parameters.ignore_above) << COUNT_BITS,
            },
            edges: sketch(),
            sources: sketch(),
            destinations: sketch(),
        }
    }

    /// Whether sketches and rates are those of other ones, that were just made.
    pub(crate) fn has_shape_of(&self, fresh: &Self) -> bool {
        let sizes =
            |of: &Self| [of.edges.cells.len(), of.sources.cells.len(), of.destinations.cells.len()];
        self.rates == fresh.rates && sizes(self) == sizes(fresh)
    }

    /// Bytes that the sketches hold.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>().saturating_add(self.edges.cells.memory_bytes().saturating_mul(3))
    }

    /// Counts a flow, and says how unusual that is.
    #[inline]
    pub fn observe(&mut self, time: u64, source: Identity, destination: Identity) -> Burst {
        let clock = self.advance(time);
        let rates = &self.rates;
        Burst {
            edge: self.edges.observe(Identity::edge(source, destination), &clock, rates),
            source: self.sources.observe(source, &clock, rates),
            destination: self.destinations.observe(destination, &clock, rates),
        }
    }

    /// A flow that comes late counts as one of now.
    #[inline]
    fn advance(&mut self, time: u64) -> Clock {
        match self.clock {
            Some(clock) if time < clock.end => clock,
            previous => self.start_tick(time, previous),
        }
    }

    #[cold]
    fn start_tick(&mut self, time: u64, previous: Option<Clock>) -> Clock {
        let length = u64::from(self.rates.tick_seconds);
        let tick = u32::try_from(time.checked_div(length).unwrap_or_default()).unwrap_or(u32::MAX);
        let end = u64::from(tick).saturating_add(1).saturating_mul(length);
        let span = match previous {
            None => 1 << 16,
            Some(clock) => {
                let elapsed = u64::from(tick.saturating_sub(clock.tick));
                let left = decay(elapsed, self.rates.usual);
                // The sum of a geometric series, from its limit.
                let limit = (ONE << 16)
                    .checked_div(ONE.saturating_sub(decay(1, self.rates.usual)))
                    .unwrap_or(u64::MAX >> 16);
                scale(clock.span, left).saturating_add(scale(limit, ONE.saturating_sub(left)))
            }
        };
        let expectation =
            (u128::from(self.rates.steady) << 16).checked_div(u128::from(span)).unwrap_or_default();
        let clock =
            Clock { tick, end, span, expectation: u64::try_from(expectation).unwrap_or(u64::MAX) };
        self.clock = Some(clock);
        clock
    }
}

impl Sketch {
    fn new(width_bits: u8) -> Self {
        let width = 1usize << width_bits;
        Self { cells: Slots::new(width.saturating_mul(ROWS)) }
    }

    #[inline]
    fn observe(&mut self, identity: Identity, clock: &Clock, rates: &Rates) -> u64 {
        let width = self.cells.len() / ROWS;
        let mask = width.wrapping_sub(1);
        let (first, second) = self.cells.split_at_mut(width);
        let rows =
            [first.get_mut(identity.lower() & mask), second.get_mut(identity.upper() & mask)];
        let mut rarest = (u32::MAX, 0);
        for cell in rows.into_iter().flatten() {
            cell.count(clock, rates);
            if cell.recent < rarest.0 {
                rarest = (cell.recent, cell.expected(clock));
            }
        }
        surprise(u64::from(rarest.0), rarest.1)
    }
}

impl Cell {
    #[inline]
    fn count(&mut self, clock: &Clock, rates: &Rates) {
        if self.tick != clock.tick {
            self.close(clock, rates);
        }
        let one = 1u32 << COUNT_BITS;
        self.recent = self.recent.saturating_add(one).min(MAX_COUNT as u32);
        self.current = self.current.saturating_add(1);
    }

    /// Takes the last tick that was counted into the long-run sum, and decays both counts.
    #[inline]
    fn close(&mut self, clock: &Clock, rates: &Rates) {
        let elapsed = u64::from(clock.tick.saturating_sub(self.tick));
        if self.current != 0 {
            let anomalous =
                surprise(u64::from(self.recent), self.expected(clock)) > rates.ignore_above;
            if !anomalous {
                self.usual = self.usual.saturating_add(u64::from(self.current) << COUNT_BITS);
            }
        }
        self.recent = scale(u64::from(self.recent), decay(elapsed, rates.recent)) as u32;
        self.usual = scale(self.usual, decay(elapsed, rates.usual));
        self.current = 0;
        self.tick = clock.tick;
    }

    /// The recent count that the long-run mean makes one expect, Q8.
    #[inline]
    fn expected(&self, clock: &Clock) -> u64 {
        scale(self.usual, clock.expectation).min(MAX_COUNT)
    }
}

/// Chi squared of a count against its expectation; all in Q8. Nothing if it is not above it.
#[inline]
fn surprise(count: u64, expected: u64) -> u64 {
    let excess = count.saturating_sub(expected);
    excess.wrapping_mul(excess).checked_div(expected.saturating_add(DOUBT)).unwrap_or_default()
}
