//! The worked example of the README.

use critical_chains_policy::{ApprovalRule, Kind, Kinds, Requirement};
use polkadot_sdk::frame_support::{BoundedVec, assert_noop, assert_ok};

use super::mock::*;
use crate::Error;

#[test]
fn a_bank_proposes_what_an_insurer_and_an_authority_approve() {
    build_and_execute(|| {
        let authority = Requirement { kinds: Kinds::only(Kind::Authority), count: 1 };
        let required = BoundedVec::truncate_from(vec![authority]);
        set_rule(ApprovalRule { required, waiting: HOUR, ..rule(2) });
        let admission = batch(vec![governed(1), governed(2)]);
        let hash = hash_of(&admission);

        assert_ok!(Approvals::propose(signed(BEA), Box::new(admission)));
        assert_noop!(Approvals::approve(signed(BEN), 0, hash), Error::<Test>::NoVote);
        assert_ok!(Approvals::approve(signed(INA), 0, hash));
        assert_noop!(Approvals::approve(signed(IAN), 0, hash), Error::<Test>::AlreadyVoted);
        assert_ok!(Approvals::approve(signed(AVA), 0, hash));
        let first_turn = START_MILLIS + HOUR;
        assert_eq!(last_event(), met(0, first_turn));

        next_block();
        assert_ok!(Approvals::reject(signed(IAN), 0, hash));
        assert_eq!(last_event(), lost(0));
        assert_ok!(Approvals::approve(signed(TOM), 0, hash));
        let second_turn = first_turn + SLOT_MILLIS;
        assert_eq!(last_event(), met(0, second_turn));

        assert_noop!(execute(TOM, 0), Error::<Test>::Waiting);
        pass(HOUR);
        assert_eq!(last_event(), executed(0, hash));
        assert!(left_trace(1) && left_trace(2));
        assert!(is_gone(0));
    });
}
