//! Grants of roles by the consortium and by administrators.

use super::mock::*;
use crate::*;
use critical_chains_policy::{
    Assignment, MAX_DELEGATION_LEVELS, Role, RoleName, Scope, Separation, Source, Validity,
};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::{DispatchError::BadOrigin, DispatchResult},
};

/// A grant without end in the scope of institution 1.
fn grant_by(origin: RuntimeOrigin, account: AccountId, role: RoleName) -> DispatchResult {
    Authorisation::grant_role(origin, account, role, of(1), Validity::PERMANENT, 0)
}

#[test]
fn grants_what_was_asked_for() {
    build_and_execute(|| {
        let (scope, validity) = (Scope::Consortium, until_day(40));

        assert_ok!(Authorisation::grant_role(root(), 13, OFFICER, scope, validity, 2));

        let granted = Event::RoleGranted {
            account: 13,
            institution: lei(1),
            role: OFFICER,
            scope,
            active: true,
        };
        assert_eq!(last_event(), granted);
        let assignment = Assignment {
            role: OFFICER,
            scope,
            validity,
            active: true,
            levels: 2,
            source: Source::Granted,
        };
        let subject = Subjects::<Test>::get(13).unwrap();
        assert_eq!((subject.institution, subject.frozen), (lei(1), false));
        assert_eq!(subject.assignments.into_inner(), [assignment]);
        assert_eq!(HolderCounts::<Test>::get(OFFICER, scope), Holders { total: 1, lasting: 0 });
    });
}

#[test]
fn grants_at_the_word_of_an_administrator_what_is_left_to_institutions() {
    build_and_execute(|| {
        assert_ok!(grant_by(signed(11), 13, CLERK));

        assert!(can(13, NOTE));
        assert_eq!(HolderCounts::<Test>::get(CLERK, of(1)), Holders { total: 2, lasting: 2 });
    });
}

#[test]
fn rejects_an_administrator_who_reaches_for_more() {
    build_and_execute(|| {
        let consortium = Scope::Consortium;
        let permanent = Validity::PERMANENT;

        assert_noop!(grant_by(signed(11), 13, VOTER), Error::<Test>::NotAuthorised);
        assert_noop!(grant_by(signed(11), 13, ADMINISTRATOR), Error::<Test>::NotAuthorised);
        assert_noop!(
            Authorisation::grant_role(signed(11), 13, CLERK, consortium, permanent, 0),
            Error::<Test>::NotAuthorised
        );
        assert_noop!(
            Authorisation::grant_role(signed(11), 13, CLERK, of(2), permanent, 0),
            Error::<Test>::NotAuthorised
        );
    });
}

#[test]
fn rejects_the_administrator_of_another_institution() {
    build_and_execute(|| {
        assert_noop!(grant_by(signed(21), 13, CLERK), BadOrigin);
    });
}

#[test]
fn an_administrator_for_all_grants_in_each_institution_and_no_further() {
    build_and_execute(|| {
        let permanent = Validity::PERMANENT;
        let scope = Scope::Consortium;
        assert_ok!(Authorisation::grant_role(root(), 41, ADMINISTRATOR, scope, permanent, 0));

        assert_ok!(grant_by(signed(41), 13, CLERK));
        assert_ok!(Authorisation::grant_role(signed(41), 23, CLERK, of(2), permanent, 0));

        assert_noop!(
            Authorisation::grant_role(signed(41), 14, CLERK, scope, permanent, 0),
            Error::<Test>::NotAuthorised
        );
    });
}

#[test]
fn rejects_whoever_is_no_administrator() {
    build_and_execute(|| {
        for origin in [signed(10), signed(12), signed(5), RuntimeOrigin::none()] {
            assert_noop!(grant_by(origin, 13, CLERK), BadOrigin);
        }
    });
}

#[test]
fn rejects_administrators_of_a_suspended_institution() {
    build_and_execute(|| {
        suspend(&[1]);

        assert_noop!(grant_by(signed(11), 13, CLERK), BadOrigin);

        assert_ok!(grant_by(root(), 13, CLERK));
    });
}

#[test]
fn rejects_accounts_of_nobody() {
    build_and_execute(|| {
        assert_noop!(grant_by(root(), 5, CLERK), Error::<Test>::NotAMember);
        assert_noop!(grant_by(signed(11), 5, CLERK), Error::<Test>::NotAMember);
    });
}

