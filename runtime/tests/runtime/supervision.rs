//! The powers of supervisors on the real runtime: at once, in the open, and not above the others.

use crate::support::{
    AUTHORITY, BANK, anchors, approve, chain, enrol, lei, name, next_block, open_stream, outcome,
    propose, signed, together,
};
use critical_chains_policy::Scope;
use critical_chains_runtime::{Authorisation, Runtime, Supervision, System};
use pallet_institutions::Refusal;
use pallet_supervision::{Call, Reason, StopTarget};
use polkadot_sdk::{
    frame_support::assert_ok,
    sp_keyring::Sr25519Keyring::{self, *},
    sp_runtime::{DispatchError, transaction_validity::TransactionValidityError},
};

fn reason() -> Reason {
    b"leaked keys".to_vec().try_into().unwrap()
}

fn stop(target: &str) -> Call<Runtime> {
    Call::stop { target: StopTarget::Pallet(name(target)), reason: reason() }
}

fn refusal(
    by: Sr25519Keyring,
    call: impl Into<critical_chains_runtime::RuntimeCall>,
) -> TransactionValidityError {
    signed(by, call).validate().unwrap_err()
}

#[test]
fn one_authority_stops_a_pallet_at_once_and_the_consortium_goes_on() {
    chain("local").execute_with(|| {
        signed(Dave, stop("anchoring")).apply().unwrap().unwrap();

        assert_eq!(refusal(Alice, open_stream()), Refusal::Stopped.into());
        let batch =
            polkadot_sdk::pallet_utility::Call::<Runtime>::batch { calls: vec![open_stream()] };
        assert_eq!(refusal(Alice, batch), Refusal::Stopped.into());
        let target = StopTarget::Pallet(name("anchoring"));
        assert_ok!(together(Call::<Runtime>::lift_stop { target }));
        assert!(signed(Alice, open_stream()).apply().unwrap().is_ok());
        // A stop that was lifted is not renewed at once by the same Authority.
        let again = signed(Dave, stop("anchoring")).apply().unwrap();
        assert_eq!(again, Err(pallet_supervision::Error::<Runtime>::Paused.into()));
    });
}

#[test]
fn a_stop_lapses_unless_the_others_confirm_it() {
    chain("local").execute_with(|| {
        signed(Dave, stop("anchoring")).apply().unwrap().unwrap();
        let lapses = Supervision::stops()[0].1.lapses;
        assert!(lapses.is_some());

        let target = StopTarget::Pallet(name("anchoring"));
        assert_ok!(together(Call::<Runtime>::confirm_stop { target }));

        assert_eq!(Supervision::stops()[0].1.lapses, None);
    });
}

#[test]
fn the_end_of_one_stop_does_not_end_another() {
    chain("local").execute_with(|| {
        let target = StopTarget::Permission(name("anchoring.open"));
        let single = Call::<Runtime>::stop { target, reason: reason() };
        signed(Dave, single).apply().unwrap().unwrap();
        signed(Dave, stop("anchoring")).apply().unwrap().unwrap();

        let lift = Call::<Runtime>::lift_stop { target: StopTarget::Pallet(name("anchoring")) };
        signed(Dave, lift).apply().unwrap().unwrap();

        assert_eq!(refusal(Alice, open_stream()), Refusal::Stopped.into());
        assert!(signed(Alice, anchors(1, "x")).validate().is_ok());
    });
}

#[test]
fn one_thing_has_one_name_by_which_it_is_stopped() {
    chain("local").execute_with(|| {
        let unknown: DispatchError =
            pallet_authorisation::Error::<Runtime>::UnknownPermission.into();
        for target in [
            StopTarget::Pallet(name("anchoring.open")),
            StopTarget::Permission(name("anchoring")),
            StopTarget::Pallet(name("nothing")),
            StopTarget::Permission(name("anchoring.nothing")),
        ] {
            let stopped = signed(Dave, Call::<Runtime>::stop { target, reason: reason() }).apply();
            assert_eq!(stopped.unwrap(), Err(unknown));
        }
    });
}

#[test]
fn a_demand_is_its_institutions_to_close_while_that_is_active() {
    chain("local").execute_with(|| {
        let demand = Call::<Runtime>::demand_explanation {
            institution: BANK,
            about: reason(),
            deadline_millis: Authorisation::now() + 86_400_000,
        };
        signed(Dave, demand).apply().unwrap().unwrap();

        let not_yours = pallet_supervision::Error::<Runtime>::NotYours.into();
        assert_eq!(together(Call::<Runtime>::close_demand { id: 0 }), Err(not_yours));
        signed(Dave, Call::<Runtime>::close_demand { id: 0 }).apply().unwrap().unwrap();
    });
}

