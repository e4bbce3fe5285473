//! Who has met an indicator how often.

use polkadot_sdk::frame_support::{
    assert_noop, assert_ok, dispatch::DispatchResult, sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Error, Event, Indicators, MAX_SIGHTING_INSTITUTIONS, Sightings};

fn report(account: u64, count: u32, first: u64, last: u64) -> DispatchResult {
    Attestations::report_sighting(signed(account), 0, count, first, last)
}

#[test]
fn adds_up_for_each_institution() {
    build_and_execute(|| {
        assert_ok!(share(ALICE, indicator(1)));
        events();
        let now = START_MILLIS;

        assert_ok!(report(BOB, 2, now - 50, now - 40));
        assert_ok!(report(BOB, 3, now - 90, now - 60));
        assert_ok!(report(ALICE, u32::MAX, now, now));
        assert_ok!(report(ALICE, 1, now, now));

        let seen = |account, count, first_seen, last_seen| Sightings {
            institution: institution_of(account),
            count,
            first_seen,
            last_seen,
        };
        let expected = [seen(BOB, 5, now - 90, now - 40), seen(ALICE, u32::MAX, now, now)];
        assert_eq!(Indicators::<Test>::get(0).unwrap().sightings.into_inner(), expected);
        let institution = institution_of(BOB);
        let told = Event::IndicatorSighted { id: 0, institution, account: BOB, count: 2 };
        assert_eq!(events()[0], told);
    });
}

#[test]
fn rejects_what_did_not_happen() {
    build_and_execute(|| {
        let now = START_MILLIS;
        assert_noop!(report(BOB, 1, now, now), Error::<Test>::NotFound);
        assert_ok!(share(ALICE, indicator(1)));
        for (count, first, last) in [(0, now, now), (1, now, now - 1), (1, now, now + 1)] {
            assert_noop!(report(BOB, count, first, last), Error::<Test>::InvalidIndicator);
        }
        assert_noop!(report(EVE, 1, now, now), DispatchError::BadOrigin);
    });
}

#[test]
fn rejects_what_is_not_valid_now() {
    build_and_execute(|| {
        assert_ok!(share(ALICE, indicator(1)));
        NowMillis::mutate(|now| *now += DAY);
        assert_noop!(report(BOB, 1, 0, 0), Error::<Test>::Expired);
        NowMillis::mutate(|now| *now -= DAY);
        assert_ok!(Attestations::revoke_indicator(signed(ALICE), 0));
        assert_noop!(report(BOB, 1, 0, 0), Error::<Test>::Expired);
    });
}

#[test]
fn rejects_more_institutions_than_are_counted() {
    build_and_execute(|| {
        assert_ok!(share(ALICE, indicator(1)));
        for number in 0..u64::from(MAX_SIGHTING_INSTITUTIONS) {
            assert_ok!(report(1_000 + number * 100, 1, 0, 0));
        }
        assert_noop!(report(BOB, 1, 0, 0), Error::<Test>::TooManyIndicators);
        assert_ok!(report(1_000, 1, 0, 0));
    });
}
