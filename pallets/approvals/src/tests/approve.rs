//! Approving a proposal.

use critical_chains_policy::{ApprovalRule, Ballot, Kind, Kinds, Requirement, Vote};
use polkadot_sdk::{
    frame_support::{BoundedVec, assert_noop, assert_ok, dispatch::GetDispatchInfo},
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Call, Error, Event, MAX_VOTES, Votes, WeightInfo};

fn requiring(kind: Kind, count: u8) -> ApprovalRule {
    let requirement = Requirement { kinds: Kinds::only(kind), count };
    ApprovalRule { required: BoundedVec::truncate_from(vec![requirement]), ..rule(2) }
}

fn with_proposal(test: impl FnOnce(u32)) {
    build_and_execute(|| test(propose(BEA, own(1))));
}

#[test]
fn casts_the_vote_of_the_institution() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));

        let (call_hash, institution) = (hash_of(&own(1)), institution_of(INA));
        let expected = Event::Approved { proposal: id, call_hash, institution, account: INA };
        assert_eq!(last_event(), expected);
        let vote = Vote { institution, kind: Kind::Insurer, account: INA, ballot: Ballot::Approve };
        assert_eq!(votes(id).into_inner(), [vote]);
        assert_eq!(proposal(id).met, None);
    });
}

#[test]
fn the_last_approval_that_it_takes_puts_it_on_the_agenda() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));
        next_block();
        events();

        assert_ok!(approve(TOM, id));

        let now = START_MILLIS + SLOT_MILLIS;
        assert_eq!(events()[1..], [met(id, now)]);
        assert_eq!((proposal(id).met, due(id)), (Some(now), now));
        assert!(remarked().is_empty());
    });
}

#[test]
fn further_approvals_do_not_put_it_off() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        next_block();
        events();

        assert_ok!(approve(CLEO, id));

        assert!(matches!(events()[..], [Event::Approved { .. }]));
        assert_eq!(due(id), START_MILLIS + HOUR);
    });
}

#[test]
fn approvals_of_other_kinds_do_not_replace_those_required() {
    build_and_execute(|| {
        set_rule(requiring(Kind::Authority, 1));
        let id = propose_and_approve(own(1));
        assert_ok!(approve(CLEO, id));
        assert_eq!(proposal(id).met, None);

        assert_ok!(approve(AVA, id));

        assert_eq!(proposal(id).met, Some(START_MILLIS));
    });
}

#[test]
fn an_institution_that_rejected_can_approve_after_all() {
    with_proposal(|id| {
        assert_ok!(reject(INA, id));

        assert_ok!(approve(IAN, id));

        let votes = votes(id);
        assert_eq!(votes.len(), 1);
        assert_eq!((votes[0].account, votes[0].ballot), (IAN, Ballot::Approve));
    });
}

#[test]
fn the_approval_of_an_institution_suspended_since_does_not_count() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));
        suspend(INA);
        assert_ok!(approve(TOM, id));
        assert_eq!(proposal(id).met, None);

        assert_ok!(approve(CLEO, id));

        assert_eq!(proposal(id).met, Some(START_MILLIS));
    });
}

#[test]
fn the_approval_of_an_institution_readmitted_since_counts_with_the_next_vote() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));
        suspend(INA);
        assert_ok!(approve(TOM, id));
        readmit(INA);
        assert_eq!(proposal(id).met, None);

        assert_ok!(reject(CLEO, id));

        assert_eq!(last_event(), met(id, START_MILLIS));
    });
}

#[test]
fn an_approval_in_the_place_of_one_lost_begins_the_waiting_period_anew() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        suspend(INA);
        begin_block(HOUR - 1);
        events();

        assert_ok!(approve(CLEO, id));

        let executes = START_MILLIS + 2 * HOUR - 1;
        let [first, approved, last] = &events()[..] else { panic!("three events") };
        assert_eq!(first, &lost(id));
        assert!(matches!(approved, Event::Approved { account: CLEO, .. }));
        assert_eq!(last, &met(id, executes));
        assert_eq!(due(id), executes);
    });
}

#[test]
fn refuses_a_proposal_that_is_not_there() {
    with_proposal(|id| {
        let absent = Approvals::approve(signed(INA), id + 1, hash_of(&own(1)));

        assert_noop!(absent, Error::<Test>::NotFound);
    });
}

