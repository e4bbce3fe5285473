//! What the registry asks of other pallets.

use polkadot_sdk::pallet_session;

/// Where validators register their session keys.
///
/// Every planned validator set that differs from the one before costs GRANDPA a new authority
/// set, and each verifier of receipts a hand-over. So the registry asks first whether anything
/// would change.
pub trait ValidatorKeys<AccountId> {
    /// Whether this account has registered session keys.
    fn has_keys(account: &AccountId) -> bool;

    /// Whether these validators, with the keys they have registered now, are exactly the planned
    /// set, in the same order.
    fn is_planned(validators: &[AccountId]) -> bool;
}

impl<T: pallet_session::Config> ValidatorKeys<T::ValidatorId> for pallet_session::Pallet<T> {
    fn has_keys(account: &T::ValidatorId) -> bool {
        pallet_session::NextKeys::<T>::contains_key(account)
    }

    fn is_planned(validators: &[T::ValidatorId]) -> bool {
        let planned = pallet_session::QueuedKeys::<T>::get();
        planned.len() == validators.len()
            && planned.iter().zip(validators).all(|((id, keys), validator)| {
                id == validator && Self::load_keys(validator).as_ref() == Some(keys)
            })
    }
}
