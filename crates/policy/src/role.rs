//! Roles and their inheritance.

use crate::{Name, Permission, RoleName, Seniors};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Most roles there can be.
pub const MAX_ROLES: u32 = 64;

/// Most permissions that one role carries itself.
pub const MAX_ROLE_PERMISSIONS: u32 = 64;

/// Most roles from which one role inherits directly.
pub const MAX_JUNIORS: u32 = 8;

/// Who grants and revokes a role.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum Steward {
    /// The administrators of each institution, for its own accounts; the consortium too.
    Institution,
    /// The consortium alone.
    #[default]
    Consortium,
}

/// A named set of permissions.
#[derive(
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Role {
    /// The permissions it carries itself.
    pub permissions: BoundedVec<Permission, ConstU32<MAX_ROLE_PERMISSIONS>>,
    /// The roles whose permissions it carries too: its juniors.
    pub inherits: BoundedVec<RoleName, ConstU32<MAX_JUNIORS>>,
    /// Who grants and revokes it.
    pub steward: Steward,
    /// Most accounts that can hold it in one scope.
    pub max_holders: Option<u32>,
    /// Whether the last of an institution's accounts that holds it without expiry keeps it, so that
    /// somebody can always act.
    pub essential: bool,
    /// Whether accounts can take it themselves for a short time, to be reviewed afterwards. It can
    /// then be granted in no other way.
    pub emergency: bool,
}

/// Why a role cannot be defined so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HierarchyFault {
    /// The name of the role, or of a permission, is none.
    InvalidName,
    /// It inherits from a role that does not exist.
    UnknownJunior(RoleName),
    /// It would inherit from itself, by way of this role.
    Cycle(RoleName),
    /// Another role inherits from it, so that it cannot be removed.
    Inherited(RoleName),
    /// There is no such role.
    NotFound,
    /// A role that is taken in an emergency is never permanent, so it cannot be essential.
    EssentialEmergency,
    /// There are as many roles as there can be.
    TooMany,
}

impl fmt::Display for HierarchyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidName => f.write_str("a role or permission has an invalid name"),
            Self::UnknownJunior(role) => write!(f, "it inherits from {role}, which does not exist"),
            Self::Cycle(role) => write!(f, "it would inherit from itself by way of {role}"),
            Self::Inherited(role) => write!(f, "{role} inherits from it"),
            Self::NotFound => f.write_str("there is no such role"),
            Self::EssentialEmergency => f.write_str("a role for emergencies cannot be essential"),
            Self::TooMany => write!(f, "there are {MAX_ROLES} roles, and there can be no more"),
        }
    }
}

impl core::error::Error for HierarchyFault {}

/// All roles, which inherit from each other without cycles.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Hierarchy(BTreeMap<RoleName, Role>);

impl Hierarchy {
    /// Roles that were defined one after the other, each by the rules of [`define`](Self::define).
    pub fn trusted(roles: impl IntoIterator<Item = (RoleName, Role)>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// Defines a role, or defines it anew.
    pub fn define(&mut self, name: RoleName, role: Role) -> Result<(), HierarchyFault> {
        if !name.is_valid() || !role.permissions.iter().all(Name::is_valid) {
            return Err(HierarchyFault::InvalidName);
        }
        if role.emergency && role.essential {
            return Err(HierarchyFault::EssentialEmergency);
        }
        if !self.0.contains_key(&name) && self.0.len() >= MAX_ROLES as usize {
            return Err(HierarchyFault::TooMany);
        }
        for junior in &role.inherits {
            if !self.0.contains_key(junior) && *junior != name {
                return Err(HierarchyFault::UnknownJunior(*junior));
            }
            if *junior == name || self.closure(junior).contains(&name) {
                return Err(HierarchyFault::Cycle(*junior));
            }
        }
        self.0.insert(name, role);
        Ok(())
    }

    /// Removes a role from which no other inherits.
    pub fn remove(&mut self, name: &RoleName) -> Result<Role, HierarchyFault> {
        let senior = self.0.iter().find(|(_, role)| role.inherits.contains(name));
        if let Some((senior, _)) = senior {
            return Err(HierarchyFault::Inherited(*senior));
        }
        self.0.remove(name).ok_or(HierarchyFault::NotFound)
    }

    /// The role of this name.
    pub fn get(&self, name: &RoleName) -> Option<&Role> {
        self.0.get(name)
    }

    /// All roles with their names, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&RoleName, &Role)> {
        self.0.iter()
    }

