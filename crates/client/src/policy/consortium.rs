//! What the chain knows about who may do what, at one block.

use crate::chain::{AccountId, Institution, PermissionEntry, Status, Subject};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Audience, Constraint, Electorate, HeldRole, Hierarchy, Kind, Name, Permission, Policy, RoleName,
};
use std::collections::{BTreeMap, BTreeSet};

/// Roles, constraints, policies, and who holds what.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Consortium {
    /// Time of the block, in milliseconds since the Unix epoch.
    pub now: u64,
    /// The role whose holders vote for their institutions.
    pub voting_role: Option<RoleName>,
    /// The permission whose policy says who changes policies.
    pub constitution: Option<Permission>,
    /// The roles.
    pub roles: Hierarchy,
    /// The constraints, in the chain's order.
    pub constraints: Vec<(Name, Constraint)>,
    /// What decides about each permission.
    pub permissions: BTreeMap<Permission, PermissionEntry>,
    /// The accounts with roles.
    pub subjects: BTreeMap<AccountId, Subject>,
    /// The institutions.
    pub institutions: BTreeMap<Lei, Institution>,
}

impl Consortium {
    /// The policies that say anything.
    pub fn policies(&self) -> impl Iterator<Item = (&Permission, &Policy)> {
        let policies = self.permissions.iter().map(|(name, entry)| (name, &entry.policy));
        policies.filter(|(_, policy)| !policy.is_empty())
    }

    /// The policy of a permission, if it has one.
    pub fn policy(&self, permission: &Permission) -> Option<&Policy> {
        self.permissions
            .get(permission)
            .map(|entry| &entry.policy)
            .filter(|policy| !policy.is_empty())
    }

    /// The constraint of this name.
    pub fn constraint(&self, name: &Name) -> Option<&Constraint> {
        self.constraints.iter().find(|(own, _)| own == name).map(|(_, constraint)| constraint)
    }

    /// Kind of an institution, if it is active.
    pub fn active_kind(&self, institution: &Lei) -> Option<Kind> {
        let found = self.institutions.get(institution)?;
        (found.status == Status::Active).then_some(found.kind)
    }

    /// Whether the membership of an institution has ended.
    pub fn has_lapsed(&self, institution: &Lei) -> bool {
        let expires = self.institutions.get(institution).and_then(|found| found.expires);
        expires.is_some_and(|expires| expires <= self.now)
    }

    /// The roles of an account that count now.
    pub fn held(&self, subject: &Subject) -> Vec<HeldRole> {
        let counting = subject.assignments.iter().filter(|own| own.counts(self.now));
        counting.map(|own| HeldRole { role: own.role, scope: own.scope }).collect()
    }

    /// The active institutions that have somebody to vote for them without end.
    pub fn electorate(&self) -> Electorate {
        let Some(voting) = self.voting_role else { return Electorate::default() };
        let mut voters: BTreeMap<Lei, u32> = BTreeMap::new();
        for subject in self.subjects.values() {
            let own = critical_chains_policy::Scope::Institution(subject.institution);
            let votes = subject.assignments.iter().any(|assignment| {
                assignment.role == voting
                    && assignment.scope == own
                    && subject.is_lasting(assignment)
            });
            if votes {
                *voters.entry(subject.institution).or_default() += 1;
            }
        }
        let active = |(lei, count)| Some((self.active_kind(&lei)?, count));
        voters.into_iter().filter_map(active).collect()
    }

    /// Works out anew whom each permission and its rules are about.
    pub(super) fn address_all(&mut self) {
        let (mut carriers, seniors) = (self.roles.carriers(), self.roles.seniors());
        for permission in carriers.keys() {
            self.permissions.entry(*permission).or_default();
        }
        for (permission, entry) in &mut self.permissions {
            let carriers = carriers.remove(permission).unwrap_or_default();
            entry.audience = Audience::new(carriers, &entry.policy, &seniors);
        }
    }

    /// The accounts that hold a role.
    pub fn holders(&self, role: &RoleName) -> Vec<&AccountId> {
        let holds = |subject: &Subject| subject.assignments.iter().any(|own| own.role == *role);
        self.subjects.iter().filter(|(_, own)| holds(own)).map(|(account, _)| account).collect()
    }

    /// All permissions that a role or a policy speaks of.
    pub fn known_permissions(&self) -> BTreeSet<Permission> {
        let carried = self.roles.iter().flat_map(|(_, role)| role.permissions.iter());
        self.permissions.keys().chain(carried).copied().collect()
    }
}
