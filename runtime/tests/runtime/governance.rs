//! What the consortium does together, from the proposal to what comes of it, and what it refuses.

use crate::support::{
    AUTHORITY, BANK, CLEARING, INSURER, approve, chain, enrol, lei, name, next_block, open_stream,
    outcome, propose, signed, together,
};
use critical_chains_policy::{Name, Scope, Validity};
use critical_chains_runtime::{
    Approvals, Authorisation, Institutions, Runtime, RuntimeCall, RuntimeOrigin, System,
};
use pallet_approvals::Error;
use pallet_institutions::{Kind, Refusal, Status};
use polkadot_sdk::{
    frame_support::assert_ok,
    frame_system, pallet_utility,
    sp_core::H256,
    sp_keyring::Sr25519Keyring::{
        Alice, AliceStash, Bob, BobStash, Charlie, CharlieStash, Dave, DaveStash, Eve,
    },
    sp_runtime::{
        DispatchError,
        traits::{BlakeTwo256, Hash},
    },
};

const NEWCOMER: [u8; 20] = *b"CCDEV0EPSILONTOLL099";

fn newcomer() -> [u8; 20] {
    // The check digits are computed: what counts is that they are right.
    let prefix: [u8; 18] = NEWCOMER[..18].try_into().unwrap();
    critical_chains_lei::Lei::from_prefix(prefix).unwrap().into()
}

fn admission() -> RuntimeCall {
    pallet_institutions::Call::<Runtime>::admit_institution {
        lei: newcomer(),
        name: b"Epsilon Tolls".to_vec().try_into().unwrap(),
        kind: Kind::TollOperator,
    }
    .into()
}

fn batch_all(calls: Vec<RuntimeCall>) -> RuntimeCall {
    pallet_utility::Call::<Runtime>::batch_all { calls }.into()
}

fn refused(result: polkadot_sdk::sp_runtime::ApplyExtrinsicResult) -> DispatchError {
    result.unwrap().unwrap_err()
}

fn fault(error: Error<Runtime>) -> DispatchError {
    error.into()
}

#[test]
fn three_of_four_admit_a_fifth_which_then_takes_part() {
    chain("local").execute_with(|| {
        let eve = Eve.to_account_id();
        let call = batch_all(vec![
            admission(),
            pallet_institutions::Call::<Runtime>::enrol_account {
                lei: newcomer(),
                account: eve.clone(),
            }
            .into(),
            pallet_authorisation::Call::<Runtime>::grant_role {
                account: eve.clone(),
                role: name("operator"),
                scope: Scope::Institution(lei(newcomer())),
                validity: Validity::PERMANENT,
                levels: 0,
            }
            .into(),
            pallet_institutions::Call::<Runtime>::grant_seat {
                lei: newcomer(),
                account: eve.clone(),
            }
            .into(),
        ]);
        let proposal = propose(Alice, call);
        for by in [Bob, Charlie] {
            approve(by, proposal).unwrap().unwrap();
            assert!(Institutions::institution(newcomer()).is_none());
        }

        approve(DaveStash, proposal).unwrap().unwrap();
        next_block();

        assert_eq!(outcome(proposal), Some(Ok(())));
        assert!(Institutions::seats().iter().any(|(_, account)| *account == eve));
        assert!(signed(Eve, open_stream()).apply().unwrap().is_ok());
    });
}

#[test]
fn no_account_does_alone_what_the_consortium_does() {
    chain("local").execute_with(|| {
        assert_eq!(
            signed(Alice, admission()).validate().unwrap_err(),
            Refusal::ApprovalRequired.into()
        );
        assert_eq!(
            signed(Alice, batch_all(vec![open_stream(), admission()])).validate().unwrap_err(),
            Refusal::ApprovalRequired.into()
        );
    });
}

