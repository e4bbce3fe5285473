//! What somebody might try, to have executed what was not approved.

use codec::Encode;
use critical_chains_policy::ApprovalRule;
use polkadot_sdk::{
    frame_support::{BoundedVec, assert_noop, assert_ok, weights::Weight},
    sp_runtime::traits::{BlakeTwo256, Hash},
};

use super::mock::*;
use crate::{Calls, Error, Proposals};

/// Replaces the bytes of a call, as if they meant something else since an upgrade.
fn replace_bytes(id: u32, bytes: Vec<u8>) {
    Proposals::<Test>::mutate(id, |proposal| {
        proposal.as_mut().unwrap().call_hash = BlakeTwo256::hash(&bytes);
    });
    Calls::<Test>::insert(id, BoundedVec::truncate_from(bytes));
}

#[test]
fn who_approves_one_call_does_not_approve_another_in_its_place() {
    build_and_execute(|| {
        let shown = hash_of(&own(1));
        let id = propose(BEA, batch(vec![own(1), own(2)]));

        let approval = Approvals::approve(signed(INA), id, shown);

        assert_noop!(approval, Error::<Test>::CallMismatch);
    });
}

#[test]
fn approvals_of_a_withdrawn_proposal_do_not_count_for_the_same_call_again() {
    build_and_execute(|| {
        let first = propose(BEA, own(1));
        assert_ok!(approve(INA, first));
        assert_ok!(Approvals::withdraw(signed(BEA), first));

        let second = propose(BEA, own(1));

        assert_eq!(voted(second), hash_of(&own(1)));
        assert!(votes(second).is_empty());
        let replayed = Approvals::approve(signed(INA), first, hash_of(&own(1)));
        assert_noop!(replayed, Error::<Test>::NotFound);
    });
}

#[test]
fn the_same_call_proposed_twice_has_two_counts() {
    build_and_execute(|| {
        let ids = [propose(BEA, own(1)), propose(BEA, own(1))];

        assert_ok!(approve(INA, ids[0]));
        assert_ok!(approve(TOM, ids[1]));

        assert_eq!(ids.map(|id| proposal(id).met), [None, None]);
    });
}

#[test]
fn two_accounts_of_one_institution_are_one_approval() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(approve(INA, id));

        assert_noop!(approve(IAN, id), Error::<Test>::AlreadyVoted);
        assert_ok!(reject(IAN, id));
        assert_ok!(approve(INA, id));

        assert_eq!(votes(id).len(), 1);
        assert_eq!(proposal(id).met, None);
    });
}

#[test]
fn the_proposer_does_not_approve_by_another_account_of_its_institution() {
    build_and_execute(|| {
        set_rule(rule(1));
        let id = propose(BEA, own(1));

        assert_noop!(approve(BEN, id), Error::<Test>::NoVote);

        move_account(CLEO, BEA);
        assert_noop!(approve(CLEO, id), Error::<Test>::NoVote);
    });
}

#[test]
fn a_proposer_that_acts_for_another_institution_by_now_does_not_vote() {
    build_and_execute(|| {
        set_rule(rule(1));
        let id = propose(BEA, own(1));
        move_account(BEA, CLEO);

        assert_noop!(approve(BEA, id), Error::<Test>::OwnProposal);
        assert_noop!(reject(BEA, id), Error::<Test>::OwnProposal);
        assert_noop!(Approvals::withdraw(signed(BEA), id), Error::<Test>::NotYours);
        assert_ok!(Approvals::withdraw(signed(BEN), id));
    });
}

#[test]
fn what_was_approved_for_one_institution_is_not_done_for_another() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        move_account(BEA, CLEO);

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::NotAuthorised.into()));
        assert!(remarked().is_empty());
        assert!(is_gone(id));
    });
}

#[test]
fn what_was_approved_for_the_consortium_does_not_depend_on_where_its_proposer_went() {
    build_and_execute(|| {
        propose_and_approve(governed(1));
        move_account(BEA, CLEO);

        next_block();

        assert!(left_trace(1));
    });
}

#[test]
fn a_voter_that_moves_on_leaves_its_vote_to_its_institution() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(approve(INA, id));
        move_account(INA, TOM);

        assert_noop!(approve(IAN, id), Error::<Test>::AlreadyVoted);
        suspend(IAN);

        assert_ok!(approve(CLEO, id));
        assert_eq!(proposal(id).met, None);
    });
}

