//! What several calls need.

use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{
        ensure,
        sp_runtime::{DispatchError, SaturatedConversion},
        traits::{EnsureOrigin, UnixTime},
    },
    frame_system::pallet_prelude::OriginFor,
};

use crate::{Config, Error, NextDue, Pallet, is_presentable};

/// An account and the institution it acts for, or none for the consortium.
pub(crate) type InstitutionOrConsortium<T> =
    Option<(<T as polkadot_sdk::frame_system::Config>::AccountId, Lei)>;

impl<T: Config> Pallet<T> {
    /// Lets pass the consortium, and whoever the other origin lets pass.
    pub(crate) fn consortium_or<O>(
        origin: OriginFor<T>,
    ) -> Result<InstitutionOrConsortium<T>, DispatchError>
    where
        O: EnsureOrigin<OriginFor<T>, Success = (T::AccountId, Lei)>,
    {
        match T::ConsortiumOrigin::try_origin(origin) {
            Ok(_) => Ok(None),
            Err(origin) => Ok(Some(O::ensure_origin(origin)?)),
        }
    }

    pub(crate) fn check_reason(reason: &[u8]) -> Result<(), Error<T>> {
        ensure!(is_presentable(reason), Error::InvalidReason);
        Ok(())
    }

    /// Sees to it that a block looks at the lists of what is due once this time has passed.
    pub(crate) fn wake_at(due: u64) {
        if NextDue::<T>::get().is_none_or(|next| due < next) {
            NextDue::<T>::put(due);
        }
    }

    /// Time of the block in milliseconds since the Unix epoch.
    pub(crate) fn now_millis() -> u64 {
        T::Time::now().as_millis().saturated_into()
    }
}
