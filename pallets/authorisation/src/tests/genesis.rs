//! The roles and policies of the first block.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Role, RoleName, Scope, Separation};

/// A first block with one change to what the tests have.
fn with(change: impl FnOnce(&mut GenesisConfig<Test>)) {
    let mut config = genesis();
    change(&mut config);
    externalities(config);
}

fn assign(account: AccountId, role: RoleName) {
    with(|config| {
        config.assignments.push(GenesisAssignment { account, role, consortium: false, levels: 0 });
    });
}

#[test]
fn holds_what_it_is_given() {
    build_and_execute(|| {
        assert_eq!(Roles::<Test>::count(), 10);
        assert_eq!(Subjects::<Test>::count(), 6);
        assert_eq!(Authorisation::approval_rule(&POLICY), Some(approvals(1)));
        assert_eq!(SeparationConstraints::<Test>::get().len(), 2);
        assert!(can(12, NOTE) && can(11, GRANT));
    });
}

#[test]
fn gives_roles_for_all_institutions_and_to_be_passed_on() {
    let mut config = genesis();
    config.assignments.push(GenesisAssignment {
        account: 13,
        role: CLERK,
        consortium: true,
        levels: 2,
    });

    externalities(config).execute_with(|| {
        let held = *Subjects::<Test>::get(13).unwrap().assignment(&CLERK).unwrap();
        assert_eq!((held.scope, held.levels), (Scope::Consortium, 2));
    });
}

#[test]
fn may_be_empty() {
    externalities(GenesisConfig::default()).execute_with(|| {
        Authorisation::do_try_state().unwrap();
    });
}

#[test]
#[should_panic(expected = "role clerk carries Some(\"novelty\"), which is no permission")]
fn names_the_role_with_an_unknown_permission() {
    with(|config| config.roles[3].1 = role(&[NOVELTY], &[]));
}

#[test]
#[should_panic(expected = "wrong role officer: UnknownJunior(\"clerk\")")]
fn names_the_role_that_comes_before_its_junior() {
    with(|config| config.roles.swap(3, 4));
}

#[test]
#[should_panic(expected = "wrong role clerk: EssentialEmergency")]
fn names_the_role_that_makes_no_sense() {
    with(|config| {
        config.roles[3].1 = Role { essential: true, emergency: true, ..role(&[], &[]) };
    });
}

#[test]
#[should_panic(expected = "role clerk twice")]
fn names_the_role_that_is_there_twice() {
    with(|config| config.roles.push((CLERK, role(&[READ], &[]))));
}

#[test]
#[should_panic(expected = "TooMany")]
fn refuses_more_roles_than_allowed() {
    with(|config| {
        for number in 0..MAX_ROLES {
            config.roles.push((format!("role-{number}").parse().unwrap(), role(&[], &[])));
        }
    });
}

#[test]
#[should_panic(expected = "wrong constraint four-eyes")]
fn names_the_constraint_that_makes_no_sense() {
    with(|config| config.constraints[0].1 = constraint(Separation::Static, &[MAKER], 1));
}

#[test]
#[should_panic(expected = "constraint twice")]
fn refuses_a_constraint_that_is_there_twice() {
    with(|config| config.constraints.push(config.constraints[0].clone()));
}

#[test]
#[should_panic(expected = "there is no role novelty")]
fn names_the_role_that_nobody_defined() {
    assign(13, NOVELTY);
}

#[test]
#[should_panic(expected = "5 has the role clerk and acts for no institution")]
fn names_the_account_of_nobody() {
    assign(5, CLERK);
}

#[test]
#[should_panic(expected = "wrong assignment clerk")]
fn names_the_role_that_an_account_is_given_twice() {
    assign(12, CLERK);
}

#[test]
#[should_panic(expected = "wrong assignment checker")]
fn names_the_role_that_its_account_may_not_hold_beside_another() {
    with(|config| {
        for role in [MAKER, CHECKER] {
            let (account, consortium, levels) = (13, false, 0);
            config.assignments.push(GenesisAssignment { account, role, consortium, levels });
        }
    });
}

#[test]
#[should_panic(expected = "role rescuer is for emergencies")]
fn names_the_role_that_is_only_for_emergencies() {
    assign(13, RESCUER);
}

#[test]
#[should_panic(expected = "role clerk can be passed on at most twice")]
fn names_the_role_that_would_be_passed_on_too_often() {
    with(|config| {
        let (account, role, consortium, levels) = (13, CLERK, false, 3);
        config.assignments.push(GenesisAssignment { account, role, consortium, levels });
    });
}

#[test]
#[should_panic(expected = "wrong voting role voter")]
fn names_the_voting_role_without_what_governance_needs() {
    with(|config| config.roles[0].1.permissions.truncate(3));
}

#[test]
#[should_panic(expected = "wrong policy records.note")]
fn names_the_permission_with_a_policy_that_makes_no_sense() {
    with(|config| config.policies.push((NOTE, governed_by(approvals(0)))));
}

#[test]
#[should_panic(expected = "wrong policy authorisation.policy")]
fn names_the_constitution_that_too_few_can_change() {
    with(|config| config.policies[0].1 = governed_by(approvals(3)));
}

#[test]
#[should_panic(expected = "no policy says who approves authorisation.policy")]
fn refuses_roles_that_nobody_governs() {
    with(|config| config.policies.clear());
}
