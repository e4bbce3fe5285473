//! What the registry asks of other pallets.

use alloc::vec::Vec;
use polkadot_sdk::{
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
