//! What the calls about roles, constraints and policies do.

use crate::{
    Catalogue, Config, Constraints, Error, Event, HolderCounts, Pallet, Permissions, Roles,
    SeparationConstraints, Subjects, WeightInfo, store::Constraints as ConstraintList,
};
use critical_chains_policy::{
    Audience, Constraint, Effect, Hierarchy, HierarchyFault, Name, Permission, Policy, Role,
    RoleName,
};
use polkadot_sdk::frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo},
    ensure,
    traits::Get,
};

/// Accounts that one batch may give their first roles.
const BATCH_SUBJECTS: u32 = 64;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_define_role(name: RoleName, role: Role) -> DispatchResultWithPostInfo {
        let mut hierarchy = Self::hierarchy();
        let known = role.permissions.iter().all(|own| Self::is_known(own));
        ensure!(known, Error::<T>::UnknownPermission);
        // Whoever holds it would otherwise have it for ever, or could never have had it.
        let changes_nature = Roles::<T>::get(name)
            .is_some_and(|before| before.emergency != role.emergency && Self::is_held(&name));
        ensure!(!changes_nature, Error::<T>::InUse);

        hierarchy.define(name, role.clone()).map_err(Self::refuse_role)?;
        Self::ensure_voting_role(&hierarchy)?;
        let looked_at = Self::ensure_separated(&hierarchy, &SeparationConstraints::<T>::get())?;
        Roles::<T>::insert(name, role);
        Self::spread(&hierarchy);
        Self::deposit_event(Event::RoleDefined { role: name });
        Ok(Some(T::WeightInfo::define_role(looked_at)).into())
    }

    pub(crate) fn do_remove_role(name: RoleName) -> DispatchResult {
        let mut hierarchy = Self::hierarchy();
        hierarchy.remove(&name).map_err(Self::refuse_role)?;
        ensure!(!Self::is_held(&name), Error::<T>::InUse);
        Self::ensure_voting_role(&hierarchy)?;
        let named = |constraint: &Constraint| constraint.roles.contains(&name);
        let constrained = SeparationConstraints::<T>::get().iter().any(|(_, own)| named(own));
        let ruled = T::Catalogue::permissions().iter().any(|permission| {
            Permissions::<T>::get(permission)
                .policy
                .rules
                .iter()
                .any(|own| own.roles.contains(&name))
        });
        ensure!(!constrained && !ruled, Error::<T>::InUse);

        Roles::<T>::remove(name);
        Self::spread(&hierarchy);
        Self::deposit_event(Event::RoleRemoved { role: name });
        Ok(())
    }

    pub(crate) fn do_set_constraint(
        name: Name,
        constraint: Constraint,
    ) -> DispatchResultWithPostInfo {
        ensure!(name.is_valid(), Error::<T>::InvalidName);
        ensure!(constraint.check().is_ok(), Error::<T>::InvalidConstraint);
        let known = constraint.roles.iter().all(Roles::<T>::contains_key);
        ensure!(known, Error::<T>::NotFound);

        let mut constraints: Constraints = SeparationConstraints::<T>::get();
        match constraints.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = constraint,
            None => constraints
                .try_push((name, constraint))
                .map_err(|_| Error::<T>::TooManyConstraints)?,
        }
        let looked_at = Self::ensure_separated(&Self::hierarchy(), &constraints)?;
        SeparationConstraints::<T>::put(constraints);
        Self::deposit_event(Event::ConstraintSet { constraint: name });
        Ok(Some(T::WeightInfo::set_constraint(looked_at)).into())
    }

    pub(crate) fn do_remove_constraint(name: Name) -> DispatchResult {
        let mut constraints: ConstraintList = SeparationConstraints::<T>::get();
        let before = constraints.len();
        constraints.retain(|(own, _)| *own != name);
        ensure!(constraints.len() < before, Error::<T>::NotFound);

        SeparationConstraints::<T>::put(constraints);
        Self::deposit_event(Event::ConstraintRemoved { constraint: name });
        Ok(())
    }

    pub(crate) fn do_set_policy(permission: Permission, policy: Policy) -> DispatchResult {
        ensure!(Self::is_known(&permission), Error::<T>::UnknownPermission);
        ensure!(policy.check().is_ok(), Error::<T>::InvalidPolicy);
        let named = policy.rules.iter().flat_map(|rule| rule.roles.iter());
        ensure!(named.into_iter().all(Roles::<T>::contains_key), Error::<T>::NotFound);
        if T::Catalogue::is_constitutional(&permission) {
            let bans = policy.rules.iter().any(|rule| rule.effect == Effect::Forbid);
            ensure!(!bans, Error::<T>::Indispensable);
        }
        let is_constitution = permission == T::Constitution::get();
        ensure!(!is_constitution || policy.approval.is_some(), Error::<T>::Indispensable);
        if let Some(rule) = &policy.approval {
            ensure!(Self::may_take_approvals(&permission), Error::<T>::Indispensable);
            Self::ensure_attainable(rule, None)?;
        }

        let seniors = Self::hierarchy().seniors();
        Self::change_entry(permission, |entry| {
            entry.audience = Audience::new(entry.audience.carriers(), &policy, &seniors);
            entry.policy = policy;
        });
        Self::deposit_event(Event::PolicySet { permission });
        Ok(())
    }

    /// Approving cannot itself take approvals.
    fn may_take_approvals(permission: &Permission) -> bool {
        T::Catalogue::is_governed(permission) || !T::Catalogue::is_constitutional(permission)
    }

    pub(crate) fn is_known(permission: &Permission) -> bool {
        T::Catalogue::permissions().binary_search(permission).is_ok()
    }

    fn is_held(role: &RoleName) -> bool {
        HolderCounts::<T>::iter_key_prefix(role).next().is_some()
    }

    /// The voting role exists and carries everything without which nobody could govern.
    pub(crate) fn ensure_voting_role(hierarchy: &Hierarchy) -> DispatchResult {
        // Until somebody holds it, at genesis, there is nothing to lose.
        if !Self::is_held(&T::VotingRole::get()) {
            return Ok(());
        }
        let carried = hierarchy.permissions_of(&T::VotingRole::get());
        let needed =
            T::Catalogue::permissions().iter().filter(|own| T::Catalogue::is_constitutional(own));
        for permission in needed {
            ensure!(carried.contains(permission), Error::<T>::Indispensable);
        }
        Ok(())
    }

    /// Writes for every permission which roles carry it, and whom its rules are about.
    pub(crate) fn spread(hierarchy: &Hierarchy) {
        let (mut carriers, seniors) = (hierarchy.carriers(), hierarchy.seniors());
        for permission in T::Catalogue::permissions() {
            let carriers = carriers.remove(permission).unwrap_or_default();
            let entry = Permissions::<T>::get(permission);
            let audience = Audience::new(carriers, &entry.policy, &seniors);
            if entry.audience != audience {
                Self::change_entry(*permission, |entry| entry.audience = audience);
            }
        }
    }

    pub(crate) fn change_entry(
        permission: Permission,
        change: impl FnOnce(&mut crate::PermissionEntry),
    ) {
        let mut entry = Permissions::<T>::get(permission);
        change(&mut entry);
        if entry.is_empty() {
            Permissions::<T>::remove(permission);
        } else {
            Permissions::<T>::insert(permission, entry);
        }
    }

    fn refuse_role(fault: HierarchyFault) -> Error<T> {
        match fault {
            HierarchyFault::InvalidName => Error::InvalidName,
            HierarchyFault::UnknownJunior(_) | HierarchyFault::NotFound => Error::NotFound,
            HierarchyFault::Cycle(_) | HierarchyFault::EssentialEmergency => Error::InvalidRole,
            HierarchyFault::Inherited(_) => Error::InUse,
            HierarchyFault::TooMany => Error::TooManyRoles,
        }
    }

    /// Most accounts that are looked at when roles or constraints change: those there are, and some
    /// that the same batch may add. Such a call comes from the consortium only, which weighs it when
    /// it makes it.
    pub(crate) fn most_subjects() -> u32 {
        Subjects::<T>::count().saturating_add(BATCH_SUBJECTS).min(T::MaxSubjects::get())
    }
}
