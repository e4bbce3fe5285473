//! The origin of a member's call.

use crate::{Config, Lei, Pallet};
use core::marker::PhantomData;
use polkadot_sdk::{
    frame_support::traits::{EnsureOrigin, OriginTrait},
    frame_system::pallet_prelude::OriginFor,
};

/// Lets pass the signed accounts of active institutions, and tells which institution it is.
///
/// Pallets check this again although [`CheckMembership`](crate::CheckMembership) has done so: a
/// call that another call dispatches never went through a transaction extension.
pub struct EnsureMember<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureMember<T> {
    type Success = (T::AccountId, Lei);

    fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
        let member = origin.as_signer().and_then(|account| {
            Some((account.clone(), Pallet::<T>::active_institution_of(account)?))
        });
        member.ok_or(origin)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<OriginFor<T>, ()> {
        crate::benchmarking::enrolled_member::<T>()
            .map(|account| polkadot_sdk::frame_system::RawOrigin::Signed(account).into())
    }
}