#[test]
fn one_institution_has_one_vote_and_the_proposer_none() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());

        assert_eq!(refused(approve(Alice, proposal)), fault(Error::OwnProposal));
        approve(Bob, proposal).unwrap().unwrap();
        assert_eq!(refused(approve(BobStash, proposal)), fault(Error::AlreadyVoted));
        assert_eq!(refused(approve(Bob, proposal)), fault(Error::AlreadyVoted));
        // A colleague speaks for the proposer's institution, once.
        approve(AliceStash, proposal).unwrap().unwrap();
        assert!(Approvals::details(proposal).unwrap().proposal.met.is_none());
    });
}

/// Whoever gives its role to a second account of its own has one vote all the same.
#[test]
fn nobody_approves_itself_by_delegation() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        enrol(Eve, BANK, &[("representative", Scope::Institution(lei(BANK)))]);
        approve(Eve, proposal).unwrap().unwrap();

        assert_eq!(refused(approve(AliceStash, proposal)), fault(Error::AlreadyVoted));

        // Nor by an account that changes sides.
        Institutions::withdraw_account(RuntimeOrigin::root(), AliceStash.to_account_id()).unwrap();
        enrol(AliceStash, CLEARING, &[("representative", Scope::Institution(lei(CLEARING)))]);
        approve(AliceStash, proposal).unwrap().unwrap();
        assert_eq!(refused(approve(Bob, proposal)), fault(Error::AlreadyVoted));
    });
}

#[test]
fn an_approval_of_another_call_is_none() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        let call_hash = BlakeTwo256::hash(b"another call");

        let swapped = pallet_approvals::Call::<Runtime>::approve { proposal, call_hash };

        assert_eq!(refused(signed(Bob, swapped).apply()), fault(Error::CallMismatch));
        let unknown = pallet_approvals::Call::<Runtime>::approve { proposal: 7, call_hash };
        assert_eq!(refused(signed(Bob, unknown).apply()), fault(Error::NotFound));
    });
}

#[test]
fn an_authority_ends_a_proposal() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        let call_hash = Approvals::details(proposal).unwrap().proposal.call_hash;

        signed(Dave, pallet_approvals::Call::<Runtime>::reject { proposal, call_hash })
            .apply()
            .unwrap()
            .unwrap();

        assert!(Approvals::details(proposal).is_none());
    });
}

#[test]
fn votes_of_an_institution_that_is_suspended_since_do_not_count() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        approve(Bob, proposal).unwrap().unwrap();
        approve(Charlie, proposal).unwrap().unwrap();
        // Suspended by hand: with four validators the consortium would have to seat a fifth first.
        pallet_institutions::Institutions::<Runtime>::mutate(lei(CLEARING), |entry| {
            entry.as_mut().unwrap().status = Status::Suspended;
        });
        Authorisation::note_access(&lei(CLEARING), Kind::MarketInfrastructure, false);

        approve(Dave, proposal).unwrap().unwrap();
        next_block();

        assert!(Approvals::details(proposal).unwrap().proposal.met.is_none());
        approve(AliceStash, proposal).unwrap().unwrap();
        next_block();
        assert_eq!(outcome(proposal), Some(Ok(())));
    });
}

#[test]
fn a_call_that_fails_is_told_and_done_with() {
    chain("local").execute_with(|| {
        assert_ok!(together(admission()));

        let exists = pallet_institutions::Error::<Runtime>::AlreadyExists.into();
        assert_eq!(together(admission()), Err(exists));
    });
}

#[test]
fn a_new_runtime_waits_and_is_applied_by_whoever_brings_it() {
    chain("local").execute_with(|| {
        let code_hash = BlakeTwo256::hash(b"code");
        let proposal =
            propose(Alice, frame_system::Call::<Runtime>::authorize_upgrade { code_hash });
        for by in [AliceStash, Bob, Charlie] {
            approve(by, proposal).unwrap().unwrap();
        }
        assert!(Approvals::details(proposal).unwrap().proposal.met.is_none(), "an Authority lacks");
        approve(Dave, proposal).unwrap().unwrap();

        for _ in 0..29 {
            next_block();
            assert!(System::authorized_upgrade().is_none());
        }
        next_block();
        next_block();

        assert!(System::authorized_upgrade().is_some());
    });
}

