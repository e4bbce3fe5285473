//! What accounts may call, and what may come without one.

use crate::support::{at_pool, call_of, chain, open_stream, signed};
use critical_chains_runtime::{
    Executive, Institutions, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
    UncheckedExtrinsic,
};
use pallet_institutions::Refusal;
use polkadot_sdk::{
    frame_support::dispatch::RawOrigin,
    frame_system, pallet_session, pallet_timestamp, pallet_utility,
    sp_keyring::Sr25519Keyring::Alice,
    sp_runtime::{
        DispatchError,
        traits::{BlakeTwo256, Dispatchable, Hash},
        transaction_validity::{InvalidTransaction, TransactionValidity},
    },
};

fn remark() -> RuntimeCall {
    frame_system::Call::<Runtime>::remark { remark: vec![7; 100] }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::<Runtime>::batch { calls }.into()
}

fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::<Runtime>::batch_all { calls }.into()
}

fn force_batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::<Runtime>::force_batch { calls }.into()
}

/// What accounts may not call.
fn not_for_accounts() -> Vec<RuntimeCall> {
    let code = vec![7; 100];
    vec![
        remark(),
        frame_system::Call::<Runtime>::remark_with_event { remark: vec![7] }.into(),
        // These are operational, for which blocks have room of its own.
        frame_system::Call::<Runtime>::set_code { code: code.clone() }.into(),
        frame_system::Call::<Runtime>::apply_authorized_upgrade { code }.into(),
        pallet_session::Call::<Runtime>::purge_keys {}.into(),
        pallet_utility::Call::<Runtime>::as_derivative { index: 0, call: Box::new(open_stream()) }
            .into(),
        pallet_utility::Call::<Runtime>::if_else {
            main: Box::new(open_stream()),
            fallback: Box::new(open_stream()),
        }
        .into(),
        pallet_utility::Call::<Runtime>::with_weight {
            call: Box::new(open_stream()),
            weight: Default::default(),
        }
        .into(),
    ]
}

fn not_allowed() -> TransactionValidity {
    Err(Refusal::CallNotAllowed.into())
}

#[test]
fn the_pool_takes_what_accounts_may_call() {
    chain("local").execute_with(|| {
        let nested = batch(vec![batch_all(vec![open_stream(), call_of(1)]), open_stream()]);

        for call in [open_stream(), call_of(1), force_batch(vec![call_of(1)]), nested] {
            assert!(signed(Alice, call.clone()).validate().is_ok(), "{call:?}");
        }
    });
}

#[test]
fn the_pool_refuses_everything_else() {
    chain("local").execute_with(|| {
        for call in not_for_accounts() {
            assert_eq!(signed(Alice, call.clone()).validate(), not_allowed(), "{call:?}");
        }
    });
}

#[test]
fn batches_hide_nothing() {
    chain("local").execute_with(|| {
        // By itself this is refused as an inherent; a batch of inherents would be operational.
        let inherent = pallet_timestamp::Call::<Runtime>::set { now: 1 }.into();

        for call in not_for_accounts().into_iter().chain([inherent]) {
            let batches = [
                batch(vec![call.clone()]),
                batch_all(vec![open_stream(), call.clone()]),
                force_batch(vec![call.clone()]),
                batch(vec![open_stream(), batch_all(vec![open_stream(), call])]),
            ];
            for batch in batches {
                assert_eq!(signed(Alice, batch.clone()).validate(), not_allowed(), "{batch:?}");
            }
        }
    });
}

#[test]
fn batches_are_bounded_in_depth_and_number() {
    chain("local").execute_with(|| {
        let deep = batch(vec![batch(vec![batch(vec![open_stream()])])]);
        assert_eq!(signed(Alice, deep).validate(), not_allowed());

        // The outer batch itself counts.
        let wide = |calls| batch(vec![open_stream(); calls]);
        assert!(signed(Alice, wide(1_023)).validate().is_ok());
        assert_eq!(signed(Alice, wide(1_024)).validate(), not_allowed());
        let half = batch(vec![open_stream(); 511]);
        assert_eq!(signed(Alice, batch(vec![half.clone(), half])).validate(), not_allowed());
    });
}

#[test]
fn a_batch_of_nothing_is_refused() {
    chain("local").execute_with(|| {
        for call in [batch(vec![]), batch_all(vec![batch(vec![])])] {
            assert_eq!(signed(Alice, call).validate(), Err(Refusal::NotPermitted.into()));
        }
    });
}

#[test]
fn what_the_pool_refuses_gets_into_no_block_either() {
    chain("local").execute_with(|| {
        assert_eq!(signed(Alice, remark()).apply().unwrap_err(), Refusal::CallNotAllowed.into());
    });
}

#[test]
fn the_filter_stops_what_is_dispatched_on_other_ways() {
    chain("local").execute_with(|| {
        let alice = || RuntimeOrigin::from(RawOrigin::Signed(Alice.to_account_id()));
        let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
        let purge = RuntimeCall::from(pallet_session::Call::<Runtime>::purge_keys {});

        for call in [remark(), purge, batch_all(vec![remark()])] {
            assert_eq!(call.dispatch(alice()).unwrap_err().error, filtered);
        }
        batch(vec![remark()]).dispatch(alice()).unwrap();
        System::assert_last_event(RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted {
            index: 0,
            error: filtered,
        }));
    });
}

#[test]
fn root_passes_the_filter() {
    chain("local").execute_with(|| {
        let lei = *b"CCDEV0ALPHABANK00022";
        let expires = Some(u64::MAX);
        let set = pallet_institutions::Call::<Runtime>::set_expiry { lei, expires };

        batch_all(vec![remark(), set.into()]).dispatch(RuntimeOrigin::root()).unwrap();

        assert_eq!(Institutions::institution(lei).unwrap().expires, expires);
    });
}

#[test]
fn anybody_may_bring_the_code_that_was_authorised_and_no_other() {
    chain("local").execute_with(|| {
        let bring = |code: &[u8]| {
            UncheckedExtrinsic::new_bare(
                frame_system::Call::<Runtime>::apply_authorized_upgrade { code: code.to_vec() }
                    .into(),
            )
        };
        assert_eq!(at_pool(bring(b"code")), Err(InvalidTransaction::Call.into()));
        System::authorize_upgrade_without_checks(RuntimeOrigin::root(), BlakeTwo256::hash(b"code"))
            .unwrap();

        assert_eq!(at_pool(bring(b"other")), Err(InvalidTransaction::Call.into()));
        assert!(at_pool(bring(b"code")).is_ok());
        Executive::apply_extrinsic(bring(b"code")).unwrap().unwrap();
        assert!(System::authorized_upgrade().is_none());
    });
}
