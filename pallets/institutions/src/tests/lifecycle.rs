//! The worked example of the README.

use super::mock::*;
use crate::*;
use polkadot_sdk::{frame_support::assert_ok, sp_runtime::traits::DispatchTransaction};

#[test]
fn a_toll_operator_joins_validates_and_leaves() {
    build_and_execute(|| {
        let toll_operator = STRANGER;
        let (key, spare_key) = (21, 22);

        assert_ok!(Registry::admit_institution(
            root(),
            toll_operator,
            name("Northern Tolls"),
            Kind::TollOperator
        ));
        assert_ok!(Registry::enrol_account(root(), toll_operator, key));
        assert_ok!(Registry::enrol_account(root(), toll_operator, spare_key));
        assert_ok!(Registry::set_quota(
            root(),
            toll_operator,
            Some(Quota { ref_time: 10_000_000_000, proof_size: 100_000, bytes: 1_000_000 })
        ));
        let call = remark();
        let extension = CheckMembership::<Test>::new();
        assert_ok!(extension.validate_and_prepare(signed(key), &call, &weighing(1_000, 0), 100, 0));

        assert_ok!(Registry::grant_seat(root(), toll_operator, key));
        register_keys(key);
        Session::rotate_session();
        Session::rotate_session();
        assert!(Session::validators().contains(&key));

        assert_ok!(Registry::revoke_seat(root(), toll_operator));
        assert_ok!(Registry::withdraw_account(root(), key));
        assert_ok!(Registry::set_status(root(), toll_operator, Status::Resigned));

        assert_eq!(Registry::active_institution_of(&spare_key), None);
    });
}
