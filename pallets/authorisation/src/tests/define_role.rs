//! Definitions of roles, and what they change for those who hold them.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Name, Permission, Role, RoleName};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo},
    sp_runtime::DispatchError::BadOrigin,
};

fn define_role(name: RoleName, role: Role) -> DispatchResultWithPostInfo {
    Authorisation::define_role(root(), name, role)
}

fn carriers(permission: Permission) -> Vec<RoleName> {
    Permissions::<Test>::get(permission).audience.carriers().collect()
}

#[test]
fn defines_a_role_and_names_it_where_its_permissions_are_decided() {
    build_and_execute(|| {
        assert_ok!(define_role(NOVELTY, role(&[SEAL], &[CLERK])));

        assert_eq!(last_event(), Event::RoleDefined { role: NOVELTY });
        assert_eq!(Roles::<Test>::get(NOVELTY), Some(role(&[SEAL], &[CLERK])));
        assert_eq!(carriers(SEAL), [NOVELTY, RESCUER]);
        assert_eq!(carriers(NOTE), [CLERK, NOVELTY, OFFICER]);
    });
}

#[test]
fn changes_what_holders_may_do_at_once() {
    build_and_execute(|| {
        assert_ok!(define_role(CLERK, role(&[READ], &[])));

        assert!(can(12, READ));
        assert!(!can(12, NOTE));
    });
}

#[test]
fn changes_what_holders_of_senior_roles_may_do_at_once() {
    build_and_execute(|| {
        define(NOVELTY, role(&[], &[OFFICER]));
        grant(13, NOVELTY);

        assert_ok!(define_role(CLERK, role(&[MAKE], &[])));

        assert!(can(13, MAKE));
        assert!(!can(13, NOTE));
        assert_ok!(define_role(NOVELTY, role(&[], &[])));
        assert!(!can(13, MAKE));
    });
}

#[test]
fn charges_for_the_accounts_it_looked_at() {
    build_and_execute(|| {
        let charged = define_role(NOVELTY, role(&[], &[])).unwrap().actual_weight;

        assert_eq!(Subjects::<Test>::count(), 6);
        assert_eq!(charged, Some(<() as WeightInfo>::define_role(6)));
    });
}

#[test]
fn rejects_what_is_no_name() {
    build_and_execute(|| {
        assert_noop!(define_role(no_name(), role(&[], &[])), Error::<Test>::InvalidName);
    });
}

#[test]
fn rejects_permissions_that_the_runtime_does_not_know() {
    build_and_execute(|| {
        for permission in [NOVELTY, no_name()] {
            let unknown = role(&[NOTE, permission], &[]);
            assert_noop!(define_role(NOVELTY, unknown), Error::<Test>::UnknownPermission);
        }
    });
}

#[test]
fn rejects_roles_that_inherit_from_themselves() {
    build_and_execute(|| {
        define(NOVELTY, role(&[], &[OFFICER]));

        for junior in [CLERK, OFFICER, NOVELTY] {
            assert_noop!(define_role(CLERK, role(&[NOTE], &[junior])), Error::<Test>::InvalidRole);
        }
    });
}

#[test]
fn rejects_roles_for_emergencies_that_somebody_has_to_keep() {
    build_and_execute(|| {
        let both = Role { essential: true, emergency: true, ..role(&[], &[]) };

        assert_noop!(define_role(NOVELTY, both), Error::<Test>::InvalidRole);
    });
}

#[test]
fn rejects_juniors_that_do_not_exist() {
    build_and_execute(|| {
        let ghost = Name::constant("ghost");

        assert_noop!(define_role(NOVELTY, role(&[], &[ghost])), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_a_role_for_emergencies_of_one_that_is_held_and_the_reverse() {
    build_and_execute(|| {
        let emergency = |emergency| Role { emergency, ..role(&[SEAL], &[]) };
        assert_ok!(Authorisation::take_emergency_role(&12, RESCUER, day(1)));

        assert_noop!(define_role(CLERK, emergency(true)), Error::<Test>::InUse);
        assert_noop!(define_role(RESCUER, emergency(false)), Error::<Test>::InUse);

        assert_ok!(define_role(MAKER, emergency(true)));
        assert_ok!(Authorisation::drop_emergency_role(&12, &RESCUER));
        assert_ok!(define_role(RESCUER, emergency(false)));
    });
}

#[test]
fn rejects_inheritance_by_which_an_account_would_break_a_constraint() {
    build_and_execute(|| {
        grant(12, MAKER);

        let result = define_role(CLERK, role(&[NOTE], &[CHECKER]));

        assert_noop!(result, Error::<Test>::SeparationOfDuty);
        assert_ok!(revoke(12, MAKER));
        assert_ok!(define_role(CLERK, role(&[NOTE], &[CHECKER])));
    });
}

#[test]
fn rejects_a_voting_role_without_what_governance_needs() {
    build_and_execute(|| {
        for missing in [APPROVE, PROPOSE, APPOINT, DEFINE, POLICY] {
            let mut without = voter();
            without.permissions.retain(|permission| *permission != missing);
            assert_noop!(define_role(VOTER, without), Error::<Test>::Indispensable);
        }
        let mut without = voter();
        without.permissions.retain(|permission| *permission != ADMIT);
        assert_ok!(define_role(VOTER, without));
    });
}

#[test]
fn rejects_a_junior_that_takes_from_the_voting_role_what_governance_needs() {
    build_and_execute(|| {
        define(NOVELTY, voter());
        assert_ok!(define_role(VOTER, role(&[], &[NOVELTY])));

        assert_noop!(define_role(NOVELTY, role(&[], &[])), Error::<Test>::Indispensable);
    });
}

#[test]
fn rejects_more_roles_than_allowed_but_changes_those_there_are() {
    build_and_execute(|| {
        for number in Roles::<Test>::count()..MAX_ROLES {
            define(format!("role-{number}").parse().unwrap(), role(&[NOTE], &[]));
        }

        assert_noop!(define_role(NOVELTY, role(&[], &[])), Error::<Test>::TooManyRoles);

        assert_ok!(define_role(CLERK, role(&[READ], &[])));
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        for origin in [signed(10), signed(11), RuntimeOrigin::none()] {
            let result = Authorisation::define_role(origin, NOVELTY, role(&[], &[]));
            assert_noop!(result, BadOrigin);
        }
    });
}
