//! Removals of constraints.

use super::mock::*;
use crate::*;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok},
    sp_runtime::DispatchError::BadOrigin,
};

#[test]
fn lets_come_together_what_was_apart() {
    build_and_execute(|| {
        assert_ok!(Authorisation::remove_constraint(root(), FOUR_EYES));

        assert_eq!(last_event(), Event::ConstraintRemoved { constraint: FOUR_EYES });
        grant(13, MAKER);
        grant(13, CHECKER);
    });
}

#[test]
fn leaves_the_other_constraints() {
    build_and_execute(|| {
        assert_ok!(Authorisation::remove_constraint(root(), FOUR_EYES));

        let left = SeparationConstraints::<Test>::get();
        assert_eq!(left.iter().map(|(name, _)| *name).collect::<Vec<_>>(), [ONE_HAT]);
    });
}

#[test]
fn rejects_constraints_that_do_not_exist() {
    build_and_execute(|| {
        for name in [NOVELTY, no_name()] {
            let result = Authorisation::remove_constraint(root(), name);
            assert_noop!(result, Error::<Test>::NotFound);
        }
    });
}

#[test]
fn rejects_other_origins() {
    build_and_execute(|| {
        for origin in [signed(10), signed(11), RuntimeOrigin::none()] {
            assert_noop!(Authorisation::remove_constraint(origin, FOUR_EYES), BadOrigin);
        }
    });
}
