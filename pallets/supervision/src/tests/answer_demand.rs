//! Who answers a demand, in time or later.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Answer, Demands, DemandsDue, Error, Event};

#[test]
fn records_the_digest_and_ends_the_waiting() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        next_block(HOUR);

        assert_ok!(Supervision::answer_demand(signed(ALAN), 0, [7; 32]));

        let answer = Answer { account: ALAN, digest: [7; 32], answered: START_MILLIS + HOUR };
        assert_eq!(Demands::<Test>::get(0).unwrap().answer, Some(answer));
        assert!(DemandsDue::<Test>::get().is_empty());
        assert_eq!(
            last_event(),
            Event::DemandAnswered {
                id: 0,
                institution: institution_of(ALICE),
                account: ALAN,
                answer_digest: [7; 32],
            }
        );

        events();
        pass(DAY);
        assert_eq!(events(), []);
    });
}

#[test]
fn takes_an_answer_in_the_moment_of_the_deadline() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        next_block(DAY);
        assert_ok!(Supervision::answer_demand(signed(ALICE), 0, [7; 32]));

        next_block(SLOT_MILLIS);

        assert!(!Demands::<Test>::get(0).unwrap().overdue_reported);
    });
}

#[test]
fn takes_an_answer_that_is_late() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        pass(2 * DAY);

        assert_ok!(Supervision::answer_demand(signed(ALICE), 0, [7; 32]));

        let demand = Demands::<Test>::get(0).unwrap();
        assert!(demand.overdue_reported);
        assert!(demand.answer.unwrap().answered > demand.deadline);
    });
}

#[test]
fn rejects_whoever_may_not_answer() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));

        for origin in [signed(EVE), root(), RuntimeOrigin::none()] {
            assert_noop!(Supervision::answer_demand(origin, 0, [7; 32]), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_an_institution_that_was_not_asked() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));

        for account in [BOB, SUE, TESS] {
            assert_noop!(
                Supervision::answer_demand(signed(account), 0, [7; 32]),
                Error::<Test>::NotYours
            );
        }
    });
}

#[test]
fn rejects_a_second_answer() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(Supervision::answer_demand(signed(ALICE), 0, [7; 32]));

        for digest in [[7; 32], [8; 32]] {
            assert_noop!(
                Supervision::answer_demand(signed(ALICE), 0, digest),
                Error::<Test>::AlreadyAnswered
            );
        }
    });
}

#[test]
fn rejects_a_demand_that_is_not_open() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(Supervision::close_demand(signed(SUE), 0));

        for id in [0, 1] {
            assert_noop!(
                Supervision::answer_demand(signed(ALICE), id, [7; 32]),
                Error::<Test>::NotFound
            );
        }
    });
}
