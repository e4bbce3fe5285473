//! What an offence costs: the validator seat.

use crate::{Config, Event, Lei, Pallet, SeatOf, WeightInfo};
use polkadot_sdk::frame_support::{traits::Get, weights::Weight};

impl<T: Config> Pallet<T> {
    /// Takes the validator seat from an account that committed an offence for this institution, and
    /// returns the weight.
    ///
    /// The validator leaves with the session after the next one. Nothing happens if the account
    /// holds no seat of this institution, for example because the same offence was reported before
    /// or it acts for another one now, or if no other active institution holds a seat with session
    /// keys: a chain without validators would help nobody.
    pub fn suspend_seat(account: &T::AccountId, institution: &Lei) -> Weight {
        let has_seat = SeatOf::<T>::get(account).as_ref() == Some(institution);
        if has_seat && Self::has_other_seat(institution) {
            let (institution, account) = (*institution, account.clone());
            Self::remove_seat(&institution, &account);
            Self::deposit_event(Event::SeatSuspended { institution, account });
        }
        T::WeightInfo::revoke_seat(T::MaxSeats::get())
    }
}
