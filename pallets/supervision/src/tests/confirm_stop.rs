//! Who confirms a stop, and what this changes.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, StopLapses, Stops};

#[test]
fn keeps_the_stop_from_lapsing() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(stop(SUE, ANCHOR));

        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));

        let confirmed =
            Event::StopConfirmed { target: ANCHORING, institution: institution_of(SUE) };
        assert_eq!(last_event(), confirmed);
        assert_eq!(StopLapses::<Test>::get().len(), 1);

        pass(10 * UNCONFIRMED_MILLIS);
        assert!(Stops::<Test>::get(ANCHORING).unwrap().is_confirmed());
        assert!(StoppedTargets::get().contains(&ANCHORING));
        assert!(!Stops::<Test>::contains_key(ANCHOR));
    });
}

#[test]
fn takes_a_stop_that_stands_although_its_time_has_come() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        next_block(UNCONFIRMED_MILLIS);

        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));

        pass(SLOT_MILLIS);
        assert!(Stops::<Test>::contains_key(ANCHORING));
    });
}

#[test]
fn rejects_all_but_the_consortium() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));

        for origin in [signed(SUE), signed(TESS), signed(ALICE), RuntimeOrigin::none()] {
            assert_noop!(Supervision::confirm_stop(origin, ANCHORING), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_what_is_not_stopped() {
    build_and_execute(|| {
        assert_noop!(Supervision::confirm_stop(root(), ANCHORING), Error::<Test>::NotFound);

        assert_ok!(stop(SUE, ANCHORING));
        pass(UNCONFIRMED_MILLIS);
        assert_noop!(Supervision::confirm_stop(root(), ANCHORING), Error::<Test>::NotFound);
    });
}

#[test]
fn rejects_a_second_confirmation() {
    build_and_execute(|| {
        assert_ok!(stop(SUE, ANCHORING));
        assert_ok!(Supervision::confirm_stop(root(), ANCHORING));

        assert_noop!(Supervision::confirm_stop(root(), ANCHORING), Error::<Test>::Confirmed);
    });
}
