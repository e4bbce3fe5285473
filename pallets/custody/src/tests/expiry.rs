//! Warnings before what was said ends.

use super::mock::*;
use crate::{CustodyClass::*, *};
use critical_chains_policy::WARNING_DAYS;
use polkadot_sdk::frame_support::assert_ok;

fn register_until(account: u64, number: u8, expires: u64) {
    let custody = Custody { expires: Some(expires), ..votes(Token) };
    assert_ok!(KeyCustody::register_custody(signed(account), key(number), custody));
}

/// Of which keys events warned, and how many days before the end.
fn warnings() -> Vec<(Lei, Key, u64)> {
    let warned = events().into_iter().filter_map(|event| match event {
        Event::CustodyExpiring { institution, key, days, .. } => Some((institution, key, days)),
        _ => None,
    });
    warned.collect()
}

#[test]
fn come_thirty_days_and_seven_and_one_before_once_each() {
    build_and_execute(|| {
        register_until(ALICE, 1, START_MILLIS + 40 * DAY + 5);
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(2), votes(Token)));

        let mut warned = vec![];
        for hour in 0..42 * 24 {
            begin_block_at(START_MILLIS + hour * DAY / 24);
            warned.extend(warnings());
        }

        assert_eq!(warned, WARNING_DAYS.map(|days| (institution_of(ALICE), key(1), days)));
        // And nothing was taken away.
        assert_eq!(KeyCustody::custody(institution_of(ALICE).into()).len(), 2);
    });
}

#[test]
fn tell_the_end() {
    build_and_execute(|| {
        let expires = START_MILLIS + 7 * DAY;
        register_until(ALICE, 1, expires);
        System::reset_events();

        begin_block_at(START_MILLIS);

        let institution = institution_of(ALICE);
        let event = Event::CustodyExpiring { institution, key: key(1), expires, days: 7 };
        assert_eq!(events(), [event]);
    });
}

#[test]
fn come_late_after_days_without_blocks() {
    build_and_execute(|| {
        begin_block_at(START_MILLIS);
        register_until(ALICE, 1, START_MILLIS + 40 * DAY);
        System::reset_events();

        begin_block_at(START_MILLIS + 12 * DAY);

        assert_eq!(warnings(), [(institution_of(ALICE), key(1), 28)]);
    });
}

#[test]
fn reach_everybody_though_a_block_looks_at_few() {
    build_and_execute(|| {
        let many = 3 * u64::from(SWEEP_INSTITUTIONS);
        Institutions::set(many);
        for number in 1..=many {
            register_until(number * 100, 1, START_MILLIS + 7 * DAY);
        }
        System::reset_events();
        let mut warned = vec![];
        for block in 0..5 {
            // Beyond midnight, too, the sweep goes on for its own days.
            begin_block_at(START_MILLIS + block * DAY / 8);
            let now = warnings();
            assert!(now.len() <= SWEEP_INSTITUTIONS as usize);
            warned.extend(now);
        }

        assert_eq!(warned.len() as u64, many);
        warned.sort();
        warned.dedup();
        assert_eq!(warned.len() as u64, many);
        assert!(!Sweep::<Test>::exists());
    });
}
