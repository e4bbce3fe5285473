//! A chain in miniature: it keeps roles, constraints and assignments, and asks the crate before it
//! changes any of them.
#![allow(unreachable_pub, clippy::unwrap_used)]

mod invariants;
mod steps;

pub use steps::{Step, steps};

use critical_chains_policy::{
    Assignment, Constraint, Hierarchy, Name, Role, RoleName, Rulebook, Scope, Source,
    check_delegation,
};
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};

/// An account.
pub type Account = u8;

/// Its state.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    roles: Hierarchy,
    constraints: Vec<(Name, Constraint)>,
    accounts: BTreeMap<Account, Vec<Assignment<Account>>>,
    now: u64,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done, but the role is not active because of another that is.
    DoneInactive,
    /// The crate refused it.
    Refused,
    /// There was nothing to do it to.
    Idle,
}

impl Chain {
    /// Does a step, or leaves everything as it was.
    pub fn apply(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Define { role, inherits } => self.define(*role, inherits),
            Step::Constrain { name, constraint } => self.constrain(*name, constraint),
            Step::Grant { account, role, scope, validity, levels, emergency } => {
                if self.roles.get(role).is_none() || !validity.is_possible(self.now) {
                    return Outcome::Idle;
                }
                let source = if *emergency { Source::Emergency } else { Source::Granted };
                let (role, scope, validity, levels) = (*role, *scope, *validity, *levels);
                let wanted = Assignment { role, scope, validity, active: true, levels, source };
                self.assign(*account, wanted)
            }
            Step::Delegate { from, which, to, validity, levels } => {
                let Some(held) = self.held(*from, which) else { return Outcome::Idle };
                let held = &self.accounts[from][held];
                let validity = validity.unwrap_or(held.validity);
                match check_delegation(held, *from, validity, *levels, self.now) {
                    Ok(passed) => self.assign(*to, passed),
                    Err(_) => Outcome::Refused,
                }
            }
            Step::Activate { account, which } => self.switch(*account, which, true),
            Step::Deactivate { account, which } => self.switch(*account, which, false),
            Step::Revoke { account, which } => {
                let Some(at) = self.held(*account, which) else { return Outcome::Idle };
                let revoked = self.accounts.get_mut(account).unwrap().remove(at);
                self.revoke_delegated(*account, revoked.role, revoked.scope);
                Outcome::Done
            }
            Step::Wait { millis, sweep } => {
                self.now += millis;
                if *sweep {
                    for held in self.accounts.values_mut() {
                        held.retain(|own| !own.validity.has_ended(self.now));
                    }
                }
                Outcome::Done
            }
        }
    }

    /// A definition counts only if every account still keeps to the constraints.
    fn define(&mut self, name: RoleName, inherits: &[RoleName]) -> Outcome {
        let mut roles = self.roles.clone();
        let inherits = crate::support::bounded(inherits.iter().copied());
        let role = Role { inherits, ..Role::default() };
        if roles.define(name, role).is_err() || self.anyone_violates(&roles, &self.constraints) {
            return Outcome::Refused;
        }
        self.roles = roles;
        Outcome::Done
    }

    fn constrain(&mut self, name: Name, constraint: &Constraint) -> Outcome {
        let mut constraints = self.constraints.clone();
        constraints.retain(|(other, _)| *other != name);
        constraints.push((name, constraint.clone()));
        if constraint.check().is_err() || self.anyone_violates(&self.roles, &constraints) {
            return Outcome::Refused;
        }
        self.constraints = constraints;
        Outcome::Done
    }

    fn anyone_violates(&self, roles: &Hierarchy, constraints: &[(Name, Constraint)]) -> bool {
        let rules = self.rulebook(roles, constraints);
        self.accounts.values().any(|held| rules.violation(held).is_some())
    }

    fn rulebook<'a>(
        &self,
        roles: &'a Hierarchy,
        constraints: &'a [(Name, Constraint)],
    ) -> Rulebook<'a, impl Fn(&RoleName) -> BTreeSet<RoleName>> {
        Rulebook { constraints, closure: |role: &RoleName| roles.closure(role), now: self.now }
    }

    /// An account has a role once in a scope, so that what was passed on from it has one source.
    fn assign(&mut self, account: Account, wanted: Assignment<Account>) -> Outcome {
        let now = self.now;
        let held = self.accounts.entry(account).or_default();
        held.retain(|own| {
            (own.role, own.scope) != (wanted.role, wanted.scope) || !own.validity.has_ended(now)
        });
        let held = held.clone();
        if held.iter().any(|own| (own.role, own.scope) == (wanted.role, wanted.scope)) {
            return Outcome::Idle;
        }
        let admitted = self.rulebook(&self.roles, &self.constraints).admit(&held, wanted);
        match admitted {
            Ok(admitted) => {
                self.accounts.get_mut(&account).unwrap().push(admitted);
                if admitted.active { Outcome::Done } else { Outcome::DoneInactive }
            }
            Err(_) => Outcome::Refused,
        }
    }

    fn switch(&mut self, account: Account, which: &Index, active: bool) -> Outcome {
        let Some(at) = self.held(account, which) else { return Outcome::Idle };
        let mut held = self.accounts[&account].clone();
        if held[at].active == active {
            return Outcome::Idle;
        }
        held[at].active = active;
        if self.rulebook(&self.roles, &self.constraints).violation(&held).is_some() {
            return Outcome::Refused;
        }
        self.accounts.insert(account, held);
        Outcome::Done
    }

    /// What was passed on from a role goes with it.
    fn revoke_delegated(&mut self, by: Account, role: RoleName, scope: Scope) {
        let source = Source::Delegated { by };
        let mut also = Vec::new();
        for (account, held) in &mut self.accounts {
            let before = held.len();
            held.retain(|own| (own.role, own.scope, own.source) != (role, scope, source));
            if held.len() < before {
                also.push(*account);
            }
        }
        for account in also {
            self.revoke_delegated(account, role, scope);
        }
    }

    /// Place of one of the roles that an account holds.
    fn held(&self, account: Account, which: &Index) -> Option<usize> {
        let held = self.accounts.get(&account)?;
        (!held.is_empty()).then(|| which.index(held.len()))
    }
}
