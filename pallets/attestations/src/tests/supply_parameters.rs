//! Who brings parameters, and that they are those that were registered.

use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Error, Event, ModelParameters};

fn supply(bytes: &[u8]) -> polkadot_sdk::frame_support::dispatch::DispatchResult {
    let parameters = bytes.to_vec().try_into().unwrap();
    Attestations::supply_parameters(signed(BOB), LAYERING, parameters)
}

#[test]
fn takes_what_was_registered_from_anybody() {
    build_and_execute(|| {
        assert_ok!(Attestations::register_model(root(), LAYERING, spec()));
        events();

        assert_ok!(supply(&parameters()));

        assert_eq!(ModelParameters::<Test>::get(LAYERING), Some(parameters()));
        let institution = institution_of(BOB);
        let told = Event::ParametersSupplied { model: LAYERING, institution, account: BOB };
        assert_eq!(events(), [told]);
    });
}

#[test]
fn rejects_other_bytes() {
    build_and_execute(|| {
        assert_ok!(Attestations::register_model(root(), LAYERING, spec()));
        for bytes in [&b""[..], b"leaf 1 2 4", b"leaf 1 2 3 "] {
            assert_noop!(supply(bytes), Error::<Test>::InvalidParameters);
        }
    });
}

#[test]
fn rejects_what_is_not_awaited() {
    build_and_execute(|| {
        assert_noop!(supply(&parameters()), Error::<Test>::NotFound);
        assert_ok!(Attestations::register_model(root(), LAYERING, spec()));
        assert_ok!(supply(&parameters()));
        assert_noop!(supply(&parameters()), Error::<Test>::AlreadyExists);
        assert_ok!(Attestations::retire_model(root(), LAYERING));
        assert_noop!(supply(&parameters()), Error::<Test>::WrongStatus);
    });
}

#[test]
fn rejects_whoever_acts_for_nobody() {
    build_and_execute(|| {
        let supplied = Attestations::supply_parameters(signed(EVE), LAYERING, parameters());
        assert_noop!(supplied, DispatchError::BadOrigin);
    });
}
