//! Removing what was said of a key.

use super::mock::*;
use crate::{CustodyClass::*, KeyPurpose::*, *};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn said() -> [u8; 20] {
    assert_ok!(KeyCustody::register_custody(signed(ALICE), key(1), votes(Token)));
    assert_ok!(KeyCustody::register_custody(signed(ALICE), key(2), votes(Token)));
    System::reset_events();
    institution_of(ALICE).into()
}

#[test]
fn leaves_nothing_behind() {
    build_and_execute(|| {
        let lei = said();

        assert_ok!(KeyCustody::remove_custody(signed(ALICE), lei, key(1)));
        assert_eq!(KeyCustody::custody(lei), [(key(2), votes(Token))]);
        // The consortium may, of whoever it is.
        assert_ok!(KeyCustody::remove_custody(root(), lei, key(2)));

        let institution = institution_of(ALICE);
        let removed = |key| Event::CustodyRemoved { institution, key };
        assert_eq!(events(), [removed(key(1)), removed(key(2))]);
        assert!(!Keys::<Test>::contains_key(institution));
    });
}

#[test]
fn is_for_the_institution_and_the_consortium() {
    build_and_execute(|| {
        let lei = said();
        for account in [BOB, EVE] {
            assert_noop!(KeyCustody::remove_custody(signed(account), lei, key(1)), BadOrigin);
        }
    });
}

#[test]
fn refuses_what_is_not_there() {
    build_and_execute(|| {
        let lei = said();
        let mistyped = *b"TESTINSTITUTION00199";

        let remove = KeyCustody::remove_custody;
        assert_noop!(remove(signed(ALICE), lei, key(3)), Error::<Test>::NotFound);
        assert_noop!(remove(root(), institution_of(BOB).into(), key(1)), Error::<Test>::NotFound);
        assert_noop!(remove(root(), mistyped, key(1)), Error::<Test>::InvalidLei);
    });
}

#[test]
fn refuses_keys_of_the_seat() {
    build_and_execute(|| {
        let lei = said();
        seat(institution_of(ALICE), &[(Seals, key(9)), (Votes, key(1))]);

        for origin in [signed(ALICE), root()] {
            assert_noop!(KeyCustody::remove_custody(origin, lei, key(1)), Error::<Test>::InUse);
        }
        assert_ok!(KeyCustody::remove_custody(signed(ALICE), lei, key(2)));
    });
}
