//! The quota of the membership check: counted, consumed, refunded, renewed.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{
        assert_ok, assert_storage_noop,
        dispatch::{DispatchClass, DispatchInfo, PostDispatchInfo},
        pallet_prelude::TransactionSource::{self, External, InBlock, Local},
        weights::Weight,
    },
    sp_runtime::{
        DispatchError, DispatchErrorWithPostInfo,
        traits::DispatchTransaction,
        transaction_validity::{InvalidTransaction, TransactionValidityError},
    },
};

const LEN: usize = ORDINARY_LEN;

fn priority_from(
    account: AccountId,
    info: &DispatchInfo,
    source: TransactionSource,
) -> Result<u64, TransactionValidityError> {
    CheckMembership::<Test>::new()
        .validate_only(signed(account), &remark(), info, LEN, source, 0)
        .map(|(validity, ..)| validity.priority)
}

fn priority(account: AccountId, info: &DispatchInfo) -> Result<u64, TransactionValidityError> {
    priority_from(account, info, External)
}

fn apply(account: AccountId, info: &DispatchInfo) -> Result<(), TransactionValidityError> {
    run(account, info, PostDispatchInfo::default())
}

fn run(
    account: AccountId,
    info: &DispatchInfo,
    outcome: PostDispatchInfo,
) -> Result<(), TransactionValidityError> {
    CheckMembership::<Test>::new()
        .test_run(signed(account), &remark(), info, LEN, 0, |_| Ok(outcome))
        .map(|_| ())
}

fn allow(times: u32, info: &DispatchInfo) {
    let quota = quota_for(times, info, LEN);
    assert_ok!(Registry::set_quota(root(), BANK, Some(quota)));
}

#[test]
fn is_checked_in_validation_and_consumed_in_preparation() {
    build_and_execute(|| {
        let info = ordinary();
        allow(2, &info);

        for _ in 0..5 {
            assert_storage_noop!(assert_ok!(priority(1, &info)));
        }

        assert_ok!(apply(1, &info));
        assert_eq!(Registry::quota_left(BANK), Some(quota_for(1, &info, LEN)));
        assert_ok!(apply(1, &info));
        assert_eq!(Registry::quota_left(BANK), Some(Quota::default()));
    });
}

#[test]
fn tells_the_pool_to_try_later_and_the_author_to_drop() {
    build_and_execute(|| {
        let info = ordinary();
        allow(1, &info);
        assert_ok!(apply(1, &info));

        let later = InvalidTransaction::ExhaustsResources.into();
        assert_eq!(priority_from(1, &info, External).unwrap_err(), later);
        assert_eq!(priority_from(1, &info, Local).unwrap_err(), later);
        let drop = Refusal::QuotaExceeded.into();
        assert_eq!(priority_from(1, &info, InBlock).unwrap_err(), drop);
        assert_storage_noop!(assert_eq!(apply(1, &info).unwrap_err(), drop));
    });
}

#[test]
fn is_shared_by_the_accounts_of_an_institution_and_by_nobody_else() {
    build_and_execute(|| {
        let info = ordinary();
        allow(1, &info);
        assert_ok!(apply(1, &info));

        assert!(priority(2, &info).is_err());
        assert_ok!(priority(11, &info));
    });
}

#[test]
fn counts_computing_time_proof_and_bytes_each() {
    build_and_execute(|| {
        let info = ordinary();
        let exact = quota_for(1, &info, LEN);
        let tight = [
            Quota { ref_time: exact.ref_time - 1, ..exact },
            Quota { proof_size: exact.proof_size - 1, ..exact },
            Quota { bytes: exact.bytes - 1, ..exact },
        ];

        assert_ok!(Registry::set_quota(root(), BANK, Some(exact)));
        assert_ok!(priority(1, &info));
        for quota in tight {
            assert_ok!(Registry::set_quota(root(), BANK, Some(quota)));
            assert!(priority(1, &info).is_err());
        }
    });
}

#[test]
fn refuses_what_is_too_large_to_count() {
    build_and_execute(|| {
        let info = weighing(u64::MAX, u64::MAX);
        allow(1, &ordinary());

        assert!(priority(1, &info).is_err());
        assert_eq!(Registry::cost_of(&info, usize::MAX).bytes, u32::MAX);
    });
}

