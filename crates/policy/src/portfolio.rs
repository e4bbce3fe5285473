//! The roles of one account together, and what its constraints say of one more.

use crate::{Assignment, Constraint, Name, RoleName, Separation, Violation, separation::violation};
use alloc::collections::BTreeSet;

/// What an account's roles have to keep to.
pub struct Rulebook<'a, Closure> {
    /// The constraints with their names.
    pub constraints: &'a [(Name, Constraint)],
    /// A role and all roles from which it inherits.
    pub closure: Closure,
    /// The time, in milliseconds since the Unix epoch.
    pub now: u64,
}

impl<Closure: Fn(&RoleName) -> BTreeSet<RoleName>> Rulebook<'_, Closure> {
    /// The first constraint that these roles of one account do not keep.
    ///
    /// Roles count as held until they expire, those that begin later included: otherwise a
    /// forbidden pair could be granted for a time to come.
    pub fn violation<A>(&self, assignments: &[Assignment<A>]) -> Option<Violation> {
        let lasting = || assignments.iter().filter(|own| !own.validity.has_ended(self.now));
        let held = self.roles(lasting());
        let active = self.roles(lasting().filter(|own| own.active));
        violation(self.constraints, &held, &active)
    }

    /// Whether an account with these roles may have another, and whether it is active at once.
    ///
    /// A role that must not be active beside one that is stays inactive until the account has
    /// chosen between them.
    pub fn admit<A: Clone>(
        &self,
        assignments: &[Assignment<A>],
        wanted: Assignment<A>,
    ) -> Result<Assignment<A>, Violation> {
        let with = |wanted: Assignment<A>| {
            let mut together = assignments.to_vec();
            together.push(wanted);
            self.violation(&together)
        };
        match with(wanted.clone()) {
            None => Ok(wanted),
            Some(found) if found.separation == Separation::Static => Err(found),
            Some(_) => {
                let inactive = Assignment { active: false, ..wanted };
                with(inactive.clone()).map_or(Ok(inactive), Err)
            }
        }
    }

    fn roles<'a, A: 'a>(
        &self,
        assignments: impl Iterator<Item = &'a Assignment<A>>,
    ) -> BTreeSet<RoleName> {
        assignments.flat_map(|own| (self.closure)(&own.role)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scope, Source, Validity};
    use bounded_collections::BoundedVec;

    fn held(role: &str, active: bool) -> Assignment<u8> {
        Assignment {
            role: role.parse().unwrap(),
            scope: Scope::Consortium,
            validity: Validity::until(100),
            active,
            levels: 0,
            source: Source::Granted,
        }
    }

    fn constraint(separation: Separation) -> Vec<(Name, Constraint)> {
        let roles = ["maker", "checker"].map(|role| role.parse().unwrap()).to_vec();
        let roles = BoundedVec::truncate_from(roles);
        vec![(Name::constant("four-eyes"), Constraint { separation, roles, at_most: 1 })]
    }

    fn inherit(role: &RoleName) -> BTreeSet<RoleName> {
        let mut roles = BTreeSet::from([*role]);
        if role.as_str() == "chief" {
            roles.insert(Name::constant("checker"));
        }
        roles
    }

    #[test]
    fn a_forbidden_pair_is_refused_also_when_it_is_inherited() {
        let constraints = constraint(Separation::Static);
        let rules = Rulebook { constraints: &constraints, closure: inherit, now: 50 };

        for other in ["checker", "chief"] {
            let fault = rules.admit(&[held("maker", false)], held(other, true)).unwrap_err();
            assert_eq!(fault.constraint.as_str(), "four-eyes");
        }
        let late = Rulebook { now: 100, ..rules };
        assert!(late.admit(&[held("maker", true)], held("checker", true)).is_ok());
    }

    #[test]
    fn a_role_that_conflicts_with_an_active_one_stays_inactive() {
        let constraints = constraint(Separation::Dynamic);
        let rules = Rulebook { constraints: &constraints, closure: inherit, now: 50 };

        assert!(!rules.admit(&[held("maker", true)], held("chief", true)).unwrap().active);
        assert!(rules.admit(&[held("maker", false)], held("chief", true)).unwrap().active);
    }
}
