//! What is kept of what has ended, and for how long.

use critical_chains_attestation::State;
use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;
use crate::{Ended, MAX_DUE_PER_BLOCK, NextForgotten, Subjects, WeightInfo};

fn kept() -> usize {
    Ended::<Test>::iter_keys().count()
}

#[test]
fn keeps_root_and_outcome_but_not_whom_it_was_about_if_nobody_decided() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        pass(LIFETIME + MINUTE);

        let kept = Ended::<Test>::get(0).unwrap();
        assert_eq!((kept.outcome, kept.subject), (State::Expired, None));
        assert_eq!((kept.evidence_root, kept.raised), ([1; 32], START_MILLIS));
        assert!(!Subjects::<Test>::contains_key(subject(1)));
    });
}

#[test]
fn forgets_a_bounded_number_in_each_block() {
    with_models(|| {
        for number in 0..MAX_DUE_PER_BLOCK as u8 + 2 {
            assert_ok!(raise(ALICE, statement(number)));
            assert_ok!(clear(AVA, number.into()));
        }
        next_block(RETENTION);
        let forgotten = <() as WeightInfo>::forget(MAX_DUE_PER_BLOCK);
        assert!(next_block(0).all_gte(forgotten));
        assert_eq!(kept(), 2);
        next_block(0);
        assert_eq!(kept(), 0);
        assert_eq!(NextForgotten::<Test>::get(), None);
        assert_eq!(Subjects::<Test>::iter().count(), 0);
    });
}

#[test]
fn forgets_the_oldest_when_there_is_no_room() {
    with_models(|| {
        MaxEnded::set(3);
        for number in 0..5 {
            assert_ok!(raise(ALICE, statement(number)));
            assert_ok!(clear(AVA, number.into()));
            next_block(HOUR);
        }

        let mut ids: Vec<_> = Ended::<Test>::iter_keys().collect();
        ids.sort();
        assert_eq!(ids, [2, 3, 4]);
        let oldest = Ended::<Test>::get(2).unwrap().ended;
        assert_eq!(NextForgotten::<Test>::get(), Some(oldest + RETENTION));
        assert!(!Subjects::<Test>::contains_key(subject(0)));
    });
}
