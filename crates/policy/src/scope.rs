//! Where a role, or a request, reaches.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use scale_info::TypeInfo;

/// The things of one institution, or everybody's.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Scope {
    /// What belongs to one institution.
    Institution(Lei),
    /// What belongs to any institution, or to all of them together.
    Consortium,
}

impl Scope {
    /// Whether a role held in this scope counts for things in the other.
    pub fn covers(&self, other: &Self) -> bool {
        *self == Self::Consortium || self == other
    }
}
