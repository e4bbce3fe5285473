//! Saying where a key lives.

use super::mock::*;
use crate::{CustodyClass::*, KeyPurpose::*, *};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn says_it_and_says_it_anew() {
    build_and_execute(|| {
        let institution = institution_of(ALICE);
        for custody in [votes(Software), votes(CertifiedModule), votes(Token)] {
            assert_ok!(KeyCustody::register_custody(signed(ALICE), key(1), custody));

            assert_eq!(KeyCustody::custody(institution.into()), [(key(1), custody)]);
            let event = Event::CustodyRegistered { institution, key: key(1), custody };
            assert_eq!(events(), [event]);
        }
    });
}

#[test]
fn says_it_for_the_own_institution_only() {
    build_and_execute(|| {
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(1), votes(Token)));

        assert_ok!(KeyCustody::register_custody(signed(BOB), key(1), votes(Software)));

        let of = |account| KeyCustody::custody(institution_of(account).into());
        assert_eq!(of(ALICE), [(key(1), votes(Token))]);
        assert_eq!(of(BOB), [(key(1), votes(Software))]);
        for origin in [signed(EVE), root()] {
            let said = KeyCustody::register_custody(origin, key(1), votes(Token));
            assert_noop!(said, BadOrigin);
        }
    });
}

#[test]
fn refuses_what_is_over() {
    build_and_execute(|| {
        let over = Custody { expires: Some(START_MILLIS), ..votes(Token) };
        let said = KeyCustody::register_custody(signed(ALICE), key(1), over);
        assert_noop!(said, Error::<Test>::InvalidExpiry);
    });
}

#[test]
fn refuses_certificates_without_evidence_or_end() {
    build_and_execute(|| {
        let certified = votes(CertifiedModule);
        for lacking in
            [Custody { evidence: None, ..certified }, Custody { expires: None, ..certified }]
        {
            let said = KeyCustody::register_custody(signed(ALICE), key(1), lacking);
            assert_noop!(said, Error::<Test>::EvidenceMissing);
        }
    });
}

#[test]
fn refuses_what_falls_short_also_at_renewal() {
    build_and_execute(|| {
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(1), votes(Software)));
        require(Token);

        for number in [1, 2] {
            let said = KeyCustody::register_custody(signed(ALICE), key(number), votes(Software));
            assert_noop!(said, Error::<Test>::InsufficientClass);
        }
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(1), votes(Token)));
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(2), votes(CertifiedModule)));
    });
}

#[test]
fn refuses_another_purpose_than_that_of_the_seat() {
    build_and_execute(|| {
        seat(institution_of(ALICE), &[(Seals, key(1)), (Votes, key(2))]);

        let said = KeyCustody::register_custody(signed(ALICE), key(1), votes(Token));
        assert_noop!(said, Error::<Test>::WrongPurpose);
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(2), votes(Token)));
        // What the seat of another institution uses says nothing.
        assert_ok!(KeyCustody::register_custody(signed(BOB), key(1), votes(Token)));
    });
}

#[test]
fn refuses_one_key_too_many() {
    build_and_execute(|| {
        for number in 0..MAX_KEYS as u8 {
            assert_ok!(KeyCustody::register_custody(signed(ALICE), key(number), votes(Token)));
        }

        let said = KeyCustody::register_custody(signed(ALICE), key(99), votes(Token));
        assert_noop!(said, Error::<Test>::TooManyKeys);
        assert_ok!(KeyCustody::register_custody(signed(ALICE), key(0), votes(Software)));
        assert_ok!(KeyCustody::register_custody(signed(BOB), key(99), votes(Token)));
    });
}
