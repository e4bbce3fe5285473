//! What is true of the storage after every block.

use crate::{
    Catalogue, Config, Delegations, HolderCounts, Members, Pallet, Permissions, Roles,
    SeparationConstraints, Subjects, VotingInstitutions,
    store::{Counts, count},
};
use critical_chains_policy::{
    Audience, Electorate, Hierarchy, MAX_DELEGATION_LEVELS, Scope, Source,
};
use polkadot_sdk::{
    frame_support::{ensure, traits::Get},
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let hierarchy = Self::hierarchy();
        Self::check_roles(&hierarchy)?;
        Self::check_permissions(&hierarchy)?;
        Self::check_subjects(&hierarchy)?;
        Self::check_holders()?;
        Self::check_delegations()?;
        Self::ensure_governable(None).map_err(|_| "9: nobody can govern".into())
    }

    /// 1. Roles inherit without cycles from roles that exist, and carry permissions that exist.
    fn check_roles(hierarchy: &Hierarchy) -> Result<(), TryRuntimeError> {
        ensure!(Roles::<T>::count() <= crate::MAX_ROLES, "1: too many roles");
        for (name, role) in hierarchy.iter() {
            ensure!(hierarchy.clone().define(*name, role.clone()).is_ok(), "1: wrong role");
            ensure!(role.permissions.iter().all(Self::is_known), "1: unknown permission");
        }
        Ok(())
    }

    /// 2. Every permission names the roles that carry it and those of its rules, and only those.
    /// 3. Policies make sense, nothing indispensable is stopped, and who votes can do all of it.
    fn check_permissions(hierarchy: &Hierarchy) -> Result<(), TryRuntimeError> {
        let (mut carriers, seniors) = (hierarchy.carriers(), hierarchy.seniors());
        for permission in T::Catalogue::permissions() {
            let entry = Permissions::<T>::get(permission);
            let named = entry.policy.rules.iter().flat_map(|rule| rule.roles.iter());
            let known = named.into_iter().all(|role| hierarchy.get(role).is_some());
            ensure!(known && entry.policy.check().is_ok(), "3: wrong policy");
            let carriers = carriers.remove(permission).unwrap_or_default();
            let audience = Audience::new(carriers, &entry.policy, &seniors);
            ensure!(entry.audience == audience, "2: audience differs");
            let indispensable = T::Catalogue::is_constitutional(permission);
            ensure!(!(entry.stopped && indispensable), "3: the indispensable is stopped");
        }
        Self::ensure_voting_role(hierarchy)
            .map_err(|_| "3: the voting role lacks the indispensable")?;
        for permission in Permissions::<T>::iter_keys() {
            ensure!(Self::is_known(&permission), "2: unknown permission");
        }
        Ok(())
    }

    /// 4. Accounts hold roles that exist, each once, in a scope that is theirs, and say something.
    /// 5. They act for the institution for which they hold them, and keep to the constraints.
    fn check_subjects(hierarchy: &Hierarchy) -> Result<(), TryRuntimeError> {
        let subjects = Subjects::<T>::iter_keys().count();
        ensure!(subjects == Subjects::<T>::count() as usize, "4: accounts miscounted");
        for (account, subject) in Subjects::<T>::iter() {
            ensure!(!subject.is_empty(), "4: empty account");
            for (place, own) in subject.assignments.iter().enumerate() {
                ensure!(hierarchy.get(&own.role).is_some(), "4: role of no definition");
                let first = subject.assignments.iter().position(|other| other.role == own.role);
                ensure!(first == Some(place), "4: role held twice");
                let home = Scope::Institution(subject.institution);
                ensure!(own.scope == Scope::Consortium || own.scope == home, "4: foreign scope");
                ensure!(own.levels <= MAX_DELEGATION_LEVELS, "4: too many levels");
            }
            let acts_for = T::Members::institution_of(&account);
            ensure!(acts_for == Some(subject.institution), "5: acts for another institution");
        }
        Self::ensure_separated(hierarchy, &SeparationConstraints::<T>::get())
            .map_err(|_| "5: separation of duty is not kept")?;
        Ok(())
    }

    /// 6. Holders are counted right, and the institutions for which they vote. A role that was defined anew can have more than it may.
    fn check_holders() -> Result<(), TryRuntimeError> {
        let mut counts = Counts::new();
        Subjects::<T>::iter_values().for_each(|subject| count(&mut counts, &subject));
        let stored: Counts = HolderCounts::<T>::iter()
            .map(|(role, scope, holders)| ((role, scope), holders))
            .collect();
        ensure!(stored == counts, "6: holders miscounted");
        let voting = counts.into_iter().filter(|((role, _), _)| *role == T::VotingRole::get());
        let electorate: Electorate = voting
            .filter_map(|((_, scope), holders)| match scope {
                Scope::Institution(own) => Some((T::Members::active_kind(&own)?, holders.lasting)),
                Scope::Consortium => None,
            })
            .collect();
        ensure!(VotingInstitutions::<T>::get() == electorate, "6: voters miscounted");
        Ok(())
    }

    /// 7. What was passed on is held by whom it was passed to, and is known to who passed it on.
    /// 8. Who passed it on holds it too.
    fn check_delegations() -> Result<(), TryRuntimeError> {
        let mut passed = 0_usize;
        for (holder, delegations) in Delegations::<T>::iter() {
            ensure!(!delegations.is_empty(), "7: empty list");
            for (delegate, role) in &delegations {
                passed = passed.saturating_add(1);
                let source = Subjects::<T>::get(delegate)
                    .and_then(|subject| Some(subject.assignment(role)?.source.clone()));
                let known = source == Some(Source::Delegated { by: holder.clone() });
                ensure!(known, "7: delegate does not hold it from here");
                let holds = Subjects::<T>::get(&holder)
                    .is_some_and(|subject| subject.assignment(role).is_some());
                ensure!(holds, "8: passed on by an account that does not hold it");
            }
        }
        let delegated = Subjects::<T>::iter_values()
            .flat_map(|subject| subject.assignments.into_inner())
            .filter(|own| matches!(own.source, Source::Delegated { .. }))
            .count();
        ensure!(delegated == passed, "7: delegation that nobody made");
        Ok(())
    }
}
