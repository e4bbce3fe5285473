//! What only flows of one sector have.

use crate::Pseudonym;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most attributes of a flow.
pub const MAX_ATTRIBUTES: u32 = 32;

/// One category that a flow belongs to: a claim's fault, a card's entry mode.
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
pub struct Attribute {
    /// Which attribute, by the profile that it was read with.
    pub code: u16,
    /// Its category, by the profile that it was read with.
    pub value: u32,
}

/// A point on the Earth (WGS 84).
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Place {
    /// Millionths of a degree, north positive.
    pub latitude: i32,
    /// Millionths of a degree, east positive.
    pub longitude: i32,
}

/// Fields of an insurance claim.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Claim {
    /// What was damaged: a vehicle, a house.
    pub object: Option<Pseudonym>,
    /// When it was damaged, in seconds since the Unix epoch.
    pub incident: Option<u64>,
    /// Since when it has been insured, in seconds since the Unix epoch.
    pub insured_since: Option<u64>,
    /// The other party of the incident.
    pub counterparty: Option<Pseudonym>,
}

/// Fields of a toll passage.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Passage {
    /// The vehicle as its number plate names it.
    pub plate: Option<Pseudonym>,
    /// Where the plaza is.
    pub place: Option<Place>,
    /// What should have been paid, in minor units.
    pub due: Option<u64>,
}

/// Fields of a clearing house's obligation.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Settlement {
    /// The netting cycle that it belongs to.
    pub cycle: u64,
    /// Whether it is the net position of a participant, which closes its part of the cycle, and not
    /// one of the obligations that are netted.
    pub net: bool,
}

/// What only flows of one sector have.
#[derive(
    Clone,
    Copy,
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
pub enum Sector {
    /// Nothing.
    #[default]
    General,
    /// An insurance claim.
    Claim(Claim),
    /// A toll passage.
    Passage(Passage),
    /// A clearing house's obligation.
    Settlement(Settlement),
}
