//! What the registry stores and says about institutions. These types know nothing of pallets.

use crate::{Lei, quota::Quota};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_policy::Kind;
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most bytes the name of an institution can have. Legal names longer than this are abbreviated.
pub const MAX_NAME_BYTES: u32 = 64;

/// The name of an institution, as UTF-8.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME_BYTES>>;

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
    /// When its membership ends, in milliseconds since the Unix epoch, or none if it does not.
    pub expires: Option<u64>,
}

impl Institution {
    /// Whether its accounts may act for it.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// Whether its membership has ended. Its accounts can then only renew it; its validator stays.
    pub fn has_lapsed(&self, now: u64) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
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
