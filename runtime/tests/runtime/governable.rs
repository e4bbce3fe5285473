//! Nobody can govern the chain into a state in which it cannot be governed.

use crate::support::{AUTHORITY, BANK, CLEARING, INSURER, chain, lei, name, together};
use critical_chains_policy::{Condition, Effect, Policy, Role, RoleName, Rule, Scope, Validity};
use critical_chains_runtime::{Authorisation, Institutions, Runtime, RuntimeOrigin};
use pallet_authorisation::Error;
use pallet_institutions::Status;
use polkadot_sdk::{
    frame_support::{assert_noop, assert_ok, storage::with_storage_layer},
    sp_keyring::Sr25519Keyring::{self, *},
    sp_runtime::DispatchError,
};

fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

fn revoke(from: Sr25519Keyring, role: &str) -> Result<(), DispatchError> {
    Authorisation::revoke_role(root(), from.to_account_id(), name(role))
}

fn representative() -> RoleName {
    name("representative")
}

#[test]
fn the_last_administrator_of_an_institution_stays() {
    chain("local").execute_with(|| {
        assert_noop!(revoke(Alice, "administrator"), Error::<Runtime>::LastHolder);
        let scope = Scope::Institution(lei(BANK));

        let second = AliceStash.to_account_id();
        let grant = |validity| {
            let account = second.clone();
            Authorisation::grant_role(root(), account, name("administrator"), scope, validity, 0)
        };
        // One that ends is no replacement.
        assert_ok!(grant(Validity::until(Authorisation::now() + 1_000_000)));
        assert_noop!(revoke(Alice, "administrator"), Error::<Runtime>::LastHolder);
        assert_ok!(revoke(AliceStash, "administrator"));
        assert_ok!(grant(Validity::PERMANENT));
        assert_ok!(revoke(Alice, "administrator"));
    });
}

#[test]
fn the_last_administrator_cannot_be_withdrawn_either() {
    chain("local").execute_with(|| {
        // Without the seat, which keeps the account too.
        pallet_institutions::SeatOf::<Runtime>::remove(Alice.to_account_id());
        let withdrawn = Institutions::withdraw_account(root(), Alice.to_account_id());
        pallet_institutions::SeatOf::<Runtime>::insert(Alice.to_account_id(), lei(BANK));

        assert_eq!(withdrawn, Err(Error::<Runtime>::LastHolder.into()));
    });
}

/// Four institutions with two representatives each; three approvals are needed, and the proposer
/// has no vote.
#[test]
fn the_last_quorum_stays() {
    chain("local").execute_with(|| {
        for key in [Alice, AliceStash] {
            assert_ok!(revoke(key, "representative"));
        }
        // Three institutions are left: one of them has to have two to propose and to approve.
        assert_ok!(revoke(Bob, "representative"));
        assert_ok!(revoke(Charlie, "representative"));
        assert_noop!(revoke(Dave, "representative"), Error::<Runtime>::Ungovernable);
        assert_noop!(revoke(CharlieStash, "representative"), Error::<Runtime>::Ungovernable);
        assert_noop!(
            Institutions::withdraw_account(root(), BobStash.to_account_id()),
            Error::<Runtime>::Ungovernable
        );
        assert_noop!(
            with_storage_layer(|| Authorisation::set_frozen(&BobStash.to_account_id(), true)),
            Error::<Runtime>::Ungovernable
        );
        assert_eq!(
            Institutions::set_status(root(), AUTHORITY, Status::Suspended),
            Err(Error::<Runtime>::Ungovernable.into())
        );
        // The bank has no vote left to lose.
        assert_ok!(Authorisation::ensure_can_leave(&lei(BANK)));
    });
}

#[test]
fn nobody_asks_for_more_approvals_than_there_can_be() {
    chain("local").execute_with(|| {
        let constitution = name("authorisation.policy");
        let policy = pallet_authorisation::Permissions::<Runtime>::get(constitution).policy;
        let with = |approvals| {
            let mut policy = policy.clone();
            policy.approval.as_mut().unwrap().approvals = approvals;
            Authorisation::set_policy(root(), constitution, policy)
        };

        assert_ok!(with(4));
        assert_noop!(with(5), Error::<Runtime>::Ungovernable);
        let nothing = Authorisation::set_policy(root(), constitution, Policy::default());
        assert_noop!(nothing, Error::<Runtime>::Indispensable);
    });
}

#[test]
fn what_governance_needs_is_neither_forbidden_nor_taken_from_its_role() {
    chain("local").execute_with(|| {
        let ban =
            Rule { effect: Effect::Forbid, roles: Default::default(), when: Condition::always() };
        let policy = Policy { rules: vec![ban].try_into().unwrap(), approval: None };

        for permission in ["approvals.vote", "approvals.propose", "authorisation.appoint"] {
            let set = Authorisation::set_policy(root(), name(permission), policy.clone());
            assert_noop!(set, Error::<Runtime>::Indispensable);
        }
        let weakened = Authorisation::define_role(root(), representative(), Role::default());
        assert_eq!(weakened.unwrap_err().error, Error::<Runtime>::Indispensable.into());
        assert_noop!(Authorisation::remove_role(root(), representative()), Error::<Runtime>::InUse);
    });
}

#[test]
fn four_validators_do_not_become_three() {
    chain("local").execute_with(|| {
        for institution in [BANK, CLEARING, INSURER, AUTHORITY] {
            let too_few = Err(pallet_institutions::Error::<Runtime>::TooFewSeats.into());
            let revoke = pallet_institutions::Call::<Runtime>::revoke_seat { lei: institution };
            assert_eq!(together(revoke), too_few);
            for status in [Status::Suspended, Status::Resigned] {
                let call =
                    pallet_institutions::Call::<Runtime>::set_status { lei: institution, status };
                assert_eq!(together(call), too_few);
            }
        }
    });
}

#[test]
fn one_validator_may_stay_one() {
    chain("dev").execute_with(|| {
        let result = Institutions::revoke_seat(root(), BANK);

        assert_eq!(result, Err(pallet_institutions::Error::<Runtime>::LastSeat.into()));
    });
}
