//! Who lifts a stop, before and after it was confirmed.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, StopLapses, StopRecord, StopRecords, Stops};

fn lifted(by: Option<u64>) -> Event<Test> {
    Event::StopLifted {
        target: ANCHORING,
        institution: institution_of(SUE),
        by,
        paused_until: START_MILLIS + STOP_PAUSE_MILLIS,
    }
}

#[test]
fn lets_the_institution_that_stopped_lift() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        assert_ok!(Supervision::lift_stop(signed(SAM), ANCHORING));

        assert_eq!(last_event(), lifted(Some(SAM)));
        assert!(!Stops::<Test>::contains_key(ANCHORING));
        assert!(StopLapses::<Test>::get().is_empty());
        assert!(StoppedTargets::get().is_empty());
    });
}

#[test]
fn lets_the_consortium_lift_whether_confirmed_or_not() {
    for confirmed in [false, true] {
        build_and_execute(|| {
            assert_ok!(stop(SUE, ANCHORING));
            if confirmed {
                assert_ok!(Supervision::confirm_stop(root(), ANCHORING));
            }

            assert_ok!(Supervision::lift_stop(root(), ANCHORING));

            assert_eq!(last_event(), lifted(None));
            assert!(StoppedTargets::get().is_empty());
            let record = StopRecord {
                target: ANCHORING,
                paused_until: Some(START_MILLIS + STOP_PAUSE_MILLIS),
            };
            assert_eq!(StopRecords::<Test>::get(institution_of(SUE)).into_inner(), [record]);
        });
    }
}

#[test]
fn rejects_whoever_may_not_stop() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        for origin in [signed(ALICE), signed(EVE), RuntimeOrigin::none()] {
            assert_noop!(Supervision::lift_stop(origin, ANCHORING), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_another_institution() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        assert_noop!(Supervision::lift_stop(signed(TESS), ANCHORING), Error::<Test>::NotYours);
        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));
        assert_noop!(Supervision::lift_stop(signed(TESS), ANCHORING), Error::<Test>::NotYours);
    });
}

#[test]
fn rejects_the_institution_that_stopped_once_it_is_confirmed() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));

        assert_noop!(Supervision::lift_stop(signed(SUE), ANCHORING), Error::<Test>::Confirmed);
    });
}

#[test]
fn rejects_what_is_not_stopped() {
    build_and_execute(|| {
        for origin in [signed(SUE), root()] {
            assert_noop!(Supervision::lift_stop(origin, ANCHORING), Error::<Test>::NotFound);
        }
    });
}
