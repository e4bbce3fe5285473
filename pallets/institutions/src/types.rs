//! What the registry stores and says about institutions. These types know nothing of pallets.

use crate::{Lei, quota::Quota};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most bytes the name of an institution can have. Legal names longer than this are abbreviated.
pub const MAX_NAME_BYTES: u32 = 64;

/// The name of an institution, as UTF-8.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME_BYTES>>;

/// What an institution does in the consortium.
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
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Takes deposits or moves payments.
    Bank,
    /// Clears, settles, or runs a payment system.
    MarketInfrastructure,
    /// Insures.
    Insurer,
    /// Operates tolled roads.
    TollOperator,
    /// Supervises or regulates.
    Authority,
}

/// Whether an institution has access.
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
pub enum Status {
    /// Its accounts may act for it.
    Active,
    /// None of its accounts may act for it, until it is active again.
    Suspended,
    /// It left for good.
    Resigned,
}

/// An institution of the consortium.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Institution {
    /// Its name, as UTF-8.
    pub name: Name,
    /// What it does in the consortium.
    pub kind: Kind,
    /// Whether it has access.
    pub status: Status,
    /// Number of accounts that act for it.
    pub accounts: u32,
    /// Its own quota per window, or none if the default applies.
    pub quota: Option<Quota>,
}

impl Institution {
    /// Whether its accounts may act for it.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Whether it left for good.
    pub fn has_resigned(&self) -> bool {
        self.status == Status::Resigned
    }
}

/// For which institution an account acts.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub struct Membership {
    /// LEI of the institution.
    pub institution: Lei,
    /// What the institution does in the consortium.
    pub kind: Kind,
    /// Whether the institution has access. Unless it is active, the account has none.
    pub status: Status,
}
