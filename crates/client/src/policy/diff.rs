//! What a file would change on a chain, and the calls that change it.

use super::{Consortium, Item, PolicyFile, write};
use crate::chain::{NamedCall, calls};
use critical_chains_policy::{Constraint, Hierarchy, Name, Permission, Policy, Role, RoleName};
use std::collections::BTreeSet;

/// One thing that changes, as it was and as it will be; nothing stands for what is not there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// A role.
    Role(RoleName, Option<Role>, Option<Role>),
    /// A constraint.
    Constraint(Name, Option<Constraint>, Option<Constraint>),
    /// A policy.
    Policy(Permission, Option<Policy>, Option<Policy>),
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Effect {
    /// It is new.
    Added,
    /// It becomes another.
    Changed,
    /// It goes.
    Removed,
}

impl Change {
    /// What changes.
    pub fn item(&self) -> Item {
        match self {
            Self::Role(name, ..) => Item::Role(*name),
            Self::Constraint(name, ..) => Item::Constraint(*name),
            Self::Policy(name, ..) => Item::Policy(*name),
        }
    }

    /// What becomes of it.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Role(_, None, _) | Self::Constraint(_, None, _) | Self::Policy(_, None, _) => {
                Effect::Added
            }
            Self::Role(_, _, None) | Self::Constraint(_, _, None) | Self::Policy(_, _, None) => {
                Effect::Removed
            }
            _ => Effect::Changed,
        }
    }

    /// As it was and as it will be, as text of a policy file.
    pub fn texts(&self) -> (String, String) {
        fn text<T>(name: &Name, own: &Option<T>, write: fn(&Name, &T) -> String) -> String {
            own.as_ref().map(|own| write(name, own)).unwrap_or_default()
        }
        match self {
            Self::Role(name, old, new) => {
                (text(name, old, write::role_toml), text(name, new, write::role_toml))
            }
            Self::Constraint(name, old, new) => {
                (text(name, old, write::constraint_toml), text(name, new, write::constraint_toml))
            }
            Self::Policy(name, old, new) => {
                (text(name, old, write::policy_toml), text(name, new, write::policy_toml))
            }
        }
    }

    /// The lines that change, each with a minus or a plus in front, and those around them.
    pub fn lines(&self) -> String {
        let (old, new) = self.texts();
        let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
        compare(&old, &new)
    }
}

