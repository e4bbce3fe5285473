//! Withdrawing a proposal.

use critical_chains_policy::ApprovalRule;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError,
};

use super::mock::*;
use crate::{Error, Event};

#[test]
fn any_account_of_the_institution_withdraws_what_one_proposed() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));

        assert_ok!(Approvals::withdraw(signed(BEN), id));

        let institution = institution_of(BEA);
        assert_eq!(last_event(), Event::Withdrawn { proposal: id, institution, account: BEN });
        assert!(is_gone(id));
    });
}

#[test]
fn what_is_approved_can_be_withdrawn_until_it_is_executed() {
    build_and_execute(|| {
        set_rule(ApprovalRule { waiting: HOUR, ..rule(2) });
        let id = propose_and_approve(own(1));
        begin_block(HOUR);

        assert_ok!(Approvals::withdraw(signed(BEA), id));

        next_block();
        assert!(remarked().is_empty());
    });
}

#[test]
fn withdraws_one_and_leaves_the_others() {
    build_and_execute(|| {
        let ids = [1, 2, 3].map(|number| propose(BEA, own(number)));

        assert_ok!(Approvals::withdraw(signed(BEA), ids[1]));

        assert_eq!(ids.map(is_gone), [false, true, false]);
    });
}

#[test]
fn refuses_another_institution() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));

        assert_noop!(Approvals::withdraw(signed(CLEO), id), Error::<Test>::NotYours);
        assert_noop!(Approvals::withdraw(signed(AVA), id), Error::<Test>::NotYours);
    });
}

#[test]
fn refuses_a_proposal_that_is_not_there() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(Approvals::withdraw(signed(BEA), id));

        assert_noop!(Approvals::withdraw(signed(BEA), id), Error::<Test>::NotFound);
    });
}

#[test]
fn refuses_who_acts_for_no_active_institution() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        suspend(BEA);

        assert_noop!(Approvals::withdraw(signed(BEA), id), DispatchError::BadOrigin);
        assert_noop!(Approvals::withdraw(root(), id), DispatchError::BadOrigin);
    });
}
