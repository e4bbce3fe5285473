//! What is stored about threat indicators.

use codec::{Decode, Encode, MaxEncodedLen};
pub use critical_chains_attestation::{IndicatorKind, IndicatorSpec, MAX_CONFIDENCE, Sightings};
use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most institutions whose sightings of one indicator are counted.
pub const MAX_SIGHTING_INSTITUTIONS: u32 = 64;

/// Most indicators with the same value.
pub const MAX_INDICATORS_PER_VALUE: u32 = 8;

/// Number of an indicator. Numbers are never used twice.
pub type IndicatorId = u32;

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
