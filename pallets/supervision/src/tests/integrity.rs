//! The runtime's settings.

use polkadot_sdk::frame_support::traits::Hooks;

use super::mock::*;

#[test]
fn accepts_the_settings_of_the_tests() {
    Supervision::integrity_test();
}

#[test]
#[should_panic(expected = "StopMillis must be at least 1")]
fn refuses_stops_that_lapse_at_once() {
    StopMillis::set(0);
    Supervision::integrity_test();
}

#[test]
#[should_panic(expected = "MaxDemandsPerInstitution must be at least 1, and at most MaxDemands")]
fn refuses_fewer_demands_in_all_than_of_one_institution() {
    MaxDemands::set(MAX_DEMANDS_PER_INSTITUTION - 1);
    Supervision::integrity_test();
}