#[test]
fn governance_cannot_be_stopped() {
    chain("local").execute_with(|| {
        let indispensable: DispatchError =
            pallet_authorisation::Error::<Runtime>::Indispensable.into();
        for target in ["approvals.vote", "approvals.propose", "authorisation.policy"] {
            let target = StopTarget::Permission(name(target));
            let stopped = signed(Dave, Call::<Runtime>::stop { target, reason: reason() }).apply();
            assert_eq!(stopped.unwrap(), Err(indispensable));
        }

        // Of a pallet, what is indispensable goes on.
        signed(Dave, stop("approvals")).apply().unwrap().unwrap();
        let execute = pallet_approvals::Call::<Runtime>::execute { proposal: 0 };
        assert_eq!(refusal(Alice, execute), Refusal::Stopped.into());
        signed(Dave, stop("institutions")).apply().unwrap().unwrap();
        let quota = pallet_institutions::Call::<Runtime>::set_quota { lei: BANK, quota: None };
        let proposal = propose(Alice, quota);
        for by in [Bob, Charlie, Dave] {
            approve(by, proposal).unwrap().unwrap();
        }
        next_block();
        assert_eq!(outcome(proposal), Some(Ok(())));
    });
}

#[test]
fn only_authorities_have_these_powers_whatever_role_they_hold() {
    chain("local").execute_with(|| {
        enrol(Eve, BANK, &[("supervisor", Scope::Consortium)]);
        enrol(Ferdie, AUTHORITY, &[("supervisor", Scope::Institution(lei(AUTHORITY)))]);

        assert_eq!(refusal(Eve, stop("anchoring")), Refusal::Forbidden.into());
        // In the scope of its own institution, a role does not reach others.
        assert_eq!(refusal(Ferdie, stop("anchoring")), Refusal::NotPermitted.into());
    });
}

#[test]
fn a_frozen_account_does_nothing() {
    chain("local").execute_with(|| {
        let account = AliceStash.to_account_id();
        let freeze = Call::<Runtime>::freeze_account { account: account.clone(), reason: reason() };
        signed(Dave, freeze).apply().unwrap().unwrap();

        assert_eq!(refusal(AliceStash, open_stream()), Refusal::AccountFrozen.into());
        assert!(signed(Alice, open_stream()).apply().unwrap().is_ok());
        assert_ok!(together(Call::<Runtime>::unfreeze_account { account }));
        assert!(signed(AliceStash, open_stream()).apply().unwrap().is_ok());
    });
}

#[test]
fn a_frozen_stream_takes_nothing() {
    chain("local").execute_with(|| {
        signed(Alice, open_stream()).apply().unwrap().unwrap();
        let (institution, stream) = (BANK, 0);
        let freeze = pallet_anchoring::Call::<Runtime>::freeze_stream { institution, stream };
        assert_eq!(refusal(Bob, freeze.clone()), Refusal::Forbidden.into());
        signed(DaveStash, freeze).apply().unwrap().unwrap();

        let anchored = signed(Alice, anchors(1, "x")).apply().unwrap();

        assert_eq!(anchored, Err(pallet_anchoring::Error::<Runtime>::StreamFrozen.into()));
    });
}

#[test]
fn broken_glass_is_reviewed_by_another_institution() {
    chain("local").execute_with(|| {
        let enrol_eve = pallet_institutions::Call::<Runtime>::enrol_account {
            lei: BANK,
            account: Eve.to_account_id(),
        };
        assert_eq!(refusal(AliceStash, enrol_eve.clone()), Refusal::NotPermitted.into());

        let role = name("emergency-operator");
        let break_glass = Call::<Runtime>::break_glass { role, reason: reason() };
        signed(AliceStash, break_glass.clone()).apply().unwrap().unwrap();
        signed(AliceStash, enrol_eve).apply().unwrap().unwrap();
        // One block has not the room for all of this.
        next_block();

        let pending = signed(AliceStash, break_glass).apply().unwrap();
        assert_eq!(pending, Err(pallet_supervision::Error::<Runtime>::ReviewPending.into()));
        let review = &Supervision::open_reviews()[0];
        let judge = Call::<Runtime>::review_access {
            id: review.id,
            finding: pallet_supervision::Finding::Misused,
            remark: reason(),
        };
        next_block();
        signed(Dave, judge).apply().unwrap().unwrap();
        let withdraw =
            pallet_institutions::Call::<Runtime>::withdraw_account { account: Eve.to_account_id() };
        assert_eq!(refusal(AliceStash, withdraw), Refusal::NotPermitted.into());
        let roles = Authorisation::roles_of(AliceStash.to_account_id());
        assert!(roles.iter().all(|own| own.assignment.role != role));
        assert!(System::block_number() > 0 && lei(BANK) == review.institution);
    });
}

#[test]
fn an_explanation_is_demanded_and_given() {
    chain("local").execute_with(|| {
        let demand = Call::<Runtime>::demand_explanation {
            institution: BANK,
            about: b"payments of 24 November".to_vec().try_into().unwrap(),
            deadline_millis: Authorisation::now() + 86_400_000,
        };
        signed(Dave, demand).apply().unwrap().unwrap();
        let demands = Supervision::demands_of(BANK);

        let answer = |id| Call::<Runtime>::answer_demand { id, answer_digest: [7; 32] };
        assert!(signed(Bob, answer(demands[0].id)).apply().unwrap().is_err());
        signed(Alice, answer(demands[0].id)).apply().unwrap().unwrap();
    });
}
