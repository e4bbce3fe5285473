//! Rejecting a proposal.

use critical_chains_policy::{ApprovalRule, Ballot, Kind, Kinds};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Error, Event};

fn with_proposal(test: impl FnOnce(u32)) {
    build_and_execute(|| test(propose(BEA, own(1))));
}

fn with_veto() -> ApprovalRule {
    ApprovalRule { authority_veto: true, ..rule(2) }
}

#[test]
fn casts_the_vote_of_the_institution() {
    with_proposal(|id| {
        assert_ok!(reject(INA, id));

        let (call_hash, institution) = (hash_of(&own(1)), institution_of(INA));
        let expected = Event::Rejected { proposal: id, call_hash, institution, account: INA };
        assert_eq!(last_event(), expected);
        assert_eq!(votes(id)[0].ballot, Ballot::Reject);
    });
}

#[test]
fn rejections_alone_do_not_end_it() {
    with_proposal(|id| {
        for account in [CLEO, INA, TOM, AVA] {
            assert_ok!(reject(account, id));
        }

        assert_ok!(approve(MIA, id));

        assert_eq!(votes(id).len(), 5);
    });
}

#[test]
fn takes_back_the_approval_of_the_institution() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));

        assert_ok!(reject(IAN, id));

        assert_ok!(approve(TOM, id));
        assert_eq!(votes(id).len(), 2);
        assert_eq!(proposal(id).met, None);
    });
}

#[test]
fn during_the_waiting_period_it_is_open_again() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));

        assert_ok!(reject(INA, id));

        assert_eq!(last_event(), lost(id));
        assert_eq!((proposal(id).met, due(id)), (None, START_MILLIS + DAY));
        pass(HOUR);
        assert!(remarked().is_empty());
    });
}

#[test]
fn a_rejection_that_leaves_approvals_enough_stops_nothing() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        assert_ok!(approve(CLEO, id));

        assert_ok!(reject(INA, id));

        assert_eq!(due(id), START_MILLIS + HOUR);
        pass(HOUR);
        assert_eq!(last_result(), Ok(()));
    });
}

#[test]
fn an_authority_ends_it_where_the_rule_says_so() {
    build_and_execute(|| {
        set_rule(with_veto());
        let id = propose_and_approve(own(1));

        assert_ok!(reject(AVA, id));

        let by = institution_of(AVA);
        assert_eq!(last_event(), vetoed(id, by));
        assert!(is_gone(id));
        pass(HOUR);
        assert!(remarked().is_empty());
    });
}

#[test]
fn an_authority_without_a_vote_has_its_veto() {
    build_and_execute(|| {
        set_rule(ApprovalRule { eligible: Kinds::only(Kind::Bank), ..with_veto() });
        let id = propose(BEA, own(1));

        assert_ok!(reject(AVA, id));

        assert!(is_gone(id));
    });
}

#[test]
fn an_authority_vetoes_what_another_of_its_accounts_proposed() {
    build_and_execute(|| {
        set_rule(with_veto());
        let id = propose(AVA, own(1));
        assert_noop!(approve(ABE, id), Error::<Test>::NoVote);
        assert_noop!(reject(AVA, id), Error::<Test>::OwnProposal);

        assert_ok!(reject(ABE, id));

        assert!(is_gone(id));
    });
}

#[test]
fn an_authority_has_no_veto_where_the_rule_does_not_give_it() {
    with_proposal(|id| {
        assert_ok!(reject(AVA, id));

        assert!(!is_gone(id));
    });
}

#[test]
fn other_kinds_have_no_veto() {
    build_and_execute(|| {
        set_rule(with_veto());
        let id = propose(BEA, own(1));

        for account in [CLEO, INA, TOM, MIA] {
            assert_ok!(reject(account, id));
        }

        assert!(!is_gone(id));
    });
}

#[test]
fn refuses_what_approve_refuses() {
    with_proposal(|id| {
        let hash = voted(id);
        assert_noop!(reject(BEA, id), Error::<Test>::OwnProposal);
        assert_noop!(reject(BEN, id), Error::<Test>::NoVote);
        assert_noop!(
            Approvals::reject(signed(INA), id, hash_of(&own(2))),
            Error::<Test>::CallMismatch
        );
        assert_noop!(Approvals::reject(signed(INA), id + 1, hash), Error::<Test>::NotFound);
        assert_noop!(Approvals::reject(signed(EVE), id, hash), DispatchError::BadOrigin);
        bar(TOM);
        assert_noop!(reject(TOM, id), Error::<Test>::NotAuthorised);

        assert_ok!(reject(INA, id));
        assert_noop!(reject(IAN, id), Error::<Test>::AlreadyVoted);

        NowMillis::set(START_MILLIS + DAY);
        assert_noop!(reject(CLEO, id), Error::<Test>::Expired);
    });
}
