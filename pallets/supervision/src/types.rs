//! What is stored and told. These types know nothing of pallets.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_policy::{Name, Permission, RoleName};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most bytes of a [`Reason`].
pub const MAX_REASON_BYTES: u32 = 256;

/// What a person says: why something was done, what was found, or what a demand is about. UTF-8
/// that can be [shown](crate::is_presentable).
pub type Reason = BoundedVec<u8, ConstU32<MAX_REASON_BYTES>>;

/// SHA-256 of an answer that is handed over off chain.
pub type AnswerDigest = [u8; 32];

/// What can be stopped.
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
pub enum StopTarget {
    /// All that a pallet lets accounts do.
    Pallet(Name),
    /// One action, whoever may do it.
    Permission(Permission),
}

/// A stop that stands.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Stop<AccountId> {
    /// The institution that stopped.
    pub institution: Lei,
    /// The account that acted for it.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
    /// When, in milliseconds since the Unix epoch.
    pub stopped: u64,
    /// When it lapses, in milliseconds since the Unix epoch. None once it is confirmed.
    pub lapses: Option<u64>,
}

impl<AccountId> Stop<AccountId> {
    /// Whether the consortium confirmed it.
    pub fn is_confirmed(&self) -> bool {
        self.lapses.is_none()
    }
}

/// What an institution has stopped, or cannot stop again yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct StopRecord {
    /// What was stopped.
    pub target: StopTarget,
    /// When the institution can stop it again, in milliseconds since the Unix epoch. None while
    /// its stop stands.
    pub paused_until: Option<u64>,
}

impl StopRecord {
    /// Whether its stop stands, or the pause after it has not ended.
    pub(crate) fn counts(&self, now: u64) -> bool {
        self.paused_until.is_none_or(|until| until > now)
    }
}

/// Why an account is frozen.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Freeze<AccountId> {
    /// The institution that froze it.
    pub institution: Lei,
    /// The account that acted for this institution.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
    /// When, in milliseconds since the Unix epoch.
    pub frozen: u64,
}

/// An access in an emergency that is yet to be reviewed.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Review<AccountId> {
    /// Number of the review.
    pub id: u32,
    /// The account that took the role.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// The role.
    pub role: RoleName,
    /// Why.
    pub reason: Reason,
    /// When it was taken, in milliseconds since the Unix epoch.
    pub taken: u64,
    /// By when it has to be reviewed, in milliseconds since the Unix epoch.
    pub due: u64,
    /// Whether it was told that this time has passed.
    pub overdue_reported: bool,
}

/// What a review comes to.
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
pub enum Finding {
    /// There was an emergency, and the access was used for nothing else.
    Justified,
    /// There was none, or the access was used for something else.
    Misused,
}

/// A demand for an explanation that is not closed.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Demand<AccountId> {
    /// Number of the demand.
    pub id: u32,
    /// The institution that has to explain.
    pub institution: Lei,
    /// The institution that demands it.
    pub demanded_by: Lei,
    /// The account that acted for the demanding institution.
    pub account: AccountId,
    /// What is to be explained.
    pub about: Reason,
    /// When it was demanded, in milliseconds since the Unix epoch.
    pub demanded: u64,
    /// By when it has to be answered, in milliseconds since the Unix epoch.
    pub deadline: u64,
    /// The answer, if there is one.
    pub answer: Option<Answer<AccountId>>,
    /// Whether it was told that the deadline passed without an answer.
    pub overdue_reported: bool,
}

impl<AccountId> Demand<AccountId> {
    /// Whether it is neither answered nor known to be overdue.
    pub(crate) fn is_awaited(&self) -> bool {
        self.answer.is_none() && !self.overdue_reported
    }
}

/// The answer to a demand.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Answer<AccountId> {
    /// The account that answered for its institution.
    pub account: AccountId,
    /// SHA-256 of the answer.
    pub digest: AnswerDigest,
    /// When, in milliseconds since the Unix epoch.
    pub answered: u64,
}
