//! No call is reachable without its permission, on whatever way.

use crate::{
    every_call::{NamedCall, every_call},
    support::{AUTHORITY, chain, enrol, lei, signed},
};
use critical_chains_policy::Scope;
use critical_chains_runtime::{
    AccountId, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
    permissions::Calls,
};
use pallet_authorisation::{Authorised, CallTable, Grants, Use};
use polkadot_sdk::{
    frame_support::dispatch::RawOrigin,
    pallet_utility,
    sp_keyring::Sr25519Keyring::{Eve, Ferdie},
    sp_runtime::{DispatchError, traits::Dispatchable},
};

fn actions() -> impl Iterator<Item = NamedCall> {
    every_call().into_iter().filter(|named| !matches!(Calls::describe(&named.call), Use::Wraps(_)))
}

fn batches(call: &RuntimeCall) -> Vec<RuntimeCall> {
    let inner = || vec![call.clone()];
    let batch = pallet_utility::Call::<Runtime>::batch { calls: inner() };
    let batch_all = pallet_utility::Call::<Runtime>::batch_all { calls: inner() };
    let force_batch = pallet_utility::Call::<Runtime>::force_batch { calls: inner() };
    let nested = pallet_utility::Call::<Runtime>::batch { calls: vec![batch.clone().into()] };
    [batch, batch_all, force_batch, nested].map(Into::into).to_vec()
}

/// Whether a dispatch has done nothing but to fail.
fn comes_to_nothing(call: RuntimeCall, origin: RuntimeOrigin) -> bool {
    System::reset_events();
    let failed = call.dispatch(origin).is_err();
    let told = System::events().into_iter().map(|record| record.event);
    // A batch succeeds and says that it was interrupted.
    let interrupted = told.into_iter().any(|event| {
        matches!(
            event,
            RuntimeEvent::Utility(
                pallet_utility::Event::BatchInterrupted { .. }
                    | pallet_utility::Event::ItemFailed { .. }
            )
        )
    });
    failed || interrupted
}

#[test]
fn extrinsics_of_an_account_without_roles_reach_nothing() {
    chain("local").execute_with(|| {
        enrol(Eve, AUTHORITY, &[]);

        for NamedCall { pallet, name, call } in actions() {
            for route in batches(&call).into_iter().chain([call]) {
                let verdict = signed(Eve, route).validate();
                assert!(verdict.is_err(), "{pallet}.{name}");
            }
        }
    });
}

#[test]
fn a_bare_signature_reaches_nothing_that_its_account_may_not_do() {
    chain("local").execute_with(|| {
        enrol(Eve, AUTHORITY, &[]);
        let account: AccountId = Eve.to_account_id();

        for NamedCall { pallet, name, call } in actions() {
            for route in batches(&call).into_iter().chain([call.clone()]) {
                let origin = RawOrigin::Signed(account.clone()).into();
                assert!(comes_to_nothing(route, origin), "{pallet}.{name}");
            }
            // As Root would make it in the name of somebody. What is closed is closed for a proposal
            // too, so that it never comes this way.
            if Calls::describe(&call) == Use::Closed {
                continue;
            }
            let as_origin = OriginCaller::from(RawOrigin::Signed(account.clone()));
            let call = pallet_utility::Call::<Runtime>::dispatch_as {
                as_origin: Box::new(as_origin),
                call: Box::new(call),
            };
            System::reset_events();
            let _ = RuntimeCall::from(call).dispatch(RuntimeOrigin::root());
            let result = System::events().into_iter().find_map(|record| match record.event {
                RuntimeEvent::Utility(pallet_utility::Event::DispatchedAs { result }) => {
                    Some(result)
                }
                _ => None,
            });
            assert!(result.unwrap().is_err(), "{pallet}.{name} by dispatch_as");
        }
    });
}

/// An origin that was checked for something else, as it would come from storage.
#[test]
fn an_origin_without_the_permission_reaches_nothing() {
    chain("local").execute_with(|| {
        let origin = || {
            let (account, institution) = (Eve.to_account_id(), lei(AUTHORITY));
            RuntimeOrigin::from(Authorised { account, institution, grants: Grants::default() })
        };

        for NamedCall { pallet, name, call } in actions() {
            for route in batches(&call).into_iter().chain([call]) {
                assert!(comes_to_nothing(route, origin()), "{pallet}.{name}");
            }
        }
    });
}

#[test]
fn who_may_propose_may_not_propose_everything() {
    chain("local").execute_with(|| {
        use critical_chains_policy::Role;
        use critical_chains_runtime::Authorisation;
        let permissions = ["approvals.propose", "approvals.vote"].map(|own| own.parse().unwrap());
        let role =
            Role { permissions: permissions.to_vec().try_into().unwrap(), ..Role::default() };
        Authorisation::define_role(RuntimeOrigin::root(), "clerk".parse().unwrap(), role).unwrap();
        enrol(Ferdie, AUTHORITY, &[("clerk", Scope::Institution(lei(AUTHORITY)))]);

        for NamedCall { pallet, name, call } in actions() {
            for route in batches(&call).into_iter().chain([call]) {
                let propose = pallet_approvals::Call::<Runtime>::propose { call: Box::new(route) };
                let origin = RawOrigin::Signed(Ferdie.to_account_id()).into();
                let error = RuntimeCall::from(propose).dispatch(origin).unwrap_err().error;
                let refused: [DispatchError; 2] = [
                    pallet_approvals::Error::<Runtime>::NotAuthorised.into(),
                    pallet_approvals::Error::<Runtime>::CallNotAllowed.into(),
                ];
                assert!(refused.contains(&error), "{pallet}.{name}: {error:?}");
            }
        }
    });
}
