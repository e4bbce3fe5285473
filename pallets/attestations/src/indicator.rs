//! What is stored about threat indicators.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_attestation::{Marking, Typology};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

use crate::Digest;

/// Most institutions whose sightings of one indicator are counted.
pub const MAX_SIGHTING_INSTITUTIONS: u32 = 64;

/// Most indicators with the same value.
pub const MAX_INDICATORS_PER_VALUE: u32 = 8;

/// The highest confidence, as in STIX 2.1.
pub const MAX_CONFIDENCE: u8 = 100;

/// Number of an indicator. Numbers are never used twice.
pub type IndicatorId = u32;

/// What an indicator is the pseudonym of.
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
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum IndicatorKind {
    /// A bank account.
    Account,
    /// A payment card.
    Card,
    /// A device: a phone, a browser.
    Device,
    /// A number plate.
    Plate,
    /// A toll tag.
    Tag,
    /// A network address, or a domain.
    Address,
    /// A wallet of a public blockchain.
    Wallet,
    /// A phone number.
    Phone,
    /// An insurance policy, or a person as an insurer knows it.
    Policy,
}

/// An indicator as an institution shares it.
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
    serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorSpec {
    /// What it is the pseudonym of.
    pub kind: IndicatorKind,
    /// The pseudonym.
    #[serde(serialize_with = "critical_chains_attestation::json::text")]
    pub value: Pseudonym,
    /// With whom it may be shared further.
    pub marking: Marking,
    /// From when on it is valid, in milliseconds since the Unix epoch.
    pub valid_from: u64,
    /// Until when, this time excluded.
    pub valid_until: u64,
    /// How sure the institution is: 0 to [`MAX_CONFIDENCE`].
    pub confidence: u8,
    /// What it indicates, if that is known.
    pub typology: Option<Typology>,
    /// SHA-256 of the STIX object that says more.
    #[serde(serialize_with = "critical_chains_attestation::json::hex")]
    pub stix_digest: Digest,
}

/// How often an institution has met an indicator.
#[derive(
    Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo, serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Sightings {
    /// The institution.
    pub institution: Lei,
    /// How often.
    pub count: u32,
    /// When first, in milliseconds since the Unix epoch.
    pub first_seen: u64,
    /// When last.
    pub last_seen: u64,
}

/// An indicator that was shared. It is kept until the end of its validity, also if it is revoked.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo, serde::Serialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Indicator<AccountId> {
    /// What was shared.
    pub spec: IndicatorSpec,
    /// The institution that shared it.
    pub institution: Lei,
    /// The account that acted for it.
    pub account: AccountId,
    /// When it was shared, in milliseconds since the Unix epoch.
    pub shared: u64,
    /// When the institution took it back, if it did.
    pub revoked: Option<u64>,
    /// Who has met it how often.
    pub sightings: BoundedVec<Sightings, ConstU32<MAX_SIGHTING_INSTITUTIONS>>,
}

impl<AccountId> Indicator<AccountId> {
    /// Whether it is to be matched at this time, in milliseconds since the Unix epoch.
    pub fn is_valid_at(&self, now: u64) -> bool {
        let during = self.spec.valid_from <= now && now < self.spec.valid_until;
        during && self.revoked.is_none()
    }
}
