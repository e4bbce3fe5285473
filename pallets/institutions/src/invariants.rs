//! What is true of the storage after every block.

use crate::{Accounts, Config, EverEnrolled, Institutions, Lei, Pallet, SeatOf, Seats, Usage};
use alloc::collections::BTreeMap;
use polkadot_sdk::{
    frame_support::{ensure, traits::Get},
    frame_system,
    sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_institutions()?;
        Self::check_accounts()?;
        Self::check_seats()?;
        Self::check_usage()
    }

    /// 1. There are as many institutions as counted, and not more than allowed.
    /// 2. An institution has as many accounts as it counts, and not more than allowed.
    /// 3. An institution's own quota lets something pass.
    fn check_institutions() -> Result<(), TryRuntimeError> {
        let institutions = Institutions::<T>::iter_keys().count();
        ensure!(institutions == Institutions::<T>::count() as usize, "1: institutions miscounted");
        ensure!(
            Institutions::<T>::count() <= T::MaxInstitutions::get(),
            "1: too many institutions"
        );
        let mut accounts: BTreeMap<Lei, u32> = BTreeMap::new();
        for lei in Accounts::<T>::iter_values() {
            let count = accounts.entry(lei).or_default();
            *count = count.saturating_add(1);
        }
        for (lei, entry) in Institutions::<T>::iter() {
            let counted = accounts.get(&lei).copied().unwrap_or_default();
            ensure!(counted == entry.accounts, "2: accounts miscounted");
            ensure!(entry.accounts <= T::MaxAccountsPerInstitution::get(), "2: too many accounts");
            ensure!(entry.quota.is_none_or(|quota| quota.is_usable()), "3: unusable quota");
        }
        Ok(())
    }

    /// 4. An account acts for an institution that exists, and is known to have been enrolled.
    /// 5. An account that was ever enrolled was so for an institution that exists, and has a
    ///    provider reference.
    fn check_accounts() -> Result<(), TryRuntimeError> {
        for (account, lei) in Accounts::<T>::iter() {
            ensure!(Institutions::<T>::contains_key(lei), "4: account of no institution");
            ensure!(EverEnrolled::<T>::get(&account) == Some(lei), "4: enrolment not recorded");
        }
        for (account, lei) in EverEnrolled::<T>::iter() {
            ensure!(Institutions::<T>::contains_key(lei), "5: enrolment for no institution");
            ensure!(frame_system::Pallet::<T>::providers(&account) > 0, "5: no provider reference");
        }
        Ok(())
    }

    /// 6. There are as many seats as counted, and not more than allowed.
    /// 7. Seats and their reverse entries agree.
    /// 8. A seat belongs to an institution that has not resigned, and is held by its account.
    fn check_seats() -> Result<(), TryRuntimeError> {
        let seats = Seats::<T>::iter_keys().count();
        ensure!(seats == Seats::<T>::count() as usize, "6: seats miscounted");
        ensure!(Seats::<T>::count() <= T::MaxSeats::get(), "6: too many seats");
        ensure!(SeatOf::<T>::iter_keys().count() == seats, "7: seats and reverse entries differ");
        for (lei, account) in Seats::<T>::iter() {
            ensure!(SeatOf::<T>::get(&account) == Some(lei), "7: reverse entry differs");
            let entry = Institutions::<T>::get(lei).ok_or("8: seat of no institution")?;
            ensure!(!entry.has_resigned(), "8: seat of a resigned institution");
            ensure!(Accounts::<T>::get(&account) == Some(lei), "8: seat of a foreign account");
        }
        Ok(())
    }

    /// 9. Only institutions use a quota, and none in a window to come.
    fn check_usage() -> Result<(), TryRuntimeError> {
        for (lei, usage) in Usage::<T>::iter() {
            ensure!(Institutions::<T>::contains_key(lei), "9: usage of no institution");
            ensure!(usage.window <= Self::present_window(), "9: usage in a window to come");
        }
        Ok(())
    }
}
