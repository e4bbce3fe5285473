//! Who demands an explanation of whom, by when, and how many at a time.

use polkadot_sdk::frame_support::{
    assert_noop, assert_ok,
    dispatch::DispatchResult,
    sp_runtime::{ArithmeticError, DispatchError},
};

use super::mock::*;
use crate::{Demand, Demands, Error, Event, NextDemand, NextDue, OpenDemands};

fn demand_by(deadline: u64) -> DispatchResult {
    let bank = institution_of(ALICE).into();
    Supervision::demand_explanation(signed(SUE), bank, reason("late batches"), deadline)
}

#[test]
fn records_who_asks_whom_about_what_until_when() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));

        let deadline = START_MILLIS + DAY;
        assert_eq!(
            Demands::<Test>::get(0),
            Some(Demand {
                id: 0,
                institution: institution_of(ALICE),
                demanded_by: institution_of(SUE),
                account: SUE,
                about: reason("late batches"),
                demanded: START_MILLIS,
                deadline,
                answer: None,
                overdue_reported: false,
            })
        );
        assert_eq!(OpenDemands::<Test>::get(institution_of(SUE)), 1);
        assert_eq!(NextDue::<Test>::get(), Some(deadline));
        assert_eq!(
            events(),
            [Event::ExplanationDemanded {
                id: 0,
                institution: institution_of(ALICE),
                demanded_by: institution_of(SUE),
                account: SUE,
                about: reason("late batches"),
                deadline,
            }]
        );
    });
}

#[test]
fn takes_deadlines_from_the_next_moment_to_the_furthest() {
    build_and_execute(|| {
        assert_ok!(demand_by(START_MILLIS + MAX_DEMAND_MILLIS));
        assert_ok!(demand_by(START_MILLIS + 1));

        assert_eq!(NextDue::<Test>::get(), Some(START_MILLIS + 1));
    });
}

#[test]
fn rejects_deadlines_that_have_passed_or_are_too_far() {
    build_and_execute(|| {
        let too_far = START_MILLIS + MAX_DEMAND_MILLIS + 1;
        for deadline in [0, START_MILLIS - 1, START_MILLIS, too_far, u64::MAX] {
            assert_noop!(demand_by(deadline), Error::<Test>::InvalidDeadline);
        }
    });
}

#[test]
fn rejects_whoever_may_not_demand() {
    build_and_execute(|| {
        for origin in [signed(BOB), signed(EVE), root(), RuntimeOrigin::none()] {
            let bank = institution_of(ALICE).into();
            let deadline = START_MILLIS + DAY;
            assert_noop!(
                Supervision::demand_explanation(origin, bank, reason("no"), deadline),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_subjects_that_nobody_can_read() {
    build_and_execute(|| {
        for invalid in invalid_reasons() {
            let bank = institution_of(ALICE).into();
            let deadline = START_MILLIS + DAY;
            assert_noop!(
                Supervision::demand_explanation(signed(SUE), bank, invalid, deadline),
                Error::<Test>::InvalidReason
            );
        }
    });
}

#[test]
fn rejects_institutions_that_are_not_there() {
    build_and_execute(|| {
        assert_noop!(demand(SUE, EVE), Error::<Test>::InstitutionNotFound);
        Suspended::set(Some(institution_of(ALICE)));
        assert_noop!(demand(SUE, ALICE), Error::<Test>::InstitutionNotFound);

        let no_lei = *b"TESTINSTITUTION00399";
        let deadline = START_MILLIS + DAY;
        assert_noop!(
            Supervision::demand_explanation(signed(SUE), no_lei, reason("why"), deadline),
            Error::<Test>::InstitutionNotFound
        );
    });
}

#[test]
fn rejects_more_demands_than_an_institution_may_have_open() {
    build_and_execute(|| {
        for _ in 0..MAX_DEMANDS_PER_INSTITUTION {
            assert_ok!(demand(SUE, ALICE));
        }

        assert_noop!(demand(SAM, BOB), Error::<Test>::TooManyDemands);

        // Answers do not make room, for they are still to be looked at.
        assert_ok!(Supervision::answer_demand(signed(ALICE), 0, [1; 32]));
        assert_noop!(demand(SUE, BOB), Error::<Test>::TooManyDemands);
        assert_ok!(demand(TESS, BOB));
        assert_ok!(Supervision::close_demand(signed(SUE), 0));
        assert_ok!(demand(SUE, BOB));
    });
}

#[test]
fn rejects_more_demands_than_can_be_open_in_all() {
    build_and_execute(|| {
        for number in 0..DEMANDS_IN_ALL {
            let account = if number < MAX_DEMANDS_PER_INSTITUTION { SUE } else { TESS };
            assert_ok!(demand(account, ALICE));
        }

        assert_noop!(demand(TESS, BOB), Error::<Test>::TooManyDemands);
    });
}

#[test]
fn rejects_when_there_are_no_more_numbers() {
    build_and_execute(|| {
        NextDemand::<Test>::put(u32::MAX);

        assert_noop!(demand(SUE, ALICE), ArithmeticError::Overflow);
    });
}
