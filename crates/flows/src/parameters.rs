//! Everything that decides how an engine scores, and what cannot be.

use crate::{
    BudgetParameters, BurstParameters, DetectorLevels, DriftParameters, OutcomeParameters,
    ProfileParameters, SectorParameters, WindowParameters,
};
use codec::{Decode, Encode};
use core::fmt;

/// Everything that decides how the engine scores.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Parameters {
    /// Layer 1.
    pub burst: BurstParameters,
    /// Layer 2.
    pub profiles: ProfileParameters,
    /// Layer 3: the graph.
    pub window: WindowParameters,
    /// Layer 3: detectors of single sectors.
    pub sectors: SectorParameters,
    /// Layer 4: from when on detectors fire.
    pub levels: DetectorLevels,
    /// Layer 4: what outcomes teach.
    pub outcomes: OutcomeParameters,
    /// Layer 5.
    pub budget: BudgetParameters,
    /// When a change of the scores counts as drift.
    pub drift: DriftParameters,
}

/// Why no engine can have these parameters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidParameters {
    /// A table would be too small or too large.
    Capacity {
        /// Which one.
        parameter: &'static str,
        /// The binary logarithm that was asked for.
        found: u8,
        /// The smallest and the largest there can be.
        limits: (u8, u8),
    },
    /// A length of time would be nothing.
    Zero {
        /// Which one.
        parameter: &'static str,
    },
}

impl fmt::Display for InvalidParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capacity { parameter, found, limits: (least, most) } => write!(
                f,
                "{parameter} is {found}, and has to be from {least} to {most}: it is a binary \
                 logarithm"
            ),
            Self::Zero { parameter } => write!(f, "{parameter} has to be more than 0"),
        }
    }
}

impl core::error::Error for InvalidParameters {}

impl Parameters {
    /// Whether there can be such an engine inside of a runtime, which has 128 MiB for it and all its
    /// copies: at most as large as the usual one. A test fills it there.
    pub fn validate_on_chain(&self) -> Result<(), InvalidParameters> {
        self.validate()?;
        let usual = Self::default();
        self.check_capacities([
            usual.burst.width_bits,
            usual.profiles.capacity_bits,
            usual.window.capacity_bits,
            usual.sectors.capacity_bits,
        ])
    }

    fn check_capacities(&self, most: [u8; 4]) -> Result<(), InvalidParameters> {
        let capacities = [
            ("burst.width_bits", self.burst.width_bits, 4),
            ("profiles.capacity_bits", self.profiles.capacity_bits, 3),
            ("window.capacity_bits", self.window.capacity_bits, 4),
            ("sectors.capacity_bits", self.sectors.capacity_bits, 2),
        ];
        for ((parameter, found, least), most) in capacities.into_iter().zip(most) {
            if found < least || found > most {
                let limits = (least, most);
                return Err(InvalidParameters::Capacity { parameter, found, limits });
            }
        }
        Ok(())
    }

    /// Whether there can be such an engine.
    pub fn validate(&self) -> Result<(), InvalidParameters> {
        self.check_capacities([20, 22, 24, 20])?;
        let lengths = [
            ("burst.tick_seconds", self.burst.tick_seconds),
            ("burst.recent_half_life", self.burst.recent_half_life),
            ("burst.usual_half_life", self.burst.usual_half_life),
            ("profiles.short_half_life", self.profiles.short_half_life),
            ("profiles.long_half_life", self.profiles.long_half_life),
            ("profiles.standing_half_life", self.profiles.standing_half_life),
            ("window.seconds", self.window.seconds),
            ("budget.half_life", self.budget.half_life),
        ];
        match lengths.into_iter().find(|(_, length)| *length == 0) {
            Some((parameter, _)) => Err(InvalidParameters::Zero { parameter }),
            None => Ok(()),
        }
    }
}
