//! Revocations of roles by the consortium and by administrators.

use super::mock::*;
use crate::*;
use critical_chains_policy::{Scope, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn takes_the_role_at_once() {
    build_and_execute(|| {
        assert_ok!(revoke(12, CLERK));

        let revoked = Event::RoleRevoked { account: 12, institution: lei(1), role: CLERK };
        assert_eq!(last_event(), revoked);
        assert!(!can(12, NOTE));
        assert!(!HolderCounts::<Test>::contains_key(CLERK, of(1)));
    });
}

#[test]
fn forgets_an_account_that_has_no_role_left() {
    build_and_execute(|| {
        assert_ok!(revoke(12, CLERK));
        assert_ok!(revoke(12, STAFF));

        assert!(!Subjects::<Test>::contains_key(12));
    });
}

#[test]
fn takes_at_the_word_of_an_administrator_what_is_left_to_institutions() {
    build_and_execute(|| {
        assert_ok!(Authorisation::revoke_role(signed(11), 12, CLERK));

        assert!(!has(12, CLERK));
    });
}

#[test]
fn rejects_an_administrator_who_reaches_for_more() {
    build_and_execute(|| {
        let scope = Scope::Consortium;
        assert_ok!(Authorisation::grant_role(root(), 13, CLERK, scope, Validity::PERMANENT, 0));

        let revoke = |account, role| Authorisation::revoke_role(signed(11), account, role);

        assert_noop!(revoke(10, VOTER), Error::<Test>::NotAuthorised);
        assert_noop!(revoke(13, CLERK), Error::<Test>::NotAuthorised);
        assert_noop!(revoke(21, ADMINISTRATOR), BadOrigin);
    });
}

#[test]
fn rejects_whoever_is_no_administrator() {
    build_and_execute(|| {
        for origin in [signed(12), signed(21), signed(5), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::revoke_role(origin, 12, CLERK), BadOrigin);
        }
    });
}

#[test]
fn rejects_what_the_account_does_not_hold() {
    build_and_execute(|| {
        assert_noop!(revoke(12, OFFICER), Error::<Test>::NotHeld);
        assert_noop!(revoke(13, CLERK), Error::<Test>::NotHeld);
        assert_noop!(revoke(5, CLERK), Error::<Test>::NotHeld);
    });
}

#[test]
fn rejects_the_last_holder_of_an_essential_role() {
    build_and_execute(|| {
        assert_noop!(revoke(11, ADMINISTRATOR), Error::<Test>::LastHolder);

        grant(13, ADMINISTRATOR);
        assert_ok!(revoke(11, ADMINISTRATOR));
        assert_noop!(revoke(13, ADMINISTRATOR), Error::<Test>::LastHolder);
    });
}

#[test]
fn rejects_the_last_holder_also_if_another_will_lose_the_role_or_has_not_begun() {
    build_and_execute(|| {
        let later = Validity { starts: Some(day(1)), expires: None };
        assert_ok!(try_grant(13, ADMINISTRATOR, until_day(400), 0));
        assert_ok!(try_grant(14, ADMINISTRATOR, later, 0));

        assert_noop!(revoke(11, ADMINISTRATOR), Error::<Test>::LastHolder);

        assert_ok!(revoke(13, ADMINISTRATOR));
    });
}

#[test]
fn takes_an_essential_role_from_the_last_holder_of_a_suspended_institution() {
    build_and_execute(|| {
        suspend(&[2]);

        assert_ok!(revoke(21, ADMINISTRATOR));
    });
}

#[test]
fn keeps_the_last_holder_of_an_essential_role_for_all() {
    build_and_execute(|| {
        let scope = Scope::Consortium;
        let permanent = Validity::PERMANENT;
        assert_ok!(Authorisation::grant_role(root(), 41, ADMINISTRATOR, scope, permanent, 0));
        suspend(&[4]);

        assert_noop!(revoke(41, ADMINISTRATOR), Error::<Test>::LastHolder);
    });
}

#[test]
fn takes_a_role_that_has_ended_or_has_not_begun() {
    build_and_execute(|| {
        let later = Validity { starts: Some(day(9)), expires: None };
        assert_ok!(try_grant(13, CLERK, until_day(1), 0));
        assert_ok!(try_grant(14, CLERK, later, 0));
        NowMillis::set(day(2));

        assert_ok!(revoke(13, CLERK));
        assert_ok!(revoke(14, CLERK));
    });
}
