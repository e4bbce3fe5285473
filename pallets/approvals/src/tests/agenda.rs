//! What happens by itself as blocks begin: proposals are executed, open again, or expire.

use critical_chains_policy::ApprovalRule;
use polkadot_sdk::{
    frame_support::{assert_ok, dispatch::GetDispatchInfo, weights::Weight},
    frame_system,
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Agenda, Error, Event, MAX_ENDS_PER_BLOCK, MAX_VOTES, Proposals, Votes, WeightInfo};

fn waiting(millis: u64) -> ApprovalRule {
    ApprovalRule { waiting: millis, ..rule(2) }
}

#[test]
fn the_next_block_executes_what_has_its_approvals() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        assert!(remarked().is_empty());

        next_block();

        let call_hash = hash_of(&own(1));
        let expected = executed(id, call_hash);
        assert_eq!(last_event(), expected);
        assert_eq!(remarked(), [BEA]);
        assert!(is_gone(id));
    });
}

#[test]
fn nothing_is_executed_before_the_waiting_period_has_ended() {
    build_and_execute(|| {
        set_rule(waiting(HOUR));
        let id = propose_and_approve(own(1));
        assert!(matches!(last_event(), Event::ApprovalsMet { executes, .. }
            if executes == START_MILLIS + HOUR));

        pass(HOUR - 1);
        assert!(!is_gone(id));

        pass(1);
        assert!(is_gone(id));
        assert_eq!(remarked(), [BEA]);
    });
}

#[test]
fn what_lacks_approvals_expires_and_leaves_nothing() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(approve(INA, id));

        pass(DAY - 1);
        assert!(!is_gone(id));

        pass(1);
        assert_eq!(last_event(), expired(id));
        assert!(is_gone(id));
        assert!(remarked().is_empty());
    });
}

#[test]
fn what_waits_beyond_its_lifetime_is_executed() {
    build_and_execute(|| {
        set_rule(waiting(2 * DAY));
        let id = propose_and_approve(own(1));

        pass(DAY);
        assert!(!is_gone(id));

        pass(DAY);
        assert_eq!(last_result(), Ok(()));
    });
}

#[test]
fn one_proposal_is_executed_in_a_block() {
    build_and_execute(|| {
        let ids = [1, 2, 3].map(|number| propose_and_approve(own(number)));

        for executed in 1..=3 {
            next_block();
            assert_eq!(ids.iter().filter(|id| is_gone(**id)).count(), executed);
            assert!(is_gone(ids[executed - 1]), "in the order of their numbers");
        }

        assert_eq!(remarked(), [BEA; 3]);
    });
}

#[test]
fn a_bounded_number_of_proposals_ends_in_a_block() {
    build_and_execute(|| {
        for number in 0..MAX_ENDS_PER_BLOCK + 2 {
            propose(BEA, own(number as u8));
        }
        begin_block(DAY);
        events();

        next_block();

        assert_eq!(events(), (0..MAX_ENDS_PER_BLOCK).map(expired).collect::<Vec<_>>());
        next_block();
        assert_eq!(events(), [expired(MAX_ENDS_PER_BLOCK), expired(MAX_ENDS_PER_BLOCK + 1)]);
    });
}

#[test]
fn what_is_due_first_comes_first() {
    build_and_execute(|| {
        set_rule(ApprovalRule { lifetime: 2 * HOUR, ..rule(2) });
        let later = propose(BEA, own(1));
        set_rule(ApprovalRule { lifetime: HOUR, ..rule(2) });
        let sooner = propose(BEA, own(2));
        set_rule(ApprovalRule { lifetime: HOUR, waiting: 3 * HOUR, ..rule(2) });
        let last = propose_and_approve(own(3));

        let order: Vec<_> = Agenda::<Test>::get().iter().map(|(_, id)| *id).collect();

        assert_eq!(order, [sooner, later, last]);
        begin_block(3 * HOUR);
        events();
        next_block();
        let heard = events();
        assert_eq!(heard[..2], [expired(sooner), expired(later)]);
        assert!(matches!(heard[2], Event::ProposalExecuted { proposal, .. } if proposal == last));
    });
}

#[test]
fn what_ends_before_it_does_not_keep_a_proposal_from_being_executed() {
    build_and_execute(|| {
        propose(BEA, own(1));
        begin_block(DAY);
        let id = propose_and_approve(own(2));

        next_block();

        assert_eq!(remarked(), [BEA]);
        assert!(is_gone(id));
    });
}

#[test]
fn approvals_lost_by_a_suspension_make_it_open_again() {
    build_and_execute(|| {
        set_rule(waiting(HOUR));
        let id = propose_and_approve(own(1));
        suspend(INA);

        pass(HOUR);

        assert_eq!(last_event(), lost(id));
        assert_eq!((proposal(id).met, due(id)), (None, START_MILLIS + DAY));

        assert_ok!(approve(CLEO, id));
        pass(HOUR);
        assert_eq!(remarked(), [BEA]);
    });
}

#[test]
fn approvals_lost_by_a_suspension_after_its_lifetime_end_it() {
    build_and_execute(|| {
        set_rule(waiting(2 * DAY));
        let id = propose_and_approve(own(1));
        suspend(INA);

        pass(2 * DAY);

        assert_eq!(last_event(), expired(id));
        assert!(is_gone(id));
    });
}

#[test]
fn approvals_that_are_back_in_time_count() {
    build_and_execute(|| {
        set_rule(waiting(HOUR));
        let id = propose_and_approve(own(1));
        suspend(INA);
        begin_block(HOUR);
        readmit(INA);

        next_block();

        assert_eq!(remarked(), [BEA]);
        assert!(is_gone(id));
    });
}

