//! What an offence costs: the validator seat.

use crate::{Config, Event, Pallet, SeatOf, WeightInfo};
use polkadot_sdk::frame_support::{traits::Get, weights::Weight};

impl<T: Config> Pallet<T> {
    /// Takes the validator seat from an account that committed an offence, and returns the weight.
    ///
    /// The validator leaves with the session after the next one. Nothing happens if the account
    /// holds no seat, for example because the same offence was reported before, or if no other
    /// active institution holds one: a chain without validators would help nobody.
    pub fn suspend_seat(account: &T::AccountId) -> Weight {
        let seat = SeatOf::<T>::get(account).filter(Self::has_other_seat);
        if let Some(institution) = seat {
            Self::remove_seat(&institution, account);
            Self::deposit_event(Event::SeatSuspended { institution, account: account.clone() });
        }
        T::WeightInfo::revoke_seat(T::MaxSeats::get())
    }
}
