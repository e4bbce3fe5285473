//! That somebody can always govern, and that each institution keeps who it cannot do without.

use super::mock::*;
use crate::*;
use critical_chains_policy::{ApprovalRule, Kind, Kinds, Requirement, Scope, Validity};
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

/// Institution 3 votes no more: of the other two one proposes, and one approves.
fn two_are_left() {
    assert_ok!(revoke(30, VOTER));
}

mod votes {
    use super::*;

    #[test]
    fn of_the_last_institutions_that_can_govern_are_not_revoked() {
        build_and_execute(|| {
            two_are_left();

            for account in [10, 20] {
                assert_noop!(revoke(account, VOTER), Error::<Test>::Ungovernable);
            }

            grant(41, VOTER);
            assert_ok!(revoke(10, VOTER));
        });
    }

    #[test]
    fn of_the_last_institutions_that_can_govern_are_not_deactivated() {
        build_and_execute(|| {
            two_are_left();
            grant(10, STAFF);
            let deactivate = || Authorisation::deactivate_role(signed(10), VOTER);

            assert_noop!(deactivate(), Error::<Test>::Ungovernable);

            grant(13, VOTER);
            assert_ok!(deactivate());
        });
    }

    #[test]
    fn of_the_last_institutions_that_can_govern_are_not_frozen() {
        build_and_execute(|| {
            two_are_left();
            let freeze = || in_call(|| Authorisation::set_frozen(&10, true));

            assert_noop!(freeze(), Error::<Test>::Ungovernable);

            grant(13, VOTER);
            assert_ok!(freeze());
        });
    }

    #[test]
    fn of_the_last_institutions_that_can_govern_are_not_forgotten() {
        build_and_execute(|| {
            two_are_left();
            let forget = || in_call(|| Authorisation::forget(&10));

            assert_noop!(forget(), Error::<Test>::Ungovernable);

            grant(13, VOTER);
            assert_ok!(forget());
        });
    }

    #[test]
    fn of_the_last_institutions_that_can_govern_do_not_leave() {
        build_and_execute(|| {
            for institution in [lei(1), lei(2), lei(3), lei(4)] {
                assert_ok!(Authorisation::ensure_can_leave(&institution));
            }

            two_are_left();

            for institution in [lei(1), lei(2)] {
                let result = Authorisation::ensure_can_leave(&institution);
                assert_noop!(result, Error::<Test>::Ungovernable);
            }
            assert_ok!(Authorisation::ensure_can_leave(&lei(3)));
        });
    }

    #[test]
    fn of_suspended_institutions_do_not_count() {
        build_and_execute(|| {
            suspend(&[3]);

            assert_noop!(revoke(10, VOTER), Error::<Test>::Ungovernable);
            let result = Authorisation::set_policy(root(), POLICY, governed_by(approvals(2)));
            assert_noop!(result, Error::<Test>::Ungovernable);
        });
    }

    #[test]
    fn that_begin_later_or_end_do_not_count() {
        build_and_execute(|| {
            two_are_left();
            let later = Validity { starts: Some(day(1)), expires: None };
            assert_ok!(try_grant(41, VOTER, later, 0));
            assert_ok!(try_grant(51, VOTER, until_day(400), 0));

            assert_noop!(revoke(10, VOTER), Error::<Test>::Ungovernable);
        });
    }

    #[test]
    fn for_all_institutions_are_those_of_none() {
        build_and_execute(|| {
            two_are_left();
            let (scope, permanent) = (Scope::Consortium, Validity::PERMANENT);
            assert_ok!(Authorisation::grant_role(root(), 41, VOTER, scope, permanent, 0));

            assert_noop!(revoke(10, VOTER), Error::<Test>::Ungovernable);
        });
    }

    #[test]
    fn are_counted_by_kind_where_the_constitution_asks_for_one() {
        build_and_execute(|| {
            let authority = Requirement { kinds: Kinds::only(Kind::Authority), count: 1 };
            let required = vec![authority].try_into().unwrap();
            let rule = ApprovalRule { required, ..approvals(1) };
            assert_ok!(Authorisation::set_policy(root(), POLICY, governed_by(rule)));

            assert_noop!(revoke(30, VOTER), Error::<Test>::Ungovernable);
            assert_ok!(revoke(10, VOTER));
        });
    }

    #[test]
    fn that_are_too_few_do_not_stand_against_the_end_of_a_freeze() {
        externalities(genesis()).execute_with(|| {
            for account in [10, 12] {
                assert_ok!(Authorisation::set_frozen(&account, true));
            }
            suspend(&[2, 3]);
            assert_noop!(Authorisation::ensure_governable(None), Error::<Test>::Ungovernable);

            for account in [12, 10] {
                assert_ok!(Authorisation::set_frozen(&account, false));
            }

            suspend(&[2]);
            assert_ok!(Authorisation::ensure_governable(None));
        });
    }
}

mod essential_roles {
    use super::*;

    #[test]
    fn are_not_taken_from_the_last_holder_who_leaves() {
        build_and_execute(|| {
            let forget = || in_call(|| Authorisation::forget(&11));

            assert_noop!(forget(), Error::<Test>::LastHolder);

            grant(13, ADMINISTRATOR);
            assert_ok!(forget());
        });
    }

    #[test]
    fn may_be_frozen_with_their_last_holder() {
        build_and_execute(|| {
            assert_ok!(Authorisation::set_frozen(&11, true));

            let holders = HolderCounts::<Test>::get(ADMINISTRATOR, of(1));
            assert_eq!(holders, Holders { total: 1, lasting: 0 });
            assert_ok!(revoke(11, ADMINISTRATOR));
        });
    }

    #[test]
    fn are_not_taken_from_the_last_holder_whose_colleague_is_frozen() {
        build_and_execute(|| {
            grant(13, ADMINISTRATOR);
            assert_ok!(Authorisation::set_frozen(&13, true));

            assert_noop!(revoke(11, ADMINISTRATOR), Error::<Test>::LastHolder);

            assert_ok!(Authorisation::set_frozen(&13, false));
            assert_ok!(revoke(11, ADMINISTRATOR));
        });
    }

    #[test]
    fn are_kept_in_each_institution_by_itself() {
        build_and_execute(|| {
            grant(13, ADMINISTRATOR);

            assert_noop!(revoke(21, ADMINISTRATOR), Error::<Test>::LastHolder);
        });
    }
}
