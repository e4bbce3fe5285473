//! Separation of duty: roles that must not come together in one account.

use crate::{Name, RoleName};
use alloc::collections::BTreeSet;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most roles that one constraint names.
pub const MAX_CONSTRAINT_ROLES: u32 = 16;

/// When roles must not come together.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Separation {
    /// No account holds them together.
    Static,
    /// No account has activated them together.
    Dynamic,
}

/// Of these roles, one account has at most so many (SSD and DSD of ANSI INCITS 359).
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Constraint {
    /// Whether it is about roles that are held, or about those that are active.
    pub separation: Separation,
    /// The roles.
    pub roles: BoundedVec<RoleName, ConstU32<MAX_CONSTRAINT_ROLES>>,
    /// How many of them may come together: at least one, and not all.
    pub at_most: u8,
}

/// Why a constraint makes no sense.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidConstraint {
    /// It names fewer than two different roles, or what is no role's name.
    Roles,
    /// It allows no role at all, or all of them.
    AtMost,
}

impl fmt::Display for InvalidConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Roles => "it names fewer than two different roles, or what is no role's name",
            Self::AtMost => "it allows no role at all, or all of them",
        })
    }
}

impl core::error::Error for InvalidConstraint {}

impl Constraint {
    /// Whether it makes sense.
    pub fn check(&self) -> Result<(), InvalidConstraint> {
        let distinct: BTreeSet<_> = self.roles.iter().collect();
        let named = self.roles.iter().all(Name::is_valid);
        if !named || distinct.len() < 2 || distinct.len() != self.roles.len() {
            return Err(InvalidConstraint::Roles);
        }
        let at_most = usize::from(self.at_most);
        (1..distinct.len()).contains(&at_most).then_some(()).ok_or(InvalidConstraint::AtMost)
    }

    /// Whether an account may have these roles together. The set has to hold inherited roles too:
    /// who has a senior role has its juniors.
    pub fn allows(&self, roles: &BTreeSet<RoleName>) -> bool {
        let together = self.roles.iter().filter(|role| roles.contains(*role)).count();
        together <= usize::from(self.at_most)
    }
}

/// A constraint that is not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Violation {
    /// Its name.
    pub constraint: Name,
    /// Whether it is about roles that are held, or about those that are active.
    pub separation: Separation,
}

/// The first constraint that an account with these roles would not keep: `held` are the roles it
/// has, `active` those it has activated, both with the roles they inherit from.
pub fn violation<'a>(
    constraints: impl IntoIterator<Item = &'a (Name, Constraint)>,
    held: &BTreeSet<RoleName>,
    active: &BTreeSet<RoleName>,
) -> Option<Violation> {
    constraints.into_iter().find_map(|(name, constraint)| {
        let roles = match constraint.separation {
            Separation::Static => held,
            Separation::Dynamic => active,
        };
        let violation = Violation { constraint: *name, separation: constraint.separation };
        (!constraint.allows(roles)).then_some(violation)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Vec<Name> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn constraint(separation: Separation, roles: &[&str], at_most: u8) -> Constraint {
        Constraint { separation, roles: BoundedVec::truncate_from(names(roles)), at_most }
    }

    #[test]
    fn counts_the_roles_that_come_together() {
        let constraints = [
            (Name::constant("four-eyes"), constraint(Separation::Static, &["a", "b", "c"], 2)),
            (Name::constant("hats"), constraint(Separation::Dynamic, &["a", "b"], 1)),
        ];
        let set = |roles: &[&str]| names(roles).into_iter().collect::<BTreeSet<_>>();
        let found = |held: &[&str], active: &[&str]| {
            violation(&constraints, &set(held), &set(active)).map(|found| found.separation)
        };

        assert_eq!(found(&["a", "b"], &["a"]), None);
        assert_eq!(found(&["a", "b"], &["a", "b"]), Some(Separation::Dynamic));
        assert_eq!(found(&["a", "b", "c"], &[]), Some(Separation::Static));
        assert_eq!(found(&["c", "x", "y"], &["c"]), None);
    }

    #[test]
    fn rejects_constraints_that_forbid_nothing_or_everything() {
        let check =
            |roles: &[&str], at_most| constraint(Separation::Static, roles, at_most).check();

        assert_eq!(check(&["a", "b"], 1), Ok(()));
        assert_eq!(check(&["a"], 1), Err(InvalidConstraint::Roles));
        assert_eq!(check(&["a", "a"], 1), Err(InvalidConstraint::Roles));
        assert_eq!(check(&["a", "b"], 0), Err(InvalidConstraint::AtMost));
        assert_eq!(check(&["a", "b"], 2), Err(InvalidConstraint::AtMost));
    }
}
