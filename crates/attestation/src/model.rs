//! What finds anomalies: models, and from which score on they speak.

use crate::{MAX_SCORE_PPM, Typology};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use critical_chains_policy::Name;
use scale_info::TypeInfo;

/// Most typologies with a threshold of their own.
pub const MAX_THRESHOLDS: u32 = 32;

/// One version of a model.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct ModelId {
    /// Name of the model.
    pub name: Name,
    /// Its version.
    pub version: u32,
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.version)
    }
}

/// Why some text names no version of a model.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidModelId;

impl fmt::Display for InvalidModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected NAME@VERSION, such as layering@3")
    }
}

impl core::error::Error for InvalidModelId {}

impl FromStr for ModelId {
    type Err = InvalidModelId;

    fn from_str(text: &str) -> Result<Self, InvalidModelId> {
        let (name, version) = text.split_once('@').ok_or(InvalidModelId)?;
        let name = name.parse().map_err(|_| InvalidModelId)?;
        let version = version.parse().map_err(|_| InvalidModelId)?;
        Ok(Self { name, version })
    }
}

/// The scores from which on a model's findings are worth stating.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Thresholds {
    /// The threshold for every typology that has none of its own, in parts per million.
    pub usual: u32,
    /// Typologies with thresholds of their own, in parts per million.
    pub of: BoundedVec<(Typology, u32), ConstU32<MAX_THRESHOLDS>>,
}

impl Thresholds {
    /// The threshold for a typology.
    pub fn for_typology(&self, typology: Typology) -> u32 {
        let own = self.of.iter().find(|(of, _)| *of == typology);
        own.map_or(self.usual, |(_, threshold)| *threshold)
    }

    /// Whether no threshold is out of reach, and no typology has two.
    pub fn are_valid(&self) -> bool {
        let possible = |threshold: u32| threshold <= MAX_SCORE_PPM;
        let mut seen = self.of.iter().map(|(typology, _)| typology).enumerate();
        let twice = seen
            .any(|(at, typology)| self.of.iter().take(at).any(|(earlier, _)| earlier == typology));
        let all_possible = self.of.iter().all(|(_, threshold)| possible(*threshold));
        possible(self.usual) && all_possible && !twice
    }
}
