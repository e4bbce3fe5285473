//! Who closes a demand, answered or not.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Demands, DemandsDue, Error, Event, OpenDemands};

fn closed(by: Option<u64>) -> Event<Test> {
    let (institution, demanded_by) = (institution_of(ALICE), institution_of(SUE));
    Event::DemandClosed { id: 0, institution, demanded_by, by }
}

#[test]
fn lets_the_institution_that_demanded_close_it_answered_or_not() {
    for answered in [false, true] {
        build_and_execute(|| {
            assert_ok!(demand(SUE, ALICE));
            if answered {
                assert_ok!(Supervision::answer_demand(signed(ALICE), 0, [7; 32]));
            }

            assert_ok!(Supervision::close_demand(signed(SAM), 0));

            assert_eq!(last_event(), closed(Some(SAM)));
            assert!(!Demands::<Test>::contains_key(0));
            assert!(DemandsDue::<Test>::get().is_empty());
            assert!(!OpenDemands::<Test>::contains_key(institution_of(SUE)));
        });
    }
}

#[test]
fn ends_the_waiting_for_an_answer() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(Supervision::close_demand(signed(SUE), 0));
        events();

        pass(DAY);

        assert_eq!(events(), []);
    });
}

#[test]
fn takes_a_demand_that_is_overdue() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(demand(SUE, BOB));
        pass(DAY);

        assert_ok!(Supervision::close_demand(signed(SUE), 0));

        assert_eq!(OpenDemands::<Test>::get(institution_of(SUE)), 1);
    });
}

#[test]
fn lets_the_consortium_close_what_nobody_else_can() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_noop!(Supervision::close_demand(root(), 0), Error::<Test>::NotYours);

        Suspended::set(Some(institution_of(SUE)));
        assert_ok!(Supervision::close_demand(root(), 0));

        assert_eq!(last_event(), closed(None));
    });
}

#[test]
fn rejects_whoever_may_not_demand() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));

        for origin in [signed(ALICE), signed(EVE), RuntimeOrigin::none()] {
            assert_noop!(Supervision::close_demand(origin, 0), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_another_institution() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, TESS));

        assert_noop!(Supervision::close_demand(signed(TESS), 0), Error::<Test>::NotYours);
    });
}

#[test]
fn rejects_a_demand_that_is_not_open() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(Supervision::close_demand(signed(SUE), 0));

        for id in [0, 1] {
            assert_noop!(Supervision::close_demand(signed(SUE), id), Error::<Test>::NotFound);
        }
    });
}
