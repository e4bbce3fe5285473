//! Roles that accounts pass on to colleagues.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Assignment, Role, RoleName, Scope, Source, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::{DispatchError::BadOrigin, DispatchResult},
};

/// Account 13 may delegate, and holds the clerk's role, to be passed on twice, for 30 days.
fn holder() {
    grant(13, STAFF);
    assert_ok!(try_grant(13, CLERK, until_day(30), 2));
}

fn pass_on(to: AccountId, validity: Validity, levels: u8) -> DispatchResult {
    Authorisation::delegate_role(signed(13), to, CLERK, validity, levels)
}

fn held(account: AccountId, role: RoleName) -> Assignment<AccountId> {
    *Subjects::<Test>::get(account).unwrap().assignment(&role).unwrap()
}

#[test]
fn passes_on_a_role_that_the_holder_keeps() {
    build_and_execute(|| {
        holder();

        assert_ok!(pass_on(14, until_day(20), 1));

        let delegated = Event::RoleDelegated {
            from: 13,
            to: 14,
            institution: lei(1),
            role: CLERK,
            active: true,
        };
        assert_eq!(last_event(), delegated);
        assert!(can(13, NOTE) && can(14, NOTE));
        let passed = held(14, CLERK);
        assert_eq!((passed.scope, passed.validity, passed.levels), (of(1), until_day(20), 1));
        assert_eq!(passed.source, Source::Delegated { by: 13 });
        assert_eq!(Delegations::<Test>::get(13).into_inner(), [(14, CLERK)]);
    });
}

#[test]
fn passes_on_the_scope_too() {
    build_and_execute(|| {
        grant(13, STAFF);
        let scope = Scope::Consortium;
        assert_ok!(Authorisation::grant_role(root(), 13, CLERK, scope, Validity::PERMANENT, 1));

        assert_ok!(pass_on(14, Validity::PERMANENT, 0));

        assert_eq!(held(14, CLERK).scope, scope);
    });
}

#[test]
fn rejects_whoever_may_not_delegate() {
    build_and_execute(|| {
        assert_ok!(try_grant(13, CLERK, Validity::PERMANENT, 1));

        assert_noop!(pass_on(14, Validity::PERMANENT, 0), BadOrigin);
        for origin in [root(), RuntimeOrigin::none()] {
            let result = Authorisation::delegate_role(origin, 14, CLERK, Validity::PERMANENT, 0);
            assert_noop!(result, BadOrigin);
        }
    });
}

#[test]
fn rejects_whoever_is_no_colleague() {
    build_and_execute(|| {
        holder();

        for stranger in [23, 13, 5] {
            assert_noop!(pass_on(stranger, until_day(1), 0), Error::<Test>::NotAMember);
        }
    });
}

#[test]
fn rejects_a_role_that_the_holder_does_not_hold_now() {
    build_and_execute(|| {
        let later = Validity { starts: Some(day(5)), expires: None };
        grant(13, STAFF);
        assert_noop!(pass_on(14, until_day(9), 0), Error::<Test>::NotHeld);

        assert_ok!(try_grant(13, CLERK, later, 1));
        assert_noop!(pass_on(14, until_day(9), 0), Error::<Test>::NotHeld);
        NowMillis::set(day(5));
        assert_ok!(pass_on(14, until_day(9), 0));

        assert_ok!(Authorisation::deactivate_role(signed(13), CLERK));
        assert_noop!(pass_on(15, until_day(9), 0), Error::<Test>::NotHeld);
    });
}

#[test]
fn rejects_a_role_that_has_ended() {
    build_and_execute(|| {
        holder();
        NowMillis::set(day(30));

        assert_noop!(pass_on(14, until_day(40), 0), Error::<Test>::NotHeld);
    });
}

#[test]
fn rejects_levels_that_the_holder_does_not_have() {
    build_and_execute(|| {
        holder();

        assert_noop!(pass_on(14, until_day(1), 2), Error::<Test>::NotDelegable);
    });
}

