//! Whether what a file says makes sense: by the checks of `crates/policy`, and by those that the
//! chain makes besides, as far as they do not depend on who holds which role.

use super::{CONSTITUTION, Consortium, Item, ParsedFile, PolicyFile, Problem, permission_info};
use critical_chains_policy::{Effect, Hierarchy, InvalidRule, Name, Permission, Policy, RoleName};
use std::collections::BTreeSet;

impl ParsedFile {
    /// Everything that is wrong, in the order of the lines. Without a chain to compare with, roles
    /// that a file does not name are taken to exist, unless the file says everything.
    pub fn check(&self, chain: Option<&Consortium>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let known = Known { file: &self.file, chain };
        self.check_roles(&known, &mut problems);
        self.check_constraints(&known, &mut problems);
        self.check_policies(&known, &mut problems);
        self.check_removals(&known, &mut problems);
        problems.sort();
        problems.dedup();
        problems
    }

    fn check_roles(&self, known: &Known<'_>, problems: &mut Vec<Problem>) {
        for (name, role) in &self.file.roles {
            let item = Item::Role(*name);
            for permission in &role.permissions {
                if !known.has_permission(permission) {
                    problems.push(self.problem(item, unknown_permission(permission)));
                }
            }
            for junior in role.inherits.iter().filter(|junior| !known.may_have_role(junior)) {
                let what = format!("it inherits from {junior}, which does not exist");
                problems.push(self.problem(item, what));
            }
            let twice = |names: &[Name]| names.iter().collect::<BTreeSet<_>>().len() < names.len();
            if twice(&role.permissions) || twice(&role.inherits) {
                problems.push(self.problem(item, "it names a permission or role twice"));
            }
        }
        for (name, fault) in known.hierarchy().1 {
            problems.push(self.problem(Item::Role(name), fault));
        }
    }

    fn check_constraints(&self, known: &Known<'_>, problems: &mut Vec<Problem>) {
        for (name, constraint) in &self.file.constraints {
            let item = Item::Constraint(*name);
            if let Err(why) = constraint.check() {
                problems.push(self.problem(item, why));
            }
            for role in constraint.roles.iter().filter(|role| !known.may_have_role(role)) {
                problems.push(self.problem(item, unknown_role(role)));
            }
        }
    }

    fn check_policies(&self, known: &Known<'_>, problems: &mut Vec<Problem>) {
        let constitution = known.constitution();
        for (permission, policy) in &self.file.policies {
            let item = Item::Policy(*permission);
            if !known.has_permission(permission) {
                problems.push(self.problem(item, unknown_permission(permission)));
            }
            if let Err(why) = policy.check() {
                problems.push(self.invalid(permission, why));
            }
            for (at, rule) in policy.rules.iter().enumerate() {
                for role in rule.roles.iter().filter(|role| !known.may_have_role(role)) {
                    problems.push(self.problem(Item::Rule(*permission, at), unknown_role(role)));
                }
            }
            if *permission == constitution && policy.approval.is_none() {
                let what = "it needs an approval: it says who changes policies";
                problems.push(self.problem(item, what));
            }
            self.check_indispensable(permission, policy, problems);
        }
    }

    fn check_indispensable(
        &self,
        permission: &Permission,
        policy: &Policy,
        problems: &mut Vec<Problem>,
    ) {
        let Some(info) = permission_info(permission).filter(|info| info.is_constitutional()) else {
            return;
        };
        for (at, rule) in policy.rules.iter().enumerate() {
            if rule.effect == Effect::Forbid {
                let what = "nobody could govern without this permission: it cannot be forbidden";
                problems.push(self.problem(Item::Rule(*permission, at), what));
            }
        }
        if policy.approval.is_some() && !info.is_governed() {
            let what = "proposing and voting cannot themselves take approvals";
            problems.push(self.problem(Item::Policy(*permission), what));
        }
    }

    fn invalid(&self, permission: &Permission, why: InvalidRule) -> Problem {
        match why {
            InvalidRule::Role { at } => {
                let what = "it names what is no role's name";
                self.problem(Item::Rule(*permission, at), what)
            }
            InvalidRule::Condition { at, why } => self.problem(Item::Rule(*permission, at), why),
            InvalidRule::Approval(_)
            | InvalidRule::TooLong { .. }
            | InvalidRule::TooManyTests { .. } => self.problem(Item::Policy(*permission), why),
        }
    }

    fn check_removals(&self, known: &Known<'_>, problems: &mut Vec<Problem>) {
        let Some(chain) = known.chain else { return };
        for item in &self.file.remove {
            let exists = match item {
                Item::Role(name) => chain.roles.get(name).is_some(),
                Item::Constraint(name) => chain.constraint(name).is_some(),
                Item::Policy(name) | Item::Rule(name, _) => chain.policy(name).is_some(),
            };
            if !exists {
                problems.push(self.problem(*item, "the chain has none, so it cannot be removed"));
            }
            if let Item::Role(name) = item {
                problems.extend(self.still_named(chain, name));
            }
        }
    }

