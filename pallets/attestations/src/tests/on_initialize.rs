//! What happens by itself: once, in order, and never too much in one block.

use critical_chains_attestation::Statement;
use polkadot_sdk::frame_support::{assert_ok, assert_storage_noop, weights::Weight};

use super::mock::*;
use crate::{
    Attestations as OpenAttestations, Event, Indicators, MAX_DUE_PER_BLOCK, MAX_MINUTES_PER_BLOCK,
    NextMinute, WeightInfo,
};

fn idle() -> Weight {
    <() as WeightInfo>::on_initialize_idle()
}

fn busy(attestations: u32, minutes: u32, indicators: u32) -> Weight {
    idle()
        .saturating_add(<() as WeightInfo>::work_off(attestations, minutes))
        .saturating_add(<() as WeightInfo>::lapse_indicators(indicators))
}

#[test]
fn does_nothing_while_nothing_is_due() {
    with_models(|| {
        assert_storage_noop!(assert_eq!(Attestations::begin_block(), idle()));
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(share(ALICE, indicator(1)));
        NowMillis::mutate(|now| *now += DAY - 1);

        assert_storage_noop!(assert_eq!(Attestations::begin_block(), idle()));
    });
}

#[test]
fn lets_attestations_expire_and_indicators_lapse() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(share(ALICE, indicator(1)));
        events();

        next_block(DAY);
        assert_eq!(next_block(0), busy(0, 1, 1));
        assert_eq!(events(), [Event::IndicatorExpired { id: 0 }]);
        assert_eq!(Indicators::<Test>::count(), 0);

        pass(LIFETIME - DAY);
        let expired = Event::AttestationExpired { id: 0, subject: subject(1) };
        assert_eq!(events(), [expired]);
        assert!(!OpenAttestations::<Test>::contains_key(0));
    });
}

#[test]
fn ends_a_bounded_number_in_each_block() {
    with_models(|| {
        for number in 0..MAX_DUE_PER_BLOCK as u8 + 3 {
            assert_ok!(raise(ALICE, statement(number)));
        }
        next_block(LIFETIME);

        assert_eq!(next_block(0), busy(MAX_DUE_PER_BLOCK, 1, 0));
        assert_eq!(OpenAttestations::<Test>::iter_keys().count(), 3);
        assert_ok!(Attestations::do_try_state());
        assert_eq!(next_block(0), busy(3, 1, 0));
        assert_eq!(OpenAttestations::<Test>::iter_keys().count(), 0);
        assert_eq!(next_block(0), idle());
    });
}

#[test]
fn catches_up_after_a_standstill() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        next_block(LIFETIME);
        next_block(0);
        let window = statement(1).window;
        assert_ok!(raise(ALICE, Statement { window, ..statement(1) }));
        next_block(LIFETIME + DAY);

        assert_eq!(next_block(0), busy(0, MAX_MINUTES_PER_BLOCK, 0));
        let blocks = (LIFETIME + DAY) / MINUTE / u64::from(MAX_MINUTES_PER_BLOCK);
        for _ in 0..blocks {
            next_block(0);
        }
        assert!(!OpenAttestations::<Test>::contains_key(1));
        assert_eq!(u64::from(NextMinute::<Test>::get().unwrap()), NowMillis::get() / MINUTE + 1);
        assert_eq!(next_block(0), idle());
    });
}

#[test]
fn does_not_end_what_was_decided() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(confirm(AVA, id));
        events();

        pass(LIFETIME + MINUTE);

        assert_eq!(events(), []);
    });
}