    /// The role and all roles from which it inherits, directly or not.
    ///
    /// Each role is looked at once, so that this ends whatever the roles say of each other.
    pub fn closure(&self, name: &RoleName) -> BTreeSet<RoleName> {
        let mut found = BTreeSet::new();
        let mut waiting = alloc::vec![*name];
        while let Some(name) = waiting.pop() {
            if let Some(role) = self.0.get(&name)
                && found.insert(name)
            {
                waiting.extend(role.inherits.iter().copied());
            }
        }
        found
    }

    /// All permissions of a role, inherited ones included.
    pub fn permissions_of(&self, name: &RoleName) -> BTreeSet<Permission> {
        let roles = self.closure(name);
        let roles = roles.iter().filter_map(|name| self.0.get(name));
        roles.flat_map(|role| role.permissions.iter().copied()).collect()
    }

    /// For each role, that role and all that inherit from it.
    pub fn seniors(&self) -> Seniors {
        let mut seniors = Seniors::new();
        for senior in self.0.keys() {
            for role in self.closure(senior) {
                seniors.entry(role).or_default().insert(*senior);
            }
        }
        seniors
    }

    /// For each permission the roles that carry it, inherited ones included, in the order of their
    /// names.
    pub fn carriers(&self) -> BTreeMap<Permission, Vec<RoleName>> {
        let mut carriers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for name in self.0.keys() {
            for permission in self.permissions_of(name) {
                carriers.entry(permission).or_default().push(*name);
            }
        }
        carriers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(permissions: &[&str], inherits: &[&str]) -> Role {
        let names = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Role {
            permissions: BoundedVec::truncate_from(names(permissions)),
            inherits: BoundedVec::truncate_from(names(inherits)),
            ..Role::default()
        }
    }

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn ladder() -> Hierarchy {
        let mut roles = Hierarchy::default();
        roles.define(name("clerk"), role(&["a.read"], &[])).unwrap();
        roles.define(name("officer"), role(&["a.write"], &["clerk"])).unwrap();
        roles.define(name("chief"), role(&[], &["officer", "clerk"])).unwrap();
        roles
    }

    #[test]
    fn seniors_carry_what_their_juniors_carry() {
        let roles = ladder();

        assert_eq!(roles.closure(&name("chief")).len(), 3);
        assert_eq!(roles.permissions_of(&name("chief")).len(), 2);
        assert_eq!(roles.carriers()[&name("a.read")], ["chief", "clerk", "officer"].map(name));
        assert_eq!(roles.carriers()[&name("a.write")], ["chief", "officer"].map(name));
        assert_eq!(roles.seniors()[&name("officer")], ["chief", "officer"].map(name).into());
    }

    #[test]
    fn rejects_cycles_of_any_length() {
        let mut roles = ladder();
        let before = roles.clone();

        for junior in ["clerk", "officer", "chief"] {
            let fault = roles.define(name("clerk"), role(&[], &[junior])).unwrap_err();
            assert_eq!(fault, HierarchyFault::Cycle(name(junior)));
        }
        assert_eq!(roles, before);
    }

    #[test]
    fn rejects_juniors_that_do_not_exist_and_roles_that_contradict_themselves() {
        let mut roles = ladder();
        let unknown = HierarchyFault::UnknownJunior(name("ghost"));
        assert_eq!(roles.define(name("x"), role(&[], &["ghost"])), Err(unknown));
        let both = Role { essential: true, emergency: true, ..Role::default() };
        assert_eq!(roles.define(name("x"), both), Err(HierarchyFault::EssentialEmergency));
        for number in 3..MAX_ROLES {
            roles.define(name(&format!("r{number}")), Role::default()).unwrap();
        }
        let fault = roles.define(name("x"), Role::default()).unwrap_err();
        assert_eq!(fault, HierarchyFault::TooMany);
        assert_eq!(fault.to_string(), "there are 64 roles, and there can be no more");
        roles.define(name("clerk"), Role::default()).unwrap();
        let nameless: Name = Decode::decode(&mut &[0][..]).unwrap();
        let fault = roles.define(nameless, Role::default());
        assert_eq!(fault, Err(HierarchyFault::InvalidName));
    }

    #[test]
    fn removes_only_roles_from_which_none_inherits() {
        let mut roles = ladder();

        let fault = roles.remove(&name("clerk")).unwrap_err();
        assert_eq!(fault, HierarchyFault::Inherited(name("chief")));
        assert_eq!(roles.remove(&name("ghost")), Err(HierarchyFault::NotFound));
        roles.remove(&name("chief")).unwrap();
        roles.remove(&name("officer")).unwrap();
        assert!(roles.remove(&name("clerk")).is_ok());
    }
}
