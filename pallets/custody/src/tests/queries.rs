//! What suffices, and what falls short.

use super::mock::*;
use crate::{CustodyClass::*, KeyPurpose::*, *};
use polkadot_sdk::frame_support::assert_ok;

fn register(account: u64, number: u8, purpose: KeyPurpose, class: CustodyClass) {
    let custody = Custody { purpose, ..votes(class) };
    assert_ok!(KeyCustody::register_custody(signed(account), key(number), custody));
}

const SESSION_KEYS: [(KeyPurpose, Key); 2] = [(Seals, [1; 32]), (Votes, [2; 32])];

#[test]
fn session_keys_suffice_with_the_class_for_both() {
    build_and_execute(|| {
        let suffices = || KeyCustody::suffices(&institution_of(ALICE), &SESSION_KEYS);
        assert!(suffices(), "nothing is required");
        require(Token);
        assert!(!suffices(), "nothing is registered");
        register(ALICE, 1, Seals, Token);
        assert!(!suffices(), "one key is missing");
        register(ALICE, 2, Seals, Token);
        assert!(!suffices(), "it is for something else");
        register(ALICE, 2, Votes, Token);
        assert!(suffices());

        require(CertifiedModule);
        assert!(!suffices(), "a better class is required");
        register(ALICE, 1, Seals, CertifiedModule);
        register(ALICE, 2, Votes, CertifiedModule);
        assert!(suffices());
        NowMillis::set(votes(CertifiedModule).expires.unwrap());
        assert!(!suffices(), "it is over");
    });
}

#[test]
fn what_another_institution_says_does_not_suffice() {
    build_and_execute(|| {
        require(Token);
        register(BOB, 1, Seals, Token);
        register(BOB, 2, Votes, Token);

        assert!(!KeyCustody::suffices(&institution_of(ALICE), &SESSION_KEYS));
    });
}

#[test]
fn keys_in_use_that_fall_short_are_listed() {
    build_and_execute(|| {
        seat(institution_of(ALICE), &SESSION_KEYS);
        register(ALICE, 1, Seals, Software);
        register(ALICE, 3, Statements, Software);
        register(BOB, 4, Statements, CertifiedModule);
        assert_eq!(KeyCustody::shortfalls(), []);

        require(Token);

        let institution = institution_of(ALICE);
        let lacks = |number, purpose, shortfall| KeyShortfall {
            institution,
            key: key(number),
            purpose,
            required: Token,
            shortfall,
        };
        assert_eq!(
            KeyCustody::shortfalls(),
            [
                lacks(1, Seals, Shortfall::InsufficientClass),
                lacks(2, Votes, Shortfall::Unregistered),
                lacks(3, Statements, Shortfall::InsufficientClass),
            ]
        );

        NowMillis::set(votes(CertifiedModule).expires.unwrap());
        let institution = institution_of(BOB);
        let lapsed = KeyShortfall { institution, ..lacks(4, Statements, Shortfall::Expired) };
        assert_eq!(KeyCustody::shortfalls().last(), Some(&lapsed));
    });
}

#[test]
fn what_ends_is_listed_the_next_first() {
    build_and_execute(|| {
        for (number, days) in [(1, 9), (2, 3), (3, 5)] {
            let custody = Custody { expires: Some(START_MILLIS + days * DAY), ..votes(Token) };
            assert_ok!(KeyCustody::register_custody(signed(ALICE), key(number), custody));
        }
        assert_ok!(KeyCustody::register_custody(signed(BOB), key(4), votes(Token)));

        let ending = KeyCustody::expiring_custody(START_MILLIS + 9 * DAY);

        let institution = institution_of(ALICE);
        let ends = |number, days| (institution, key(number), START_MILLIS + days * DAY);
        assert_eq!(ending, [ends(2, 3), ends(3, 5)]);
    });
}
