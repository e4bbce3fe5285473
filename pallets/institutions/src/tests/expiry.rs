//! The end of memberships.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, traits::Hooks},
    sp_runtime::DispatchError::BadOrigin,
};

const DAY: u64 = 86_400_000;

/// The days of which an event warns in the first block of this day.
fn warnings_on(day: u64) -> Vec<u64> {
    NowMillis::set(day * DAY + 1_000);
    System::reset_events();
    Registry::on_initialize(1);
    let events = System::events().into_iter().map(|record| record.event);
    events
        .filter_map(|event| match event {
            RuntimeEvent::Registry(Event::MembershipExpiring { days, .. }) => Some(days),
            _ => None,
        })
        .collect()
}

#[test]
fn is_set_and_taken_back() {
    build_and_execute(|| {
        assert_ok!(Registry::set_expiry(root(), BANK, Some(100)));

        assert_eq!(last_event(), Event::ExpirySet { institution: lei(BANK), expires: Some(100) });
        assert_eq!(Registry::expiring_memberships(101), [(lei(BANK), 100)]);
        assert_eq!(Registry::expiring_memberships(100), []);
        let entry = Registry::institution(BANK).unwrap();
        assert!(entry.has_lapsed(100) && !entry.has_lapsed(99));

        assert_ok!(Registry::set_expiry(root(), BANK, None));
        assert!(!Registry::institution(BANK).unwrap().has_lapsed(u64::MAX));
    });
}

#[test]
fn rejects_a_time_that_is_over_and_who_is_not_there() {
    build_and_execute(|| {
        NowMillis::set(100);

        let over = Registry::set_expiry(root(), BANK, Some(100));
        assert_noop!(over, Error::<Test>::InvalidExpiry);
        assert_noop!(Registry::set_expiry(root(), STRANGER, None), Error::<Test>::NotFound);
        assert_noop!(Registry::set_expiry(signed(1), BANK, None), BadOrigin);
        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));
        assert_noop!(Registry::set_expiry(root(), BANK, None), Error::<Test>::Resigned);
    });
}

#[test]
fn warns_thirty_seven_and_one_days_before_and_once_a_day() {
    build_and_execute(|| {
        assert_ok!(Registry::set_expiry(root(), BANK, Some(100 * DAY + 5)));

        let warned: Vec<_> = (60..=101).flat_map(warnings_on).collect();

        assert_eq!(warned, [30, 7, 1]);
        assert!(warnings_on(99).is_empty(), "this day is over");
        System::reset_events();
        Registry::on_initialize(2);
        assert!(System::events().is_empty());
    });
}

#[test]
fn warns_after_days_without_blocks_of_what_fell_due_then() {
    build_and_execute(|| {
        assert_ok!(Registry::set_expiry(root(), BANK, Some(100 * DAY)));

        assert!(warnings_on(69).is_empty());
        assert_eq!(warnings_on(72), [28]);
        assert!(warnings_on(92).is_empty());
        assert_eq!(warnings_on(99), [1]);
        assert!(warnings_on(101).is_empty());
    });
}

#[test]
fn takes_no_seat() {
    build_and_execute(|| {
        assert_ok!(Registry::set_expiry(root(), BANK, Some(100)));
        NowMillis::set(200);

        rotate_twice();

        assert!(Session::validators().contains(&1));
    });
}
