//! Proves what is on the wire: sizes, numbers of calls, and documentation for clients.

use codec::{Decode, Encode, MaxEncodedLen};
use critical_chains_attestation::{MAX_STATEMENT_BYTES, Statement};
use polkadot_sdk::frame_support::pallet_prelude::TypeInfo;
use scale_info::{TypeDef, form::MetaForm};

use super::mock::*;
use crate::{
    Attestation, Call, Cases, EndedAttestation, Error, Event, Indicator, IndicatorKind, Model,
    ModelStatus,
};

#[test]
fn sizes_are_those_the_limits_were_chosen_for() {
    assert_eq!(Statement::max_encoded_len(), MAX_STATEMENT_BYTES);
    assert!(Call::<Test>::raise { statement: statement(1) }.encoded_size() < 256);
    assert!(Attestation::<u64>::max_encoded_len() < 2_304);
    assert!(EndedAttestation::max_encoded_len() < 192);
    assert!(Cases::max_encoded_len() < 2_688);
    assert!(Model::max_encoded_len() < 384);
    assert!(Indicator::<u64>::max_encoded_len() < 2_816);
}

#[test]
fn calls_keep_their_numbers() {
    let first_bytes = [
        Call::<Test>::register_model { model: LAYERING, spec: spec() },
        Call::supply_parameters { model: LAYERING, parameters: parameters() },
        Call::set_champion { model: LAYERING },
        Call::retire_model { model: LAYERING },
        Call::raise { statement: statement(1) },
        Call::corroborate { id: 0, score: 0, evidence_root: [0; 32] },
        Call::contest { id: 0, counter_evidence_root: [0; 32] },
        Call::confirm { id: 0 },
        Call::clear { id: 0 },
        Call::share_indicator { spec: indicator(1) },
        Call::revoke_indicator { id: 0 },
        Call::report_sighting { id: 0, count: 0, first_seen: 0, last_seen: 0 },
    ]
    .map(|call| call.encode()[0]);

    assert_eq!(first_bytes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
}

#[test]
fn refuses_longer_parameters_than_there_are() {
    let call = |bytes: Vec<u8>| Call::<Test>::decode(&mut &(1_u8, LAYERING, bytes).encode()[..]);

    assert!(call(vec![0; 512 * 1_024]).is_ok());
    assert!(call(vec![0; 512 * 1_024 + 1]).is_err());
}

#[test]
fn kinds_and_statuses_keep_their_places() {
    assert_eq!(IndicatorKind::Account.encode(), [0]);
    assert_eq!(IndicatorKind::Policy.encode(), [8]);
    assert_eq!(ModelStatus::Champion.encode(), [1]);
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
    for view in Attestations::pallet_view_functions_metadata() {
        assert!(!view.docs.is_empty(), "{} has no documentation", view.name);
    }
}
