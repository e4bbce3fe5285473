//! What happens by itself: once, in order, and never too much in one block.

use polkadot_sdk::frame_support::{assert_ok, assert_storage_noop, weights::Weight};

use super::mock::*;
use crate::{
    Access, DemandsDue, Event, MAX_DUE_PER_BLOCK, NextDue, ReviewsDue, StopLapses, Stops,
    WeightInfo,
};

fn idle() -> Weight {
    <() as WeightInfo>::on_initialize_idle()
}

fn settling(stops: u32, reviews: u32, demands: u32) -> Weight {
    <() as WeightInfo>::on_initialize(stops, reviews, demands)
        .saturating_add(Rights::weight_of_lift().saturating_mul(stops.into()))
}

fn lapsed(number: u32, at: u64) -> Event<Test> {
    let paused_until = at + STOP_PAUSE_MILLIS;
    Event::StopLapsed { target: target(number), institution: institution_of(SUE), paused_until }
}

#[test]
fn does_nothing_while_nothing_is_due() {
    build_and_execute(|| {
        assert_storage_noop!(assert_eq!(Supervision::begin_block(), idle()));

        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(break_glass(ALICE));
        assert_ok!(demand(SUE, ALICE));
        NowMillis::mutate(|now| *now += DAY - 1);

        assert_storage_noop!(assert_eq!(Supervision::begin_block(), idle()));
    });
}

#[test]
fn lets_stops_lapse_once_a_block_has_reached_their_time() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, target(0)));
        next_block(HOUR);
        assert_ok!(stop(SUE, target(1)));
        events();

        next_block(UNCONFIRMED_MILLIS - HOUR);
        assert!(Stops::<Test>::contains_key(target(0)));
        assert_eq!(next_block(HOUR), settling(1, 0, 0));

        assert_eq!(events(), [lapsed(0, START_MILLIS + UNCONFIRMED_MILLIS)]);
        assert!(!StoppedTargets::get().contains(&target(0)));
        assert!(StoppedTargets::get().contains(&target(1)));
        assert_eq!(NextDue::<Test>::get(), Some(START_MILLIS + HOUR + UNCONFIRMED_MILLIS));
    });
}

#[test]
fn tells_once_that_a_review_is_overdue() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        events();

        next_block(REVIEW_MILLIS);
        assert_eq!(events(), []);
        assert_eq!(next_block(SLOT_MILLIS), settling(0, 1, 0));

        let institution = institution_of(ALICE);
        assert_eq!(events(), [Event::ReviewOverdue { id: 0, account: ALICE, institution }]);
        assert_eq!(NextDue::<Test>::get(), None);
        pass(REVIEW_MILLIS);
        assert_eq!(events(), []);
    });
}

#[test]
fn tells_once_that_a_demand_is_overdue() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        events();

        next_block(DAY);
        assert_eq!(events(), []);
        assert_eq!(next_block(SLOT_MILLIS), settling(0, 0, 1));

        let (institution, demanded_by) = (institution_of(ALICE), institution_of(SUE));
        assert_eq!(events(), [Event::DemandOverdue { id: 0, institution, demanded_by }]);
        pass(DAY);
        assert_eq!(events(), []);
    });
}

#[test]
fn leaves_for_the_next_block_what_is_too_much_for_one() {
    build_and_execute(|| {
        for number in 0..MAX_STOPS {
            assert_ok!(stop(SUE, target(number)));
        }
        for number in 0..MAX_OPEN_REVIEWS {
            assert_ok!(break_glass(310 + u64::from(number)));
        }
        for number in 0..DEMANDS_IN_ALL {
            let account = if number < MAX_DEMANDS_PER_INSTITUTION { SUE } else { TESS };
            assert_ok!(demand(account, ALICE));
        }
        next_block(UNCONFIRMED_MILLIS);
        events();

        let most = MAX_DUE_PER_BLOCK;
        assert_eq!(next_block(SLOT_MILLIS), settling(most, most, most));
        assert_ok!(Supervision::do_try_state());
        assert_eq!(events().len() as u32, 3 * most);
        // The dates that are left have passed.
        assert!(NextDue::<Test>::get().unwrap() < NowMillis::get());

        let rest = [MAX_STOPS, MAX_OPEN_REVIEWS, DEMANDS_IN_ALL].map(|all| all - most);
        assert_eq!(next_block(SLOT_MILLIS), settling(rest[0], rest[1], rest[2]));
        assert_eq!(events().len() as u32, rest.iter().sum::<u32>());
        assert!(StoppedTargets::get().is_empty());
        assert!(StopLapses::<Test>::get().is_empty());
        assert!(ReviewsDue::<Test>::get().is_empty());
        assert!(DemandsDue::<Test>::get().is_empty());

        assert_eq!(next_block(SLOT_MILLIS), idle());
    });
}

#[test]
fn looks_once_in_vain_after_what_came_first_is_done() {
    build_and_execute(|| {
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(Supervision::close_demand(signed(SUE), 0));
        next_block(DAY);

        assert_eq!(next_block(SLOT_MILLIS), settling(0, 0, 0));

        assert_eq!(NextDue::<Test>::get(), Some(START_MILLIS + UNCONFIRMED_MILLIS));
        assert_eq!(next_block(SLOT_MILLIS), idle());
    });
}
