//! Quotas of single institutions.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

const SMALL: Quota = Quota::SMALLEST;

#[test]
fn sets_a_quota_and_returns_to_the_default() {
    build_and_execute(|| {
        assert_eq!(Registry::quota_left(BANK), Some(DefaultQuota::get()));

        assert_ok!(Registry::set_quota(root(), BANK, Some(SMALL)));

        assert_eq!(last_event(), Event::QuotaSet { institution: lei(BANK), quota: Some(SMALL) });
        assert_eq!(Registry::quota_left(BANK), Some(SMALL));
        assert_eq!(Registry::quota_left(INSURER), Some(DefaultQuota::get()));

        assert_ok!(Registry::set_quota(root(), BANK, None));
        assert_eq!(last_event(), Event::QuotaSet { institution: lei(BANK), quota: None });
        assert_eq!(Registry::quota_left(BANK), Some(DefaultQuota::get()));
    });
}

#[test]
fn rejects_quotas_that_let_nothing_pass() {
    build_and_execute(|| {
        for quota in [
            Quota { ref_time: SMALL.ref_time - 1, ..SMALL },
            Quota { proof_size: SMALL.proof_size - 1, ..SMALL },
            Quota { bytes: SMALL.bytes - 1, ..SMALL },
            Quota { ref_time: 1, proof_size: 1, bytes: 1 },
            Quota::default(),
        ] {
            assert_noop!(
                Registry::set_quota(root(), BANK, Some(quota)),
                Error::<Test>::InvalidQuota
            );
        }
    });
}

#[test]
fn rejects_institutions_that_are_not_there() {
    build_and_execute(|| {
        let set = |lei| Registry::set_quota(root(), lei, Some(SMALL));
        assert_noop!(set(STRANGER), Error::<Test>::NotFound);
        assert_noop!(set([b'0'; 20]), Error::<Test>::InvalidLei);

        assert_ok!(Registry::set_status(root(), BANK, Status::Resigned));
        assert_noop!(set(BANK), Error::<Test>::Resigned);
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        assert_noop!(Registry::set_quota(signed(1), BANK, Some(SMALL)), BadOrigin);
    });
}