    /// What the file leaves as it is and names a role that goes.
    fn still_named(&self, chain: &Consortium, role: &RoleName) -> Vec<Problem> {
        let file = &self.file;
        let stays = |item: Item, defined: bool| !defined && !file.remove.contains(&item);
        let roles = chain
            .roles
            .iter()
            .filter(|(name, own)| {
                own.inherits.contains(role)
                    && stays(Item::Role(**name), file.roles.contains_key(name))
            })
            .map(|(name, _)| Item::Role(*name));
        let constraints = chain
            .constraints
            .iter()
            .filter(|(name, own)| {
                own.roles.contains(role)
                    && stays(Item::Constraint(*name), file.constraints.contains_key(name))
            })
            .map(|(name, _)| Item::Constraint(*name));
        let policies = chain
            .policies()
            .filter(|(name, own)| {
                own.rules.iter().any(|rule| rule.roles.contains(role))
                    && stays(Item::Policy(**name), file.policies.contains_key(name))
            })
            .map(|(name, _)| Item::Policy(*name));
        roles
            .chain(constraints)
            .chain(policies)
            .map(|item| {
                self.problem(Item::Role(*role), format!("it would go, and {item} names it"))
            })
            .collect()
    }
}

fn unknown_permission(permission: &Permission) -> String {
    format!("the runtime has no permission {permission}")
}

fn unknown_role(role: &RoleName) -> String {
    format!("there is no role {role}")
}

/// What there is once the file counts.
struct Known<'a> {
    file: &'a PolicyFile,
    chain: Option<&'a Consortium>,
}

impl Known<'_> {
    /// A runtime of another release may have others: what the chain knows counts too.
    fn has_permission(&self, permission: &Permission) -> bool {
        permission_info(permission).is_some()
            || self.chain.is_some_and(|chain| chain.known_permissions().contains(permission))
    }

    fn may_have_role(&self, role: &RoleName) -> bool {
        if self.file.roles.contains_key(role) {
            return true;
        }
        if self.file.complete || self.file.remove.contains(&Item::Role(*role)) {
            return false;
        }
        self.chain.is_none_or(|chain| chain.roles.get(role).is_some())
    }

    fn constitution(&self) -> Permission {
        self.chain.and_then(|chain| chain.constitution).unwrap_or(CONSTITUTION)
    }

    /// The roles as they will be, and what stands against defining them so.
    fn hierarchy(&self) -> (Hierarchy, Vec<(RoleName, critical_chains_policy::HierarchyFault)>) {
        let mut roles = Hierarchy::default();
        let mut faults = Vec::new();
        let own = self.file.roles.iter().map(|(name, role)| (*name, role.clone()));
        let of_chain = self.chain.iter().flat_map(|chain| chain.roles.iter());
        let kept = of_chain
            .filter(|(name, _)| !self.file.roles.contains_key(name) && self.may_have_role(name))
            .map(|(name, role)| (*name, role.clone()));
        let mut waiting: Vec<_> = kept.chain(own).collect();
        // What no chain says, it is taken to have.
        for (name, role) in &mut waiting {
            let known: Vec<_> = role.inherits.iter().copied().collect();
            let elsewhere =
                |junior: &RoleName| !self.file.roles.contains_key(junior) && self.chain.is_none();
            role.inherits.retain(|junior| !elsewhere(junior) && self.may_have_role(junior));
            debug_assert!(role.inherits.len() <= known.len(), "{name}");
        }
        // Juniors first; what is left over when nothing more can be defined is a cycle.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut left = Vec::new();
            for (name, role) in waiting {
                let ready = role.inherits.iter().all(|junior| roles.get(junior).is_some());
                if !ready {
                    left.push((name, role));
                } else if let Err(fault) = roles.define(name, role) {
                    faults.push((name, fault));
                    roles = {
                        let kept = roles.iter().map(|(name, role)| (*name, role.clone()));
                        let mut kept: Vec<_> = kept.collect();
                        kept.push((name, Default::default()));
                        Hierarchy::trusted(kept)
                    };
                }
            }
            if left.len() == before {
                for (name, role) in left {
                    let missing = role.inherits.iter().find(|junior| roles.get(junior).is_none());
                    let through = missing.copied().unwrap_or(name);
                    faults.push((name, critical_chains_policy::HierarchyFault::Cycle(through)));
                }
                break;
            }
            waiting = left;
        }
        (roles, faults)
    }
}
