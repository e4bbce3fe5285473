//! The runtime's settings.

use polkadot_sdk::frame_support::traits::Hooks;

use super::mock::*;

#[test]
fn accepts_the_settings_of_the_tests() {
    Attestations::integrity_test();
}

#[test]
#[should_panic(expected = "RetentionMillis must be at least 1")]
fn refuses_to_forget_at_once() {
    RetentionMillis::set(0);
    Attestations::integrity_test();
}

#[test]
#[should_panic(expected = "MaxOpenPerInstitution must be at least 1, and at most MaxOpen")]
fn refuses_a_share_that_is_more_than_all() {
    MaxOpen::set(OPEN_PER_INSTITUTION - 1);
    Attestations::integrity_test();
}

#[test]
#[should_panic(
    expected = "MaxIndicatorsPerInstitution must be at least 1, and at most MaxIndicators"
)]
fn refuses_a_share_of_indicators_that_is_more_than_all() {
    MaxIndicators::set(INDICATORS_PER_INSTITUTION - 1);
    Attestations::integrity_test();
}
