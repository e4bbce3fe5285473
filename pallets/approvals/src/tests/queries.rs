//! Queries from outside.

use codec::{Decode, Encode};
use critical_chains_policy::{ApprovalRule, Kind, Kinds, Missing, Requirement};
use polkadot_sdk::frame_support::{BoundedVec, assert_ok, view_functions::ViewFunction};

use super::mock::*;
use crate::{DetailsOf, PendingApprovalsViewFunction, ProposalViewFunction};

fn missing(id: u32) -> Vec<Missing> {
    Approvals::details(id).unwrap().missing
}

/// Numbers of the proposals that wait for the institution of an account.
fn pending(account: u64) -> Vec<u32> {
    let pending = Approvals::pending(&institution_of(account));
    pending.into_iter().map(|details| details.id).collect()
}

#[test]
fn tells_a_proposal_with_its_call() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));

        let details = Approvals::details(id).unwrap();

        assert_eq!((details.id, &details.proposal), (id, &proposal(id)));
        assert_eq!(details.call, own(1).encode());
        assert_eq!(Approvals::details(id + 1), None);
    });
}

#[test]
fn tells_what_a_proposal_lacks() {
    build_and_execute(|| {
        let kinds = Kinds::only(Kind::Authority);
        let required = BoundedVec::truncate_from(vec![Requirement { kinds, count: 1 }]);
        set_rule(ApprovalRule { required, waiting: HOUR, ..rule(2) });
        let id = propose(BEA, own(1));
        let authority = Missing::OfKinds { kinds, more: 1 };
        assert_eq!(missing(id), [Missing::Approvals { more: 2 }, authority.clone()]);

        assert_ok!(approve(INA, id));
        assert_eq!(missing(id), [Missing::Approvals { more: 1 }, authority.clone()]);

        assert_ok!(approve(TOM, id));
        assert_eq!(missing(id), [authority]);

        assert_ok!(approve(AVA, id));
        assert_eq!(missing(id), [Missing::Waiting { until: START_MILLIS + HOUR }]);

        suspend(INA);
        suspend(TOM);
        assert_eq!(missing(id), [Missing::Approvals { more: 1 }]);
    });
}

#[test]
fn tells_all_proposals_in_the_order_of_their_numbers() {
    build_and_execute(|| {
        for number in 0..12 {
            propose(BEA, own(number));
        }
        assert_ok!(Approvals::withdraw(signed(BEA), 4));

        let ids: Vec<_> = Approvals::all().iter().map(|details| details.id).collect();

        assert_eq!(ids, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
    });
}

#[test]
fn a_proposal_waits_for_every_institution_with_a_vote_but_its_own() {
    build_and_execute(|| {
        let eligible = Kinds::only(Kind::Bank).and(Kind::Insurer);
        set_rule(ApprovalRule { eligible, ..rule(2) });
        let by_bank = propose(BEA, own(1));
        let by_insurer = propose(INA, own(2));

        assert_eq!(pending(BEN), [by_insurer]);
        assert_eq!(pending(CLEO), [by_bank, by_insurer]);
        assert_eq!(pending(INA), [by_bank]);
        assert!(pending(TOM).is_empty() && pending(EVE).is_empty());
    });
}

#[test]
fn a_proposal_waits_for_its_own_institution_where_the_rule_gives_it_a_vote() {
    build_and_execute(|| {
        set_rule(ApprovalRule { proposer_institution_votes: true, ..rule(2) });
        let id = propose(BEA, own(1));

        assert_eq!(pending(BEN), [id]);
    });
}

#[test]
fn a_proposal_waits_for_an_institution_until_it_has_approved() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        assert_ok!(reject(INA, id));
        assert_eq!(pending(IAN), [id]);

        assert_ok!(approve(INA, id));

        assert!(pending(IAN).is_empty());
    });
}

#[test]
fn what_is_approved_or_has_expired_waits_for_nobody() {
    build_and_execute(|| {
        propose_and_approve(own(1));
        let open = propose(BEA, own(2));
        assert_eq!(pending(CLEO), [open]);

        NowMillis::set(START_MILLIS + DAY);

        assert!(pending(CLEO).is_empty());
    });
}

#[test]
fn nothing_waits_for_an_institution_that_is_suspended() {
    build_and_execute(|| {
        propose(BEA, own(1));
        suspend(INA);

        assert!(pending(INA).is_empty());
    });
}

#[test]
fn answers_by_the_identifiers_in_the_metadata() {
    build_and_execute(|| {
        let id = propose(BEA, own(1));
        let (mut one, mut all) = (Vec::new(), Vec::new());

        let query = ProposalViewFunction::<Test>::new(id).encode();
        assert_ok!(ProposalViewFunction::<Test>::execute(&mut &query[..], &mut one));
        let query = PendingApprovalsViewFunction::<Test>::new(institution_of(INA)).encode();
        assert_ok!(PendingApprovalsViewFunction::<Test>::execute(&mut &query[..], &mut all));

        let one = Option::<DetailsOf<Test>>::decode(&mut &one[..]).unwrap();
        assert_eq!(one, Approvals::details(id));
        let all = Vec::<DetailsOf<Test>>::decode(&mut &all[..]).unwrap();
        assert_eq!(all, Vec::from_iter(one));
    });
}
