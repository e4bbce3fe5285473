//! Who reviews an emergency access, when, and what a finding does.

use polkadot_sdk::frame_support::{
    assert_noop, assert_ok, dispatch::DispatchResult, sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Error, Event, Finding, ReviewOf, Reviews, ReviewsDue};

fn review(account: u64, id: u32, finding: Finding) -> DispatchResult {
    Supervision::review_access(signed(account), id, finding, reason("logs were read"))
}

#[test]
fn leaves_the_role_if_the_access_was_justified() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));

        assert_ok!(review(BOB, 0, Finding::Justified));

        assert!(EmergencyRoles::get().contains_key(&(ALICE, OPERATOR)));
        assert!(!Reviews::<Test>::contains_key(0));
        assert!(!ReviewOf::<Test>::contains_key(ALICE));
        assert!(ReviewsDue::<Test>::get().is_empty());
        assert_eq!(
            last_event(),
            Event::AccessReviewed {
                id: 0,
                account: ALICE,
                institution: institution_of(ALICE),
                finding: Finding::Justified,
                remark: reason("logs were read"),
                reviewed_by: institution_of(BOB),
                reviewer: BOB,
            }
        );
    });
}

#[test]
fn takes_the_role_away_if_the_access_was_misused() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        assert_ok!(break_glass(ALAN));

        assert_ok!(review(SUE, 0, Finding::Misused));

        assert!(!EmergencyRoles::get().contains_key(&(ALICE, OPERATOR)));
        assert!(EmergencyRoles::get().contains_key(&(ALAN, OPERATOR)));
        assert!(!Reviews::<Test>::contains_key(0));
    });
}

#[test]
fn takes_a_review_that_is_overdue() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        pass(REVIEW_MILLIS);
        assert!(Reviews::<Test>::get(0).unwrap().overdue_reported);

        assert_ok!(review(TESS, 0, Finding::Misused));

        assert!(!Reviews::<Test>::contains_key(0));
    });
}

#[test]
fn rejects_whoever_may_not_review() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));

        for origin in [signed(EVE), root(), RuntimeOrigin::none()] {
            assert_noop!(
                Supervision::review_access(origin, 0, Finding::Justified, reason("no")),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_the_institution_that_broke_the_glass() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));

        for account in [ALICE, ALAN] {
            for finding in [Finding::Justified, Finding::Misused] {
                assert_noop!(review(account, 0, finding), Error::<Test>::OwnReview);
            }
        }
    });
}

#[test]
fn rejects_remarks_that_nobody_can_read() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));

        for invalid in invalid_reasons() {
            assert_noop!(
                Supervision::review_access(signed(BOB), 0, Finding::Justified, invalid),
                Error::<Test>::InvalidReason
            );
        }
    });
}

#[test]
fn rejects_a_review_that_is_not_open() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        assert_ok!(review(BOB, 0, Finding::Justified));

        assert_noop!(review(BOB, 0, Finding::Misused), Error::<Test>::NotFound);
        assert_noop!(review(BOB, 1, Finding::Misused), Error::<Test>::NotFound);
    });
}
