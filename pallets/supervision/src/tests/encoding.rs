//! Proves what is on the wire: sizes, limits kept while decoding, and documentation for clients.

use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::pallet_prelude::TypeInfo;
use scale_info::{TypeDef, form::MetaForm};

use super::mock::*;
use crate::{Call, Demand, Error, Event, Reason, Review, Stop, StopRecord, StopTarget};

#[test]
fn sizes_are_those_the_limits_were_chosen_for() {
    let reason = 2 + 256;
    assert_eq!(Reason::max_encoded_len(), reason);
    assert_eq!(StopTarget::max_encoded_len(), 1 + 33);
    assert_eq!(StopRecord::max_encoded_len(), 34 + 9);
    assert_eq!(Stop::<u64>::max_encoded_len(), 20 + 8 + reason + 8 + 9);
    assert_eq!(Review::<u64>::max_encoded_len(), 4 + 8 + 20 + 33 + reason + 8 + 8 + 1);
    let answer = 1 + 8 + 32 + 8;
    assert_eq!(Demand::<u64>::max_encoded_len(), 4 + 2 * 20 + 8 + reason + 8 + 8 + answer + 1);
}

#[test]
fn targets_keep_their_places() {
    let name = b"anchoring".to_vec();
    assert_eq!(ANCHORING.encode(), (0_u8, &name).encode());
    let StopTarget::Pallet(permission) = ANCHORING else { unreachable!() };
    assert_eq!(StopTarget::Permission(permission).encode(), (1_u8, name).encode());
}

#[test]
fn refuses_longer_reasons_than_there_are() {
    let call = |reason: Vec<u8>| {
        let bytes = (0_u8, ANCHORING, reason).encode();
        Call::<Test>::decode(&mut &bytes[..])
    };

    // An invalid one is read all the same, so that the call can say what is wrong.
    assert!(call(vec![0xff; 256]).is_ok());
    assert!(call(vec![b'x'; 257]).is_err());
}

#[test]
fn calls_keep_their_numbers() {
    let first_bytes = [
        Call::<Test>::stop { target: ANCHORING, reason: reason("why") },
        Call::confirm_stop { target: ANCHORING },
        Call::lift_stop { target: ANCHORING },
        Call::freeze_account { account: ALICE, reason: reason("why") },
        Call::unfreeze_account { account: ALICE },
        Call::break_glass { role: OPERATOR, reason: reason("why") },
        Call::review_access { id: 0, finding: crate::Finding::Misused, remark: reason("why") },
        Call::demand_explanation {
            institution: institution_of(ALICE).into(),
            about: reason("why"),
            deadline_millis: 0,
        },
        Call::answer_demand { id: 0, answer_digest: [0; 32] },
        Call::close_demand { id: 0 },
    ]
    .map(|call| call.encode()[0]);

    assert_eq!(first_bytes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn every_call_event_and_error_is_documented_for_clients() {
    let types = [Call::<Test>::type_info(), Event::<Test>::type_info(), Error::<Test>::type_info()];

    for scale_info::Type::<MetaForm> { type_def, .. } in types {
        let TypeDef::Variant(variants) = type_def else { panic!("not an enum") };
        assert!(!variants.variants.is_empty());
        for variant in variants.variants {
            assert!(!variant.docs.is_empty(), "{} has no documentation", variant.name);
        }
    }
    for view in Supervision::pallet_view_functions_metadata() {
        assert!(!view.docs.is_empty(), "{} has no documentation", view.name);
    }
}
