//! What the registry asks of other pallets.

use crate::{Institution, Lei, Refusal};
use alloc::vec::Vec;
use critical_chains_policy::Kind;
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, weights::Weight},
    frame_system::{self, RawOrigin},
    pallet_session,
};

/// Where validators register their session keys.
///
/// Every planned validator set that differs from the one before costs GRANDPA a new authority
/// set, and each verifier of receipts a hand-off. So the registry asks first whether anything
/// would change.
pub trait ValidatorKeys<AccountId> {
    /// Whether this account has registered session keys.
    fn has_keys(account: &AccountId) -> bool;

    /// Whether these validators, with the keys they have registered now, are exactly the planned
    /// set, in the same order.
    fn is_planned(validators: &[AccountId]) -> bool;

    /// Whether this account validates, in this session or by plan in the next one.
    fn is_validator(account: &AccountId) -> bool;

    /// The validators of this session that are not planned for the next one.
    fn leaving() -> Vec<AccountId>;

    /// Forgets the session keys of this account, if it has any.
    ///
    /// Only for accounts that do not validate: the keys of validators are needed to prove their
    /// offences.
    fn forget_keys(account: &AccountId);
}

impl<T> ValidatorKeys<T::AccountId> for pallet_session::Pallet<T>
where
    T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>,
{
    fn has_keys(account: &T::AccountId) -> bool {
        pallet_session::NextKeys::<T>::contains_key(account)
    }

    fn is_planned(validators: &[T::AccountId]) -> bool {
        let planned = pallet_session::QueuedKeys::<T>::get();
        planned.len() == validators.len()
            && planned.iter().zip(validators).all(|((id, keys), validator)| {
                id == validator && Self::load_keys(validator).as_ref() == Some(keys)
            })
    }

    fn is_validator(account: &T::AccountId) -> bool {
        pallet_session::Validators::<T>::get().contains(account)
            || pallet_session::QueuedKeys::<T>::get().iter().any(|(id, _)| id == account)
    }

    fn leaving() -> Vec<T::AccountId> {
        let planned = pallet_session::QueuedKeys::<T>::get();
        let mut leaving = pallet_session::Validators::<T>::get();
        leaving.retain(|account| planned.iter().all(|(id, _)| id != account));
        leaving
    }

    fn forget_keys(account: &T::AccountId) {
        // The call fails if there are no keys, and then nothing is left to be done. It is called
        // as a function, so the filter that keeps accounts from it does not apply.
        let _ = Self::purge_keys(RawOrigin::Signed(account.clone()).into());
    }
}

/// Who says which calls an account may make.
pub trait CallAuthority<T: frame_system::Config> {
    /// The origin with which a call of a member is dispatched, if the account may make the call
    /// with all that it holds.
    fn authorise(
        account: &T::AccountId,
        institution: &Lei,
        entry: &Institution,
        call: &T::RuntimeCall,
        origin: &T::RuntimeOrigin,
    ) -> Result<T::RuntimeOrigin, Refusal>;

    /// What it weighs to say so.
    fn weight(call: &T::RuntimeCall) -> Weight;

    /// An account of an active institution, made up on the spot, and a call that it may make.
    #[cfg(feature = "runtime-benchmarks")]
    fn permitted() -> Result<(T::AccountId, T::RuntimeCall), ()>;
}

/// In whose name calls act that have authorised themselves.
pub trait ActorOf<Call, AccountId> {
    /// The account whose key the call was authorised with.
    fn actor_of(call: &Call) -> Option<AccountId>;
}

/// No call acts in anybody's name.
impl<Call, AccountId> ActorOf<Call, AccountId> for () {
    fn actor_of(_: &Call) -> Option<AccountId> {
        None
    }
}

/// What depends on accounts and institutions, and has to know when they go.
pub trait Dependants<AccountId> {
    /// Whether an institution may be suspended or resign.
    fn ensure_can_leave(institution: &Lei) -> DispatchResult;

    /// Takes note that an institution of this kind has lost access, or has it again.
    fn note_access(institution: &Lei, kind: Kind, active: bool);

    /// Forgets an account that leaves its institution, or says why it may not leave.
    fn forget(account: &AccountId) -> DispatchResult;

    /// What it weighs to ask whether an institution may leave, and to take note of it.
    fn weight_to_leave() -> Weight;

    /// What it weighs to forget an account.
    fn weight_to_forget() -> Weight;
}

impl<AccountId> Dependants<AccountId> for () {
    fn ensure_can_leave(_: &Lei) -> DispatchResult {
        Ok(())
    }

    fn note_access(_: &Lei, _: Kind, _: bool) {}

    fn forget(_: &AccountId) -> DispatchResult {
        Ok(())
    }

    fn weight_to_leave() -> Weight {
        Weight::zero()
    }

    fn weight_to_forget() -> Weight {
        Weight::zero()
    }
}