#[test]
fn gets_back_the_weight_that_a_call_did_not_need() {
    build_and_execute(|| {
        let info = weighing(3_000_000_000, 100_000);
        allow(1, &info);
        let outcome = PostDispatchInfo {
            actual_weight: Some(Weight::from_parts(1_000_000_000, 40_000)),
            ..Default::default()
        };

        assert_ok!(run(1, &info, outcome));

        let left = Registry::quota_left(BANK).unwrap();
        assert_eq!((left.ref_time, left.proof_size, left.bytes), (2_000_000_000, 60_000, 0));
    });
}

#[test]
fn charges_calls_that_fail() {
    build_and_execute(|| {
        let info = ordinary();
        allow(1, &info);

        let outcome =
            CheckMembership::<Test>::new().test_run(signed(1), &remark(), &info, LEN, 0, |_| {
                let error = DispatchError::BadOrigin;
                Err(DispatchErrorWithPostInfo { post_info: PostDispatchInfo::default(), error })
            });

        assert!(outcome.unwrap().is_err());
        assert_eq!(Registry::quota_left(BANK), Some(Quota::default()));
    });
}

#[test]
fn is_renewed_with_every_window() {
    build_and_execute(|| {
        let info = ordinary();
        allow(1, &info);
        assert_ok!(apply(1, &info));

        System::set_block_number(WINDOW_BLOCKS - 1);
        assert!(priority(1, &info).is_err());

        System::set_block_number(WINDOW_BLOCKS);
        assert_ok!(apply(1, &info));
        assert_eq!(Usage::<Test>::get(lei(BANK)).window, 1);
        assert!(priority(1, &info).is_err());

        // Whoever was away for long has not saved anything up.
        System::set_block_number(WINDOW_BLOCKS * 100);
        assert_ok!(apply(1, &info));
        assert!(priority(1, &info).is_err());
    });
}

#[test]
fn may_be_overdrawn_by_a_tenth_with_operational_calls() {
    build_and_execute(|| {
        let normal = ordinary();
        let operational = DispatchInfo { class: DispatchClass::Operational, ..normal };
        allow(10, &normal);
        for _ in 0..10 {
            assert_ok!(apply(1, &normal));
        }

        assert!(priority(1, &normal).is_err());
        assert_eq!(priority(1, &operational), Ok(0));
        assert_ok!(apply(1, &operational));
        assert!(priority(1, &operational).is_err());
    });
}

#[test]
fn lowers_the_priority_with_the_share_that_is_used() {
    build_and_execute(|| {
        let info = ordinary();
        allow(4, &info);

        let mut priorities = Vec::new();
        for _ in 0..4 {
            priorities.push(priority(1, &info).unwrap());
            assert_ok!(apply(1, &info));
        }

        assert_eq!(priorities, [1_000 << 32, 750 << 32, 500 << 32, 250 << 32]);
        assert_eq!(priority(11, &info), Ok(1_000 << 32));
    });
}

#[test]
fn ranks_by_the_part_of_which_most_is_used() {
    build_and_execute(|| {
        let info = ordinary();
        let quota = quota_for(10, &info, LEN);
        let few_bytes = Quota { bytes: quota.bytes / 5, ..quota };
        assert_ok!(Registry::set_quota(root(), BANK, Some(few_bytes)));

        assert_ok!(apply(1, &info));

        assert_eq!(priority(1, &info), Ok(500 << 32));
    });
}

#[test]
fn counts_at_once_when_it_is_changed() {
    build_and_execute(|| {
        let info = ordinary();
        allow(2, &info);
        assert_ok!(apply(1, &info));

        allow(1, &info);
        assert!(priority(1, &info).is_err());

        allow(4, &info);
        assert_eq!(priority(1, &info), Ok(750 << 32));
    });
}

#[test]
fn is_the_default_where_none_is_set() {
    build_and_execute(|| {
        let info = ordinary();
        DefaultQuota::set(quota_for(1, &info, LEN));

        assert_ok!(apply(1, &info));
        assert!(priority(1, &info).is_err());

        DefaultQuota::set(ROOMY);
        assert_ok!(priority(1, &info));
    });
}
