//! Validator seats, as the session pallet sees them.

use crate::{Config, Error, EverEnrolled, Lei, Pallet, SeatOf, Seats, ValidatorKeys};
use alloc::vec::Vec;
use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, ensure, traits::Get},
    pallet_session::{SessionManager, historical},
    sp_runtime::traits::Convert,
    sp_staking::SessionIndex,
};

impl<T: Config> Pallet<T> {
    /// The validators to plan: the seats of active institutions whose session keys are
    /// registered, in the order of their LEI.
    fn eligible_validators() -> Vec<(T::AccountId, Lei)> {
        Self::sorted_seats()
            .into_iter()
            .filter(|(lei, account)| Self::can_validate(lei, account))
            .map(|(lei, account)| (account, lei))
            .collect()
    }

    /// A new set of validators, or nothing if the present one stays: because it is the same, or
    /// because nobody else is left.
    fn plan_session() -> Option<Vec<(T::AccountId, Lei)>> {
        let eligible = Self::eligible_validators();
        let accounts: Vec<_> = eligible.iter().map(|(account, _)| account.clone()).collect();
        (!accounts.is_empty() && !T::ValidatorKeys::is_planned(&accounts)).then_some(eligible)
    }

    /// Whether an institution other than this one would be left to validate: one that is active
    /// and holds a seat with session keys.
    pub(crate) fn has_other_seat(lei: &Lei) -> bool {
        Self::other_validators(lei) > 0
    }

    /// That the seat of this institution may be given up: somebody is left to validate, and not
    /// fewer than it takes to bear a fault, if there were as many.
    pub(crate) fn ensure_seat_can_go(lei: &Lei) -> DispatchResult {
        let left = Self::other_validators(lei);
        ensure!(left > 0, Error::<T>::LastSeat);
        let counts = Seats::<T>::get(lei).is_some_and(|account| Self::can_validate(lei, &account));
        let enough = left >= T::FaultTolerantSeats::get();
        let were_enough = counts && left.saturating_add(1) >= T::FaultTolerantSeats::get();
        ensure!(enough || !were_enough, Error::<T>::TooFewSeats);
        Ok(())
    }

    /// How many institutions other than this one can validate.
    fn other_validators(lei: &Lei) -> u32 {
        let others = Seats::<T>::iter().filter(|(other, _)| other != lei);
        let able = others.filter(|(other, account)| Self::can_validate(other, account));
        able.count().try_into().unwrap_or(u32::MAX)
    }

    /// Takes a seat away, and the session keys with it: at once if the account does not validate,
    /// otherwise when it [leaves](Self::forget_leavers).
    pub(crate) fn remove_seat(lei: &Lei, account: &T::AccountId) {
        Seats::<T>::remove(lei);
        SeatOf::<T>::remove(account);
        if !T::ValidatorKeys::is_validator(account) {
            T::ValidatorKeys::forget_keys(account);
        }
    }

    /// Forgets the session keys of the validators that leave with this session and have no seat.
    ///
    /// Should such an account ever have a seat again, it has to prove anew that it holds its keys.
    /// From now on another account, say of the same institution, can register them.
    fn forget_leavers() {
        for account in T::ValidatorKeys::leaving() {
            if !SeatOf::<T>::contains_key(&account) {
                T::ValidatorKeys::forget_keys(&account);
            }
        }
    }

    fn can_validate(lei: &Lei, account: &T::AccountId) -> bool {
        Self::is_active(lei) && T::ValidatorKeys::has_keys(account)
    }
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
    fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
        let plan = Self::plan_session()?;
        Some(plan.into_iter().map(|(account, _)| account).collect())
    }

    fn start_session(_: SessionIndex) {}

    fn end_session(_: SessionIndex) {
        Self::forget_leavers();
    }
}

impl<T: Config> historical::SessionManager<T::AccountId, Lei> for Pallet<T> {
    fn new_session(_: SessionIndex) -> Option<Vec<(T::AccountId, Lei)>> {
        Self::plan_session()
    }

    fn start_session(_: SessionIndex) {}

    fn end_session(_: SessionIndex) {
        Self::forget_leavers();
    }
}

/// Who may register session keys: the account that holds a validator seat.
///
/// For `ValidatorIdOf` of the session pallet.
pub struct SeatHolder<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for SeatHolder<T> {
    fn convert(account: T::AccountId) -> Option<T::AccountId> {
        SeatOf::<T>::contains_key(&account).then_some(account)
    }
}

/// The institution for which a validator sits, or sat before its seat was revoked.
///
/// For `FullIdentificationOf` of the historical session pallet. An account without its seat still
/// validates until the session after the next one, and an offence must find its institution.
pub struct SeatOfValidator<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<Lei>> for SeatOfValidator<T> {
    fn convert(account: T::AccountId) -> Option<Lei> {
        EverEnrolled::<T>::get(account)
    }
}
