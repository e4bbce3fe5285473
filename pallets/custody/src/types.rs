//! What the pallet says about keys.

use crate::{CustodyClass, KeyPurpose, Lei, Shortfall};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A public key, Ed25519.
pub type Key = [u8; 32];

/// A key that is not kept as is required.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub struct KeyShortfall {
    /// LEI of its institution.
    pub institution: Lei,
    /// The public key.
    pub key: Key,
    /// What it signs.
    pub purpose: KeyPurpose,
    /// The class that is required.
    pub required: CustodyClass,
    /// What is lacking.
    pub shortfall: Shortfall,
}
