//! Chains of delegations: how far they go, that they have no loops, and how they end.

use super::mock::*;
use crate::*;
use critical_chains_policy::{ApprovalRule, Kind, Kinds, Requirement, RoleName, Validity};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchResult,
};

fn pass_on(from: AccountId, to: AccountId, role: RoleName, levels: u8) -> DispatchResult {
    Authorisation::delegate_role(signed(from), to, role, Validity::PERMANENT, levels)
}

/// Accounts that may delegate.
fn staff(accounts: impl IntoIterator<Item = AccountId>) {
    for account in accounts {
        grant(account, STAFF);
    }
}

/// Account 13 has passed the clerk's role on to 14, and that to 15.
fn chain() {
    staff(13..=15);
    assert_ok!(try_grant(13, CLERK, Validity::PERMANENT, 2));
    assert_ok!(pass_on(13, 14, CLERK, 1));
    assert_ok!(pass_on(14, 15, CLERK, 0));
}

#[test]
fn goes_on_twice_and_no_further() {
    build_and_execute(|| {
        chain();

        assert!(can(15, NOTE));
        assert_noop!(pass_on(15, 16, CLERK, 0), Error::<Test>::NotDelegable);
    });
}

#[test]
fn does_not_come_back_to_whoever_began() {
    build_and_execute(|| {
        chain();

        assert_noop!(pass_on(14, 13, CLERK, 0), Error::<Test>::AlreadyHeld);
        assert_noop!(pass_on(14, 14, CLERK, 0), Error::<Test>::NotAMember);
    });
}

#[test]
fn a_role_lost_in_the_middle_is_lost_to_all_after_it() {
    build_and_execute(|| {
        chain();

        assert_ok!(revoke(14, CLERK));

        assert!(has(13, CLERK) && !has(14, CLERK) && !has(15, CLERK));
        assert!(!Delegations::<Test>::contains_key(13));
        assert!(!Delegations::<Test>::contains_key(14));
        let lost = |account| Event::RoleRevoked { account, institution: lei(1), role: CLERK };
        assert!(events().ends_with(&[lost(14), lost(15)]));
    });
}

#[test]
fn a_role_lost_at_the_end_is_lost_to_nobody_else() {
    build_and_execute(|| {
        chain();

        assert_ok!(revoke(15, CLERK));

        assert!(has(13, CLERK) && has(14, CLERK));
        assert!(!Delegations::<Test>::contains_key(14));
        assert_ok!(pass_on(14, 16, CLERK, 0));
    });
}

#[test]
fn other_roles_passed_on_by_the_same_account_stay() {
    build_and_execute(|| {
        chain();
        assert_ok!(try_grant(13, OFFICER, Validity::PERMANENT, 1));
        assert_ok!(pass_on(13, 15, OFFICER, 0));

        assert_ok!(revoke(13, CLERK));

        assert!(has(15, OFFICER) && !has(15, CLERK));
        assert_eq!(Delegations::<Test>::get(13).into_inner(), [(15, OFFICER)]);
    });
}

#[test]
fn a_grant_after_a_revocation_does_not_bring_back_what_was_passed_on() {
    build_and_execute(|| {
        chain();
        assert_ok!(revoke(13, CLERK));

        grant(13, CLERK);

        assert!(!has(14, CLERK) && !has(15, CLERK));
    });
}

#[test]
fn a_holder_that_deactivates_its_role_takes_it_from_nobody() {
    build_and_execute(|| {
        chain();

        assert_ok!(Authorisation::deactivate_role(signed(13), CLERK));

        assert!(!can(13, NOTE));
        assert!(can(14, NOTE) && can(15, NOTE));
    });
}

#[test]
fn a_revocation_reaches_as_many_accounts_as_can_have_the_role() {
    build_and_execute(|| {
        let each = u64::from(MAX_DELEGATIONS);
        staff(100..=100 + each);
        assert_ok!(try_grant(100, CLERK, Validity::PERMANENT, 2));
        for first in 1..=each {
            assert_ok!(pass_on(100, 100 + first, CLERK, 1));
            for second in 0..each {
                assert_ok!(pass_on(100 + first, 101 + first * each + second, CLERK, 0));
            }
        }
        let holders = HolderCounts::<Test>::get(CLERK, of(9));
        assert_eq!(holders, Holders { total: MAX_CASCADE, lasting: MAX_CASCADE });
        System::reset_events();

        assert_ok!(revoke(100, CLERK));

        assert_eq!(events().len(), MAX_CASCADE as usize);
        assert!(!HolderCounts::<Test>::contains_key(CLERK, of(9)));
        assert_eq!(Delegations::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_delegate_gives_an_institution_no_second_vote() {
    build_and_execute(|| {
        staff([13]);
        assert_ok!(try_grant(13, VOTER, Validity::PERMANENT, 1));
        assert_ok!(pass_on(13, 14, VOTER, 0));

        let set = |approvals| Authorisation::set_policy(root(), POLICY, governed_by(approvals));

        assert_ok!(set(approvals(2)));
        assert_noop!(set(approvals(3)), Error::<Test>::Ungovernable);
    });
}

#[test]
fn a_delegate_votes_where_the_institution_of_the_proposer_has_a_vote() {
    build_and_execute(|| {
        let rule = ApprovalRule { proposer_institution_votes: true, ..approvals(3) };
        let set = || Authorisation::set_policy(root(), POLICY, governed_by(rule.clone()));
        staff([10]);
        assert_noop!(set(), Error::<Test>::Ungovernable);

        assert_ok!(revoke(10, VOTER));
        assert_ok!(try_grant(10, VOTER, Validity::PERMANENT, 1));
        assert_ok!(pass_on(10, 13, VOTER, 0));

        assert_ok!(set());
        assert_noop!(revoke(10, VOTER), Error::<Test>::Ungovernable);
        assert_noop!(revoke(13, VOTER), Error::<Test>::Ungovernable);
    });
}

#[test]
fn a_vote_that_was_passed_on_for_a_time_is_not_counted_on() {
    build_and_execute(|| {
        let one_insurer = Requirement { kinds: Kinds::only(Kind::Insurer), count: 1 };
        let rule = ApprovalRule {
            required: vec![one_insurer].try_into().unwrap(),
            proposer_institution_votes: true,
            ..approvals(1)
        };
        assert_ok!(revoke(20, VOTER));
        assert_ok!(try_grant(20, VOTER, until_day(400), 0));

        let result = Authorisation::set_policy(root(), POLICY, governed_by(rule));

        assert_noop!(result, Error::<Test>::Ungovernable);
    });
}
