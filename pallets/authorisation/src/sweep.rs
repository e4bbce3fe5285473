//! Once a day: who will lose a role soon is warned, and what has ended is cleared away.
//!
//! Nothing depends on this being in time. A role ends at its millisecond, swept or not, and blocks
//! go on whatever ends.

use crate::{Config, Event, Pallet, Subjects, Sweep, SweptDays, WeightInfo};
use critical_chains_policy::{Assignment, Days, day_of, days_to_warn_of};
use polkadot_sdk::frame_support::weights::Weight;

/// Accounts that are looked at in one block.
pub const SWEEP_ACCOUNTS: u32 = 32;

impl<T: Config> Pallet<T> {
    /// Begins a sweep on the first block of a day, goes on with one that has begun.
    pub(crate) fn sweep() -> Weight {
        let now = Self::now();
        let (swept, today) = (SweptDays::<T>::get(), day_of(now));
        // One that goes on after midnight warns of what its own days say, so that the next does
        // not say the same again.
        let (from, days) = match Sweep::<T>::get() {
            Some(last) => (Subjects::<T>::iter_from(Subjects::<T>::hashed_key_for(last)), swept),
            None if swept.until < today => {
                let days = Days { after: swept.until, until: today };
                SweptDays::<T>::put(days);
                (Subjects::<T>::iter(), days)
            }
            None => return T::WeightInfo::sweep(0),
        };
        let mut looked_at = 0_u32;
        let mut last = None;
        for (account, subject) in from.take(SWEEP_ACCOUNTS as usize) {
            looked_at = looked_at.saturating_add(1);
            for own in subject.assignments {
                Self::look_at(&account, &own, now, days);
            }
            last = Some(account);
        }
        Sweep::<T>::set(last.filter(|_| looked_at == SWEEP_ACCOUNTS));
        T::WeightInfo::sweep(looked_at)
    }

    fn look_at(account: &T::AccountId, own: &Assignment<T::AccountId>, now: u64, days: Days) {
        let Some(expires) = own.validity.expires else { return };
        if own.validity.has_ended(now) {
            // A role that ends is not lasting, so that nothing stands against this.
            let _ = Self::take_away(account, &own.role);
            return;
        }
        if let Some(days) = days_to_warn_of(expires, days) {
            let (account, role) = (account.clone(), own.role);
            Self::deposit_event(Event::RoleExpiring { account, role, expires, days });
        }
    }
}
