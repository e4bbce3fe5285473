//! Proves what is on the wire: sizes, limits kept while decoding, and documentation for clients.

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_integrity::anchor::Anchor;
use polkadot_sdk::frame_support::{BoundedVec, pallet_prelude::TypeInfo};
use scale_info::{TypeDef, form::MetaForm};

use super::mock::*;
use crate::{Batch, CalendarState, Call, Error, Event, StreamState};

fn call(batches: Vec<Batch>) -> Call<Test> {
    let batches = batches.try_into().unwrap();
    Call::anchor_batches { stream: 1, first_sequence: 2, previous: [3; 32], batches }
}

#[test]
fn sizes_are_those_the_limits_were_chosen_for() {
    assert_eq!(Batch::max_encoded_len(), 32 + 3 * 8 + 2 + 64);
    assert_eq!(StreamState::max_encoded_len(), 1 + 8 + 32 + 8 + 8);
    assert_eq!(CalendarState::max_encoded_len(), 8 + 2 + 64 * 32);
    assert_eq!(Anchor::max_encoded_len(), 20 + 4 + 8 + 32 + 32 + 3 * 8 + 2 + 64);

    run(|| {
        let batch_bytes = 32 + 3 * 8 + 1 + "iso20022:pacs.008.001.08".len();
        assert_eq!(batch(1).encoded_size(), batch_bytes);
        let call_bytes = 1 + 4 + 8 + 32 + 1;
        assert_eq!(call(vec![batch(1)]).encoded_size(), call_bytes + batch_bytes);
        assert_eq!(call(vec![batch(1), batch(2)]).encoded_size(), call_bytes + 2 * batch_bytes);
    });
}

#[test]
fn call_survives_a_round_trip() {
    run(|| {
        let call = call(vec![batch(1), batch(2)]);

        assert_eq!(Call::<Test>::decode(&mut &call.encode()[..]).unwrap(), call);
    });
}

#[test]
fn refuses_more_batches_than_a_call_may_have() {
    run(|| {
        let fields = |batches: Vec<Batch>| {
            let bytes = (1_u8, 1_u32, 2_u64, [3_u8; 32], batches).encode();
            Call::<Test>::decode(&mut &bytes[..])
        };

        assert!(fields(vec![batch(1); MAX_BATCHES as usize]).is_ok());
        assert!(fields(vec![batch(1); MAX_BATCHES as usize + 1]).is_err());
    });
}

#[test]
fn refuses_longer_profiles_than_there_are() {
    run(|| {
        let fields = |profile: Vec<u8>| {
            let bytes = ([0_u8; 32], 1_u64, 2_u64, 3_u64, profile).encode();
            Batch::decode(&mut &bytes[..])
        };

        // A malformed one is read all the same, so that the call can say what is wrong.
        let malformed = Batch { profile: BoundedVec::truncate_from(vec![0xff; 64]), ..batch(1) };
        assert_eq!(fields(vec![0xff; 64]).unwrap().profile, malformed.profile);
        assert!(fields(vec![b'p'; 65]).is_err());
    });
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
    for view in Anchoring::pallet_view_functions_metadata() {
        assert!(!view.docs.is_empty(), "{} has no documentation", view.name);
    }
}
