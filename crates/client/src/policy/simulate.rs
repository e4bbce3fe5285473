//! Who would gain and lose what: every account with roles and every permission, before and after.

use super::{Change, Consortium, permission_info};
use crate::chain::{AccountId, PermissionEntry, Subject};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Decision, Facts, Name, Permission, Request, RoleName, Rulebook, Scope, decide,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What an account may do with a permission.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Access {
    /// Nothing.
    Nothing,
    /// Propose it, and vote on it.
    Jointly,
    /// Do it alone.
    Alone,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "not at all",
            Self::Jointly => "with approvals",
            Self::Alone => "alone",
        })
    }
}

/// An account that may do more or less than before.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Shift {
    /// The account.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// What it is about.
    pub permission: Permission,
    /// Whether it is about the things of all institutions, and not only of its own.
    pub everywhere: bool,
    /// What it may do now.
    pub before: Access,
    /// What it may do then.
    pub after: Access,
}

impl Shift {
    /// Whether it is more.
    pub fn is_gain(&self) -> bool {
        self.after > self.before
    }
}

/// An account that would not keep to a constraint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Conflict {
    /// The account.
    pub account: AccountId,
    /// The institution for which it acts.
    pub institution: Lei,
    /// The constraint.
    pub constraint: Name,
}

/// What changes would lead to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Simulation {
    /// Who may do more or less.
    pub shifts: Vec<Shift>,
    /// Who would not keep to the constraints.
    pub conflicts: Vec<Conflict>,
    /// The permissions whose approvals nobody could give.
    pub unattainable: Vec<Permission>,
    /// The indispensable permissions that the voting role would not carry.
    pub uncarried: Vec<Permission>,
    /// The roles that would go and that accounts hold.
    pub held: Vec<RoleName>,
}

impl Simulation {
    /// Whether the chain would refuse the changes.
    pub fn is_refused(&self) -> bool {
        let Self { shifts: _, conflicts, unattainable, uncarried, held } = self;
        !(conflicts.is_empty()
            && unattainable.is_empty()
            && uncarried.is_empty()
            && held.is_empty())
    }
}

/// Works out what changes would lead to with these facts, whose time is that of the chain unless it
/// is given.
pub fn simulate(chain: &Consortium, changes: &[Change], facts: &Facts) -> Simulation {
    let now = if facts.now == 0 { chain.now } else { facts.now };
    let before = Consortium { now, ..chain.clone() };
    let facts = Facts { now, ..*facts };
    let after = before.with(changes);
    Simulation {
        shifts: shifts(&before, &after, &facts),
        conflicts: conflicts(&after),
        unattainable: unattainable(&after),
        uncarried: uncarried(&after),
        held: changes.iter().filter_map(|change| held(chain, change)).collect(),
    }
}

fn shifts(before: &Consortium, after: &Consortium, facts: &Facts) -> Vec<Shift> {
    let mut permissions = before.known_permissions();
    permissions.extend(after.known_permissions());
    let mut shifts = Vec::new();
    for (account, subject) in &before.subjects {
        for permission in &permissions {
            let mut own = None;
            for everywhere in [false, true] {
                let resource = if everywhere {
                    Scope::Consortium
                } else {
                    Scope::Institution(subject.institution)
                };
                let old = before.access(subject, permission, resource, facts);
                let new = after.access(subject, permission, resource, facts);
                // What is said of the own institution's things is not said twice.
                if old != new && own != Some((old, new)) {
                    shifts.push(Shift {
                        account: *account,
                        institution: subject.institution,
                        permission: *permission,
                        everywhere,
                        before: old,
                        after: new,
                    });
                }
                own = Some((old, new));
            }
        }
    }
    shifts.sort_by_key(|shift| (shift.institution, shift.account, shift.permission));
    shifts
}

fn conflicts(chain: &Consortium) -> Vec<Conflict> {
    let closure = |role: &RoleName| chain.roles.closure(role);
    let rules = Rulebook { constraints: &chain.constraints, closure, now: chain.now };
    let broken = |(account, subject): (&AccountId, &Subject)| {
        let violation = rules.violation(&subject.assignments)?;
        let (account, institution) = (*account, subject.institution);
        Some(Conflict { account, institution, constraint: violation.constraint })
    };
    chain.subjects.iter().filter_map(broken).collect()
}

fn unattainable(chain: &Consortium) -> Vec<Permission> {
    let electorate = chain.electorate();
    let lacks = |entry: &PermissionEntry| {
        entry.policy.approval.as_ref().is_some_and(|rule| !rule.is_attainable(&electorate))
    };
    let lacking = chain.permissions.iter().filter(|(_, entry)| lacks(entry));
    lacking.map(|(permission, _)| *permission).collect()
}

fn uncarried(chain: &Consortium) -> Vec<Permission> {
    let Some(voting) = chain.voting_role.filter(|role| !chain.holders(role).is_empty()) else {
        return Vec::new();
    };
    let carried = chain.roles.permissions_of(&voting);
    let needed = super::CATALOGUE.iter().filter(|info| info.is_constitutional());
    needed.map(|info| info.name).filter(|name| !carried.contains(name)).collect()
}

fn held(chain: &Consortium, change: &Change) -> Option<RoleName> {
    match change {
        Change::Role(name, _, None) if !chain.holders(name).is_empty() => Some(*name),
        _ => None,
    }
}

impl Consortium {
    /// What an account may do to these things, with these facts.
    pub fn access(
        &self,
        subject: &Subject,
        permission: &Permission,
        resource: Scope,
        facts: &Facts,
    ) -> Access {
        let Some(kind) = self.active_kind(&subject.institution) else { return Access::Nothing };
        let info = permission_info(permission);
        let lapsed = self.has_lapsed(&subject.institution)
            && !info.is_some_and(|info| info.is_constitutional());
        let entry = self.permissions.get(permission);
        let governed = info.is_some_and(|info| info.is_governed());
        let stopped = entry.is_some_and(|entry| entry.stopped) && !governed;
        if subject.frozen || lapsed || stopped {
            return Access::Nothing;
        }
        let roles = self.held(subject);
        let request = Request { kind, roles: &roles, resource, facts };
        let nothing_said = PermissionEntry::default();
        let PermissionEntry { audience, policy, .. } = entry.unwrap_or(&nothing_said);
        let takes_approvals = governed || policy.approval.is_some();
        match decide(audience, policy, &request) {
            Decision::Deny { .. } => Access::Nothing,
            Decision::Permit { .. } if takes_approvals => Access::Jointly,
            Decision::Permit { .. } => Access::Alone,
        }
    }
}

/// Permissions by account, of shifts that are all gains or all losses.
pub fn by_account<'a>(
    shifts: impl IntoIterator<Item = &'a Shift>,
) -> BTreeMap<(Lei, AccountId), BTreeSet<&'a Shift>> {
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for shift in shifts {
        found.entry((shift.institution, shift.account)).or_default().insert(shift);
    }
    found
}
