//! What this pallet asks of the runtime.

use crate::Requirement;
use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Kind, Permission};

/// Why a call cannot be proposed, or not voted on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// The account has no permission for what the call does, not even together with others.
    NotAuthorised,
    /// Nobody can propose such a call.
    CallNotAllowed,
}

/// Who may propose and vote, and what it takes.
pub trait Authority<AccountId, Call, Origin> {
    /// The active institution for which an account acts.
    fn voter(account: &AccountId) -> Option<Lei>;

    /// Kind of an active institution. Only the vote of one that is active counts.
    fn kind(institution: &Lei) -> Option<Kind>;

    /// What a call takes, if this account may propose it and vote on it.
    fn examine(account: &AccountId, call: &Call) -> Result<Requirement, Refused>;

    /// The approvals that these permissions take now.
    fn rule(permissions: &[Permission]) -> Option<ApprovalRule>;

    /// The origin with which an approved call of this proposer is executed, if it still may be.
    fn origin(
        proposer: &AccountId,
        call: &Call,
        requirement: &Requirement,
    ) -> Result<Origin, Refused>;

    /// A call of about so many bytes, and as hard to examine as such a call gets. The accounts that
    /// the origins have for benchmarks may propose it and vote on it, and it succeeds.
    #[cfg(feature = "runtime-benchmarks")]
    fn proposable(bytes: u32) -> Call;
}
