//! Nonces rank extrinsics of one account, and clients see nothing but `CheckNonce`.

use super::mock::*;
use crate::*;
use codec::Encode;
use polkadot_sdk::{
    frame_support::{
        assert_ok, dispatch::DispatchInfo, pallet_prelude::TransactionSource::External,
    },
    frame_system::{CheckNonce, RawOrigin},
    sp_runtime::{
        traits::{DispatchTransaction, TransactionExtension},
        transaction_validity::{InvalidTransaction, TransactionValidityError, ValidTransaction},
    },
};
use scale_info::{TypeInfo, meta_type};

fn validate(account: AccountId, nonce: u32) -> Result<ValidTransaction, TransactionValidityError> {
    OrderedNonce::<Test>::from(nonce)
        .validate_only(signed(account), &remark(), &weighing(1_000, 10), 100, External, 0)
        .map(|(validity, ..)| validity)
}

fn priority(account: AccountId, nonce: u32) -> u64 {
    validate(account, nonce).unwrap().priority
}

#[test]
fn ranks_by_the_distance_from_the_next_nonce() {
    build_and_execute(|| {
        let most = u64::from(u32::MAX);
        assert_eq!([priority(1, 0), priority(1, 1), priority(1, 7)], [most, most - 1, most - 7]);

        System::inc_account_nonce(1);
        assert_eq!([priority(1, 1), priority(1, 7)], [most, most - 6]);
        assert_eq!(priority(1, u32::MAX), 1);
    });
}

#[test]
fn chains_the_extrinsics_of_an_account() {
    build_and_execute(|| {
        let (first, second) = (validate(1, 0).unwrap(), validate(1, 1).unwrap());

        assert!(first.requires.is_empty());
        assert_eq!(second.requires, first.provides);
    });
}

#[test]
fn uses_up_the_nonce() {
    build_and_execute(|| {
        let call = remark();
        let prepare = |nonce| {
            OrderedNonce::<Test>::from(nonce)
                .validate_and_prepare(signed(1), &call, &weighing(1_000, 10), 100, 0)
                .map(|_| ())
        };

        assert_ok!(prepare(0));

        assert_eq!(System::account_nonce(1), 1);
        assert_eq!(prepare(0), Err(InvalidTransaction::Stale.into()));
        assert_eq!(prepare(2), Err(InvalidTransaction::Future.into()));
        assert_eq!(validate(1, 0).unwrap_err(), InvalidTransaction::Stale.into());
    });
}

#[test]
fn refuses_old_extrinsics_of_an_account_that_comes_back() {
    build_and_execute(|| {
        System::inc_account_nonce(2);
        assert_ok!(Registry::withdraw_account(root(), 2));
        assert_ok!(Registry::enrol_account(root(), BANK, 2));

        assert_eq!(validate(2, 0).unwrap_err(), InvalidTransaction::Stale.into());
        assert_ok!(validate(2, 1));
    });
}

#[test]
fn passes_over_calls_that_nobody_signed_and_gives_back_its_weight() {
    build_and_execute(|| {
        let call = remark();
        let extension = OrderedNonce::<Test>::from(0);
        let info =
            DispatchInfo { extension_weight: extension.weight(&call), ..weighing(1_000, 10) };

        let outcome = extension
            .test_run(RawOrigin::Authorized.into(), &call, &info, 100, 0, |_| Ok(().into()))
            .unwrap()
            .unwrap();

        assert_eq!(outcome.actual_weight, Some(info.call_weight));
    });
}

#[test]
fn looks_like_the_check_it_wraps() {
    let (ours, theirs) = (OrderedNonce::<Test>::from(300), CheckNonce::<Test>::from(300));

    assert_eq!(ours.encode(), theirs.encode());
    assert_eq!(ours.weight(&remark()), theirs.weight(&remark()));
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    assert_eq!(OrderedNonce::<Test>::type_info(), CheckNonce::<Test>::type_info());
    let metadata = <OrderedNonce<Test> as TransactionExtension<RuntimeCall>>::metadata();
    assert_eq!(metadata[0].identifier, "CheckNonce");
    assert_eq!(metadata[0].ty, meta_type::<CheckNonce<Test>>());
}

#[test]
fn tells_strangers_that_they_are_strangers() {
    build_and_execute(|| {
        assert_eq!(validate(99, 0).unwrap_err(), Refusal::NotAMember.into());
    });
}
