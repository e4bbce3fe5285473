//! What is kept of what has ended, and for how long.

use critical_chains_attestation::State;
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;
use crate::{ConfirmedRange, Ended, MAX_DUE_PER_BLOCK, NextForgotten, Subjects, WeightInfo};

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

/// Raises and clears so many about others.
fn raise_and_clear(numbers: core::ops::Range<u8>) {
    for number in numbers {
        assert_ok!(raise(ALICE, statement(number)));
        let (id, _) = crate::Attestations::<Test>::iter().next().unwrap();
        assert_ok!(clear(AVA, id));
        next_block(HOUR);
    }
}

#[test]
fn nothing_drives_out_what_was_confirmed_before_its_time() {
    with_models(|| {
        MaxEnded::set(3);
        let id = corroborated(1);
        assert_ok!(confirm(AVA, id));
        let confirmed = NowMillis::get();
        next_block(HOUR);

        raise_and_clear(10..20);

        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Confirmed);
        assert_eq!((ConfirmedRange::<Test>::get(), kept()), ((0, 1), 4));
        assert_eq!(NextForgotten::<Test>::get(), Some(confirmed + RETENTION));
        next_block(RETENTION - 11 * HOUR);
        assert!(Ended::<Test>::contains_key(id));
        next_block(0);
        assert!(!Ended::<Test>::contains_key(id));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Clear);
        assert_eq!(kept(), 3);
    });
}

#[test]
fn the_oldest_that_was_confirmed_goes_when_the_shelf_is_full() {
    with_models(|| {
        MaxEnded::set(1);
        MaxConfirmed::set(2);
        let ids: Vec<_> = (1..5)
            .map(|number| {
                let id = corroborated(number);
                assert_ok!(confirm(AVA, id));
                next_block(HOUR);
                id
            })
            .collect();

        assert_eq!(
            ids.iter().map(Ended::<Test>::contains_key).collect::<Vec<_>>(),
            [false, true, true, true]
        );
        assert_eq!(ConfirmedRange::<Test>::get(), (1, 3));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Clear);
    });
}
