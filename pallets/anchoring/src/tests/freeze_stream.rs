//! Proves that a frozen stream takes nothing, keeps all, and is thawed again.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, StreamStatus, Streams};

fn first_bank_bytes() -> [u8; 20] {
    first_bank().into()
}

#[test]
fn takes_no_batches_until_it_is_thawed() {
    run(|| {
        open();
        assert_ok!(anchor(1, [0; 32], vec![batch(1)]));
        let before = Streams::<Test>::get(first_bank(), 0).unwrap();

        assert_ok!(Anchoring::freeze_stream(signed(BOB), first_bank_bytes(), 0));

        let frozen = Streams::<Test>::get(first_bank(), 0).unwrap();
        assert_eq!((frozen.status, frozen.head()), (StreamStatus::Frozen, before.head()));
        let next = || anchor(2, before.anchor, vec![batch(2)]);
        assert_noop!(next(), Error::<Test>::StreamFrozen);
        assert_noop!(Anchoring::close_stream(signed(ALICE), 0), Error::<Test>::StreamFrozen);

        assert_ok!(Anchoring::thaw_stream(signed(BOB), first_bank_bytes(), 0));
        assert_ok!(next());
    });
}

#[test]
fn tells_a_repetition_also_of_a_frozen_stream() {
    run(|| {
        open();
        assert_ok!(anchor(1, [0; 32], vec![batch(1)]));
        assert_ok!(Anchoring::freeze_stream(signed(BOB), first_bank_bytes(), 0));

        let again = anchor(1, [0; 32], vec![batch(1)]);

        assert_noop!(again, Error::<Test>::AlreadyAnchored);
    });
}

#[test]
fn tells_who_froze_and_thawed() {
    run(|| {
        open();
        assert_ok!(Anchoring::freeze_stream(signed(BOB), first_bank_bytes(), 0));
        assert_ok!(Anchoring::thaw_stream(signed(BOB), first_bank_bytes(), 0));

        let (institution, by) = (first_bank(), second_bank());
        let wanted = [
            Event::StreamFrozen { institution, number: 0, by, account: BOB },
            Event::StreamThawed { institution, number: 0, by, account: BOB },
        ];
        assert!(events().ends_with(&wanted));
    });
}

#[test]
fn rejects_what_does_not_exist_or_is_so_already() {
    run(|| {
        open();
        let (freeze, thaw) = (Anchoring::freeze_stream, Anchoring::thaw_stream);

        assert_noop!(freeze(signed(BOB), first_bank_bytes(), 1), Error::<Test>::StreamNotFound);
        assert_noop!(freeze(signed(BOB), [b'0'; 20], 0), Error::<Test>::StreamNotFound);
        assert_noop!(thaw(signed(BOB), first_bank_bytes(), 0), Error::<Test>::StreamNotFrozen);
        assert_noop!(
            freeze(RuntimeOrigin::root(), first_bank_bytes(), 0),
            DispatchError::BadOrigin
        );
        assert_noop!(thaw(signed(EVE), first_bank_bytes(), 0), DispatchError::BadOrigin);
        assert_ok!(freeze(signed(BOB), first_bank_bytes(), 0));
        assert_noop!(freeze(signed(BOB), first_bank_bytes(), 0), Error::<Test>::StreamFrozen);
        assert_ok!(thaw(signed(BOB), first_bank_bytes(), 0));
        assert_ok!(Anchoring::close_stream(signed(ALICE), 0));
        assert_noop!(freeze(signed(BOB), first_bank_bytes(), 0), Error::<Test>::StreamClosed);
    });
}