#[test]
fn rejects_roles_that_are_not_to_be_passed_on() {
    build_and_execute(|| {
        grant(13, CLERK);
        grant(13, STAFF);
        assert_ok!(Authorisation::take_emergency_role(&13, RESCUER, day(1)));

        let pass_on = |role| Authorisation::delegate_role(signed(13), 14, role, until_day(1), 0);

        for role in [CLERK, STAFF, RESCUER] {
            assert_noop!(pass_on(role), Error::<Test>::NotDelegable);
        }
    });
}

#[test]
fn rejects_times_at_which_the_holder_does_not_hold_it() {
    build_and_execute(|| {
        holder();
        let never = Validity { starts: Some(day(9)), expires: Some(day(9)) };

        for validity in [until_day(31), Validity::PERMANENT, until_day(0), never] {
            assert_noop!(pass_on(14, validity, 0), Error::<Test>::InvalidValidity);
        }

        assert_ok!(pass_on(14, Validity { starts: Some(day(9)), expires: Some(day(30)) }, 0));
        assert!(!can(14, NOTE));
        NowMillis::set(day(9));
        assert!(can(14, NOTE));
    });
}

#[test]
fn rejects_a_colleague_who_holds_it() {
    build_and_execute(|| {
        holder();

        assert_noop!(pass_on(12, until_day(1), 0), Error::<Test>::AlreadyHeld);
        assert_ok!(pass_on(14, until_day(1), 0));
        assert_noop!(pass_on(14, until_day(2), 0), Error::<Test>::AlreadyHeld);
    });
}

#[test]
fn rejects_more_holders_than_the_role_may_have() {
    build_and_execute(|| {
        holder();
        define(CLERK, Role { max_holders: Some(3), ..role(&[NOTE], &[]) });
        assert_ok!(pass_on(14, until_day(1), 0));

        assert_noop!(pass_on(15, until_day(1), 0), Error::<Test>::TooManyHolders);
    });
}

#[test]
fn rejects_more_delegations_than_one_account_may_make() {
    build_and_execute(|| {
        grant(100, STAFF);
        assert_ok!(try_grant(100, CLERK, Validity::PERMANENT, 1));
        assert_ok!(try_grant(100, OFFICER, Validity::PERMANENT, 1));
        let pass_on =
            |to, role| Authorisation::delegate_role(signed(100), to, role, Validity::PERMANENT, 0);
        for to in 0..u64::from(MAX_DELEGATIONS) {
            assert_ok!(pass_on(101 + to, CLERK));
        }

        assert_noop!(pass_on(101, OFFICER), Error::<Test>::TooManyDelegations);

        assert_ok!(revoke(101, CLERK));
        assert_ok!(pass_on(102, OFFICER));
    });
}

#[test]
fn rejects_a_colleague_who_may_not_hold_it_beside_another() {
    build_and_execute(|| {
        grant(13, STAFF);
        grant(14, CHECKER);
        assert_ok!(try_grant(13, MAKER, Validity::PERMANENT, 1));

        let result = Authorisation::delegate_role(signed(13), 14, MAKER, Validity::PERMANENT, 0);

        assert_noop!(result, Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn leaves_inactive_what_must_not_be_active_beside_another() {
    build_and_execute(|| {
        grant(13, STAFF);
        grant(14, SETTLER);
        assert_ok!(try_grant(13, TRADER, Validity::PERMANENT, 1));

        assert_ok!(Authorisation::delegate_role(signed(13), 14, TRADER, Validity::PERMANENT, 0));

        let Event::RoleDelegated { active, .. } = last_event() else { panic!("not delegated") };
        assert!(!active && !can(14, MAKE));
    });
}

#[test]
fn rejects_a_colleague_with_as_many_roles_as_allowed() {
    build_and_execute(|| {
        holder();
        for number in 0..MAX_ASSIGNMENTS {
            let name = format!("role-{number}").parse().unwrap();
            define(name, role(&[], &[]));
            grant(14, name);
        }

        assert_noop!(pass_on(14, until_day(1), 0), Error::<Test>::TooManyRolesOfAccount);
    });
}

#[test]
fn rejects_more_accounts_than_allowed() {
    build_and_execute(|| {
        holder();
        MaxSubjects::set(Subjects::<Test>::count());

        assert_noop!(pass_on(14, until_day(1), 0), Error::<Test>::TooManySubjects);
    });
}
