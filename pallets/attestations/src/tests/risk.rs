//! What attestations say about a subject.

use critical_chains_attestation::{Statement, Typology};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;

fn risk() -> Risk {
    Attestations::risk_of(&subject(1))
}

#[test]
fn follows_the_worst_attestation() {
    with_models(|| {
        assert_eq!(risk(), Risk::Clear);
        assert_ok!(raise(ALICE, statement(1)));
        assert_eq!(risk(), Risk::Raised);
        assert_ok!(raise(ALICE, Statement { typology: Typology::FanOut, ..statement(1) }));
        assert_ok!(corroborate(BOB, 1));
        assert_ok!(corroborate(CLEO, 1));
        assert_eq!(risk(), Risk::Corroborated);
        assert_ok!(confirm(AVA, 1));
        assert_eq!(risk(), Risk::Confirmed);
        assert_ok!(clear(AVA, 0));
        assert_eq!(risk(), Risk::Confirmed);
        assert_eq!(Attestations::risk_of(&subject(2)), Risk::Clear);
    });
}

#[test]
fn falls_when_it_is_cleared_or_expires() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(clear(AVA, 0));
        assert_eq!(risk(), Risk::Clear);

        assert_ok!(raise(ALICE, statement(2)));
        pass(LIFETIME + MINUTE);
        assert_eq!(Attestations::risk_of(&subject(2)), Risk::Clear);
    });
}

#[test]
fn forgets_what_was_confirmed_after_the_retention() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(confirm(AVA, id));

        pass(RETENTION - 1);
        assert_eq!(risk(), Risk::Confirmed);
        pass(1);
        assert_eq!(risk(), Risk::Clear);
    });
}
