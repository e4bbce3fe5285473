//! Queries from outside.

use super::mock::*;
use crate::*;
use codec::{Decode, Encode};
use polkadot_sdk::{
    frame_support::{assert_ok, view_functions::ViewFunction},
    sp_runtime::traits::DispatchTransaction,
};

#[test]
fn tells_institutions_by_lei() {
    build_and_execute(|| {
        assert_eq!(Registry::institution(BANK).unwrap().kind, Kind::Bank);
        assert_eq!(Registry::institution(STRANGER), None);
        assert_eq!(Registry::institution([b'0'; 20]), None);
    });
}

#[test]
fn tells_memberships_with_the_status_that_decides() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));

        let expected =
            Membership { institution: lei(BANK), kind: Kind::Bank, status: Status::Suspended };
        assert_eq!(Registry::membership(2), Some(expected));
        assert_eq!(Registry::membership(99), None);
    });
}

#[test]
fn tells_seats_in_the_order_of_lei() {
    build_and_execute(|| {
        assert_eq!(Registry::seats(), vec![(lei(BANK), 1), (lei(INSURER), 11)]);
    });
}

#[test]
fn tells_what_the_next_block_has_left_of_a_quota() {
    build_and_execute(|| {
        let info = ordinary();
        let quota = quota_for(3, &info, ORDINARY_LEN);
        assert_ok!(Registry::set_quota(root(), BANK, Some(quota)));

        let call = remark();
        let extension = CheckMembership::<Test>::new();
        assert_ok!(extension.validate_and_prepare(signed(2), &call, &info, ORDINARY_LEN, 0));

        assert_eq!(Registry::quota_left(BANK), Some(quota_for(2, &info, ORDINARY_LEN)));
        assert_eq!(Registry::quota_left(STRANGER), None);
        assert_eq!(Registry::quota_left([b'0'; 20]), None);

        // The next block opens a new window.
        System::set_block_number(WINDOW_BLOCKS - 1);
        assert_eq!(Registry::quota_left(BANK), Some(quota));
    });
}

#[test]
fn answers_by_the_identifier_in_the_metadata() {
    build_and_execute(|| {
        let query = MembershipViewFunction::<Test>::new(2);
        let mut answer = Vec::new();

        assert_ok!(MembershipViewFunction::<Test>::execute(&mut &query.encode()[..], &mut answer));

        let membership = Option::<Membership>::decode(&mut &answer[..]).unwrap().unwrap();
        assert_eq!(membership.institution, lei(BANK));
    });
}
