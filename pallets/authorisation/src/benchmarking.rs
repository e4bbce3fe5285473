//! Worst cases of the calls, of a step of the sweep and of the check: as many roles, constraints
//! and rules as there can be.

use crate::*;
use alloc::{vec, vec::Vec};
use critical_chains_policy::{
    Assignment, Effect, Kinds, MAX_DELEGATION_LEVELS, MAX_RULE_ROLES, Policy, Scope, Separation,
    Source, Validity,
};
use polkadot_sdk::{
    frame_benchmarking::{BenchmarkError, account, v2::*},
    frame_support::traits::{EnsureOrigin, EnsureOriginWithArg, Get},
};

mod world;

pub(crate) use world::member_with;
use world::*;

/// Accounts with roles, as far as they are counted.
const SUBJECTS: u32 = 300;

fn consortium<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::ConsortiumOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

fn without_origin<T>(_: T) -> BenchmarkError {
    BenchmarkError::Stop("the origin has no member for benchmarks")
}

#[benchmarks(where T::RuntimeCall: From<Call<T>>)]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn define_role(n: Linear<1, SUBJECTS>) -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        let ladder = fill::<T>(MAX_ROLES - 1)?;
        add_subjects::<T>(&ladder, n);
        let role = fullest_role::<T>(&ladder);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, WANTED, role);

        assert_eq!(Roles::<T>::count(), MAX_ROLES);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn remove_role() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        let ladder = fill::<T>(MAX_ROLES - 1)?;
        add_subjects::<T>(&ladder, 1);
        Roles::<T>::insert(WANTED, fullest_role::<T>(&ladder));
        Pallet::<T>::spread(&Pallet::<T>::hierarchy());

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, WANTED);

        assert!(!Roles::<T>::contains_key(WANTED));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn grant_role() -> Result<(), BenchmarkError> {
        let ladder = fill::<T>(MAX_ROLES - 2)?;
        add_wanted_role::<T>(&ladder);
        let (steward, receiver) = (T::Members::make_member(0), T::Members::make_member(1));
        let institution = receiver.institution;
        let origin = T::GrantOrigin::try_successful_origin(&institution).map_err(without_origin)?;
        pad::<T>(&steward, &ladder, MAX_ASSIGNMENTS);
        pad::<T>(&receiver, &ladder, MAX_ASSIGNMENTS - 1);
        let validity = Validity { starts: Some(0), expires: Some(u64::MAX) };
        let scope = Scope::Institution(institution);
        let account = receiver.account.clone();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, account, WANTED, scope, validity, MAX_DELEGATION_LEVELS);

        assert_eq!(Pallet::<T>::roles_of(receiver.account).len(), MAX_ASSIGNMENTS as usize);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn revoke_role(a: Linear<1, MAX_CASCADE>) -> Result<(), BenchmarkError> {
        let ladder = fill::<T>(MAX_ROLES - 1)?;
        let (steward, role) = (T::Members::make_member(0), T::VotingRole::get());
        let institution = steward.institution;
        let origin =
            T::RevokeOrigin::try_successful_origin(&institution).map_err(without_origin)?;
        pad::<T>(&steward, &ladder, MAX_ASSIGNMENTS);
        add_electorate::<T>(a + 2);
        let holder = |number| account::<T::AccountId>("holder", number, 0);
        for number in 0..a {
            let by = holder(number.saturating_sub(1) / MAX_DELEGATIONS);
            let source = if number == 0 {
                Source::Granted
            } else {
                let _ = Delegations::<T>::try_append(&by, (holder(number), role));
                Source::Delegated { by }
            };
            let scope = Scope::Institution(institution);
            let last = Assignment { source, scope, ..held::<T>(role) };
            let others = ladder.iter().rev().take(MAX_ASSIGNMENTS as usize - 1).copied();
            let assignments = bounded(others.map(held::<T>).chain([last]));
            let subject = Subject { assignments, ..Subject::of(institution) };
            Subjects::<T>::insert(holder(number), subject);
        }

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, holder(0), role);

        let left = HolderCounts::<T>::get(role, Scope::Institution(institution));
        assert_eq!(left, Holders { total: 2, lasting: 2 });
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn delegate_role() -> Result<(), BenchmarkError> {
        let ladder = fill::<T>(MAX_ROLES - 2)?;
        add_wanted_role::<T>(&ladder);
        let origin = T::DelegateOrigin::try_successful_origin().map_err(without_origin)?;
        let (account_of_holder, institution) =
            T::DelegateOrigin::ensure_origin(origin.clone()).map_err(without_origin)?;
        let mut subject = Pallet::<T>::subject(&account_of_holder, institution);
        subject.assignments.force_push(held::<T>(WANTED));
        Subjects::<T>::insert(&account_of_holder, subject);
        let (holder, receiver) = (T::Members::make_member(0), T::Members::make_member(1));
        pad::<T>(&holder, &ladder, MAX_ASSIGNMENTS);
        pad::<T>(&receiver, &ladder, MAX_ASSIGNMENTS - 1);
        let passed = (1..MAX_DELEGATIONS).map(|number| (account("delegate", number, 0), IDLE));
        Delegations::<T>::insert(&account_of_holder, bounded::<_, MAX_DELEGATIONS>(passed));
        let to = receiver.account.clone();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, to, WANTED, Validity::PERMANENT, 1);

        assert_eq!(Pallet::<T>::roles_of(receiver.account).len(), MAX_ASSIGNMENTS as usize);
        Ok(())
    }

    // To deactivate a vote takes a look at those that are left.
    #[benchmark(pov_mode = Measured)]
    fn set_active() -> Result<(), BenchmarkError> {
        let ladder = fill::<T>(MAX_ROLES - 1)?;
        let origin = T::ActivateOrigin::try_successful_origin().map_err(without_origin)?;
        let institution = add_electorate::<T>(3);
        let (holder, role) = (T::Members::make_member(0), T::VotingRole::get());
        let mut subject = Pallet::<T>::subject(&holder.account, institution);
        let scope = Scope::Institution(institution);
        subject.assignments.force_push(Assignment { scope, ..held::<T>(role) });
        Subjects::<T>::insert(&holder.account, subject);
        pad::<T>(&holder, &ladder, MAX_ASSIGNMENTS);

        #[extrinsic_call]
        deactivate_role(origin as T::RuntimeOrigin, role);

        let left = HolderCounts::<T>::get(role, scope);
        assert_eq!(left, Holders { total: 3, lasting: 2 });
        Ok(())
    }

    // An institution without which the others can govern leaves.
    #[benchmark(pov_mode = Measured)]
    fn leave() -> Result<(), BenchmarkError> {
        fill::<T>(MAX_ROLES)?;
        let institution = add_electorate::<T>(2);
        let Member { kind, .. } = T::Members::make_member(0);
        VotingInstitutions::<T>::mutate(|electorate| electorate.add(kind, 2));
        let can_leave;

        #[block]
        {
            can_leave = Pallet::<T>::ensure_can_leave(&institution);
            Pallet::<T>::note_access(&institution, kind, false);
        }

        assert!(can_leave.is_ok());
        assert_eq!(VotingInstitutions::<T>::get().institutions(Kinds::ALL), 1);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_constraint(n: Linear<1, SUBJECTS>) -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        let ladder = fill::<T>(MAX_ROLES)?;
        add_subjects::<T>(&ladder, n);
        SeparationConstraints::<T>::mutate(|constraints| constraints.truncate(15));
        let constraint = fullest_constraint(Separation::Static, IDLE, &ladder);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, longest('d', 0), constraint);

        assert_eq!(SeparationConstraints::<T>::get().len(), MAX_CONSTRAINTS as usize);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn remove_constraint() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        fill::<T>(MAX_ROLES)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, longest('c', MAX_CONSTRAINTS - 1));

        assert_eq!(SeparationConstraints::<T>::get().len(), MAX_CONSTRAINTS as usize - 1);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_policy() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        let ladder = fill::<T>(MAX_ROLES)?;
        add_electorate::<T>(2);
        let permission = T::Constitution::get();
        let mut policy = Policy { approval: Some(fullest_approval()), ..fullest_policy(IDLE) };
        let mut named = ladder.iter().copied().cycle();
        for rule in policy.rules.iter_mut() {
            rule.effect = Effect::Permit;
            rule.roles = bounded(named.by_ref().take(MAX_RULE_ROLES as usize));
        }
        let wanted = policy.clone();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, permission, policy);

        assert_eq!(Permissions::<T>::get(permission).policy, wanted);
        Ok(())
    }

    // All roles of the accounts have ended, and were passed on to them by others.
    #[benchmark(pov_mode = Measured)]
    fn sweep(n: Linear<0, SWEEP_ACCOUNTS>) -> Result<(), BenchmarkError> {
        let ladder = fill::<T>(MAX_ROLES)?;
        let Member { institution, .. } = T::Members::make_member(0);
        let mut accounts: Vec<T::AccountId> =
            (0..=n).map(|number| account("swept", number, 0)).collect();
        accounts.sort_by_key(|account| Subjects::<T>::hashed_key_for(account));
        // The sweep goes on after the first of them.
        let first = accounts.remove(0);
        Sweep::<T>::put(first);
        let mut passed_on = 0;
        for swept in &accounts {
            let mut subject = Subject::of(institution);
            for role in ladder.iter().rev().take(MAX_ASSIGNMENTS as usize) {
                let by: T::AccountId = account("source", passed_on / MAX_DELEGATIONS, 0);
                passed_on += 1;
                let _ = Delegations::<T>::try_append(&by, (swept, role));
                let (validity, source) = (Validity::until(0), Source::Delegated { by });
                let ended = Assignment { validity, source, ..held::<T>(*role) };
                subject.assignments.force_push(ended);
            }
            Subjects::<T>::insert(swept, subject);
        }
        for role in ladder.iter().rev().take(MAX_ASSIGNMENTS as usize) {
            let holders = Holders { total: n + 1, lasting: 1 };
            HolderCounts::<T>::insert(role, Scope::Consortium, holders);
        }

        #[block]
        {
            Pallet::<T>::sweep();
        }

        assert_eq!(Subjects::<T>::count(), 0);
        assert_eq!(Delegations::<T>::iter().count(), 0);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn check() -> Result<(), BenchmarkError> {
        let call: T::RuntimeCall = Call::<T>::activate_role { role: WANTED }.into();
        let Use::Does(action) = T::CallTable::describe(&call) else {
            return Err(BenchmarkError::Stop("accounts activate no roles"));
        };
        let member = checked_member::<T>(&[action.permission], &fullest_policy(WANTED));
        let checked;

        #[block]
        {
            checked = Pallet::<T>::authorise(&member, &call);
        }

        assert!(checked.is_ok());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn check_calls(c: Linear<1, MAX_CALLS>) -> Result<(), BenchmarkError> {
        let call: T::RuntimeCall = Call::<T>::activate_role { role: WANTED }.into();
        let Use::Does(action) = T::CallTable::describe(&call) else {
            return Err(BenchmarkError::Stop("accounts activate no roles"));
        };
        let member = checked_member::<T>(&[action.permission], &fullest_policy(WANTED));
        let calls = vec![call; c as usize];
        let checked;

        #[block]
        {
            checked = Pallet::<T>::check_calls(&member, &calls);
        }

        assert!(checked.is_ok());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn check_permissions(
        p: Linear<1, { MAX_GRANTS.min(T::Catalogue::permissions().len() as u32) }>,
    ) -> Result<(), BenchmarkError> {
        let permissions = &T::Catalogue::permissions()[..p as usize];
        let policy = Policy { approval: Some(fullest_approval()), ..fullest_policy(WANTED) };
        let member = checked_member::<T>(permissions, &policy);
        let actions: Vec<_> = permissions.iter().map(|own| Action::new(*own)).collect();
        let checked;

        #[block]
        {
            checked = Pallet::<T>::check_actions(&member, &actions);
        }

        assert!(checked.is_ok());
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, tests::mock::new_test_ext(), tests::mock::Test);
}
