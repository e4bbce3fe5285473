//! What the chain's pallets store and answer, as far as `crates/policy` does not say it.
//!
//! These types mirror those of the pallets, in the same order of fields and variants.

use super::AccountId;
use codec::{Decode, Encode};
use critical_chains_integrity::Hash;
use critical_chains_lei::Lei;
use critical_chains_policy::{
    ApprovalRule, Assignment, Audience, Basis, Kind, Missing, Permission, Policy, RoleName,
    Validity, Vote,
};

/// What decides about a permission.
#[derive(Clone, Debug, Default, Decode, Encode, Eq, PartialEq)]
pub struct PermissionEntry {
    /// The roles that carry it, and those that its rules are about.
    pub audience: Audience,
    /// Its policy.
    pub policy: Policy,
    /// Whether it was stopped in an emergency.
    pub stopped: bool,
}

/// An account with roles.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Subject {
    /// The institution for which it acts.
    pub institution: Lei,
    /// Its roles.
    pub assignments: Vec<Assignment<AccountId>>,
    /// Whether an Authority has frozen it.
    pub frozen: bool,
}

impl Subject {
    /// Whether it will hold this role for ever unless somebody acts, and can use it.
    pub fn is_lasting(&self, assignment: &Assignment<AccountId>) -> bool {
        !self.frozen && assignment.active && assignment.validity == Validity::PERMANENT
    }
}

/// Whether an institution has access.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Status {
    /// Its accounts may act for it.
    Active,
    /// None of them may, until it is active again.
    Suspended,
    /// It left for good.
    Resigned,
}

/// What an institution may use per window.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Quota {
    /// Computing time, in picoseconds of the reference machine.
    pub ref_time: u64,
    /// State touched, in bytes of proof.
    pub proof_size: u64,
    /// Length of the extrinsics themselves, in bytes.
    pub bytes: u32,
}

/// An institution of the consortium.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Institution {
    /// Its name, as UTF-8.
    pub name: Vec<u8>,
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
    /// Its name.
    pub fn name(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }
}

/// Why something may not be done.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Obstacle {
    /// The account acts for no active institution.
    NotAMember,
    /// The account is frozen by an Authority.
    Frozen,
    /// The membership of the institution has ended.
    Lapsed,
    /// The call is for nobody.
    CallNotAllowed,
    /// The permission was stopped in an emergency.
    Stopped,
    /// A rule forbids it.
    Forbidden {
        /// Place of the rule in the policy of the permission.
        rule: u8,
    },
    /// No role of the account carries the permission, and no rule permits it.
    NothingPermits,
    /// It takes approvals.
    ApprovalRequired,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub enum Verdict {
    /// It may be done.
    Permitted {
        /// What permits it.
        by: Basis,
    },
    /// It may not be done.
    Refused {
        /// Why not.
        by: Obstacle,
    },
}

/// A role of an account.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct RoleOfAccount {
    /// How the account holds it.
    pub assignment: Assignment<AccountId>,
    /// Whether it counts now.
    pub counts: bool,
}

/// A role that ends.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Expiring {
    /// The account.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// The role that it will lose.
    pub role: RoleName,
    /// When, in milliseconds since the Unix epoch.
    pub expires: u64,
}

/// What a proposal takes.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Requirement {
    /// The approvals.
    pub rule: ApprovalRule,
    /// The permissions of what it does.
    pub permissions: Vec<Permission>,
    /// Whether it is executed as the consortium, and not as the proposer.
    pub governed: bool,
}

/// A proposal that is open, or waits to be executed.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Proposal {
    /// Hash of the encoded call.
    pub call_hash: Hash,
    /// The account that proposed it.
    pub proposer: AccountId,
    /// The institution of that account.
    pub institution: Lei,
    /// What it takes.
    pub requirement: Requirement,
    /// When it was proposed, in milliseconds since the Unix epoch.
    pub proposed: u64,
    /// When it ends, unless it has its approvals by then.
    pub expires: u64,
    /// Since when it has its approvals.
    pub met: Option<u64>,
}

impl Proposal {
    /// When it is executed, once it has its approvals.
    pub fn executes(&self) -> Option<u64> {
        self.met.map(|met| met.saturating_add(self.requirement.rule.waiting))
    }
}

/// A proposal with all that one needs to judge it.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct ProposalDetails {
    /// Its number.
    pub id: u32,
    /// The proposal.
    pub proposal: Proposal,
    /// The votes.
    pub votes: Vec<Vote<AccountId>>,
    /// The encoded call.
    pub call: Vec<u8>,
    /// Why it is not executed yet.
    pub missing: Vec<Missing>,
}

/// What became of a proposal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Execution {
    /// It was executed in this block.
    Done {
        /// Number of the block.
        block: u64,
    },
    /// It was executed, and failed.
    Failed {
        /// Number of the block.
        block: u64,
        /// Why.
        why: super::Explanation,
    },
    /// An Authority ended it.
    Vetoed {
        /// Number of the block.
        block: u64,
    },
}