/// The longest common lines stay; of what is between them, first the old.
fn compare(old: &[&str], new: &[&str]) -> String {
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, before) in old.iter().enumerate().rev() {
        for (j, after) in new.iter().enumerate().rev() {
            let length = if before == after {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
            common[i][j] = length;
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut text = String::new();
    while i < old.len() || j < new.len() {
        let (sign, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            i += 1;
            j += 1;
            (' ', old[i - 1])
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        text.push_str(format!("{sign} {line}").trim_end());
        text.push('\n');
    }
    text
}

/// The same role whatever the order in which it names permissions and roles.
fn sorted(role: &Role) -> Role {
    let mut role = role.clone();
    role.permissions.sort();
    role.inherits.sort();
    role
}

fn sorted_constraint(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    constraint.roles.sort();
    constraint
}

impl PolicyFile {
    /// What the file would change: roles, then constraints, then policies, by name.
    pub fn changes(&self, chain: &Consortium) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_removed =
            |item: Item, named: bool| self.remove.contains(&item) || (self.complete && !named);
        for (name, role) in &self.roles {
            let old = chain.roles.get(name);
            if old.map(sorted) != Some(sorted(role)) {
                changes.push(Change::Role(*name, old.cloned(), Some(role.clone())));
            }
        }
        for (name, role) in chain.roles.iter() {
            if is_removed(Item::Role(*name), self.roles.contains_key(name)) {
                changes.push(Change::Role(*name, Some(role.clone()), None));
            }
        }
        for (name, constraint) in &self.constraints {
            let old = chain.constraint(name);
            if old.map(sorted_constraint) != Some(sorted_constraint(constraint)) {
                let new = Some(constraint.clone());
                changes.push(Change::Constraint(*name, old.cloned(), new));
            }
        }
        for (name, constraint) in &chain.constraints {
            if is_removed(Item::Constraint(*name), self.constraints.contains_key(name)) {
                changes.push(Change::Constraint(*name, Some(constraint.clone()), None));
            }
        }
        for (name, policy) in &self.policies {
            let (old, new) = (chain.policy(name), Some(policy).filter(|own| !own.is_empty()));
            if old != new {
                changes.push(Change::Policy(*name, old.cloned(), new.cloned()));
            }
        }
        for (name, policy) in chain.policies() {
            if is_removed(Item::Policy(*name), self.policies.contains_key(name)) {
                changes.push(Change::Policy(*name, Some(policy.clone()), None));
            }
        }
        changes.sort_by_key(Change::item);
        changes
    }
}

impl Consortium {
    /// The chain after these changes.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Self {
        let mut after = self.clone();
        let mut roles: Vec<_> =
            self.roles.iter().map(|(name, role)| (*name, role.clone())).collect();
        for change in changes {
            match change {
                Change::Role(name, _, new) => {
                    roles.retain(|(own, _)| own != name);
                    roles.extend(new.clone().map(|role| (*name, role)));
                }
                Change::Constraint(name, _, new) => {
                    after.constraints.retain(|(own, _)| own != name);
                    after.constraints.extend(new.clone().map(|own| (*name, own)));
                }
                Change::Policy(name, _, new) => {
                    let entry = after.permissions.entry(*name).or_default();
                    entry.policy = new.clone().unwrap_or_default();
                }
            }
        }
        after.roles = Hierarchy::trusted(roles);
        after.address_all();
        after
    }

    /// The calls that make these changes, in an order in which each finds what it needs: what stands
    /// in the way goes first, juniors come before those who inherit from them, and what is named is
    /// there before it is named.
    pub fn calls(&self, changes: &[Change]) -> Vec<NamedCall> {
        let after = self.with(changes);
        let mut calls = Vec::new();
        let roles_change = changes.iter().any(|change| matches!(change, Change::Role(..)));
        for change in changes {
            if let Change::Constraint(name, Some(_), new) = change {
                // What it was could stand in the way of the roles as they will be.
                if new.is_none() || roles_change {
                    calls.push(calls::remove_constraint(*name));
                }
            }
        }
        for name in juniors_first(&after.roles) {
            let changed = changes.iter().any(|change| change.item() == Item::Role(name));
            if let (true, Some(role)) = (changed, after.roles.get(&name)) {
                calls.push(calls::define_role(name, role));
            }
        }
        for change in changes {
            if let Change::Constraint(name, _, Some(constraint)) = change {
                calls.push(calls::set_constraint(*name, constraint));
            }
        }
        for change in changes {
            if let Change::Policy(name, _, new) = change {
                calls.push(calls::set_policy(*name, &new.clone().unwrap_or_default()));
            }
        }
        let gone = |name: &RoleName| {
            changes.iter().any(|change| matches!(change, Change::Role(own, _, None) if own == name))
        };
        let removed = juniors_first(&self.roles).into_iter().rev().filter(gone);
        calls.extend(removed.map(calls::remove_role));
        calls
    }
}

/// All roles, each after those from which it inherits.
fn juniors_first(roles: &Hierarchy) -> Vec<RoleName> {
    let mut order = Vec::new();
    let mut placed = BTreeSet::new();
    let mut waiting: Vec<RoleName> = roles.iter().map(|(name, _)| *name).collect();
    while !waiting.is_empty() {
        let is_ready = |name: &RoleName, placed: &BTreeSet<RoleName>| {
            roles.get(name).is_none_or(|role| {
                role.inherits.iter().all(|own| placed.contains(own) || roles.get(own).is_none())
            })
        };
        let (ready, left): (Vec<_>, Vec<_>) =
            waiting.iter().partition(|name| is_ready(name, &placed));
        if ready.is_empty() {
            // A cycle, which no chain has.
            order.extend(left);
            break;
        }
        placed.extend(ready.iter().copied());
        order.extend(ready);
        waiting = left;
    }
    order
}