#[test]
fn policies_changed_meanwhile_leave_nothing_to_be_executed() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        let constitution = name("authorisation.policy");
        let mut policy = pallet_authorisation::Permissions::<Runtime>::get(constitution).policy;
        policy.approval.as_mut().unwrap().approvals = 2;
        Authorisation::set_policy(RuntimeOrigin::root(), constitution, policy).unwrap();
        for by in [Bob, Charlie, Dave] {
            approve(by, proposal).unwrap().unwrap();
        }

        next_block();

        assert_eq!(outcome(proposal), Some(Err(fault(Error::Stale))));
        assert!(Institutions::institution(newcomer()).is_none());
    });
}

#[test]
fn what_was_signed_before_an_account_left_is_not_replayed_after_its_return() {
    chain("local").execute_with(|| {
        enrol(Eve, BANK, &[("operator", Scope::Institution(lei(BANK)))]);
        let old = signed(Eve, open_stream()).build();
        critical_chains_runtime::Executive::apply_extrinsic(old.clone()).unwrap().unwrap();
        let root = RuntimeOrigin::root;
        Institutions::withdraw_account(root(), Eve.to_account_id()).unwrap();
        assert!(critical_chains_runtime::Executive::apply_extrinsic(old.clone()).is_err());

        enrol(Eve, BANK, &[("operator", Scope::Institution(lei(BANK)))]);

        assert!(critical_chains_runtime::Executive::apply_extrinsic(old).is_err());
        assert!(signed(Eve, open_stream()).apply().unwrap().is_ok());
    });
}

#[test]
fn administrators_govern_their_own_accounts_and_no_others() {
    chain("local").execute_with(|| {
        let enrol = |lei| pallet_institutions::Call::<Runtime>::enrol_account {
            lei,
            account: Eve.to_account_id(),
        };
        let make = |role: &str, institution| pallet_authorisation::Call::<Runtime>::grant_role {
            account: Eve.to_account_id(),
            role: name(role),
            scope: Scope::Institution(lei(institution)),
            validity: Validity::PERMANENT,
            levels: 0,
        };

        let foreign = signed(Alice, enrol(CLEARING)).validate().unwrap_err();
        assert_eq!(foreign, Refusal::NotPermitted.into());
        signed(Alice, enrol(BANK)).apply().unwrap().unwrap();
        signed(Alice, make("operator", BANK)).apply().unwrap().unwrap();
        assert!(signed(Eve, open_stream()).apply().unwrap().is_ok());
        let not_theirs = pallet_authorisation::Error::<Runtime>::NotAuthorised.into();
        let result = signed(Alice, make("representative", BANK)).apply();
        assert_eq!(refused(result), not_theirs);
        let foreign = signed(Bob, make("auditor", BANK)).validate().unwrap_err();
        assert_eq!(foreign, Refusal::NotPermitted.into());
        let withdraw =
            pallet_institutions::Call::<Runtime>::withdraw_account { account: Eve.to_account_id() };
        assert!(signed(Bob, withdraw.clone()).validate().is_err());
        signed(Alice, withdraw).apply().unwrap().unwrap();
        assert!(Authorisation::roles_of(Eve.to_account_id()).is_empty());
    });
}

#[test]
fn a_role_that_has_ended_stops_its_holder_and_nothing_else() {
    chain("local").execute_with(|| {
        enrol(Eve, BANK, &[]);
        let validity = Validity::until(Authorisation::now() + 6_000);
        let scope = Scope::Institution(lei(BANK));
        let grant = |account, role: Name| {
            Authorisation::grant_role(RuntimeOrigin::root(), account, role, scope, validity, 0)
        };
        assert_ok!(grant(Eve.to_account_id(), name("operator")));
        assert!(signed(Eve, open_stream()).apply().unwrap().is_ok());

        for _ in 0..3 {
            next_block();
        }

        let refusal = signed(Eve, open_stream()).validate().unwrap_err();
        assert_eq!(refusal, Refusal::NotPermitted.into());
        assert!(signed(AliceStash, open_stream()).apply().unwrap().is_ok());
    });
}

