//! Whom a permission and its rules are about, with inheritance worked out beforehand.

use crate::{Hierarchy, MAX_ROLES, MAX_RULES, Permission, Policy, RoleName};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// For each role, that role and all that inherit from it, directly or not.
pub type Seniors = BTreeMap<RoleName, BTreeSet<RoleName>>;

/// Some of the roles of an [`Audience`]: a bit for each place in its list.
type Places = u64;

/// The roles that a permission and its rules are about: those that are named, and all that inherit
/// from them. Whoever holds a role holds its juniors too (NIST RBAC), so that what is said of these
/// is said of it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Audience {
    /// The roles, sorted.
    roles: BoundedVec<RoleName, ConstU32<MAX_ROLES>>,
    /// Which of them carry the permission: the lowest bit is the first role.
    carriers: Places,
    /// Which of them each rule is about.
    rules: BoundedVec<Places, ConstU32<MAX_RULES>>,
}

impl Audience {
    /// Whom a permission is about that these roles carry, and that has this policy.
    pub fn new(
        carriers: impl IntoIterator<Item = RoleName>,
        policy: &Policy,
        seniors: &Seniors,
    ) -> Self {
        let carriers: BTreeSet<_> = carriers.into_iter().collect();
        let with_seniors = |role: &RoleName| {
            let above = seniors.get(role).into_iter().flatten().copied();
            above.chain([*role]).collect::<Vec<_>>()
        };
        let rules: Vec<BTreeSet<_>> = policy
            .rules
            .iter()
            .map(|rule| rule.roles.iter().flat_map(with_seniors).collect())
            .collect();
        let all: BTreeSet<_> = rules.iter().flatten().chain(&carriers).copied().collect();
        // No more than there are roles, and no more rules than a policy has: nothing is cut off.
        let roles = BoundedVec::truncate_from(all.into_iter().collect());
        let audience = Self { roles, ..Self::default() };
        let carriers = audience.places(carriers);
        let rules = rules.into_iter().map(|named| audience.places(named)).collect();
        Self { carriers, rules: BoundedVec::truncate_from(rules), ..audience }
    }

    /// Whom a permission with this policy is about, where these are the roles.
    pub fn of(permission: &Permission, policy: &Policy, roles: &Hierarchy) -> Self {
        let carriers = roles.carriers().remove(permission).unwrap_or_default();
        Self::new(carriers, policy, &roles.seniors())
    }

    /// The roles that carry the permission, inherited ones included, in the order of their names.
    pub fn carriers(&self) -> impl Iterator<Item = RoleName> {
        let carrying = |(place, _): &(usize, _)| self.carriers & bit(*place) != 0;
        self.roles.iter().enumerate().filter(carrying).map(|(_, role)| *role)
    }

    /// Whether no role carries the permission, and no rule names one.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Whether this role carries the permission.
    pub(crate) fn is_carrier(&self, role: &RoleName) -> bool {
        self.carriers & self.place(role) != 0
    }

    /// Whether the rule at this place is about one of these roles.
    pub(crate) fn is_meant(&self, rule: usize, held: Places) -> bool {
        self.rules.get(rule).is_some_and(|meant| meant & held != 0)
    }

    /// Which of the roles are among these.
    pub(crate) fn places(&self, roles: impl IntoIterator<Item = RoleName>) -> Places {
        roles.into_iter().fold(0, |places, role| places | self.place(&role))
    }

    fn place(&self, role: &RoleName) -> Places {
        self.roles.binary_search(role).map_or(0, bit)
    }
}

fn bit(place: usize) -> Places {
    u32::try_from(place).ok().and_then(|place| Places::checked_shl(1, place)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Condition, Effect, Name, Role, Rule};

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn role(permissions: &[Permission], inherits: &[RoleName]) -> Role {
        Role {
            permissions: BoundedVec::truncate_from(permissions.to_vec()),
            inherits: BoundedVec::truncate_from(inherits.to_vec()),
            ..Role::default()
        }
    }

    fn about(roles: &[RoleName]) -> Rule {
        let roles = BoundedVec::truncate_from(roles.to_vec());
        Rule { effect: Effect::Forbid, roles, when: Condition::always() }
    }

    #[test]
    fn seniors_are_meant_where_their_juniors_are_named() {
        let [read, clerk, officer, chief] = ["a.read", "clerk", "officer", "chief"].map(name);
        let mut roles = Hierarchy::default();
        roles.define(clerk, role(&[read], &[])).unwrap();
        roles.define(officer, role(&[], &[clerk])).unwrap();
        roles.define(chief, role(&[], &[officer])).unwrap();
        let rules = vec![about(&[officer]), about(&[]), about(&[clerk, name("ghost")])];
        let policy = Policy { rules: BoundedVec::truncate_from(rules), approval: None };

        let audience = Audience::of(&read, &policy, &roles);

        assert_eq!(audience.carriers().collect::<Vec<_>>(), [chief, clerk, officer]);
        let meant = |rule, role| audience.is_meant(rule, audience.places([role]));
        assert!(meant(0, officer) && meant(0, chief) && !meant(0, clerk));
        assert!(!meant(1, chief), "a rule about everybody names nobody");
        assert!(meant(2, clerk) && meant(2, chief) && meant(2, name("ghost")));
        assert!(!meant(3, chief), "there is no such rule");
    }

    #[test]
    fn as_many_roles_as_there_can_be_have_a_place() {
        let roles: Vec<Name> =
            (0..MAX_ROLES).map(|number| name(&format!("r{number:02}"))).collect();

        let audience = Audience::new(roles.clone(), &Policy::default(), &Seniors::default());

        assert_eq!(audience.carriers().collect::<Vec<_>>(), roles);
        assert!(roles.iter().all(|role| audience.is_carrier(role)));
        assert!(!audience.is_carrier(&name("other")));
    }
}
