//! The invariants notice a broken state.

use polkadot_sdk::{frame_support::assert_ok, sp_core::H256};

use super::mock::*;
use crate::{Agenda, Calls, NextProposal, Proposal, Proposals, Votes};

/// What is said of a state with an open proposal and one that waits, after it was broken.
fn broken(breaks: impl FnOnce()) -> String {
    new_test_ext().execute_with(|| {
        propose(CLEO, own(1));
        propose_and_approve(own(2));
        assert_ok!(Approvals::do_try_state());

        breaks();

        format!("{:?}", Approvals::do_try_state().unwrap_err())
    })
}

fn change(id: u32, changes: impl FnOnce(&mut Proposal<u64, H256>)) {
    Proposals::<Test>::mutate(id, |proposal| changes(proposal.as_mut().unwrap()));
}

#[test]
fn notices_a_call_of_no_proposal() {
    let error = broken(|| Calls::<Test>::insert(7, Calls::<Test>::get(0)));
    assert!(error.contains("1: call of no proposal"), "{error}");
}

#[test]
fn notices_a_number_that_was_not_given_out() {
    let error = broken(|| NextProposal::<Test>::put(1));
    assert!(error.contains("1: number to come"), "{error}");
}

#[test]
fn notices_a_call_that_was_exchanged() {
    let error = broken(|| Calls::<Test>::insert(0, Calls::<Test>::get(1)));
    assert!(error.contains("1: another call"), "{error}");
}

#[test]
fn notices_two_votes_of_an_institution() {
    let error = broken(|| {
        Votes::<Test>::mutate(1, |votes| votes.try_push(votes[0]).unwrap());
    });
    assert!(error.contains("2: two votes of an institution"), "{error}");
}

#[test]
fn notices_votes_on_nothing() {
    let error = broken(|| Votes::<Test>::insert(7, Votes::<Test>::get(1)));
    assert!(error.contains("2: votes on nothing"), "{error}");
}

#[test]
fn notices_the_vote_of_a_proposer() {
    let error = broken(|| change(1, |proposal| proposal.proposer = TOM));
    assert!(error.contains("2: vote of the proposer"), "{error}");
}

#[test]
fn notices_a_rule_that_cannot_be_met() {
    let error = broken(|| change(0, |proposal| proposal.requirement.rule = rule(0)));
    assert!(error.contains("3: rule that cannot be met"), "{error}");
}

#[test]
fn notices_what_waits_without_approvals() {
    let error = broken(|| Votes::<Test>::remove(1));
    assert!(error.contains("3: waits without approvals"), "{error}");
}

#[test]
fn notices_an_agenda_in_disorder() {
    let error = broken(|| Agenda::<Test>::mutate(|agenda| agenda.as_mut().reverse()));
    assert!(error.contains("4: agenda not sorted"), "{error}");
}

#[test]
fn notices_a_proposal_that_is_not_on_the_agenda() {
    let error = broken(|| {
        Agenda::<Test>::mutate(|agenda| {
            agenda.remove(0);
        });
    });
    assert!(error.contains("4: agenda and proposals differ"), "{error}");
}

#[test]
fn notices_an_entry_of_no_proposal() {
    let error = broken(|| {
        Agenda::<Test>::mutate(|agenda| {
            agenda.remove(1);
            agenda.try_push((u64::MAX, 7)).unwrap();
        });
    });
    assert!(error.contains("4: proposal on the agenda only"), "{error}");
}

#[test]
fn notices_a_proposal_at_the_wrong_time() {
    let error = broken(|| change(0, |proposal| proposal.expires += 1));
    assert!(error.contains("4: wrong time"), "{error}");
}
