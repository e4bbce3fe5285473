//! Once a day: institutions are warned of what they say of their keys and what ends soon.
//!
//! Nothing depends on this being in time, and nothing stops when it ends.

use crate::{Config, Event, Keys, Pallet, Sweep, SweptDays, WeightInfo};
use critical_chains_policy::{Days, day_of, days_to_warn_of};
use polkadot_sdk::frame_support::weights::Weight;

/// Institutions that are looked at in one block.
pub const SWEEP_INSTITUTIONS: u32 = 32;

impl<T: Config> Pallet<T> {
    /// Begins a sweep on the first block of a day, goes on with one that has begun.
    pub(crate) fn sweep() -> Weight {
        let (swept, today) = (SweptDays::<T>::get(), day_of(Self::now()));
        // One that goes on after midnight warns of what its own days say, so that the next does not
        // say the same again.
        let (from, days) = match Sweep::<T>::get() {
            Some(last) => (Keys::<T>::iter_from(Keys::<T>::hashed_key_for(last)), swept),
            None if swept.until < today => {
                let days = Days { after: swept.until, until: today };
                SweptDays::<T>::put(days);
                (Keys::<T>::iter(), days)
            }
            None => return T::WeightInfo::sweep(0),
        };
        let mut looked_at = 0_u32;
        let mut last = None;
        for (institution, keys) in from.take(SWEEP_INSTITUTIONS as usize) {
            looked_at = looked_at.saturating_add(1);
            for (key, custody) in keys {
                let Some(expires) = custody.expires else { continue };
                if let Some(days) = days_to_warn_of(expires, days) {
                    Self::deposit_event(Event::CustodyExpiring { institution, key, expires, days });
                }
            }
            last = Some(institution);
        }
        Sweep::<T>::set(last.filter(|_| looked_at == SWEEP_INSTITUTIONS));
        T::WeightInfo::sweep(looked_at)
    }
}
