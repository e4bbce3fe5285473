//! Beginning epochs.

use super::mock::*;
use crate::{CurrentEpoch, Epoch, Error, Event};
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn begins_later_epochs_only() {
    build_and_execute(|| {
        let next = Epoch { number: 4, check: [7; 16] };

        assert_noop!(Flows::begin_epoch(RuntimeOrigin::root(), EPOCH), Error::<Test>::InvalidEpoch);
        assert_ok!(Flows::begin_epoch(RuntimeOrigin::root(), next));

        assert_eq!(CurrentEpoch::<Test>::get(), Some(next));
        System::assert_last_event(Event::EpochBegun { epoch: next }.into());
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        let next = Epoch { number: 4, check: [7; 16] };

        assert_noop!(Flows::begin_epoch(RuntimeOrigin::signed(account(1)), next), BadOrigin);
    });
}
