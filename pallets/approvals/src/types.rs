//! What is stored and told about proposals.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Missing, Permission, Vote};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most institutions that can vote on one proposal.
pub const MAX_VOTES: u32 = 1_024;

/// Most different permissions that one proposal can need.
pub const MAX_PERMISSIONS: u32 = 32;

/// Number of a proposal. Numbers are never used twice.
pub type ProposalId = u32;

/// What a proposal takes, as the runtime says.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Requirement {
    /// The approvals.
    pub rule: ApprovalRule,
    /// The permissions of what it does, sorted.
    pub permissions: BoundedVec<Permission, ConstU32<MAX_PERMISSIONS>>,
    /// Whether it is executed as the consortium, and not as the proposer.
    pub governed: bool,
}

/// A proposal that is open, or waits to be executed.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Proposal<AccountId, Hash> {
    /// Hash of the encoded call: what everybody votes on.
    pub call_hash: Hash,
    /// The account that proposed it.
    pub proposer: AccountId,
    /// The institution of that account.
    pub institution: Lei,
    /// What it took when it was proposed.
    pub requirement: Requirement,
    /// When it was proposed, in milliseconds since the Unix epoch.
    pub proposed: u64,
    /// When it ends, unless it has its approvals by then.
    pub expires: u64,
    /// Since when it has its approvals.
    pub met: Option<u64>,
}

/// The votes on one proposal, one for each institution.
pub type Ballots<AccountId> = BoundedVec<Vote<AccountId>, ConstU32<MAX_VOTES>>;

impl<AccountId, Hash> Proposal<AccountId, Hash> {
    /// When something is to be done with it: it is executed, or it ends.
    pub fn due(&self) -> u64 {
        self.met.map_or(self.expires, |met| met.saturating_add(self.requirement.rule.waiting))
    }
}

/// A proposal with all that one needs to judge it, for queries.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub struct ProposalDetails<AccountId, Hash> {
    /// Its number.
    pub id: ProposalId,
    /// The proposal.
    pub proposal: Proposal<AccountId, Hash>,
    /// The votes, one for each institution.
    pub votes: Ballots<AccountId>,
    /// The encoded call.
    pub call: Vec<u8>,
    /// Why it is not executed yet.
    pub missing: Vec<Missing>,
}
