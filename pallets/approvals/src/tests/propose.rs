//! Proposing a call.

use codec::Encode;
use critical_chains_policy::ApprovalRule;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight},
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Calls, Config, Error, Event, NextProposal, Proposal, Proposals, WeightInfo};

fn refuses(account: u64, call: RuntimeCall, error: impl Into<DispatchError>) {
    let error: DispatchError = error.into();
    assert_noop!(Approvals::propose(signed(account), Box::new(call)), error);
}

#[test]
fn opens_a_proposal_and_tells_the_hash_to_vote_on() {
    build_and_execute(|| {
        assert_ok!(Approvals::propose(signed(BEA), Box::new(own(1))));

        let (call_hash, institution) = (hash_of(&own(1)), institution_of(BEA));
        let expected = Event::Proposed { proposal: 0, call_hash, institution, proposer: BEA };
        assert_eq!(events(), [expected]);
        let requirement = proposal(0).requirement;
        assert_eq!(requirement.rule, rule(2));
        assert!(!requirement.governed && votes(0).is_empty());
    });
}

#[test]
fn keeps_the_call_as_it_is_encoded() {
    build_and_execute(|| {
        let call = batch(vec![governed(1), governed(2)]);

        let id = propose(BEA, call.clone());

        assert_eq!(Calls::<Test>::get(id), call.encode());
        assert!(proposal(id).requirement.governed);
    });
}

#[test]
fn is_open_for_as_long_as_the_rule_says() {
    build_and_execute(|| {
        set_rule(ApprovalRule { lifetime: HOUR, waiting: DAY, ..rule(1) });

        let id = propose(BEA, own(1));

        let Proposal { proposed, expires, met, .. } = proposal(id);
        assert_eq!((proposed, expires), (START_MILLIS, START_MILLIS + HOUR));
        assert_eq!((met, due(id)), (None, expires));
    });
}

#[test]
fn a_number_is_never_used_again() {
    build_and_execute(|| {
        let first = propose(BEA, own(1));
        assert_ok!(Approvals::withdraw(signed(BEA), first));

        let second = propose(BEA, own(1));

        assert_eq!((first, second), (0, 1));
    });
}

#[test]
fn refuses_who_acts_for_no_active_institution() {
    build_and_execute(|| {
        suspend(BEA);

        refuses(BEA, own(1), DispatchError::BadOrigin);
        refuses(EVE, own(1), DispatchError::BadOrigin);
        let by_root = Approvals::propose(root(), Box::new(own(1)));
        assert_noop!(by_root, DispatchError::BadOrigin);
    });
}

#[test]
fn refuses_an_account_without_permission_for_the_call() {
    build_and_execute(|| {
        bar(BEA);

        refuses(BEA, own(1), Error::<Test>::NotAuthorised);
    });
}

#[test]
fn refuses_what_nobody_can_propose() {
    build_and_execute(|| {
        refuses(BEA, forbidden(), Error::<Test>::CallNotAllowed);
        refuses(BEA, batch(vec![own(1), forbidden()]), Error::<Test>::CallNotAllowed);
        refuses(BEA, batch(vec![own(1), governed(1)]), Error::<Test>::CallNotAllowed);
        refuses(BEA, batch(vec![]), Error::<Test>::CallNotAllowed);
    });
}

#[test]
fn refuses_what_takes_no_approval() {
    build_and_execute(|| {
        CurrentRule::set(None);

        refuses(BEA, own(1), Error::<Test>::CallNotAllowed);
    });
}

#[test]
fn takes_the_longest_call_and_refuses_a_longer_one() {
    build_and_execute(|| {
        let longest = call_of_bytes(MAX_CALL_BYTES as usize);
        assert_eq!(longest.encoded_size(), MAX_CALL_BYTES as usize);

        propose(BEA, longest);

        refuses(BEA, call_of_bytes(MAX_CALL_BYTES as usize + 1), Error::<Test>::TooLong);
    });
}

#[test]
fn takes_the_heaviest_call_and_refuses_a_heavier_one() {
    build_and_execute(|| {
        let weight = batch(vec![own(1), own(2)]).get_dispatch_info().call_weight;
        MaxCallWeight::set(weight);

        propose(BEA, batch(vec![own(1), own(2)]));

        for less in [Weight::from_parts(1, 0), Weight::from_parts(0, 1)] {
            MaxCallWeight::set(weight.saturating_sub(less));
            refuses(BEA, batch(vec![own(1), own(2)]), Error::<Test>::TooHeavy);
        }
    });
}

#[test]
fn refuses_more_proposals_than_there_is_room_for() {
    build_and_execute(|| {
        for number in 0..MAX_PROPOSALS {
            propose(BEA, own(number as u8));
        }

        refuses(CLEO, own(99), Error::<Test>::TooManyProposals);

        assert_ok!(Approvals::withdraw(signed(BEA), 3));
        assert_eq!(propose(CLEO, own(99)), MAX_PROPOSALS);
    });
}

#[test]
fn refuses_when_no_number_is_left() {
    build_and_execute(|| {
        NextProposal::<Test>::put(u32::MAX);

        refuses(BEA, own(1), Error::<Test>::TooManyProposals);

        assert_eq!(Proposals::<Test>::count(), 0);
    });
}

#[test]
fn pays_for_every_byte_of_the_call() {
    let weight = |bytes: usize| {
        let call = crate::Call::<Test>::propose { call: Box::new(call_of_bytes(bytes)) };
        call.get_dispatch_info().call_weight
    };

    assert_eq!(weight(100), <<Test as Config>::WeightInfo as WeightInfo>::propose(100));
    assert!(weight(1_000).ref_time() > weight(100).ref_time());
}
