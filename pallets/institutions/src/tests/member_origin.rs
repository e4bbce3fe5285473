//! The origin check of other pallets.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_ok, traits::EnsureOrigin},
    frame_system::RawOrigin,
};

fn member(origin: RuntimeOrigin) -> Option<(AccountId, Lei)> {
    EnsureMember::<Test>::ensure_origin(origin).ok()
}

#[test]
fn tells_the_account_and_its_institution() {
    build_and_execute(|| {
        assert_eq!(member(signed(2)), Some((2, lei(BANK))));
        assert_eq!(member(signed(11)), Some((11, lei(INSURER))));
    });
}

#[test]
fn rejects_whoever_is_not_a_signed_member() {
    build_and_execute(|| {
        assert_eq!(member(signed(99)), None);
        assert_eq!(member(root()), None);
        assert_eq!(member(RawOrigin::None.into()), None);
        assert_eq!(member(RawOrigin::Authorized.into()), None);
    });
}

#[test]
fn rejects_members_without_access() {
    build_and_execute(|| {
        assert_ok!(Registry::set_status(root(), BANK, Status::Suspended));
        assert_ok!(Registry::withdraw_account(root(), 12));

        assert_eq!(member(signed(2)), None);
        assert_eq!(member(signed(12)), None);
        assert_eq!(member(signed(11)), Some((11, lei(INSURER))));
    });
}

#[test]
fn gives_the_origin_back_when_it_rejects() {
    build_and_execute(|| {
        let origin = EnsureMember::<Test>::try_origin(signed(99)).unwrap_err();

        assert!(matches!(origin.caller, OriginCaller::system(RawOrigin::Signed(99))));
    });
}
