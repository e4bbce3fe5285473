//! Who takes a role in an emergency, for how long, and how often.

use polkadot_sdk::frame_support::{
    assert_noop, assert_ok,
    sp_runtime::{ArithmeticError, DispatchError},
};

use super::mock::*;
use crate::{Error, Event, Finding, NextDue, NextReview, Review, ReviewOf, Reviews};

#[test]
fn gives_the_role_at_once_and_opens_a_review() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));

        let (expires, due) = (START_MILLIS + BREAK_GLASS_MILLIS, START_MILLIS + REVIEW_MILLIS);
        assert_eq!(EmergencyRoles::get().get(&(ALICE, OPERATOR)), Some(&expires));
        assert_eq!(
            Reviews::<Test>::get(0),
            Some(Review {
                id: 0,
                account: ALICE,
                institution: institution_of(ALICE),
                role: OPERATOR,
                reason: reason("nobody to be reached"),
                taken: START_MILLIS,
                due,
                overdue_reported: false,
            })
        );
        assert_eq!(NextDue::<Test>::get(), Some(due));
        assert_eq!(
            events(),
            [Event::GlassBroken {
                id: 0,
                account: ALICE,
                institution: institution_of(ALICE),
                role: OPERATOR,
                reason: reason("nobody to be reached"),
                expires,
                due,
            }]
        );
    });
}

#[test]
fn numbers_reviews_without_using_a_number_twice() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        assert_ok!(break_glass(ALAN));
        assert_ok!(Supervision::review_access(signed(BOB), 1, Finding::Justified, reason("seen")));

        assert_ok!(break_glass(ALAN));

        assert_eq!(ReviewOf::<Test>::get(ALICE), Some(0));
        assert_eq!(ReviewOf::<Test>::get(ALAN), Some(2));
    });
}

#[test]
fn rejects_whoever_may_not_break_the_glass() {
    build_and_execute(|| {
        for origin in [signed(SUE), signed(EVE), root(), RuntimeOrigin::none()] {
            assert_noop!(
                Supervision::break_glass(origin, OPERATOR, reason("no")),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn rejects_reasons_that_nobody_can_read() {
    build_and_execute(|| {
        for invalid in invalid_reasons() {
            assert_noop!(
                Supervision::break_glass(signed(ALICE), OPERATOR, invalid),
                Error::<Test>::InvalidReason
            );
        }
    });
}

#[test]
fn rejects_an_account_whose_last_access_is_not_reviewed() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        assert_noop!(break_glass(ALICE), Error::<Test>::ReviewPending);

        // Neither the end of the role nor that of the time for the review change this.
        pass(REVIEW_MILLIS);
        assert_noop!(break_glass(ALICE), Error::<Test>::ReviewPending);
        assert_ok!(break_glass(ALAN));
    });
}

#[test]
fn takes_another_access_after_the_review() {
    build_and_execute(|| {
        assert_ok!(break_glass(ALICE));
        let remark = reason("there was nobody");
        assert_ok!(Supervision::review_access(signed(SUE), 0, Finding::Justified, remark));

        assert_ok!(break_glass(ALICE));
    });
}

#[test]
fn rejects_more_accesses_than_can_wait_for_a_review() {
    build_and_execute(|| {
        for number in 0..u64::from(MAX_OPEN_REVIEWS) {
            assert_ok!(break_glass(310 + number));
        }

        assert_noop!(break_glass(ALICE), Error::<Test>::TooManyReviews);

        let remark = reason("there was nobody");
        assert_ok!(Supervision::review_access(signed(SUE), 4, Finding::Justified, remark));
        assert_ok!(break_glass(ALICE));
    });
}

#[test]
fn rejects_what_access_refuses() {
    build_and_execute(|| {
        assert_noop!(
            Supervision::break_glass(signed(ALICE), CLERK, reason("no emergency role")),
            REFUSED
        );
    });
}

#[test]
fn rejects_when_there_are_no_more_numbers() {
    build_and_execute(|| {
        NextReview::<Test>::put(u32::MAX);

        assert_noop!(break_glass(ALICE), ArithmeticError::Overflow);
    });
}
