//! Who shares what.

use critical_chains_attestation::Marking;
use critical_chains_flows::Pseudonym;
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{
    Agenda, Due, DueList, Error, Event, IndicatorKind, IndicatorSpec, Indicators,
    MAX_DUE_PER_MINUTE, MAX_INDICATORS_PER_VALUE, MAX_MINUTES_LATE,
};

#[test]
fn is_found_by_its_value_from_then_on() {
    build_and_execute(|| {
        let spec = indicator(1);

        assert_ok!(share(ALICE, spec));

        let institution = institution_of(ALICE);
        let told = Event::IndicatorShared { id: 0, spec, institution, account: ALICE };
        assert_eq!(events(), [told]);
        let found = Attestations::matching(IndicatorKind::Account, spec.value);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].indicator, Indicators::<Test>::get(0).unwrap());
        assert_eq!(Attestations::matching(IndicatorKind::Card, spec.value), []);
        assert_eq!(Attestations::matching(IndicatorKind::Account, Pseudonym([2; 16])), []);
    });
}

#[test]
fn is_not_found_before_or_after_its_time() {
    build_and_execute(|| {
        let spec = IndicatorSpec { valid_from: START_MILLIS + HOUR, ..indicator(1) };
        assert_ok!(share(ALICE, spec));
        let found = || Attestations::matching(spec.kind, spec.value).len();

        assert_eq!(found(), 0);
        NowMillis::mutate(|now| *now += HOUR);
        assert_eq!(found(), 1);
        NowMillis::mutate(|now| *now += 23 * HOUR);
        assert_eq!(found(), 0);
    });
}

#[test]
fn rejects_what_is_never_valid_or_not_for_everybody() {
    build_and_execute(|| {
        let now = START_MILLIS;
        for invalid in [
            IndicatorSpec { marking: Marking::Red, ..indicator(1) },
            IndicatorSpec { confidence: 101, ..indicator(1) },
            IndicatorSpec { valid_from: now + DAY, ..indicator(1) },
            IndicatorSpec { valid_from: now - 2, valid_until: now, ..indicator(1) },
            IndicatorSpec { valid_until: now + 365 * DAY + 1, ..indicator(1) },
        ] {
            assert_noop!(share(ALICE, invalid), Error::<Test>::InvalidIndicator);
        }
    });
}

#[test]
fn rejects_what_the_institution_shares_already() {
    build_and_execute(|| {
        assert_ok!(share(ALICE, indicator(1)));

        assert_noop!(share(ALAN, indicator(1)), Error::<Test>::AlreadyExists);
        assert_ok!(share(BOB, indicator(1)));
        assert_ok!(Attestations::revoke_indicator(signed(ALICE), 0));
        assert_ok!(share(ALAN, indicator(1)));
    });
}

#[test]
fn rejects_more_than_there_can_be() {
    build_and_execute(|| {
        for number in 0..INDICATORS_PER_INSTITUTION {
            assert_ok!(share(ALICE, indicator(number as u8)));
        }
        assert_noop!(share(ALICE, indicator(100)), Error::<Test>::TooManyIndicators);
        for number in INDICATORS_PER_INSTITUTION..INDICATORS_IN_ALL {
            assert_ok!(share(BOB, indicator(number as u8)));
        }
        assert_noop!(share(CLEO, indicator(100)), Error::<Test>::TooManyIndicators);
    });
}

#[test]
fn rejects_more_of_one_value_than_are_kept() {
    build_and_execute(|| {
        for number in 0..u64::from(MAX_INDICATORS_PER_VALUE) {
            assert_ok!(share(1_000 + number * 100, indicator(1)));
        }
        assert_noop!(share(ALICE, indicator(1)), Error::<Test>::TooManyIndicators);
    });
}

#[test]
fn rejects_whoever_acts_for_nobody() {
    build_and_execute(|| {
        assert_noop!(share(EVE, indicator(1)), DispatchError::BadOrigin);
    });
}

#[test]
fn rejects_when_too_many_end_in_the_same_minutes() {
    new_test_ext().execute_with(|| {
        let minute = u32::try_from(indicator(1).valid_until / MINUTE).unwrap();
        let full: Vec<_> = (0..MAX_DUE_PER_MINUTE).map(Due::Attestation).collect();
        for minute in minute..=minute + MAX_MINUTES_LATE {
            Agenda::<Test>::insert(minute, DueList::try_from(full.clone()).unwrap());
        }

        assert_noop!(share(ALICE, indicator(1)), Error::<Test>::TooManyIndicators);
        Agenda::<Test>::remove(minute + MAX_MINUTES_LATE);
        assert_ok!(share(ALICE, indicator(1)));
    });
}
