//! What must be true after every step. Nothing here asks the crate for a verdict.

use super::{Account, Chain};
use critical_chains_policy::{
    Assignment, Hierarchy, MAX_DELEGATION_LEVELS, RoleName, Separation, Source,
};
use std::collections::BTreeSet;

/// For how long from now it is looked whether a role counts: longer than any step speaks of.
const FUTURE_MILLIS: u64 = 100;

impl Chain {
    /// How often a role has been passed on at most, or the first invariant that does not hold.
    pub fn check(&self) -> Result<usize, String> {
        let mut levels = 0;
        for (account, held) in &self.accounts {
            let lasting: Vec<_> = held.iter().filter(|own| self.lasts(own)).collect();
            self.check_separation(*account, &lasting)?;
            for own in lasting {
                levels = levels.max(self.check_source(*account, own)?);
            }
        }
        Ok(levels)
    }

    fn check_separation(
        &self,
        account: Account,
        lasting: &[&Assignment<Account>],
    ) -> Result<(), String> {
        let mut held = BTreeSet::new();
        let mut active = BTreeSet::new();
        for own in lasting {
            let roles = inherited(&self.roles, own.role, 0)?;
            if own.active {
                active.extend(roles.iter().copied());
            }
            held.extend(roles);
        }
        for (name, constraint) in &self.constraints {
            let set = match constraint.separation {
                Separation::Static => &held,
                Separation::Dynamic => &active,
            };
            let together: Vec<_> =
                constraint.roles.iter().filter(|role| set.contains(role)).collect();
            if together.len() > usize::from(constraint.at_most) {
                return Err(format!("{name}: account {account} has {together:?} together"));
            }
        }
        Ok(())
    }

    /// Follows a role to the grant from which it was passed on.
    fn check_source(&self, account: Account, own: &Assignment<Account>) -> Result<usize, String> {
        let mut holders = vec![account];
        let mut last = own;
        while let Source::Delegated { by } = last.source {
            if holders.contains(&by) {
                return Err(format!("{} goes in a circle: {holders:?} and {by}", own.role));
            }
            holders.push(by);
            if holders.len() > usize::from(MAX_DELEGATION_LEVELS) + 1 {
                return Err(format!("{} was passed on too often: {holders:?}", own.role));
            }
            let same = |other: &&Assignment<_>| {
                (other.role, other.scope) == (own.role, own.scope) && self.lasts(other)
            };
            let held = self.accounts.get(&by).into_iter().flatten();
            let sources: Vec<_> = held.filter(same).collect();
            let [source] = sources[..] else {
                return Err(format!("{by} passed on {}, of which it has {sources:?}", own.role));
            };
            let millis = (self.now..self.now + FUTURE_MILLIS)
                .find(|time| last.counts(*time) && !source.validity.is_current(*time));
            if let Some(millis) = millis {
                return Err(format!(
                    "at {millis} {last:?} counts and its source {source:?} does not"
                ));
            }
            if last.levels >= source.levels {
                return Err(format!("{last:?} has as many levels as its source {source:?}"));
            }
            last = source;
        }
        let levels = holders.len() - 1;
        if levels > 0 && last.source == Source::Emergency {
            return Err(format!("{} was taken in an emergency and passed on", own.role));
        }
        Ok(levels)
    }

    /// Whether a role is held: it counts, or there is a time to come at which it does.
    fn lasts(&self, own: &Assignment<Account>) -> bool {
        own.validity.expires.is_none_or(|expires| self.now < expires)
    }
}

/// A role and all roles below it, by the plain recursion that only ends without cycles.
fn inherited(
    roles: &Hierarchy,
    name: RoleName,
    depth: usize,
) -> Result<BTreeSet<RoleName>, String> {
    if depth > roles.iter().count() {
        return Err(format!("{name} inherits from itself"));
    }
    let mut all = BTreeSet::from([name]);
    let role = roles.get(&name).ok_or_else(|| format!("{name} is not defined"))?;
    for junior in &role.inherits {
        all.extend(inherited(roles, *junior, depth + 1)?);
    }
    Ok(all)
}
