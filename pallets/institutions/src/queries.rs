//! What other parts of the runtime, and view functions, ask of the registry.

use crate::{
    Accounts, Config, Institution, Institutions, Lei, Membership, Pallet, Quota, Seats, Usage,
};
use alloc::vec::Vec;
use polkadot_sdk::{
    frame_support::traits::Get,
    frame_system::{self, pallet_prelude::BlockNumberFor},
    sp_runtime::{
        Saturating,
        traits::{CheckedDiv, One, Zero},
    },
};

impl<T: Config> Pallet<T> {
    /// The institution for which this account may act now: it is enrolled, and the institution is
    /// active.
    pub fn active_institution_of(account: &T::AccountId) -> Option<Lei> {
        Accounts::<T>::get(account).filter(Self::is_active)
    }

    /// Whether this institution is active.
    pub fn is_active(lei: &Lei) -> bool {
        Institutions::<T>::get(lei).is_some_and(|entry| entry.is_active())
    }

    pub(crate) fn membership_of(account: &T::AccountId) -> Option<Membership> {
        let institution = Accounts::<T>::get(account)?;
        let Institution { kind, status, .. } = Institutions::<T>::get(institution)?;
        Some(Membership { institution, kind, status })
    }

    pub(crate) fn sorted_seats() -> Vec<(Lei, T::AccountId)> {
        let mut seats: Vec<_> = Seats::<T>::iter().collect();
        seats.sort_by_key(|(lei, _)| *lei);
        seats
    }

    /// The quota that applies to an institution.
    pub(crate) fn quota_of(entry: &Institution) -> Quota {
        entry.quota.unwrap_or_else(T::DefaultQuota::get)
    }

    pub(crate) fn quota_left_of(lei: &Lei) -> Option<Quota> {
        let quota = Self::quota_of(&Institutions::<T>::get(lei)?);
        // A query runs on top of a block, and whoever asks wants to know about the one to come.
        let next = frame_system::Pallet::<T>::block_number().saturating_add(One::one());
        Some(Usage::<T>::get(lei).in_window(Self::window_of(next)).left_of(&quota))
    }

    /// Number of the window in which the present block lies.
    pub(crate) fn present_window() -> BlockNumberFor<T> {
        Self::window_of(frame_system::Pallet::<T>::block_number())
    }

    fn window_of(block: BlockNumberFor<T>) -> BlockNumberFor<T> {
        block.checked_div(&T::WindowBlocks::get()).unwrap_or_else(Zero::zero)
    }
}
