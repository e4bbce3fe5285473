//! Frozen accounts.

use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{dispatch::DispatchResult, ensure, traits::Get};

use crate::{
    Access, Config, Error, Event, Freeze, Frozen, Pallet, Reason, shared::InstitutionOrConsortium,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_freeze_account(
        by: T::AccountId,
        institution: Lei,
        account: T::AccountId,
        reason: Reason,
    ) -> DispatchResult {
        Self::check_reason(&reason)?;
        ensure!(!Frozen::<T>::contains_key(&account), Error::<T>::AlreadyFrozen);
        ensure!(Frozen::<T>::count() < T::MaxFrozen::get(), Error::<T>::TooManyFrozen);
        T::Access::freeze(&account)?;

        let entry = Freeze {
            institution,
            account: by.clone(),
            reason: reason.clone(),
            frozen: Self::now_millis(),
        };
        Frozen::<T>::insert(&account, entry);
        Self::deposit_event(Event::AccountFrozen { account, institution, by, reason });
        Ok(())
    }

    pub(crate) fn do_unfreeze_account(
        by: InstitutionOrConsortium<T>,
        account: T::AccountId,
    ) -> DispatchResult {
        let Freeze { institution, .. } = Frozen::<T>::get(&account).ok_or(Error::<T>::NotFound)?;
        if let Some((_, unfreezing)) = &by {
            ensure!(*unfreezing == institution, Error::<T>::NotYours);
        }

        Frozen::<T>::remove(&account);
        T::Access::unfreeze(&account);
        let by = by.map(|(account, _)| account);
        Self::deposit_event(Event::AccountUnfrozen { account, institution, by });
        Ok(())
    }
}
