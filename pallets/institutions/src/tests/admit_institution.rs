//! Admission of institutions.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

fn admit_stranger(text: &str) -> polkadot_sdk::sp_runtime::DispatchResult {
    Registry::admit_institution(root(), STRANGER, name(text), Kind::Authority)
}

#[test]
fn admits_an_active_institution_without_accounts() {
    build_and_execute(|| {
        assert_ok!(admit_stranger("Börse Züri"));

        let entry = Institutions::<Test>::get(lei(STRANGER)).unwrap();
        assert_eq!(entry.name, name("Börse Züri"));
        assert_eq!((entry.kind, entry.status), (Kind::Authority, Status::Active));
        assert_eq!((entry.accounts, entry.quota), (0, None));
        assert_eq!(
            last_event(),
            Event::InstitutionAdmitted {
                institution: lei(STRANGER),
                name: name("Börse Züri"),
                kind: Kind::Authority
            }
        );
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        let admit = |origin| Registry::admit_institution(origin, STRANGER, name("A"), Kind::Bank);

        assert_noop!(admit(signed(1)), BadOrigin);
        assert_noop!(admit(RuntimeOrigin::none()), BadOrigin);
    });
}

#[test]
fn rejects_what_is_no_lei() {
    build_and_execute(|| {
        let admit = |lei| Registry::admit_institution(root(), lei, name("A"), Kind::Bank);
        let mistyped = *b"TESTSTRANGRE00000016";
        let lower_case = *b"teststranger00000016";

        assert_noop!(admit(mistyped), Error::<Test>::InvalidLei);
        assert_noop!(admit(lower_case), Error::<Test>::InvalidLei);
        assert_noop!(admit([0; 20]), Error::<Test>::InvalidLei);
    });
}

#[test]
fn rejects_names_that_cannot_be_shown() {
    build_and_execute(|| {
        let no_text = Name::try_from(vec![0xff, 0xfe]).unwrap();
        let admit = |name| Registry::admit_institution(root(), STRANGER, name, Kind::Bank);

        assert_noop!(admit_stranger(""), Error::<Test>::InvalidName);
        assert_noop!(admit_stranger(" \u{a0} "), Error::<Test>::InvalidName);
        assert_noop!(admit_stranger("Bank\nof lines"), Error::<Test>::InvalidName);
        assert_noop!(admit(no_text), Error::<Test>::InvalidName);
    });
}

#[test]
fn rejects_an_institution_for_the_second_time() {
    build_and_execute(|| {
        assert_ok!(admit_stranger("Stranger"));
        assert_noop!(admit_stranger("Stranger"), Error::<Test>::AlreadyExists);

        assert_ok!(Registry::set_status(root(), STRANGER, Status::Resigned));
        assert_noop!(admit_stranger("Stranger"), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn rejects_more_institutions_than_allowed() {
    build_and_execute(|| {
        for lei in OTHERS {
            assert_ok!(Registry::admit_institution(root(), lei, name("Other"), Kind::Bank));
        }

        assert_noop!(admit_stranger("Stranger"), Error::<Test>::TooManyInstitutions);
    });
}
