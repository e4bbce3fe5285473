//! Stops: a supervisor's, until the consortium confirms them.

use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{defensive, dispatch::DispatchResult, ensure, traits::Get};

use crate::{
    Access, Config, Error, Event, Pallet, Reason, Stop, StopLapses, StopRecord, StopRecords,
    StopTarget, Stops,
    due::{schedule, unschedule},
    shared::InstitutionOrConsortium,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_stop(
        account: T::AccountId,
        institution: Lei,
        target: StopTarget,
        reason: Reason,
    ) -> DispatchResult {
        Self::check_reason(&reason)?;
        ensure!(!Stops::<T>::contains_key(target), Error::<T>::AlreadyStopped);
        let now = Self::now_millis();
        let lapses = now.saturating_add(T::StopMillis::get());
        let mut records = StopRecords::<T>::get(institution);
        records.retain(|record| record.counts(now));
        ensure!(records.iter().all(|record| record.target != target), Error::<T>::Paused);
        ensure!(Stops::<T>::count() < T::MaxStops::get(), Error::<T>::TooManyStops);
        records
            .try_push(StopRecord { target, paused_until: None })
            .map_err(|_| Error::<T>::TooManyStops)?;
        let mut dates = StopLapses::<T>::get();
        schedule(&mut dates, lapses, target).map_err(|_| Error::<T>::TooManyStops)?;
        T::Access::stop(&target)?;

        StopRecords::<T>::insert(institution, records);
        StopLapses::<T>::put(dates);
        Self::wake_at(lapses);
        let entry = Stop {
            institution,
            account: account.clone(),
            reason: reason.clone(),
            stopped: now,
            lapses: Some(lapses),
        };
        Stops::<T>::insert(target, entry);
        Self::deposit_event(Event::Stopped { target, institution, account, reason, lapses });
        Ok(())
    }

    pub(crate) fn do_confirm_stop(target: StopTarget) -> DispatchResult {
        let mut stop = Stops::<T>::get(target).ok_or(Error::<T>::NotFound)?;
        let lapses = stop.lapses.take().ok_or(Error::<T>::Confirmed)?;

        StopLapses::<T>::mutate(|dates| unschedule(dates, lapses, target));
        let institution = stop.institution;
        Stops::<T>::insert(target, stop);
        Self::deposit_event(Event::StopConfirmed { target, institution });
        Ok(())
    }

    pub(crate) fn do_lift_stop(
        by: InstitutionOrConsortium<T>,
        target: StopTarget,
    ) -> DispatchResult {
        let stop = Stops::<T>::get(target).ok_or(Error::<T>::NotFound)?;
        if let Some((_, lifting)) = &by {
            ensure!(*lifting == stop.institution, Error::<T>::NotYours);
            ensure!(!stop.is_confirmed(), Error::<T>::Confirmed);
        }

        if let Some(lapses) = stop.lapses {
            StopLapses::<T>::mutate(|dates| unschedule(dates, lapses, target));
        }
        let institution = stop.institution;
        let paused_until = Self::end_stop(target, institution, Self::now_millis());
        let by = by.map(|(account, _)| account);
        Self::deposit_event(Event::StopLifted { target, institution, by, paused_until });
        Ok(())
    }

    /// Ends a stop whose time has come.
    pub(crate) fn lapse_stop(target: StopTarget, now: u64) {
        let Some(Stop { institution, .. }) = Stops::<T>::get(target) else {
            defensive!("a stop lapses that does not stand");
            return;
        };
        let paused_until = Self::end_stop(target, institution, now);
        Self::deposit_event(Event::StopLapsed { target, institution, paused_until });
    }

    /// Ends a stop and begins the pause after it.
    fn end_stop(target: StopTarget, institution: Lei, now: u64) -> u64 {
        let paused_until = now.saturating_add(T::StopPauseMillis::get());
        Stops::<T>::remove(target);
        StopRecords::<T>::mutate(institution, |records| {
            let record = records.iter_mut().find(|record| record.target == target);
            if let Some(record) = record {
                record.paused_until = Some(paused_until);
            } else {
                defensive!("a stop without a record");
            }
        });
        T::Access::lift(&target);
        paused_until
    }
}
