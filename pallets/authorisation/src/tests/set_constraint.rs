//! Constraints on which roles come together.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Constraint, Name, Separation, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo},
    sp_runtime::DispatchError::BadOrigin,
};

fn set(name: Name, constraint: Constraint) -> DispatchResultWithPostInfo {
    Authorisation::set_constraint(root(), name, constraint)
}

fn apart() -> Constraint {
    constraint(Separation::Static, &[CLERK, MAKER], 1)
}

#[test]
fn sets_what_may_not_come_together() {
    build_and_execute(|| {
        assert_ok!(set(NOVELTY, apart()));

        assert_eq!(last_event(), Event::ConstraintSet { constraint: NOVELTY });
        assert!(SeparationConstraints::<Test>::get().contains(&(NOVELTY, apart())));
        let result = try_grant(12, MAKER, Validity::PERMANENT, 0);
        assert_noop!(result, Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn sets_anew_what_has_the_same_name() {
    build_and_execute(|| {
        assert_ok!(set(FOUR_EYES, apart()));

        grant(13, MAKER);
        grant(13, CHECKER);
        assert_eq!(SeparationConstraints::<Test>::get().len(), 2);
    });
}

#[test]
fn lets_more_than_one_of_the_roles_come_together_if_it_says_so() {
    build_and_execute(|| {
        let two = constraint(Separation::Static, &[STAFF, CLERK, OFFICER, TRADER], 2);
        assert_ok!(set(NOVELTY, two));

        let result = try_grant(12, TRADER, Validity::PERMANENT, 0);

        assert_noop!(result, Error::<Test>::SeparationOfDuty);
    });
}

#[test]
fn charges_for_the_accounts_it_looked_at() {
    build_and_execute(|| {
        let charged = set(NOVELTY, apart()).unwrap().actual_weight;

        assert_eq!(charged, Some(<() as WeightInfo>::set_constraint(6)));
    });
}

#[test]
fn rejects_what_is_no_name() {
    build_and_execute(|| {
        assert_noop!(set(no_name(), apart()), Error::<Test>::InvalidName);
    });
}

#[test]
fn rejects_what_forbids_nothing_or_everything() {
    build_and_execute(|| {
        for (roles, at_most) in [
            (vec![CLERK], 1),
            (vec![CLERK, CLERK], 1),
            (vec![CLERK, MAKER], 0),
            (vec![CLERK, MAKER], 2),
            (vec![CLERK, no_name()], 1),
        ] {
            let constraint = constraint(Separation::Static, &roles, at_most);
            assert_noop!(set(NOVELTY, constraint), Error::<Test>::InvalidConstraint);
        }
    });
}

#[test]
fn rejects_roles_that_do_not_exist() {
    build_and_execute(|| {
        let constraint = constraint(Separation::Dynamic, &[CLERK, NOVELTY], 1);

        assert_noop!(set(NOVELTY, constraint), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_what_an_account_does_not_keep_to() {
    build_and_execute(|| {
        grant(12, MAKER);

        assert_noop!(set(NOVELTY, apart()), Error::<Test>::SeparationOfDuty);

        assert_ok!(revoke(12, MAKER));
        assert_ok!(set(NOVELTY, apart()));
    });
}

#[test]
fn rejects_what_an_account_does_not_keep_to_by_its_active_roles() {
    build_and_execute(|| {
        let dynamic = || constraint(Separation::Dynamic, &[CLERK, MAKER], 1);
        grant(12, MAKER);

        assert_noop!(set(NOVELTY, dynamic()), Error::<Test>::SeparationOfDuty);

        assert_ok!(Authorisation::deactivate_role(signed(12), CLERK));
        assert_ok!(set(NOVELTY, dynamic()));
    });
}

#[test]
fn rejects_more_constraints_than_allowed_but_changes_those_there_are() {
    build_and_execute(|| {
        for number in 2..MAX_CONSTRAINTS {
            assert_ok!(set(format!("constraint-{number}").parse().unwrap(), apart()));
        }

        assert_noop!(set(NOVELTY, apart()), Error::<Test>::TooManyConstraints);

        assert_ok!(set(FOUR_EYES, apart()));
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        for origin in [signed(10), signed(11), RuntimeOrigin::none()] {
            let result = Authorisation::set_constraint(origin, NOVELTY, apart());
            assert_noop!(result, BadOrigin);
        }
    });
}
