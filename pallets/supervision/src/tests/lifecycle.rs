//! The worked example of the README.

use polkadot_sdk::frame_support::assert_ok;

use super::mock::*;
use crate::{Finding, Stops};

#[test]
fn a_night_in_three_institutions() {
    build_and_execute(|| {
        let forged = reason("forged batches");
        assert_ok!(Supervision::stop(signed(SUE), ANCHOR, forged));
        next_block(HOUR);
        let ill = reason("key custodian ill");
        assert_ok!(Supervision::break_glass(signed(ALICE), OPERATOR, ill));
        next_block(DAY);

        assert_ok!(Supervision::confirm_stop(root(), ANCHOR));
        let remark = reason("custodian was ill");
        assert_ok!(Supervision::review_access(signed(BOB), 0, Finding::Justified, remark));

        let deadline = NowMillis::get() + 7 * DAY;
        assert_ok!(Supervision::demand_explanation(
            signed(SUE),
            institution_of(ALICE).into(),
            reason("whence the batches?"),
            deadline
        ));
        pass(5 * DAY);
        assert_ok!(Supervision::answer_demand(signed(ALAN), 0, [0xab; 32]));
        pass(5 * DAY);
        assert_ok!(Supervision::close_demand(signed(SAM), 0));

        assert!(Stops::<Test>::contains_key(ANCHOR));
        assert_ok!(Supervision::lift_stop(root(), ANCHOR));
        assert!(StoppedTargets::get().is_empty());
    });
}