#[test]
fn nothing_is_approved_after_it_has_expired_and_before_it_is_cleared_away() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(approve(INA, id));
        begin_block(DAY);

        assert_noop!(approve(TOM, id), Error::<Test>::Expired);
        assert_noop!(execute(TOM, id), Error::<Test>::ApprovalsMissing);

        next_block();
        assert!(is_gone(id));
    });
}

#[test]
fn an_approval_in_the_place_of_one_lost_comes_too_late_after_the_lifetime() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: 2 * DAY, ..rule(2) });
        let id = propose_and_approve(own(1));
        suspend(INA);
        begin_block(DAY);

        assert_noop!(approve(CLEO, id), Error::<Test>::Expired);
    });
}

#[test]
fn whoever_approves_at_the_last_moment_does_not_shorten_the_waiting_period() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        suspend(INA);
        begin_block(HOUR - 1);
        assert_ok!(approve(CLEO, id));

        pass(HOUR - 1);

        assert!(remarked().is_empty());
        pass(1);
        assert_eq!(remarked(), [BEA]);
    });
}

#[test]
fn a_proposal_to_propose_is_refused_by_the_authority() {
    build_and_execute(|| {
        let inner = crate::Call::<Test>::propose { call: Box::new(own(1)) };
        let outer = Approvals::propose(signed(BEA), Box::new(inner.into()));

        assert_noop!(outer, Error::<Test>::CallNotAllowed);
    });
}

#[test]
fn a_proposal_to_execute_proposals_is_too_heavy() {
    build_and_execute(|| {
        let inner = crate::Call::<Test>::execute { proposal: 1 };
        let outer = Approvals::propose(signed(BEA), Box::new(inner.into()));

        assert_noop!(outer, Error::<Test>::TooHeavy);
    });
}

#[test]
fn a_proposal_does_not_find_itself_while_it_is_executed() {
    build_and_execute(|| {
        let itself = crate::Call::<Test>::withdraw { proposal: 0 };
        let id = propose_and_approve(itself.into());
        assert_eq!(id, 0);

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::NotFound.into()));
    });
}

#[test]
fn a_proposal_that_withdraws_another_leaves_the_agenda_in_order() {
    build_and_execute(|| {
        let other = propose_and_approve(own(1));
        let itself = crate::Call::<Test>::withdraw { proposal: other };
        let id = propose_and_approve(itself.into());

        assert_ok!(execute(BEA, id));

        assert!(is_gone(other) && is_gone(id));
        next_block();
        assert!(remarked().is_empty());
    });
}

#[test]
fn bytes_that_no_longer_are_a_call_are_not_voted_on_and_not_executed() {
    let longer = [own(1).encode(), vec![0]].concat();
    for bytes in [vec![0xff; 8], vec![], longer] {
        build_and_execute(|| {
            let waiting = propose_and_approve(own(1));
            let open = propose(BEA, own(1));
            for id in [waiting, open] {
                replace_bytes(id, bytes.clone());
            }

            assert_noop!(approve(INA, open), Error::<Test>::Stale);
            next_block();

            assert_eq!(last_result(), Err(Error::<Test>::Stale.into()));
            assert!(remarked().is_empty());
            assert!(is_gone(waiting));
        });
    }
}

#[test]
fn bytes_that_are_another_call_by_now_are_the_authoritys_to_refuse() {
    build_and_execute(|| {
        for call in [forbidden(), governed(1)] {
            let id = propose_and_approve(own(1));
            replace_bytes(id, call.encode());

            next_block();

            assert_eq!(last_result(), Err(Error::<Test>::NotAuthorised.into()));
        }
        assert!(!left_trace(1));
    });
}

#[test]
fn a_call_nested_deeper_than_any_is_decoded_is_not_approved() {
    build_and_execute(|| {
        MaxCallWeight::set(Weight::MAX);
        let deep = (0..300).fold(own(1), |inner, _| batch(vec![inner]));
        let id = propose(BEA, deep);

        assert_noop!(approve(INA, id), Error::<Test>::Stale);
    });
}
