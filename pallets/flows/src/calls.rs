//! Epochs and reports: load, decide, apply, tell.

use crate::{
    Attesting, BlockReports, Config, CurrentEpoch, Epoch, Error, Event, NextReports, Pallet,
    REPORT_RETENTION_BLOCKS, Reported, Reporter, Reports, WeightInfo,
};
use critical_chains_lei::Lei;
use critical_chains_watch::Report;
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, ensure, traits::UnixTime, weights::Weight},
    frame_system::{self, pallet_prelude::BlockNumberFor},
    sp_core::ed25519,
    sp_runtime::{SaturatedConversion, Saturating, traits::Convert},
};

impl<T: Config> Pallet<T> {
    /// Drops what nobody needs any more to catch up.
    pub(crate) fn begin_block(block: BlockNumberFor<T>) -> Weight {
        let kept: BlockNumberFor<T> = REPORT_RETENTION_BLOCKS.into();
        if block > kept {
            Reports::<T>::remove(block.saturating_sub(kept));
        }
        T::WeightInfo::begin_block()
    }

    pub(crate) fn do_begin_epoch(epoch: Epoch) -> DispatchResult {
        let later = CurrentEpoch::<T>::get().is_none_or(|present| epoch.number > present.number);
        ensure!(later, Error::<T>::InvalidEpoch);

        CurrentEpoch::<T>::put(epoch);
        Self::deposit_event(Event::EpochBegun { epoch });
        Ok(())
    }

    pub(crate) fn do_report(
        account: T::AccountId,
        institution: Lei,
        report: Report,
    ) -> DispatchResult {
        let epoch = CurrentEpoch::<T>::get().map(|epoch| epoch.number);
        ensure!(epoch == Some(report.epoch), Error::<T>::StaleEpoch);
        report.check(&institution, Self::now()).map_err(|_| Error::<T>::InvalidReport)?;
        let number = NextReports::<T>::get(&account);
        ensure!(report.number == number, Error::<T>::WrongNumber);
        let next = number.checked_add(1).ok_or(Error::<T>::WrongNumber)?;

        let flows = report.edges.len().saturated_into();
        // Appended unread: a full block's reports are hundreds of kilobytes.
        Reports::<T>::try_append(
            frame_system::Pallet::<T>::block_number(),
            Reported { institution, report },
        )
        .map_err(|()| Error::<T>::TooManyReports)?;
        NextReports::<T>::insert(&account, next);
        Self::deposit_event(Event::FlowsReported { institution, account, number, flows });
        Ok(())
    }

    /// The time of the block, in seconds since the Unix epoch.
    pub(crate) fn now() -> u64 {
        T::Time::now().as_secs()
    }

    /// The one of a node's attestation keys with which it acts: the first whose account acts for an
    /// institution, so that it goes on while keys are replaced.
    pub(crate) fn own_key(keys: &[ed25519::Public]) -> Option<ed25519::Public> {
        let is_enrolled = |key: &&ed25519::Public| {
            T::Attesting::institution_of(&T::AccountOfKey::convert(**key)).is_some()
        };
        keys.iter().find(is_enrolled).or(keys.first()).copied()
    }

    /// For whom and in which epoch an account would report.
    pub fn reporter(account: &T::AccountId) -> Reporter {
        Reporter {
            institution: T::Attesting::institution_of(account),
            epoch: CurrentEpoch::<T>::get(),
            next_report: NextReports::<T>::get(account),
        }
    }

    /// The reports of a block.
    pub fn reports_of(block: BlockNumberFor<T>) -> BlockReports {
        Reports::<T>::get(block)
    }
}
