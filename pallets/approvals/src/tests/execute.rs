//! Executing a proposal before its turn.

use critical_chains_policy::ApprovalRule;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight},
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Error, WeightInfo};

/// What looking at a proposal weighs that has its approvals, without its call.
fn looking() -> Weight {
    <()>::execute(2)
}

#[test]
fn executes_at_once_what_has_its_approvals() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));

        assert_ok!(execute(MIA, id));

        let call_hash = hash_of(&own(1));
        let expected = executed(id, call_hash);
        assert_eq!(last_event(), expected);
        assert_eq!(remarked(), [BEA]);
        assert!(is_gone(id));
    });
}

#[test]
fn executes_several_in_one_block() {
    build_and_execute(|| {
        let ids = [1, 2, 3].map(|number| propose_and_approve(own(number)));

        for id in ids {
            assert_ok!(execute(BEA, id));
        }

        assert_eq!(remarked(), [BEA; 3]);
    });
}

#[test]
fn executes_after_the_waiting_period_and_not_before() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        NowMillis::set(START_MILLIS + HOUR - 1);
        assert_noop!(execute(BEA, id), Error::<Test>::Waiting);

        NowMillis::set(START_MILLIS + HOUR);

        assert_ok!(execute(BEA, id));
    });
}

#[test]
fn what_was_approved_in_time_does_not_expire() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: 2 * DAY, ..rule(2) });
        let id = propose_and_approve(own(1));
        NowMillis::set(START_MILLIS + 2 * DAY);

        assert_ok!(execute(BEA, id));

        assert_eq!(last_result(), Ok(()));
    });
}

#[test]
fn refuses_what_lacks_approvals() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(approve(INA, id));

        assert_noop!(execute(BEA, id), Error::<Test>::ApprovalsMissing);
    });
}

#[test]
fn refuses_what_an_institution_approved_that_was_suspended_since() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        suspend(INA);

        assert_noop!(execute(BEA, id), Error::<Test>::ApprovalsMissing);

        readmit(INA);
        assert_ok!(execute(BEA, id));
    });
}

#[test]
fn refuses_what_was_executed() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        assert_ok!(execute(BEA, id));

        assert_noop!(execute(BEA, id), Error::<Test>::NotFound);
    });
}

#[test]
fn refuses_who_acts_for_no_active_institution() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));

        assert_noop!(execute(EVE, id), DispatchError::BadOrigin);
    });
}

#[test]
fn a_call_that_fails_does_not_fail_who_had_it_executed() {
    build_and_execute(|| {
        let id = propose_and_approve(failing());

        assert_ok!(execute(MIA, id));

        assert_eq!(last_result(), Err(Error::<Test>::NotFound.into()));
        assert!(is_gone(id));
    });
}

#[test]
fn reserves_the_weight_of_the_heaviest_call_and_counts_that_of_the_call() {
    build_and_execute(|| {
        let id = propose_and_approve(own(1));
        let extrinsic = crate::Call::<Test>::execute { proposal: id };
        let reserved = extrinsic.get_dispatch_info().call_weight;

        let outcome = Approvals::execute(signed(MIA), id).unwrap();

        assert_eq!(reserved, looking().saturating_add(MaxCallWeight::get()));
        let call = own(1).get_dispatch_info().call_weight;
        assert_eq!(outcome.actual_weight, Some(looking().saturating_add(call)));
    });
}

#[test]
fn counts_what_a_call_has_used_and_not_what_it_had_reserved() {
    build_and_execute(|| {
        // The first of three fails, the others are not tried.
        let calls = batch(vec![failing(), own(1), own(2)]);
        let reserved = calls.get_dispatch_info().call_weight;
        let id = propose_and_approve(calls);

        let outcome = Approvals::execute(signed(MIA), id).unwrap();

        let counted = outcome.actual_weight.unwrap().saturating_sub(looking());
        assert!((1..reserved.ref_time()).contains(&counted.ref_time()));
    });
}

#[test]
fn whoever_comes_too_late_pays_for_looking_only() {
    build_and_execute(|| {
        let failure = Approvals::execute(signed(MIA), 7).unwrap_err();

        assert_eq!(failure.error, Error::<Test>::NotFound.into());
        assert_eq!(failure.post_info.actual_weight, Some(<()>::execute(0)));
    });
}
