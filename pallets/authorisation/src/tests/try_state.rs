//! The runtime's settings, and that each invariant notices the damage it is there for.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Assignment, Audience, Effect, Role, RoleName, Validity};
use polkadot_sdk::frame_support::{assert_ok, storage::unhashed, traits::Hooks};

#[track_caller]
fn assert_found(expected: &str, damage: impl FnOnce()) {
    externalities(genesis()).execute_with(|| {
        assert_ok!(Authorisation::do_try_state());
        damage();
        let found = format!("{:?}", Authorisation::do_try_state().unwrap_err());
        assert!(found.contains(expected), "{found}");
    });
}

fn damage_role(name: RoleName, damage: impl FnOnce(&mut Role)) {
    Roles::<Test>::mutate(name, |role| damage(role.as_mut().unwrap()));
}

fn damage_subject(account: AccountId, damage: impl FnOnce(&mut Subject<AccountId>)) {
    Subjects::<Test>::mutate(account, |subject| damage(subject.as_mut().unwrap()));
}

#[test]
fn accepts_the_settings_of_the_tests() {
    Authorisation::integrity_test();
}

#[test]
fn notices_roles_that_make_no_sense() {
    assert_found("1: wrong role", || damage_role(CLERK, |role| role.inherits.force_push(OFFICER)));
    assert_found("1: wrong role", || damage_role(CLERK, |role| role.inherits.force_push(NOVELTY)));
    assert_found("1: unknown permission", || {
        damage_role(CLERK, |role| role.permissions.force_push(NOVELTY));
    });
    assert_found("1: too many roles", || {
        for number in 0..MAX_ROLES {
            Roles::<Test>::insert(
                format!("role-{number}").parse::<RoleName>().unwrap(),
                role(&[], &[]),
            );
        }
    });
}

#[test]
fn notices_permissions_that_name_other_roles_than_carry_them() {
    assert_found("2: audience differs", || {
        Permissions::<Test>::mutate(NOTE, |entry| entry.audience = Audience::default());
    });
    assert_found("2: audience differs", || Roles::<Test>::remove(RESCUER));
    assert_found("2: unknown permission", || {
        Permissions::<Test>::insert(
            NOVELTY,
            PermissionEntry { stopped: true, ..Default::default() },
        );
    });
}

#[test]
fn notices_policies_that_make_no_sense() {
    assert_found("3: wrong policy", || {
        Permissions::<Test>::mutate(NOTE, |entry| entry.policy = governed_by(approvals(0)));
    });
    assert_found("3: wrong policy", || {
        let policy = rules(vec![rule(Effect::Permit, &[NOVELTY], vec![])]);
        Permissions::<Test>::mutate(NOTE, |entry| entry.policy = policy);
    });
    assert_found("3: the indispensable is stopped", || {
        Permissions::<Test>::mutate(POLICY, |entry| entry.stopped = true);
    });
}

#[test]
fn notices_a_voting_role_without_what_governance_needs() {
    assert_found("3: the voting role lacks the indispensable", || {
        damage_role(VOTER, |role| role.permissions.retain(|permission| *permission != PROPOSE));
        Permissions::<Test>::remove(PROPOSE);
    });
}

#[test]
fn notices_roles_that_an_account_cannot_hold() {
    assert_found("4: role of no definition", || {
        damage_subject(12, |subject| subject.assignments[0].role = NOVELTY);
    });
    assert_found("4: role held twice", || {
        damage_subject(12, |subject| subject.assignments[0].role = CLERK);
    });
    assert_found("4: foreign scope", || {
        damage_subject(12, |subject| subject.assignments[0].scope = of(2));
    });
    assert_found("4: too many levels", || {
        damage_subject(12, |subject| subject.assignments[0].levels = 3);
    });
}

#[test]
fn notices_accounts_that_say_nothing_or_are_miscounted() {
    assert_found("4: empty account", || Subjects::<Test>::insert(13, Subject::of(lei(1))));
    assert_found("4: accounts miscounted", || {
        let key = Subjects::<Test>::hashed_key_for(12);
        unhashed::kill(&key);
    });
}

#[test]
fn notices_accounts_of_another_institution() {
    assert_found("5: acts for another institution", || Withdrawn::set(vec![12]));
}

#[test]
fn notices_roles_that_do_not_come_together() {
    assert_found("5: separation of duty is not kept", || {
        grant(13, MAKER);
        damage_subject(13, |subject| {
            let other = Assignment { role: CHECKER, ..subject.assignments[0] };
            subject.assignments.force_push(other);
        });
    });
}

#[test]
fn notices_miscounted_holders() {
    assert_found("6: holders miscounted", || HolderCounts::<Test>::remove(CLERK, of(1)));
    assert_found("6: holders miscounted", || {
        damage_subject(12, |subject| subject.frozen = true);
    });
}

#[test]
fn notices_delegations_of_which_one_side_does_not_know() {
    let delegated = || {
        assert_ok!(try_grant(12, OFFICER, Validity::PERMANENT, 1));
        let passed = Authorisation::delegate_role(signed(12), 13, OFFICER, Validity::PERMANENT, 0);
        assert_ok!(passed);
    };

    assert_found("7: delegation that nobody made", || {
        delegated();
        Delegations::<Test>::remove(12);
    });
    assert_found("7: delegate does not hold it from here", || {
        delegated();
        Delegations::<Test>::insert(14, Delegations::<Test>::take(12));
    });
    assert_found("7: empty list", || {
        Delegations::<Test>::insert(12, Delegations::<Test>::get(12));
    });
    assert_found("8: passed on by an account that does not hold it", || {
        delegated();
        damage_subject(12, |subject| subject.assignments.retain(|own| own.role != OFFICER));
        HolderCounts::<Test>::mutate(OFFICER, of(1), |holders| {
            *holders = Holders { total: 1, lasting: 1 };
        });
    });
}

#[test]
fn notices_that_nobody_can_govern() {
    assert_found("9: nobody can govern", || suspend(&[1, 2]));
}
