//! What other parts of the runtime do to permissions and accounts: stop, freeze, help in an
//! emergency, and tell that an account left.

use crate::{
    Catalogue, Config, Delegations, Error, Members, Pallet, Permissions, Subjects,
    VotingInstitutions,
};
use alloc::vec::Vec;
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Assignment, Kind, Name, Permission, RoleName, Scope, Source, Validity,
};
use polkadot_sdk::frame_support::{dispatch::DispatchResult, ensure};

impl<T: Config> Pallet<T> {
    /// Stops a permission, or all of a pallet, until it is lifted: everything but what governance
    /// needs.
    ///
    /// Fails with `UnknownPermission` if the runtime has none of this name, and with
    /// `Indispensable` if nothing but the indispensable would be stopped.
    pub fn stop(family_or_permission: &Name) -> DispatchResult {
        let named = Self::named(family_or_permission);
        ensure!(!named.is_empty(), Error::<T>::UnknownPermission);
        let stoppable: Vec<_> = named
            .into_iter()
            .filter(|permission| !T::Catalogue::is_constitutional(permission))
            .collect();
        ensure!(!stoppable.is_empty(), Error::<T>::Indispensable);

        for permission in stoppable {
            Self::change_entry(permission, |entry| entry.stopped = true);
        }
        Ok(())
    }

    /// Ends a stop.
    pub fn lift(family_or_permission: &Name) {
        for permission in Self::named(family_or_permission) {
            Self::change_entry(permission, |entry| entry.stopped = false);
        }
    }

    /// Whether a permission is stopped.
    pub fn is_stopped(permission: &Permission) -> bool {
        Permissions::<T>::get(permission).stopped
    }

    /// The permissions of this name, or of the pallet of this name.
    fn named(name: &Name) -> Vec<Permission> {
        let all = T::Catalogue::permissions().iter().copied();
        all.filter(|own| own == name || own.family() == name.as_str()).collect()
    }

    /// Freezes an account, or lets it act again.
    pub fn set_frozen(account: &T::AccountId, frozen: bool) -> DispatchResult {
        let institution = T::Members::institution_of(account).ok_or(Error::<T>::NotAMember)?;
        let mut subject = Self::subject(account, institution);
        subject.frozen = frozen;
        Self::store(account, Some(subject))?;
        // The end of a freeze takes nothing from anybody.
        if frozen { Self::ensure_governable(None) } else { Ok(()) }
    }

    /// Gives an account a role for emergencies, in its own institution.
    pub fn take_emergency_role(
        account: &T::AccountId,
        role: RoleName,
        expires: u64,
    ) -> DispatchResult {
        let institution = T::Members::institution_of(account).ok_or(Error::<T>::NotAMember)?;
        let definition = crate::Roles::<T>::get(role).ok_or(Error::<T>::NotFound)?;
        ensure!(definition.emergency, Error::<T>::EmergencyOnly);
        let held = Self::subject(account, institution);
        // What was taken before and has ended is still there until the next day.
        if held.assignment(&role).is_some_and(|own| own.validity.has_ended(Self::now())) {
            Self::unassign(account, &role)?;
        }
        let assignment = Assignment {
            role,
            scope: Scope::Institution(institution),
            validity: Validity::until(expires),
            active: true,
            levels: 0,
            source: Source::Emergency,
        };
        let active = Self::assign(account, institution, assignment)?;
        // It would be of no use now, and its holder would believe otherwise.
        ensure!(active, Error::<T>::SeparationOfDuty);
        Ok(())
    }

    /// Takes back a role for emergencies, if the account still has it.
    pub fn drop_emergency_role(account: &T::AccountId, role: &RoleName) -> DispatchResult {
        let taken = Subjects::<T>::get(account).is_some_and(|subject| {
            let held = subject.assignment(role);
            held.is_some_and(|own| own.source == Source::Emergency)
        });
        if taken { Self::unassign(account, role) } else { Ok(()) }
    }

    /// Forgets an account that left its institution. Fails if it is the last that can govern.
    pub fn forget(account: &T::AccountId) -> DispatchResult {
        let Some(subject) = Subjects::<T>::get(account) else { return Ok(()) };
        for assignment in &subject.assignments {
            Self::unassign(account, &assignment.role)?;
        }
        Delegations::<T>::remove(account);
        Self::store(account, None)
    }

    /// Whether an institution may be suspended or resign: those who are left can govern.
    pub fn ensure_can_leave(institution: &Lei) -> DispatchResult {
        Self::ensure_governable(Some(institution))
    }

    /// Notes that an institution of this kind has lost access, or has it again.
    pub fn note_access(institution: &Lei, kind: Kind, active: bool) {
        let voters = Self::voters_of(institution);
        VotingInstitutions::<T>::mutate(|electorate| {
            if active {
                electorate.add(kind, voters);
            } else {
                electorate.remove(kind, voters);
            }
        });
    }
}