#[test]
fn refuses_another_hash() {
    with_proposal(|id| {
        let other = Approvals::approve(signed(INA), id, hash_of(&own(2)));

        assert_noop!(other, Error::<Test>::CallMismatch);
    });
}

#[test]
fn takes_approvals_until_the_proposal_expires() {
    with_proposal(|id| {
        NowMillis::set(START_MILLIS + DAY - 1);
        assert_ok!(approve(INA, id));

        NowMillis::set(START_MILLIS + DAY);

        assert_noop!(approve(TOM, id), Error::<Test>::Expired);
    });
}

#[test]
fn refuses_the_proposer() {
    build_and_execute(|| {
        set_rule(ApprovalRule { proposer_institution_votes: true, ..rule(2) });
        let id = propose(BEA, own(1));

        assert_noop!(approve(BEA, id), Error::<Test>::OwnProposal);
    });
}

#[test]
fn refuses_the_institution_of_the_proposer() {
    with_proposal(|id| {
        assert_noop!(approve(BEN, id), Error::<Test>::NoVote);
    });
}

#[test]
fn takes_the_vote_of_the_proposers_institution_where_the_rule_gives_it_one() {
    build_and_execute(|| {
        set_rule(ApprovalRule { proposer_institution_votes: true, ..rule(2) });
        let id = propose(BEA, own(1));

        assert_ok!(approve(BEN, id));

        assert_eq!(proposal(id).met, None);
        assert_ok!(approve(INA, id));
        assert_eq!(proposal(id).met, Some(START_MILLIS));
    });
}

#[test]
fn refuses_kinds_without_a_vote() {
    build_and_execute(|| {
        set_rule(ApprovalRule { eligible: Kinds::only(Kind::Bank), ..rule(1) });
        let id = propose(BEA, own(1));

        assert_noop!(approve(INA, id), Error::<Test>::NoVote);
        assert_noop!(approve(AVA, id), Error::<Test>::NoVote);
        assert_ok!(approve(CLEO, id));
    });
}

#[test]
fn refuses_a_second_approval_by_any_account_of_the_institution() {
    with_proposal(|id| {
        assert_ok!(approve(INA, id));

        assert_noop!(approve(INA, id), Error::<Test>::AlreadyVoted);
        assert_noop!(approve(IAN, id), Error::<Test>::AlreadyVoted);
    });
}

#[test]
fn refuses_an_account_without_permission_for_the_call() {
    with_proposal(|id| {
        bar(INA);

        assert_noop!(approve(INA, id), Error::<Test>::NotAuthorised);
        assert_ok!(approve(IAN, id));
    });
}

#[test]
fn refuses_what_takes_no_approval_any_more() {
    with_proposal(|id| {
        CurrentRule::set(None);

        assert_noop!(approve(INA, id), Error::<Test>::CallNotAllowed);
    });
}

#[test]
fn refuses_who_acts_for_no_active_institution() {
    with_proposal(|id| {
        suspend(INA);

        assert_noop!(approve(INA, id), DispatchError::BadOrigin);
        assert_noop!(approve(EVE, id), DispatchError::BadOrigin);
        let by_root = Approvals::approve(root(), id, voted(id));
        assert_noop!(by_root, DispatchError::BadOrigin);
    });
}

#[test]
fn takes_the_votes_of_as_many_institutions_as_there_is_room_for() {
    with_proposal(|id| {
        Votes::<Test>::insert(id, ballots(MAX_VOTES));

        assert_noop!(approve(INA, id), Error::<Test>::TooManyVotes);
        assert_ok!(approve(1_000, id));
    });
}

#[test]
fn weighs_what_the_votes_before_it_take() {
    with_proposal(|id| {
        let weight = |count| {
            Votes::<Test>::insert(id, ballots(count));
            let call_hash = hash_of(&own(1));
            let calls = [
                Call::<Test>::approve { proposal: id, call_hash },
                Call::<Test>::reject { proposal: id, call_hash },
            ];
            calls.map(|call| call.get_dispatch_info().call_weight)
        };

        assert_eq!(weight(0), [<()>::vote(0); 2]);
        assert_eq!(weight(9), [<()>::vote(9); 2]);
    });
}
