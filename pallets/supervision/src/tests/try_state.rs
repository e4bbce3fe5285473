//! Proves that each invariant notices the damage it is there for.

use polkadot_sdk::frame_support::{BoundedVec, assert_ok, sp_runtime::TryRuntimeError};

use super::mock::*;
use crate::{
    Demands, DemandsDue, Freeze, Frozen, NextDemand, NextDue, NextReview, OpenDemands, Reason,
    ReviewOf, Reviews, ReviewsDue, StopLapses, StopRecord, StopRecords, Stops,
};

type Records = BoundedVec<StopRecord, MaxStops>;

/// What the check says of a chain on which everything happened once, after `damage`.
fn found(damage: impl FnOnce()) -> Result<(), TryRuntimeError> {
    new_test_ext().execute_with(|| {
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(stop(SUE, ANCHOR));
        assert_ok!(Supervision::confirm_stop(root(), ANCHOR));
        assert_ok!(stop(SUE, target(1)));
        assert_ok!(Supervision::lift_stop(root(), target(1)));
        assert_ok!(freeze(SUE, ALICE));
        assert_ok!(break_glass(ALICE));
        assert_ok!(break_glass(BOB));
        assert_ok!(demand(SUE, ALICE));
        assert_ok!(demand(SUE, BOB));
        assert_ok!(Supervision::answer_demand(signed(BOB), 1, [1; 32]));
        damage();
        Supervision::do_try_state()
    })
}

#[track_caller]
fn assert_found(invariant: &str, damage: impl FnOnce()) {
    match found(damage) {
        Err(TryRuntimeError::Other(message)) => {
            assert!(message.starts_with(&format!("{invariant}: ")), "found {message:?}");
        }
        other => panic!("found {other:?}"),
    }
}

fn damage_records(account: u64, damage: impl FnOnce(&mut Records)) {
    StopRecords::<Test>::mutate(institution_of(account), damage);
}

fn more_stops_than_allowed() {
    let stop = Stops::<Test>::get(ANCHORING).unwrap();
    for number in 0..MAX_STOPS {
        Stops::<Test>::insert(target(10 + number), stop.clone());
    }
}

#[test]
fn finds_nothing_in_order() {
    assert_ok!(found(|| ()));
}

#[test]
fn finds_damaged_stops() {
    assert_found("1", more_stops_than_allowed);
    assert_found("2", StopLapses::<Test>::kill);
    assert_found("2", || {
        StopLapses::<Test>::mutate(|list| list.try_push((u64::MAX, ANCHOR)).unwrap());
    });
    assert_found("2", || {
        Stops::<Test>::mutate(ANCHORING, |stop| stop.as_mut().unwrap().lapses = Some(1));
    });
}

#[test]
fn finds_damaged_records_of_stops() {
    assert_found("3", || StopRecords::<Test>::remove(institution_of(SUE)));
    assert_found("3", || {
        damage_records(SUE, |records| records[0].paused_until = Some(1));
    });
    assert_found("4", || {
        damage_records(SUE, |records| {
            records.try_push(StopRecord { target: target(1), paused_until: Some(1) }).unwrap();
        });
    });
    assert_found("4", || {
        damage_records(TESS, |records| {
            records.try_push(StopRecord { target: ANCHORING, paused_until: None }).unwrap();
        });
    });
}

#[test]
fn finds_more_frozen_accounts_than_allowed() {
    assert_found("5", || {
        for account in 0..u64::from(MAX_FROZEN) {
            let freeze = Freeze {
                institution: institution_of(SUE),
                account: SUE,
                reason: reason("many"),
                frozen: START_MILLIS,
            };
            Frozen::<Test>::insert(account, freeze);
        }
    });
}

#[test]
fn finds_damaged_reviews() {
    assert_found("6", || {
        let review = Reviews::<Test>::get(0).unwrap();
        for id in 0..=MAX_OPEN_REVIEWS {
            Reviews::<Test>::insert(id, review.clone());
        }
    });
    assert_found("7", || NextReview::<Test>::put(1));
    assert_found("7", || Reviews::<Test>::mutate(0, |review| review.as_mut().unwrap().id = 1));
    assert_found("8", || ReviewOf::<Test>::remove(ALICE));
    assert_found("8", || ReviewOf::<Test>::insert(ALICE, 1));
    assert_found("9", || ReviewsDue::<Test>::mutate(|list| list.truncate(1)));
    assert_found("9", || {
        Reviews::<Test>::mutate(0, |review| review.as_mut().unwrap().overdue_reported = true);
    });
}

#[test]
fn finds_damaged_demands() {
    assert_found("10", || {
        let demand = Demands::<Test>::get(0).unwrap();
        for id in 0..=DEMANDS_IN_ALL {
            Demands::<Test>::insert(id, demand.clone());
        }
    });
    assert_found("11", || NextDemand::<Test>::put(1));
    assert_found("11", || Demands::<Test>::mutate(0, |demand| demand.as_mut().unwrap().id = 1));
    assert_found("12", || OpenDemands::<Test>::insert(institution_of(SUE), 3));
    assert_found("12", || OpenDemands::<Test>::insert(institution_of(TESS), 0));
    assert_found("12", || {
        let demand = Demands::<Test>::get(0).unwrap();
        for id in 0..=MAX_DEMANDS_PER_INSTITUTION {
            Demands::<Test>::insert(id, crate::Demand { id, ..demand.clone() });
        }
        NextDemand::<Test>::put(DEMANDS_IN_ALL);
        OpenDemands::<Test>::insert(institution_of(SUE), MAX_DEMANDS_PER_INSTITUTION + 1);
    });
    assert_found("13", || {
        Demands::<Test>::mutate(0, |demand| demand.as_mut().unwrap().deadline += 1)
    });
    assert_found("13", DemandsDue::<Test>::kill);
}

#[test]
fn finds_dates_that_would_be_missed() {
    assert_found("14", NextDue::<Test>::kill);
    assert_found("14", || NextDue::<Test>::put(START_MILLIS + DAY + 1));
}

#[test]
fn finds_records_that_no_call_makes() {
    assert_found("15", || {
        Frozen::<Test>::mutate(ALICE, |freeze| freeze.as_mut().unwrap().reason = Reason::new());
    });
    assert_found("16", || {
        Reviews::<Test>::mutate(0, |review| review.as_mut().unwrap().taken = START_MILLIS + 1);
    });
}
