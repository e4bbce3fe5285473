//! The check: may this account make this call?

use crate::{
    Action, Authorised, Catalogue, Config, Grant, Grants, Member, Obstacle, Pallet,
    PermissionEntry, Permissions, Proposable, Resource, Way, walk::Actions,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::slice;
use critical_chains_policy::{
    ApprovalRule, Basis, Decision, Denial, Facts, HeldRole, Permission, Request, Scope, decide,
};
use polkadot_sdk::{
    frame_support::traits::{Get, UnixTime},
    sp_runtime::SaturatedConversion,
};

/// What the check of one extrinsic has read, so that nothing is read twice.
struct Desk<'a, T: Config> {
    member: &'a Member<T::AccountId>,
    roles: Vec<HeldRole>,
    entries: BTreeMap<Permission, PermissionEntry>,
    now: u64,
}

impl<'a, T: Config> Desk<'a, T> {
    fn open(member: &'a Member<T::AccountId>) -> Result<Self, Obstacle> {
        let now = Pallet::<T>::now();
        let subject = Pallet::<T>::subject(&member.account, member.institution);
        if subject.frozen {
            return Err(Obstacle::Frozen);
        }
        let roles = subject.roles_at(now).collect();
        Ok(Self { member, roles, entries: BTreeMap::new(), now })
    }

    fn entry(&mut self, permission: Permission) -> &PermissionEntry {
        self.entries.entry(permission).or_insert_with(|| Permissions::<T>::get(permission))
    }

    fn check(
        &mut self,
        permission: Permission,
        resource: Scope,
        facts: Facts,
        way: Way,
    ) -> Result<Basis, Obstacle> {
        if self.member.has_lapsed(self.now) && !T::Catalogue::is_constitutional(&permission) {
            return Err(Obstacle::Lapsed);
        }
        let facts = Facts { now: self.now, ..facts };
        let (kind, roles) = (self.member.kind, core::mem::take(&mut self.roles));
        let entry = self.entry(permission);
        let request = Request { kind, roles: &roles, resource, facts: &facts };
        let decision = decide(&entry.audience, &entry.policy, &request);
        let (stopped, takes_approvals) = (entry.stopped, entry.policy.approval.is_some());
        self.roles = roles;

        let governed = T::Catalogue::is_governed(&permission);
        // What the consortium does together stands above an emergency stop by one Authority.
        if stopped && !(governed && way == Way::Jointly) {
            return Err(Obstacle::Stopped);
        }
        match decision {
            Decision::Deny { by: Denial::Rule(rule) } => Err(Obstacle::Forbidden { rule }),
            Decision::Deny { by: Denial::NoRule } => Err(Obstacle::NothingPermits),
            Decision::Permit { .. } if way == Way::Alone && (governed || takes_approvals) => {
                Err(Obstacle::ApprovalRequired)
            }
            Decision::Permit { by } => Ok(by),
        }
    }
}

/// A walk through the calls of an extrinsic, or of a proposal.
struct Walk<'a, T: Config> {
    desk: Desk<'a, T>,
    way: Way,
    grants: Grants,
    needs_signature: bool,
}

impl<'a, T: Config> Walk<'a, T> {
    fn begin(member: &'a Member<T::AccountId>, way: Way) -> Result<Self, Obstacle> {
        Ok(Self {
            desk: Desk::open(member)?,
            way,
            grants: Grants::default(),
            needs_signature: false,
        })
    }

    fn follow(&mut self, calls: &[T::RuntimeCall]) -> Result<(), Obstacle> {
        Actions::<T>::of(calls).try_for_each(|action| self.decide(&action?))
    }

    fn decide(&mut self, action: &Action) -> Result<(), Obstacle> {
        let permission = match self.way {
            Way::Alone => action.permission,
            Way::Jointly => action.jointly.unwrap_or(action.permission),
        };
        let own = Scope::Institution(self.desk.member.institution);
        let resource = match action.resource {
            Resource::Own => own,
            // Who proposes or approves speaks for its own institution.
            _ if self.way == Way::Jointly && T::Catalogue::is_governed(&permission) => own,
            Resource::Institution(lei) => Scope::Institution(lei),
            Resource::Consortium => Scope::Consortium,
        };
        self.desk.check(permission, resource, action.facts, self.way)?;
        self.needs_signature |= action.needs_signature;
        let grant = Grant { permission, resource };
        if let Err(place) = self.grants.binary_search(&grant) {
            self.grants.try_insert(place, grant).map_err(|_| Obstacle::CallNotAllowed)?;
        }
        Ok(())
    }
}

