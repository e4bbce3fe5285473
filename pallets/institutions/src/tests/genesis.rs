//! The institutions of the first block.

use super::mock::*;
use crate::*;

#[test]
fn admits_what_it_is_given() {
    build_and_execute(|| {
        let entry = Institutions::<Test>::get(lei(BANK)).unwrap();

        assert_eq!((entry.kind, entry.status, entry.accounts), (Kind::Bank, Status::Active, 2));
        assert_eq!(Accounts::<Test>::get(2), Some(lei(BANK)));
        assert_eq!(Seats::<Test>::get(lei(INSURER)), Some(11));
        assert_eq!(System::providers(&2), 1);
    });
}

#[test]
fn reads_json_in_which_the_validator_may_be_missing() {
    let json =
        r#"{"lei":"TESTBANK000000000050","name":"Bank","kind":"tollOperator","accounts":[7]}"#;

    let read: GenesisInstitution<AccountId> = serde_json::from_str(json).unwrap();

    assert_eq!((read.kind, read.accounts, read.validator), (Kind::TollOperator, vec![7], None));
}

#[test]
#[should_panic(expected = "wrong LEI of institution TESTBANK000000000051")]
fn names_the_institution_with_a_wrong_lei() {
    externalities(vec![genesis_institution(*b"TESTBANK000000000051", Kind::Bank, &[1])]);
}

#[test]
#[should_panic(expected = "wrong name of institution TESTBANK000000000050")]
fn names_the_institution_with_a_long_name() {
    let mut institution = genesis_institution(BANK, Kind::Bank, &[1]);
    institution.name = "x".repeat(65);
    externalities(vec![institution]);
}

#[test]
#[should_panic(expected = "wrong validator of institution TESTBANK000000000050")]
fn names_the_institution_whose_validator_is_not_enrolled() {
    let mut institution = genesis_institution(BANK, Kind::Bank, &[1]);
    institution.validator = Some(2);
    externalities(vec![institution]);
}

#[test]
#[should_panic(expected = "wrong account of institution TESTINSURER000000024")]
fn names_the_institution_with_the_account_of_another() {
    externalities(vec![
        genesis_institution(BANK, Kind::Bank, &[1]),
        genesis_institution(INSURER, Kind::Insurer, &[1]),
    ]);
}

#[test]
#[should_panic(expected = "wrong admission of institution TESTBANK000000000050")]
fn names_the_institution_that_is_there_twice() {
    externalities(vec![
        genesis_institution(BANK, Kind::Bank, &[1]),
        genesis_institution(BANK, Kind::Bank, &[2]),
    ]);
}
