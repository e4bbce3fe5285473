//! The membership check: who passes, and with which call.

use super::mock::*;
use crate::*;
use codec::Encode;
use polkadot_sdk::{
    frame_support::{
        assert_ok,
        dispatch::{DispatchClass, DispatchInfo},
        pallet_prelude::TransactionSource::External,
        weights::Weight,
    },
    frame_system::{self, RawOrigin},
    sp_runtime::{
        traits::{DispatchTransaction, TransactionExtension},
        transaction_validity::{InvalidTransaction, TransactionValidityError, ValidTransaction},
    },
};

fn check(
    origin: RuntimeOrigin,
    call: &RuntimeCall,
    info: &DispatchInfo,
) -> Result<ValidTransaction, TransactionValidityError> {
    CheckMembership::<Test>::new()
        .validate_only(origin, call, info, 100, External, 0)
        .map(|(validity, ..)| validity)
}

fn check_account(account: AccountId) -> Result<ValidTransaction, TransactionValidityError> {
    check(signed(account), &remark(), &weighing(1_000, 10))
}

fn refused(code: u8) -> TransactionValidityError {
    InvalidTransaction::Custom(code).into()
}

#[test]
fn adds_nothing_to_an_extrinsic() {
    assert!(CheckMembership::<Test>::new().encode().is_empty());
    assert_eq!(
        <CheckMembership<Test> as TransactionExtension<RuntimeCall>>::IDENTIFIER,
        "CheckMembership"
    );
}

#[test]
fn admits_accounts_of_active_institutions() {
    build_and_execute(|| {
        assert_ok!(check_account(1));
        assert_ok!(check_account(12));
    });
}

#[test]
fn refuses_strangers() {
    build_and_execute(|| {
        assert_eq!(check_account(99).unwrap_err(), refused(1));

        assert_ok!(Registry::withdraw_account(root(), 2));
        assert_eq!(check_account(2).unwrap_err(), refused(1));
    });
}

#[test]
fn refuses_institutions_that_are_not_active() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));
        assert_eq!(check_account(2).unwrap_err(), refused(2));

        assert_ok!(Registry::set_status(root(), BANK, Status::Active));
        assert_ok!(check_account(2));

        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));
        assert_eq!(check_account(2).unwrap_err(), refused(2));
    });
}

#[test]
fn refuses_calls_that_are_not_for_accounts() {
    build_and_execute(|| {
        let call: RuntimeCall = Call::set_quota { lei: BANK, quota: None }.into();
        let info = weighing(1_000, 10);

        assert_eq!(check(signed(1), &call, &info).unwrap_err(), refused(5));
        // A stranger learns first that it is one.
        assert_eq!(check(signed(99), &call, &info).unwrap_err(), refused(1));
    });
}

#[test]
fn refuses_whatever_is_not_signed() {
    build_and_execute(|| {
        for origin in [RawOrigin::Root, RawOrigin::None, RawOrigin::Authorized] {
            let result = check(origin.into(), &remark(), &weighing(1_000, 10));

            assert_eq!(result.unwrap_err(), refused(1));
        }
    });
}

#[test]
fn admits_calls_that_authorise_themselves_in_the_name_of_a_member() {
    build_and_execute(|| {
        let call: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![] }.into();
        let info = weighing(1_000, 10);

        assert_ok!(check(RawOrigin::Authorized.into(), &call, &info));
        assert_eq!(check(RawOrigin::None.into(), &call, &info).unwrap_err(), refused(1));
        assert_eq!(check(RawOrigin::Root.into(), &call, &info).unwrap_err(), refused(1));

        assert_ok!(Registry::withdraw_account(root(), 2));
        assert_eq!(check(RawOrigin::Authorized.into(), &call, &info).unwrap_err(), refused(1));
    });
}

#[test]
fn charges_calls_that_authorise_themselves_to_whom_they_act_for() {
    build_and_execute(|| {
        let call: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![] }.into();
        let info = weighing(1_000, 10);
        let institution = Accounts::<Test>::get(2).unwrap();

        let outcome = CheckMembership::<Test>::new()
            .test_run(RawOrigin::Authorized.into(), &call, &info, 100, 0, |_| Ok(().into()))
            .unwrap();

        assert_ok!(outcome);
        let usage = Usage::<Test>::get(institution);
        assert_eq!(usage, WindowUsage::default().plus(&Registry::cost_of(&info, 100)));
    });
}

#[test]
fn refuses_signed_calls_that_no_block_limit_holds() {
    build_and_execute(|| {
        let info = DispatchInfo { class: DispatchClass::Mandatory, ..weighing(1_000, 10) };

        let result = check(signed(2), &remark(), &info);

        assert_eq!(result.unwrap_err(), InvalidTransaction::MandatoryValidation.into());
    });
}

#[test]
fn weighs_more_than_nothing() {
    let weight = CheckMembership::<Test>::new().weight(&remark());

    assert!(weight.all_gt(Weight::zero()));
}

#[test]
fn numbers_its_refusals_for_clients() {
    assert_eq!(TransactionValidityError::from(Refusal::NotAMember), refused(1));
    assert_eq!(TransactionValidityError::from(Refusal::InstitutionNotActive), refused(2));
    assert_eq!(TransactionValidityError::from(Refusal::QuotaExceeded), refused(3));
    assert_eq!(TransactionValidityError::from(Refusal::ImmortalNotAllowed), refused(4));
    assert_eq!(TransactionValidityError::from(Refusal::CallNotAllowed), refused(5));
    assert_eq!(TransactionValidityError::from(Refusal::NotPermitted), refused(6));
    assert_eq!(TransactionValidityError::from(Refusal::Forbidden), refused(7));
    assert_eq!(TransactionValidityError::from(Refusal::ApprovalRequired), refused(8));
    assert_eq!(TransactionValidityError::from(Refusal::Stopped), refused(9));
    assert_eq!(TransactionValidityError::from(Refusal::AccountFrozen), refused(10));
    assert_eq!(TransactionValidityError::from(Refusal::MembershipExpired), refused(11));
}