impl<T: Config> Pallet<T> {
    /// The time of the block, in milliseconds since the Unix epoch.
    pub fn now() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }

    /// Whether a member may do something.
    pub fn check(
        member: &Member<T::AccountId>,
        permission: Permission,
        resource: Scope,
        facts: Facts,
        way: Way,
    ) -> Result<Basis, Obstacle> {
        Desk::<T>::open(member)?.check(permission, resource, facts, way)
    }

    /// Whether a member may make a call with all that it holds, and the origin with which it is
    /// made: none if a pallet insists on the signature, which then checks again.
    pub fn authorise(
        member: &Member<T::AccountId>,
        call: &T::RuntimeCall,
    ) -> Result<Option<Authorised<T::AccountId>>, Obstacle> {
        let walk = Self::walk(member, call, Way::Alone)?;
        // A batch of nothing does nothing but take room.
        if walk.grants.is_empty() {
            return Err(Obstacle::NothingPermits);
        }
        let Member { account, institution, .. } = member.clone();
        let authorised = Authorised { account, institution, grants: walk.grants };
        Ok((!walk.needs_signature).then_some(authorised))
    }

    /// What it takes to do together what these calls do, if a member may propose it or vote on it.
    pub fn examine(
        member: &Member<T::AccountId>,
        call: &T::RuntimeCall,
    ) -> Result<Proposable, Obstacle> {
        let mut walk = Self::walk(member, call, Way::Jointly)?;
        let grants = walk.grants.clone();
        let mut governed = grants.iter().map(|grant| T::Catalogue::is_governed(&grant.permission));
        let first = governed.next().ok_or(Obstacle::CallNotAllowed)?;
        // As whom would a proposal of both be executed?
        if governed.any(|other| other != first) || (walk.needs_signature && !first) {
            return Err(Obstacle::CallNotAllowed);
        }
        let own = |permission| walk.desk.entry(permission).policy.approval.clone();
        let permissions = grants.iter().map(|grant| grant.permission);
        // Alone it would be refused as well, or it needs no approval, or nobody could approve all.
        let rule = together::<T>(permissions, own).ok_or(Obstacle::CallNotAllowed)?;
        Ok(Proposable { rule, grants, governed: first })
    }

    /// The rule by which what a permission is for is approved, if it takes approvals.
    pub fn approval_rule(permission: &Permission) -> Option<ApprovalRule> {
        Self::joint_rule(slice::from_ref(permission))
    }

    /// The rule by which what all these permissions are for is approved together, if each takes
    /// approvals and there are institutions that can approve all of it.
    pub fn joint_rule(permissions: &[Permission]) -> Option<ApprovalRule> {
        let own = |permission| Permissions::<T>::get(permission).policy.approval;
        together::<T>(permissions.iter().copied(), own)
    }

    fn walk<'a>(
        member: &'a Member<T::AccountId>,
        call: &T::RuntimeCall,
        way: Way,
    ) -> Result<Walk<'a, T>, Obstacle> {
        let mut walk = Walk::begin(member, way)?;
        walk.follow(slice::from_ref(call))?;
        Ok(walk)
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl<T: Config> Pallet<T> {
    /// Checks calls as one batch of them would be, whatever the batches of the runtime are.
    pub(crate) fn check_calls(
        member: &Member<T::AccountId>,
        calls: &[T::RuntimeCall],
    ) -> Result<(), Obstacle> {
        Walk::<T>::begin(member, Way::Alone)?.follow(calls)
    }

    /// Checks actions as a proposal of them would be.
    pub(crate) fn check_actions(
        member: &Member<T::AccountId>,
        actions: &[Action],
    ) -> Result<(), Obstacle> {
        let mut walk = Walk::<T>::begin(member, Way::Jointly)?;
        actions.iter().try_for_each(|action| walk.decide(action))
    }
}

/// The permission's own rule, or for what concerns the consortium that of its constitution.
fn rule_of<T: Config>(
    permission: Permission,
    mut own: impl FnMut(Permission) -> Option<ApprovalRule>,
) -> Option<ApprovalRule> {
    let rule = own(permission);
    if rule.is_some() || !T::Catalogue::is_governed(&permission) {
        return rule;
    }
    own(T::Constitution::get())
}

fn together<T: Config>(
    permissions: impl Iterator<Item = Permission>,
    mut own: impl FnMut(Permission) -> Option<ApprovalRule>,
) -> Option<ApprovalRule> {
    let mut rules = permissions.map(|permission| rule_of::<T>(permission, &mut own));
    let first = rules.next()??;
    rules.try_fold(first, |together, next| together.and(&next?).ok())
}
