//! The end of memberships: warned of in time, and never an end of blocks.

use crate::{Config, Event, Institutions, Lei, Pallet, WarnedDay, WeightInfo};
use alloc::vec::Vec;
use critical_chains_policy::{Days, day_of, days_to_warn_of};
use polkadot_sdk::{
    frame_support::{traits::UnixTime, weights::Weight},
    sp_runtime::SaturatedConversion,
};

impl<T: Config> Pallet<T> {
    /// The time of the block, in milliseconds since the Unix epoch.
    pub fn now() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }

    /// On the first block of a day: looks at all institutions.
    pub(crate) fn warn_of_expiry() -> Weight {
        let today = day_of(Self::now());
        let days = Days { after: WarnedDay::<T>::get(), until: today };
        if days.after >= today {
            return T::WeightInfo::warn_of_expiry(0);
        }
        WarnedDay::<T>::put(today);
        let mut looked_at = 0_u32;
        for (institution, entry) in Institutions::<T>::iter() {
            looked_at = looked_at.saturating_add(1);
            let Some(expires) = entry.expires.filter(|_| !entry.has_resigned()) else { continue };
            if let Some(days) = days_to_warn_of(expires, days) {
                Self::deposit_event(Event::MembershipExpiring { institution, expires, days });
            }
        }
        T::WeightInfo::warn_of_expiry(looked_at)
    }

    pub(crate) fn expiring(before: u64) -> Vec<(Lei, u64)> {
        let ending = |(lei, entry): (Lei, crate::Institution)| Some((lei, entry.expires?));
        let mut found: Vec<_> = Institutions::<T>::iter()
            .filter_map(ending)
            .filter(|(_, expires)| *expires < before)
            .collect();
        found.sort_by_key(|(_, expires)| *expires);
        found
    }
}