#[test]
fn a_membership_that_has_ended_can_be_renewed_by_all_and_stops_no_validator() {
    chain("local").execute_with(|| {
        let expires = Some(Authorisation::now() + 4_000);
        for institution in [BANK, CLEARING, AUTHORITY, INSURER] {
            Institutions::set_expiry(RuntimeOrigin::root(), institution, expires).unwrap();
        }
        next_block();
        next_block();
        let refusal = signed(Alice, open_stream()).validate().unwrap_err();
        assert_eq!(refusal, Refusal::MembershipExpired.into());

        let renewal = pallet_institutions::Call::<Runtime>::set_expiry { lei: BANK, expires: None };
        assert_ok!(together(renewal));

        assert!(signed(Alice, open_stream()).apply().unwrap().is_ok());
        let refusal = signed(Bob, open_stream()).validate().unwrap_err();
        assert_eq!(refusal, Refusal::MembershipExpired.into());
        assert_eq!(critical_chains_runtime::Session::validators().len(), 4);
    });
}

#[test]
fn nested_batches_of_approvals_are_paid_by_the_quota() {
    chain("local").execute_with(|| {
        let proposal = propose(Alice, admission());
        let call_hash = H256::zero();
        let vote: RuntimeCall =
            pallet_approvals::Call::<Runtime>::approve { proposal, call_hash }.into();
        let inner = pallet_utility::Call::<Runtime>::force_batch { calls: vec![vote; 50] };
        let outer = batch_all(vec![inner.into()]);
        let before = Institutions::quota_left(CLEARING).unwrap();

        signed(Bob, outer.clone()).apply().unwrap().unwrap();

        let left = Institutions::quota_left(CLEARING).unwrap();
        assert!(before.ref_time - left.ref_time > 50 * 100_000_000, "each vote is charged");
        let refusal = loop {
            match signed(Bob, outer.clone()).apply() {
                Ok(_) => next_block(),
                Err(refusal) => break refusal,
            };
        };
        assert_eq!(refusal, Refusal::QuotaExceeded.into());
        assert!(approve(Charlie, proposal).unwrap().is_ok());
    });
}

#[test]
fn queries_tell_who_may_do_what() {
    chain("local").execute_with(|| {
        let can = Authorisation::who_can(name("anchoring.freeze"));
        let mut authority = vec![Dave.to_account_id(), DaveStash.to_account_id()];
        authority.sort();
        assert_eq!(can, authority);

        let roles = Authorisation::roles_of(CharlieStash.to_account_id());
        let roles: Vec<_> = roles.iter().map(|own| own.assignment.role.to_string()).collect();
        assert_eq!(roles, ["operator", "representative"]);

        let proposal = propose(Alice, admission());
        let pending = |institution| -> Vec<u32> {
            Approvals::pending(&lei(institution)).iter().map(|details| details.id).collect()
        };
        assert_eq!(pending(BANK), [proposal], "a colleague of the proposer has a vote");
        approve(Bob, proposal).unwrap().unwrap();
        assert!(pending(CLEARING).is_empty());
    });
}

#[test]
fn several_roles_are_defined_in_one_proposal() {
    chain("local").execute_with(|| {
        let define = |number: u8| -> RuntimeCall {
            let role = critical_chains_policy::Role::default();
            let name = name(&format!("role-{number}"));
            pallet_authorisation::Call::<Runtime>::define_role { name, role }.into()
        };

        assert_ok!(together(batch_all((0..8).map(define).collect())));

        assert!(pallet_authorisation::Roles::<Runtime>::contains_key(name("role-7")));
    });
}