#[test]
fn rejects_roles_that_do_not_exist() {
    build_and_execute(|| {
        assert_noop!(grant_by(root(), 13, NOVELTY), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_roles_for_emergencies() {
    build_and_execute(|| {
        assert_noop!(grant_by(root(), 13, RESCUER), Error::<Test>::EmergencyOnly);
    });
}

#[test]
fn rejects_more_levels_of_delegation_than_there_are() {
    build_and_execute(|| {
        let grant = |levels| try_grant(13, CLERK, Validity::PERMANENT, levels);

        assert_noop!(grant(MAX_DELEGATION_LEVELS + 1), Error::<Test>::NotDelegable);

        assert_ok!(grant(MAX_DELEGATION_LEVELS));
    });
}

#[test]
fn rejects_a_time_that_never_comes() {
    build_and_execute(|| {
        let starting = |starts, expires| Validity { starts: Some(starts), expires: Some(expires) };
        for validity in [Validity::until(START_MILLIS), starting(day(2), day(2))] {
            assert_noop!(try_grant(13, CLERK, validity, 0), Error::<Test>::InvalidValidity);
        }

        assert_ok!(try_grant(13, CLERK, Validity::until(START_MILLIS + 1), 0));
        assert_ok!(try_grant(14, CLERK, starting(day(2), day(2) + 1), 0));
    });
}

#[test]
fn rejects_the_scope_of_another_institution() {
    build_and_execute(|| {
        let result = Authorisation::grant_role(root(), 13, CLERK, of(2), Validity::PERMANENT, 0);

        assert_noop!(result, Error::<Test>::InvalidScope);
    });
}

#[test]
fn rejects_a_role_that_the_account_holds_in_whatever_scope() {
    build_and_execute(|| {
        let scope = Scope::Consortium;

        assert_noop!(grant_by(root(), 12, CLERK), Error::<Test>::AlreadyHeld);
        assert_noop!(
            Authorisation::grant_role(root(), 12, CLERK, scope, Validity::PERMANENT, 0),
            Error::<Test>::AlreadyHeld
        );
    });
}

#[test]
fn rejects_more_holders_than_a_role_may_have_in_one_scope() {
    build_and_execute(|| {
        define(NOVELTY, Role { max_holders: Some(1), ..role(&[], &[]) });
        assert_ok!(try_grant(13, NOVELTY, until_day(1), 0));

        assert_noop!(grant_by(root(), 14, NOVELTY), Error::<Test>::TooManyHolders);
        grant(23, NOVELTY);

        NowMillis::set(day(1));
        assert_noop!(grant_by(root(), 14, NOVELTY), Error::<Test>::TooManyHolders);
        begin_block_at(day(1));
        grant(14, NOVELTY);
    });
}

#[test]
fn rejects_roles_that_one_account_may_not_hold_together() {
    build_and_execute(|| {
        define(NOVELTY, role(&[], &[CHECKER]));
        grant(13, MAKER);

        for role in [CHECKER, NOVELTY] {
            assert_noop!(grant_by(root(), 13, role), Error::<Test>::SeparationOfDuty);
        }

        grant(14, NOVELTY);
        assert_noop!(grant_by(root(), 14, MAKER), Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn rejects_such_roles_also_when_one_begins_later_or_ends_first() {
    build_and_execute(|| {
        let later = Validity { starts: Some(day(10)), expires: None };
        assert_ok!(try_grant(13, MAKER, until_day(5), 0));

        assert_noop!(try_grant(13, CHECKER, later, 0), Error::<Test>::SeparationOfDuty);

        NowMillis::set(day(5));
        assert_ok!(try_grant(13, CHECKER, later, 0));
    });
}

#[test]
fn leaves_a_role_inactive_that_must_not_be_active_beside_another() {
    build_and_execute(|| {
        grant(13, TRADER);

        assert_ok!(grant_by(root(), 13, SETTLER));

        let Event::RoleGranted { active, .. } = last_event() else { panic!("no grant") };
        assert!(!active);
        assert!(can(13, MAKE));
        assert!(!can(13, CHECK));
    });
}

#[test]
fn rejects_a_role_that_a_static_constraint_forbids_though_inactive() {
    build_and_execute(|| {
        let both = constraint(Separation::Static, &[TRADER, SETTLER], 1);
        assert_ok!(Authorisation::set_constraint(root(), NOVELTY, both));
        grant(13, TRADER);

        assert_noop!(grant_by(root(), 13, SETTLER), Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn rejects_more_roles_of_an_account_than_allowed() {
    build_and_execute(|| {
        for number in 0..MAX_ASSIGNMENTS {
            let name = format!("role-{number}").parse().unwrap();
            define(name, role(&[], &[]));
            grant(13, name);
        }

        assert_noop!(grant_by(root(), 13, CLERK), Error::<Test>::TooManyRolesOfAccount);
    });
}

#[test]
fn rejects_more_accounts_than_allowed_but_takes_more_roles_of_those_there_are() {
    build_and_execute(|| {
        MaxSubjects::set(Subjects::<Test>::count());

        assert_noop!(grant_by(root(), 13, CLERK), Error::<Test>::TooManySubjects);

        grant(12, OFFICER);
    });
}
