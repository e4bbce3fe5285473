//! Layer 2: what is usual for one pseudonym, in a bounded table.

mod side;
mod standing;
mod table;

pub(crate) use side::{Departure, Horizons, Side};
pub(crate) use standing::{Record, Standing};
pub(crate) use table::ProfileTable;

use crate::Identity;
use codec::{Decode, Encode};

/// How layer 2 remembers.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ProfileParameters {
    /// Pseudonyms that are remembered: 2 to the power of this.
    pub capacity_bits: u8,
    /// Half-life of the short counts and sums, in seconds.
    pub short_half_life: u32,
    /// Half-life of the long ones, in seconds; after it, counterparties are forgotten as well.
    pub long_half_life: u32,
    /// Half-life of what outcomes say about a pseudonym, in seconds.
    pub standing_half_life: u32,
    /// The amount above which flows are reported by law, in minor units; 0 if there is none. Flows
    /// of up to a tenth less are counted (structuring, 31 U.S.C. 5324).
    pub reporting_threshold: u64,
}

impl Default for ProfileParameters {
    fn default() -> Self {
        Self {
            capacity_bits: 15,
            short_half_life: 86_400,
            long_half_life: 14 * 86_400,
            standing_half_life: 14 * 86_400,
            reporting_threshold: 1_000_000,
        }
    }
}

/// What is known about one pseudonym.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Profile {
    pub(crate) identity: Identity,
    /// When it was first seen, in seconds since the Unix epoch.
    pub(crate) first: u32,
    /// When it was last seen.
    pub(crate) last: u32,
    /// What it gave.
    pub(crate) given: Side,
    /// What it received.
    pub(crate) received: Side,
    /// What outcomes say about it.
    pub(crate) standing: Standing,
}

/// Seconds since the Unix epoch in 32 bits, which end in 2106.
#[inline]
pub(crate) fn short_time(time: u64) -> u32 {
    u32::try_from(time).unwrap_or(u32::MAX)
}
