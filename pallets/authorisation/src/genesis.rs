//! The roles and policies with which a chain starts.

use crate::{
    Config, GenesisAssignment, Members, Pallet, Permissions, Roles, SeparationConstraints,
    types::granted,
};
use alloc::vec::Vec;
use core::fmt::Debug;
use critical_chains_policy::{
    Constraint, Hierarchy, MAX_DELEGATION_LEVELS, Name, Permission, Policy, Role, RoleName, Scope,
    Validity,
};
use polkadot_sdk::frame_support::traits::Get;

/// Sets roles, constraints, assignments and policies by the same rules as the calls.
///
/// A genesis has nobody to return an error to: a wrong one stops here, naming what is wrong.
pub(crate) fn build<T: Config>(
    roles: &[(RoleName, Role)],
    constraints: &[(Name, Constraint)],
    assignments: &[GenesisAssignment<T::AccountId>],
    policies: &[(Permission, Policy)],
) {
    let mut hierarchy = Hierarchy::default();
    for (name, role) in roles {
        let unknown = role.permissions.iter().find(|own| !Pallet::<T>::is_known(own));
        assert!(
            unknown.is_none(),
            "genesis: role {name} carries {unknown:?}, which is no permission"
        );
        assert!(hierarchy.get(name).is_none(), "genesis: role {name} twice");
        must(name, "role", hierarchy.define(*name, role.clone()));
        Roles::<T>::insert(name, role);
    }
    Pallet::<T>::spread(&hierarchy);
    for (name, constraint) in constraints {
        must(name, "constraint", Pallet::<T>::do_set_constraint(*name, constraint.clone()));
    }
    // The constitution comes last: before it is there, nobody is needed to change it.
    let constitution = T::Constitution::get();
    for assignment in assignments {
        assign::<T>(assignment);
    }
    must(&T::VotingRole::get(), "voting role", Pallet::<T>::ensure_voting_role(&hierarchy));
    let (last, others): (Vec<_>, Vec<_>) =
        policies.iter().partition(|(permission, _)| *permission == constitution);
    for (permission, policy) in others.into_iter().chain(last) {
        let set = Pallet::<T>::do_set_policy(*permission, policy.clone());
        must(permission, "policy", set);
    }
    let governed = Permissions::<T>::get(constitution).policy.approval.is_some();
    assert!(
        governed || assignments.is_empty(),
        "genesis: no policy says who approves {constitution}"
    );
    assert!(
        SeparationConstraints::<T>::get().len() == constraints.len(),
        "genesis: constraint twice"
    );
}

fn assign<T: Config>(assignment: &GenesisAssignment<T::AccountId>) {
    let GenesisAssignment { account, role, consortium, levels } = assignment;
    let Some(definition) = Roles::<T>::get(role) else {
        panic!("genesis: there is no role {role}")
    };
    assert!(!definition.emergency, "genesis: role {role} is for emergencies");
    let possible = *levels <= MAX_DELEGATION_LEVELS;
    assert!(possible, "genesis: role {role} can be passed on at most twice");
    let Some(institution) = T::Members::institution_of(account) else {
        panic!("genesis: {account:?} has the role {role} and acts for no institution")
    };
    let scope = if *consortium { Scope::Consortium } else { Scope::Institution(institution) };
    let wanted = granted(*role, scope, Validity::PERMANENT, *levels);
    must(role, "assignment", Pallet::<T>::assign(account, institution, wanted));
}

fn must<R, E: Debug>(name: &Name, what: &str, result: Result<R, E>) -> R {
    result.unwrap_or_else(|error| panic!("genesis: wrong {what} {name}: {error:?}"))
}
