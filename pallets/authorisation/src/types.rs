//! What is stored about permissions and accounts, and what a check comes to.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Assignment, Audience, Basis, Facts, HeldRole, Kind, Permission, Policy, RoleName, Scope,
    Source, Validity,
};
use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use scale_info::TypeInfo;

/// Most roles of one account.
pub const MAX_ASSIGNMENTS: u32 = 16;

/// Most roles that one account can have passed on at a time.
pub const MAX_DELEGATIONS: u32 = 8;

/// Most accounts that lose a role with the one from which it is revoked: it can be passed on twice.
pub const MAX_CASCADE: u32 = 1 + MAX_DELEGATIONS + MAX_DELEGATIONS * MAX_DELEGATIONS;

/// Most constraints there can be.
pub const MAX_CONSTRAINTS: u32 = 16;

/// Most different permissions that one extrinsic, or one proposal, can need.
pub const MAX_GRANTS: u32 = 32;

/// What decides about a permission, in one place, so that a check reads it at once.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PermissionEntry {
    /// The roles that carry it, and those that its rules are about.
    pub audience: Audience,
    /// Its policy.
    pub policy: Policy,
    /// Whether it was stopped in an emergency.
    pub stopped: bool,
}

impl PermissionEntry {
    /// Whether it says nothing, so that it need not be kept.
    pub fn is_empty(&self) -> bool {
        self.audience.is_empty() && self.policy.is_empty() && !self.stopped
    }
}

/// The roles of an account.
pub type Assignments<AccountId> = BoundedVec<Assignment<AccountId>, ConstU32<MAX_ASSIGNMENTS>>;

/// What is stored about an account.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Subject<AccountId> {
    /// The institution for which it acts.
    pub institution: Lei,
    /// Its roles.
    pub assignments: Assignments<AccountId>,
    /// Whether an Authority has frozen it: then it can do nothing.
    pub frozen: bool,
}

impl<AccountId> Subject<AccountId> {
    /// An account of this institution without roles.
    pub fn of(institution: Lei) -> Self {
        Self { institution, assignments: Assignments::default(), frozen: false }
    }

    /// Whether nothing is known about it, so that it need not be kept.
    pub fn is_empty(&self) -> bool {
        self.assignments.is_empty() && !self.frozen
    }

    /// How it holds a role, if it does.
    pub fn assignment(&self, role: &RoleName) -> Option<&Assignment<AccountId>> {
        self.assignments.iter().find(|own| own.role == *role)
    }

    /// The roles that count at this time.
    pub fn roles_at(&self, now: u64) -> impl Iterator<Item = HeldRole> {
        self.assignments
            .iter()
            .filter(move |own| own.counts(now))
            .map(|own| HeldRole { role: own.role, scope: own.scope })
    }

    /// Whether it will hold this role for ever unless somebody acts, and can use it.
    pub fn is_lasting(&self, assignment: &Assignment<AccountId>) -> bool {
        !self.frozen && assignment.active && assignment.validity == Validity::PERMANENT
    }
}

/// How many accounts hold a role in a scope.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Holders {
    /// All of them, those whose role begins later or has expired since yesterday included.
    pub total: u32,
    /// Those that can use it now and without end.
    pub lasting: u32,
}

/// An account with the active institution for which it acts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member<AccountId> {
    /// The account.
    pub account: AccountId,
    /// Its institution.
    pub institution: Lei,
    /// Kind of the institution.
    pub kind: Kind,
    /// When the membership of the institution ends, in milliseconds since the Unix epoch.
    pub expires: Option<u64>,
}

impl<AccountId> Member<AccountId> {
    /// Whether the membership of the institution has ended at this time.
    pub fn has_lapsed(&self, now: u64) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

/// A permission with the things for which it was checked.
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
pub struct Grant {
    /// The permission.
    pub permission: Permission,
    /// Whose things it was checked for.
    pub resource: Scope,
}

/// The permissions that were checked for an extrinsic, sorted.
pub type Grants = BoundedVec<Grant, ConstU32<MAX_GRANTS>>;

/// Why something may not be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Obstacle {
    /// The account acts for no active institution.
    NotAMember,
    /// The account is frozen by an Authority.
    Frozen,
    /// The membership of the institution has ended: it can only help to renew it.
    Lapsed,
    /// The call is for nobody, or holds one that is, or too many or too deeply nested ones.
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
    /// It takes approvals: it has to be proposed.
    ApprovalRequired,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
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

impl From<Result<Basis, Obstacle>> for Verdict {
    fn from(result: Result<Basis, Obstacle>) -> Self {
        match result {
            Ok(by) => Self::Permitted { by },
            Err(by) => Self::Refused { by },
        }
    }
}

/// Whether an account acts on its own, or as one of several.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// On its own: what takes approvals is refused.
    Alone,
    /// To propose or to approve.
    Jointly,
}

/// What a call says of itself that conditions ask about.
pub type CallFacts = Facts;

/// A role of an account, for queries.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleOfAccount<AccountId> {
    /// How the account holds it.
    pub assignment: Assignment<AccountId>,
    /// Whether it counts now.
    pub counts: bool,
}

/// Something that ends, for queries and warnings.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expiring<AccountId> {
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
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proposable {
    /// The approvals.
    pub rule: critical_chains_policy::ApprovalRule,
    /// The permissions, each for the institution of the proposer or for what the call names.
    pub grants: Grants,
    /// Whether it is executed as the consortium, and not as the proposer.
    pub governed: bool,
}

/// Who an assignment at genesis is for.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisAssignment<AccountId> {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: RoleName,
    /// Whether it counts for the things of all institutions, and not only of its own.
    #[serde(default)]
    pub consortium: bool,
    /// How often it can be passed on.
    #[serde(default)]
    pub levels: u8,
}

/// An assignment by a steward.
pub(crate) fn granted<AccountId>(
    role: RoleName,
    scope: Scope,
    validity: Validity,
    levels: u8,
) -> Assignment<AccountId> {
    Assignment { role, scope, validity, active: true, levels, source: Source::Granted }
}
