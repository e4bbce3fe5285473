//! A genesis that would give the chain other validators than its seats is refused.

use crate::support::{born, genesis_of};
use critical_chains_runtime::Session;
use serde_json::json;

#[test]
fn a_seat_may_wait_for_its_keys() {
    let mut genesis = genesis_of("local");
    genesis["session"]["keys"].as_array_mut().unwrap().pop().unwrap();

    born(&genesis).execute_with(|| assert_eq!(Session::validators().len(), 3));
}

#[test]
#[should_panic(expected = "genesis: no account with a seat has session keys")]
fn a_chain_without_validators_is_not_born() {
    let mut genesis = genesis_of("local");
    genesis["session"]["keys"] = json!([]);

    born(&genesis);
}

#[test]
#[should_panic(expected = "which holds no seat")]
fn keys_without_a_seat_are_refused() {
    let mut genesis = genesis_of("local");
    genesis["institutions"]["institutions"][3]["validator"] = json!(null);

    born(&genesis);
}

#[test]
#[should_panic(expected = "which holds no seat")]
fn keys_without_a_seat_are_refused_among_those_that_wait_too() {
    let mut genesis = genesis_of("local");
    genesis["institutions"]["institutions"][3]["validator"] = json!(null);
    let last = genesis["session"]["keys"].as_array_mut().unwrap().pop().unwrap();
    genesis["session"]["nonAuthorityKeys"] = json!([last]);

    born(&genesis);
}