#[test]
fn a_rejection_during_the_waiting_period_leaves_the_lifetime_as_it_was() {
    build_and_execute(|| {
        set_rule(waiting(2 * DAY));
        let id = propose_and_approve(own(1));
        begin_block(DAY);

        assert_ok!(reject(INA, id));

        next_block();
        assert_eq!(last_event(), expired(id));
        assert!(is_gone(id));
    });
}

#[test]
fn a_rejection_after_the_waiting_period_stops_what_its_turn_has_not_come_to() {
    build_and_execute(|| {
        let first = propose_and_approve(own(1));
        let second = propose_and_approve(own(2));
        next_block();
        assert!(is_gone(first));

        assert_ok!(reject(TOM, second));

        next_block();
        assert!(!is_gone(second));
    });
}

#[test]
fn a_call_that_fails_is_done_with_and_tells_why() {
    build_and_execute(|| {
        let id = propose_and_approve(batch(vec![own(1), failing()]));

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::NotFound.into()));
        assert!(remarked().is_empty(), "what the batch did before is undone");
        assert!(is_gone(id));
    });
}

#[test]
fn what_concerns_the_consortium_is_executed_as_root() {
    build_and_execute(|| {
        propose_and_approve(governed(1));

        next_block();

        assert_eq!(last_result(), Ok(()));
        assert!(left_trace(1));
    });
}

#[test]
fn a_batch_as_root_is_done_as_a_whole_or_not_at_all() {
    build_and_execute(|| {
        // Root signs nothing, so that it cannot leave a remark with an event.
        let remark = frame_system::Call::remark_with_event { remark: b"g".to_vec() };
        propose_and_approve(batch(vec![governed(1), remark.into()]));
        propose_and_approve(batch(vec![governed(2), governed(3)]));

        next_block();
        assert_eq!(last_result(), Err(DispatchError::BadOrigin));

        next_block();
        assert_eq!(last_result(), Ok(()));
        assert_eq!([1, 2, 3].map(left_trace), [false, true, true]);
    });
}

#[test]
fn what_concerns_an_institution_is_executed_as_its_proposer() {
    build_and_execute(|| {
        let id = propose(BEN, own(1));
        assert_ok!(approve(INA, id));
        assert_ok!(approve(TOM, id));

        next_block();

        assert_eq!(remarked(), [BEN]);
    });
}

#[test]
fn a_proposer_that_lost_its_permission_has_nothing_executed() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        bar(BEA);

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::NotAuthorised.into()));
        assert!(remarked().is_empty());
        assert!(is_gone(id));
    });
}

#[test]
fn a_proposer_whose_institution_is_suspended_has_nothing_executed() {
    build_and_execute(|| {
        propose_and_approve(own(1));
        suspend(BEA);

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::NotAuthorised.into()));
    });
}

#[test]
fn nothing_is_executed_by_another_rule_than_the_one_that_was_approved() {
    for now in [None, Some(rule(1)), Some(waiting(1))] {
        build_and_execute(|| {
            let id = propose_and_approve(own(1));
            CurrentRule::set(now);

            next_block();

            assert_eq!(last_result(), Err(Error::<Test>::Stale.into()));
            assert!(remarked().is_empty());
            assert!(is_gone(id));
        });
    }
}

#[test]
fn a_call_that_is_too_heavy_by_now_is_not_executed() {
    build_and_execute(|| {
        propose_and_approve(own(1));
        MaxCallWeight::set(Weight::from_parts(1, 0));

        next_block();

        assert_eq!(last_result(), Err(Error::<Test>::TooHeavy.into()));
        assert!(remarked().is_empty());
    });
}

#[test]
fn an_entry_of_no_proposal_is_dropped() {
    build_and_execute(|| {
        propose(BEA, own(1));
        Agenda::<Test>::mutate(|agenda| agenda.try_insert(0, (1, 99)).unwrap());

        next_block();

        assert_eq!(Agenda::<Test>::get().len(), 1);
    });
}

#[test]
fn a_block_weighs_what_is_done_in_it() {
    build_and_execute(|| {
        let (looking, ending) = (<()>::look_at_agenda(), <()>::end(0));
        for number in 0..MAX_ENDS_PER_BLOCK + 2 {
            propose(BEA, own(number as u8));
        }
        assert_eq!(begin_block(DAY), looking);
        let approved = propose_and_approve(own(99));
        let votes = votes(approved).len() as u32;

        let most = ending.saturating_mul(MAX_ENDS_PER_BLOCK.into());
        assert_eq!(next_block(), looking.saturating_add(most));

        let executing =
            <()>::execute(votes).saturating_add(own(99).get_dispatch_info().call_weight);
        let two = ending.saturating_mul(2);
        assert_eq!(next_block(), looking.saturating_add(two).saturating_add(executing));
        assert_eq!(Proposals::<Test>::count(), 0);
    });
}

#[test]
fn a_block_ends_proposals_with_as_many_votes_as_one_can_have() {
    build_and_execute(|| {
        let [many, few, none] = [1, 2, 3].map(|number| propose(BEA, own(number)));
        Votes::<Test>::insert(many, ballots(MAX_VOTES - 1));
        Votes::<Test>::insert(few, ballots(2));
        let looking = <()>::look_at_agenda();
        assert_eq!(begin_block(DAY), looking);

        assert_eq!(next_block(), looking.saturating_add(<()>::end(MAX_VOTES - 1)));
        assert!(is_gone(many) && !is_gone(few));

        let two = <()>::end(2).saturating_add(<()>::end(0));
        assert_eq!(next_block(), looking.saturating_add(two));
        assert!(is_gone(few) && is_gone(none));
    });
}
