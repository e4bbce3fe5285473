//! What the calls about the roles of accounts do.

use crate::{
    Config, Delegations, Error, Event, HolderCounts, Members, Pallet, Roles, SeparationConstraints,
    Subject, Subjects, types::granted,
};
use alloc::{collections::BTreeSet, vec::Vec};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Assignment, AssignmentFault, MAX_DELEGATION_LEVELS, RoleName, Rulebook, Scope, Source, Steward,
    Validity, check_delegation,
};
use polkadot_sdk::{
    frame_support::{
        BoundedVec,
        dispatch::DispatchResult,
        ensure,
        traits::{EnsureOrigin, EnsureOriginWithArg, Get},
    },
    frame_system::pallet_prelude::OriginFor,
    sp_runtime::{DispatchError, traits::BadOrigin},
};

/// By whose power a role is granted or revoked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Power {
    Consortium,
    /// An administrator of this institution.
    Institution(Lei),
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_grant_role(
        origin: OriginFor<T>,
        account: T::AccountId,
        role: RoleName,
        scope: Scope,
        validity: Validity,
        levels: u8,
    ) -> DispatchResult {
        let institution = T::Members::institution_of(&account).ok_or(Error::<T>::NotAMember)?;
        let power = Self::power(origin, &institution, |origin| {
            T::GrantOrigin::try_origin(origin, &institution).map(drop)
        })?;
        let definition = Roles::<T>::get(role).ok_or(Error::<T>::NotFound)?;
        Self::ensure_steward(power, definition.steward, scope)?;
        ensure!(!definition.emergency, Error::<T>::EmergencyOnly);
        ensure!(levels <= MAX_DELEGATION_LEVELS, Error::<T>::NotDelegable);
        ensure!(validity.is_possible(Self::now()), Error::<T>::InvalidValidity);
        let own = matches!(scope, Scope::Institution(lei) if lei == institution);
        ensure!(own || scope == Scope::Consortium, Error::<T>::InvalidScope);

        let assignment = granted(role, scope, validity, levels);
        let active = Self::assign(&account, institution, assignment)?;
        Self::deposit_event(Event::RoleGranted { account, institution, role, scope, active });
        Ok(())
    }

    pub(crate) fn do_revoke_role(
        origin: OriginFor<T>,
        account: T::AccountId,
        role: RoleName,
    ) -> DispatchResult {
        let subject = Subjects::<T>::get(&account).ok_or(Error::<T>::NotHeld)?;
        let institution = subject.institution;
        let power = Self::power(origin, &institution, |origin| {
            T::RevokeOrigin::try_origin(origin, &institution).map(drop)
        })?;
        let assignment = subject.assignment(&role).ok_or(Error::<T>::NotHeld)?;
        let steward = Roles::<T>::get(role).map(|role| role.steward).unwrap_or_default();
        Self::ensure_steward(power, steward, assignment.scope)?;

        Self::unassign(&account, &role)
    }

    pub(crate) fn do_delegate_role(
        (holder, institution): (T::AccountId, Lei),
        to: T::AccountId,
        role: RoleName,
        validity: Validity,
        levels: u8,
    ) -> DispatchResult {
        let colleague = T::Members::institution_of(&to) == Some(institution);
        ensure!(colleague && to != holder, Error::<T>::NotAMember);
        let subject = Subjects::<T>::get(&holder).ok_or(Error::<T>::NotHeld)?;
        let held = subject.assignment(&role).ok_or(Error::<T>::NotHeld)?;
        let passed = check_delegation(held, holder.clone(), validity, levels, Self::now())
            .map_err(|fault| match fault {
                AssignmentFault::NotCurrent => Error::<T>::NotHeld,
                AssignmentFault::NotDelegable => Error::<T>::NotDelegable,
                AssignmentFault::OutlivesSource => Error::<T>::InvalidValidity,
            })?;

        Delegations::<T>::try_append(&holder, (to.clone(), role))
            .map_err(|()| Error::<T>::TooManyDelegations)?;
        let active = Self::assign(&to, institution, passed)?;
        Self::deposit_event(Event::RoleDelegated { from: holder, to, institution, role, active });
        Ok(())
    }

    pub(crate) fn do_recall_role(
        holder: T::AccountId,
        from: T::AccountId,
        role: RoleName,
    ) -> DispatchResult {
        let passed = Source::Delegated { by: holder };
        let holds = Subjects::<T>::get(&from)
            .and_then(|subject| Some(subject.assignment(&role)?.source == passed));
        ensure!(holds == Some(true), Error::<T>::NotHeld);

        Self::unassign(&from, &role)
    }

    /// Activates a role, or deactivates it.
    pub(crate) fn do_set_active(
        (account, institution): (T::AccountId, Lei),
        role: RoleName,
        active: bool,
    ) -> DispatchResult {
        let mut subject = Self::subject(&account, institution);
        let assignment = subject
            .assignments
            .iter_mut()
            .find(|own| own.role == role)
            .ok_or(Error::<T>::NotHeld)?;
        ensure!(assignment.active != active, Error::<T>::NothingToDo);
        assignment.active = active;
        if active {
            Self::ensure_kept(&subject)?;
        }

        Self::store(&account, Some(subject))?;
        if !active {
            Self::ensure_votes_are_left(&role)?;
        }
        Self::deposit_event(if active {
            Event::RoleActivated { account, institution, role }
        } else {
            Event::RoleDeactivated { account, institution, role }
        });
        Ok(())
    }

    /// Gives an account a role, if everything else lets it. Tells whether it is active at once.
    pub(crate) fn assign(
        account: &T::AccountId,
        institution: Lei,
        wanted: Assignment<T::AccountId>,
    ) -> Result<bool, DispatchError> {
        let (role, scope) = (wanted.role, wanted.scope);
        let mut subject = Self::subject(account, institution);
        ensure!(subject.assignment(&role).is_none(), Error::<T>::AlreadyHeld);
        if let Some(most) = Roles::<T>::get(role).and_then(|role| role.max_holders) {
            let holders = HolderCounts::<T>::get(role, scope).total;
            ensure!(holders < most, Error::<T>::TooManyHolders);
        }
        let assignment = Self::by_the_rules(|rules| rules.admit(&subject.assignments, wanted))
            .map_err(|_| Error::<T>::SeparationOfDuty)?;
        let active = assignment.active;
        subject.assignments.try_push(assignment).map_err(|_| Error::<T>::TooManyRolesOfAccount)?;
        Self::store(account, Some(subject))?;
        Ok(active)
    }

    /// Takes a role from an account, and from everybody to whom the account has passed it on.
    pub(crate) fn unassign(account: &T::AccountId, role: &RoleName) -> DispatchResult {
        Self::take_away(account, role)?;
        Self::ensure_votes_are_left(role)
    }

    /// The same without a look at who is left to govern.
    pub(crate) fn take_away(account: &T::AccountId, role: &RoleName) -> DispatchResult {
        let mut waiting = alloc::vec![account.clone()];
        while let Some(account) = waiting.pop() {
            let Some(mut subject) = Subjects::<T>::get(&account) else { continue };
            let institution = subject.institution;
            let Some(place) = subject.assignments.iter().position(|own| own.role == *role) else {
                continue;
            };
            let lost = subject.assignments.remove(place);
            if let Source::Delegated { by } = lost.source {
                Self::forget_delegation(&by, &account, role);
            }
            waiting.extend(Self::take_delegates(&account, role));
            Self::store(&account, Some(subject))?;
            Self::deposit_event(Event::RoleRevoked { account, institution, role: *role });
        }
        Ok(())
    }

    fn ensure_votes_are_left(role: &RoleName) -> DispatchResult {
        if *role == T::VotingRole::get() { Self::ensure_governable(None) } else { Ok(()) }
    }

    /// What is known about an account that acts for this institution.
    pub(crate) fn subject(account: &T::AccountId, institution: Lei) -> Subject<T::AccountId> {
        Subjects::<T>::get(account)
            .filter(|subject| subject.institution == institution)
            .unwrap_or_else(|| Subject::of(institution))
    }

    fn ensure_kept(subject: &Subject<T::AccountId>) -> DispatchResult {
        let violation = Self::by_the_rules(|rules| rules.violation(&subject.assignments));
        ensure!(violation.is_none(), Error::<T>::SeparationOfDuty);
        Ok(())
    }

    /// What the constraints of today say about the roles of one account.
    fn by_the_rules<R>(
        decide: impl FnOnce(&Rulebook<'_, &dyn Fn(&RoleName) -> BTreeSet<RoleName>>) -> R,
    ) -> R {
        let (hierarchy, constraints) = (Self::hierarchy(), SeparationConstraints::<T>::get());
        let closure = |role: &RoleName| hierarchy.closure(role);
        decide(&Rulebook { constraints: &constraints, closure: &closure, now: Self::now() })
    }

    fn power(
        origin: OriginFor<T>,
        institution: &Lei,
        by_administrator: impl FnOnce(OriginFor<T>) -> Result<(), OriginFor<T>>,
    ) -> Result<Power, DispatchError> {
        match T::ConsortiumOrigin::try_origin(origin) {
            Ok(_) => Ok(Power::Consortium),
            Err(origin) => by_administrator(origin)
                .map(|()| Power::Institution(*institution))
                .map_err(|_| BadOrigin.into()),
        }
    }

    fn ensure_steward(power: Power, steward: Steward, scope: Scope) -> DispatchResult {
        let allowed = match power {
            Power::Consortium => true,
            Power::Institution(lei) => {
                steward == Steward::Institution && scope == Scope::Institution(lei)
            }
        };
        ensure!(allowed, Error::<T>::NotAuthorised);
        Ok(())
    }

    /// Forgets and gives the accounts to which this one has passed on a role.
    fn take_delegates(account: &T::AccountId, role: &RoleName) -> Vec<T::AccountId> {
        let mut delegations = Delegations::<T>::get(account);
        let (taken, kept): (Vec<_>, Vec<_>) =
            delegations.drain(..).partition(|(_, passed)| passed == role);
        Self::put_delegations(account, kept);
        taken.into_iter().map(|(delegate, _)| delegate).collect()
    }

    fn forget_delegation(by: &T::AccountId, account: &T::AccountId, role: &RoleName) {
        let mut kept = Delegations::<T>::get(by).into_inner();
        kept.retain(|(delegate, passed)| delegate != account || passed != role);
        Self::put_delegations(by, kept);
    }

    fn put_delegations(account: &T::AccountId, delegations: Vec<(T::AccountId, RoleName)>) {
        if delegations.is_empty() {
            Delegations::<T>::remove(account);
        } else {
            // No more than there were, so that nothing is cut off.
            Delegations::<T>::insert(account, BoundedVec::truncate_from(delegations));
        }
    }
}
