//! The runtime's settings, and that the invariants notice a broken state.

use super::mock::*;
use crate::*;
use polkadot_sdk::frame_support::traits::Hooks;

fn broken(breaks: impl FnOnce()) -> String {
    externalities(two_institutions()).execute_with(|| {
        breaks();
        format!("{:?}", Registry::do_try_state().unwrap_err())
    })
}

#[test]
fn accepts_the_settings_of_the_tests() {
    Registry::integrity_test();
}

#[test]
#[should_panic(expected = "DefaultQuota must let something pass")]
fn refuses_a_default_quota_that_lets_nothing_pass() {
    DefaultQuota::set(Quota { bytes: 1, ..ROOMY });
    Registry::integrity_test();
}

#[test]
fn notices_miscounted_accounts() {
    let error = broken(|| Accounts::<Test>::remove(2));
    assert!(error.contains("2: accounts miscounted"), "{error}");
}

#[test]
fn notices_an_unusable_quota() {
    let error = broken(|| {
        Institutions::<Test>::mutate(lei(BANK), |entry| {
            entry.as_mut().unwrap().quota = Some(Quota::default());
        });
    });
    assert!(error.contains("3: unusable quota"), "{error}");
}

#[test]
fn notices_an_account_without_enrolment() {
    let error = broken(|| EverEnrolled::<Test>::remove(2));
    assert!(error.contains("4: enrolment not recorded"), "{error}");
}

#[test]
fn notices_an_enrolment_for_an_institution_that_is_not_there() {
    let error = broken(|| {
        EverEnrolled::<Test>::insert(99, lei(STRANGER));
        System::inc_providers(&99);
    });
    assert!(error.contains("5: enrolment for no institution"), "{error}");
}

#[test]
fn notices_a_lost_provider_reference() {
    let error = broken(|| {
        System::dec_providers(&2).unwrap();
    });
    assert!(error.contains("5: no provider reference"), "{error}");
}

#[test]
fn notices_a_one_sided_seat() {
    let error = broken(|| SeatOf::<Test>::remove(1));
    assert!(error.contains("7: seats and reverse entries differ"), "{error}");
}

#[test]
fn notices_the_seat_of_a_resigned_institution() {
    let error = broken(|| {
        Institutions::<Test>::mutate(lei(BANK), |entry| {
            entry.as_mut().unwrap().status = Status::Resigned;
        });
    });
    assert!(error.contains("8: seat of a resigned institution"), "{error}");
}

#[test]
fn notices_usage_in_a_window_to_come() {
    let error = broken(|| {
        Usage::<Test>::insert(lei(BANK), WindowUsage { window: 1, ..Default::default() });
    });
    assert!(error.contains("9: usage in a window to come"), "{error}");
}
