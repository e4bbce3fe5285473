//! Who stops what, and when it cannot be stopped again.

use polkadot_sdk::frame_support::{
    assert_noop, assert_ok, dispatch::GetDispatchInfo, sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{
    Access, Call, Error, Event, NextDue, Stop, StopLapses, StopRecords, StopTarget, Stops,
    WeightInfo,
};

#[test]
fn takes_effect_at_once_and_says_until_when() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        let lapses = START_MILLIS + UNCONFIRMED_MILLIS;
        assert!(StoppedTargets::get().contains(&ANCHORING));
        assert_eq!(
            Stops::<Test>::get(ANCHORING),
            Some(Stop {
                institution: institution_of(SUE),
                account: SUE,
                reason: reason("forged records"),
                stopped: START_MILLIS,
                lapses: Some(lapses),
            })
        );
        assert_eq!(NextDue::<Test>::get(), Some(lapses));
        assert_eq!(
            events(),
            [Event::Stopped {
                target: ANCHORING,
                institution: institution_of(SUE),
                account: SUE,
                reason: reason("forged records"),
                lapses,
            }]
        );
    });
}

#[test]
fn keeps_the_dates_in_order() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHOR));
        assert_ok!(stop(TESS, ANCHORING));
        StopMillis::set(HOUR);
        assert_ok!(stop(SUE, target(1)));

        let lapses = START_MILLIS + UNCONFIRMED_MILLIS;
        assert_eq!(
            StopLapses::<Test>::get().into_inner(),
            [(START_MILLIS + HOUR, target(1)), (lapses, ANCHORING), (lapses, ANCHOR)]
        );
        assert_eq!(NextDue::<Test>::get(), Some(START_MILLIS + HOUR));
    });
}

#[test]
fn tells_a_pallet_from_a_permission_of_the_same_name() {
    build_and_execute(|| {
        let StopTarget::Pallet(name) = ANCHORING else { unreachable!() };

        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(stop(SUE, StopTarget::Permission(name)));

        assert_eq!(Stops::<Test>::count(), 2);
    });
}

#[test]
fn rejects_whoever_may_not_stop() {
    build_and_execute(|| {
        for origin in [signed(ALICE), signed(EVE), root(), RuntimeOrigin::none()] {
            assert_noop!(
                Supervision::stop(origin, ANCHORING, reason("no")),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_reasons_that_nobody_can_read() {
    build_and_execute(|| {
        for invalid in invalid_reasons() {
            assert_noop!(
                Supervision::stop(signed(SUE), ANCHORING, invalid),
                Error::<Test>::InvalidReason
            );
        }
    });
}

#[test]
fn rejects_what_is_stopped() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        assert_noop!(stop(SUE, ANCHORING), Error::<Test>::AlreadyStopped);
        assert_noop!(stop(TESS, ANCHORING), Error::<Test>::AlreadyStopped);
    });
}

#[test]
fn rejects_what_access_refuses() {
    build_and_execute(|| {
        assert_noop!(stop(SUE, UNSTOPPABLE), REFUSED);
    });
}

#[test]
fn rejects_a_renewal_by_the_same_institution_after_a_lapse() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        pass(UNCONFIRMED_MILLIS);
        assert!(!Stops::<Test>::contains_key(ANCHORING));

        assert_noop!(stop(SUE, ANCHORING), Error::<Test>::Paused);
        assert_noop!(stop(SAM, ANCHORING), Error::<Test>::Paused);
        assert_ok!(stop(SUE, ANCHOR));
        assert_ok!(stop(TESS, ANCHORING));
    });
}

#[test]
fn rejects_a_renewal_by_the_same_institution_after_lifting() {
    build_and_execute(|| {
        for lifting in [signed(SUE), root()] {
            let target = target(StopRecords::<Test>::get(institution_of(SUE)).len() as u32);
            assert_ok!(stop(SUE, target));
            assert_ok!(Supervision::lift_stop(lifting, target));

            assert_noop!(stop(SAM, target), Error::<Test>::Paused);
        }
    });
}

#[test]
fn takes_a_renewal_once_the_pause_is_over() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(Supervision::lift_stop(signed(SUE), ANCHORING));

        NowMillis::mutate(|now| *now += STOP_PAUSE_MILLIS - 1);
        assert_noop!(stop(SUE, ANCHORING), Error::<Test>::Paused);
        NowMillis::mutate(|now| *now += 1);
        assert_ok!(stop(SUE, ANCHORING));

        assert_eq!(StopRecords::<Test>::get(institution_of(SUE)).len(), 1);
    });
}

#[test]
fn rejects_more_stops_than_can_stand() {
    build_and_execute(|| {
        for number in 0..MAX_STOPS {
            assert_ok!(stop(if number % 2 == 0 { SUE } else { TESS }, target(number)));
        }

        assert_noop!(stop(SUE, ANCHORING), Error::<Test>::TooManyStops);

        assert_ok!(Supervision::lift_stop(root(), target(0)));
        assert_ok!(stop(SUE, ANCHORING));
    });
}

#[test]
fn rejects_more_pauses_than_an_institution_can_have() {
    build_and_execute(|| {
        for number in 0..MAX_STOPS {
            assert_ok!(stop(SUE, target(number)));
            assert_ok!(Supervision::lift_stop(signed(SUE), target(number)));
        }

        assert_noop!(stop(SUE, ANCHORING), Error::<Test>::TooManyStops);

        // That is its own affair, and passes.
        assert_ok!(stop(TESS, ANCHORING));
        assert_ok!(Supervision::lift_stop(root(), ANCHORING));
        NowMillis::mutate(|now| *now += STOP_PAUSE_MILLIS);
        assert_ok!(stop(SUE, ANCHORING));
    });
}

#[test]
fn weighs_what_access_does_too() {
    let call = Call::<Test>::stop { target: ANCHORING, reason: reason("why") };

    let weight = <() as WeightInfo>::stop().saturating_add(Rights::weight_of_stop());
    assert_eq!(call.get_dispatch_info().call_weight, weight);
}
