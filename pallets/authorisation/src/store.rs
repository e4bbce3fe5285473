//! How accounts are stored, with what is counted of them, and that somebody can always govern.

use crate::{
    Config, Error, HolderCounts, Holders, MAX_CONSTRAINTS, Members, Pallet, Roles, Subject,
    Subjects, VotingInstitutions,
};
use alloc::collections::{BTreeMap, BTreeSet};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    ApprovalRule, Constraint, Hierarchy, Name, RoleName, Rulebook, Scope,
};
use polkadot_sdk::{
    frame_support::{BoundedVec, dispatch::DispatchResult, ensure, traits::Get},
    sp_runtime::DispatchError,
};

/// The constraints with their names.
pub type Constraints =
    BoundedVec<(Name, Constraint), polkadot_sdk::frame_support::traits::ConstU32<MAX_CONSTRAINTS>>;

/// Holders by role and scope.
pub(crate) type Counts = BTreeMap<(RoleName, Scope), Holders>;

impl<T: Config> Pallet<T> {
    /// Stores what is known about an account, and counts its roles anew.
    ///
    /// Called before the last check of a call: an error undoes it, because calls change the state
    /// as a whole or not at all.
    pub(crate) fn store(
        account: &T::AccountId,
        subject: Option<Subject<T::AccountId>>,
    ) -> DispatchResult {
        let subject = subject.filter(|subject| !subject.is_empty());
        let before = Subjects::<T>::get(account);
        if before.is_none() && subject.is_some() {
            let room = Subjects::<T>::count() < T::MaxSubjects::get();
            ensure!(room, Error::<T>::TooManySubjects);
        }
        // A freeze may take the last holder: it is an Authority's, and others can help.
        let freezes = subject.as_ref().is_some_and(|subject| subject.frozen)
            && !before.as_ref().is_some_and(|subject| subject.frozen);
        let (old, new) = (counts(before.as_ref()), counts(subject.as_ref()));
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        for key in keys {
            let (old, new) = (of(&old, &key), of(&new, &key));
            if old != new {
                let last = Self::recount(key, old, new);
                if last && !freezes {
                    Self::ensure_dispensable(&key.0, &key.1)?;
                }
            }
        }
        match subject {
            Some(subject) => Subjects::<T>::insert(account, subject),
            None => Subjects::<T>::remove(account),
        }
        Ok(())
    }

    /// Tells whether nobody is left who will hold the role for ever.
    fn recount((role, scope): (RoleName, Scope), old: Holders, new: Holders) -> bool {
        let before = HolderCounts::<T>::get(role, scope);
        let holders = Holders {
            total: before.total.saturating_sub(old.total).saturating_add(new.total),
            lasting: before.lasting.saturating_sub(old.lasting).saturating_add(new.lasting),
        };
        if role == T::VotingRole::get() {
            Self::count_voters(&scope, before.lasting, holders.lasting);
        }
        if holders.total == 0 {
            HolderCounts::<T>::remove(role, scope);
        } else {
            HolderCounts::<T>::insert(role, scope, holders);
        }
        before.lasting > 0 && holders.lasting == 0
    }

    /// The last lasting holder of an essential role keeps it while its institution is active.
    fn ensure_dispensable(role: &RoleName, scope: &Scope) -> DispatchResult {
        let essential = Roles::<T>::get(role).is_some_and(|role| role.essential);
        let active = match scope {
            Scope::Institution(institution) => T::Members::active_kind(institution).is_some(),
            Scope::Consortium => true,
        };
        ensure!(!(essential && active), Error::<T>::LastHolder);
        Ok(())
    }

    /// Notes how many accounts can vote for an institution, if it has access.
    fn count_voters(scope: &Scope, before: u32, after: u32) {
        let Scope::Institution(institution) = scope else { return };
        let Some(kind) = T::Members::active_kind(institution).filter(|_| before != after) else {
            return;
        };
        VotingInstitutions::<T>::mutate(|electorate| {
            electorate.remove(kind, before);
            electorate.add(kind, after);
        });
    }

    /// How many accounts can vote for an institution, now and without end.
    pub(crate) fn voters_of(institution: &Lei) -> u32 {
        HolderCounts::<T>::get(T::VotingRole::get(), Scope::Institution(*institution)).lasting
    }

    /// Whether the constitution could still be changed, if this institution were gone: its own rule
    /// for approvals can be met by those who are left.
    pub fn ensure_governable(without: Option<&Lei>) -> DispatchResult {
        let Some(rule) = Self::approval_rule(&T::Constitution::get()) else {
            // At genesis, before there are policies.
            return Ok(());
        };
        Self::ensure_attainable(&rule, without)
    }

    pub(crate) fn ensure_attainable(rule: &ApprovalRule, without: Option<&Lei>) -> DispatchResult {
        let mut electorate = VotingInstitutions::<T>::get();
        if let Some(institution) = without
            && let Some(kind) = T::Members::active_kind(institution)
        {
            electorate.remove(kind, Self::voters_of(institution));
        }
        ensure!(rule.is_attainable(&electorate), Error::<T>::Ungovernable);
        Ok(())
    }

    /// All roles.
    pub(crate) fn hierarchy() -> Hierarchy {
        Hierarchy::trusted(Roles::<T>::iter())
    }

    /// That every account keeps to the constraints with these roles. Gives how many there are.
    pub(crate) fn ensure_separated(
        hierarchy: &Hierarchy,
        constraints: &Constraints,
    ) -> Result<u32, DispatchError> {
        // Once for all accounts, and only of the roles that a constraint names.
        let named: BTreeSet<_> = constraints.iter().flat_map(|(_, own)| &own.roles).collect();
        let reaching =
            |role| hierarchy.closure(role).into_iter().filter(|own| named.contains(own)).collect();
        let closures: BTreeMap<&RoleName, BTreeSet<_>> =
            hierarchy.iter().map(|(role, _)| (role, reaching(role))).collect();
        let rules = Rulebook {
            constraints,
            closure: |role: &RoleName| closures.get(role).cloned().unwrap_or_default(),
            now: Self::now(),
        };
        let mut looked_at = 0_u32;
        for subject in Subjects::<T>::iter_values() {
            looked_at = looked_at.saturating_add(1);
            let kept = rules.violation(&subject.assignments).is_none();
            ensure!(kept, Error::<T>::SeparationOfDuty);
        }
        Ok(looked_at)
    }
}

fn counts<AccountId>(subject: Option<&Subject<AccountId>>) -> Counts {
    let mut counts = Counts::new();
    if let Some(subject) = subject {
        count(&mut counts, subject);
    }
    counts
}

/// Adds the roles of an account to the holders.
pub(crate) fn count<AccountId>(counts: &mut Counts, subject: &Subject<AccountId>) {
    for assignment in &subject.assignments {
        let holders = counts.entry((assignment.role, assignment.scope)).or_default();
        holders.total = holders.total.saturating_add(1);
        let lasting = u32::from(subject.is_lasting(assignment));
        holders.lasting = holders.lasting.saturating_add(lasting);
    }
}

fn of(counts: &Counts, key: &(RoleName, Scope)) -> Holders {
    counts.get(key).copied().unwrap_or_default()
}
