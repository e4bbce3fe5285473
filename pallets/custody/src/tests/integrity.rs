//! Bounds, and what the invariants would find.

use super::mock::*;
use crate::{CustodyClass::*, *};
use critical_chains_policy::Days;
use polkadot_sdk::{
    frame_support::{BoundedBTreeMap, traits::Hooks},
    sp_runtime::TryRuntimeError,
};

/// What the invariants say after somebody has tampered with the storage.
fn found_after(tamper: impl FnOnce()) -> &'static str {
    new_test_ext().execute_with(|| {
        tamper();
        match KeyCustody::do_try_state() {
            Err(TryRuntimeError::Other(found)) => found,
            other => panic!("{other:?}"),
        }
    })
}

#[test]
fn the_configuration_has_room_for_a_seat() {
    KeyCustody::integrity_test();
}

#[test]
fn the_invariants_find_what_must_not_be() {
    let of_nobody = || Keys::<Test>::insert(institution_of(EVE), BoundedBTreeMap::new());
    assert_eq!(found_after(of_nobody), "1: keys of no institution");
    let no_keys = || Keys::<Test>::insert(institution_of(ALICE), BoundedBTreeMap::new());
    assert_eq!(found_after(no_keys), "1: room for no keys");
    let unproven = || {
        Keys::<Test>::mutate(institution_of(ALICE), |keys| {
            keys.try_insert(key(1), Custody { evidence: None, ..votes(CertifiedModule) }).unwrap()
        });
    };
    assert_eq!(found_after(unproven), "2: a certified module without evidence");
    let required = || Requirements::<Test>::insert(institution_of(EVE), Token);
    assert_eq!(found_after(required), "3: required of nobody");
    let backwards = || SweptDays::<Test>::put(Days { after: 2, until: 1 });
    assert_eq!(found_after(backwards), "4: days backwards");
    let to_come = || SweptDays::<Test>::put(Days { after: 0, until: u64::MAX });
    assert_eq!(found_after(to_come), "4: warned of days to come");
    let without_days = || Sweep::<Test>::put(institution_of(ALICE));
    assert_eq!(found_after(without_days), "4: a sweep without days");
}
