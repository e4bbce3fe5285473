//! Threat indicators that institutions share, and who has met them.

use critical_chains_lei::Lei;
use polkadot_sdk::frame_support::{
    dispatch::DispatchResult,
    ensure,
    traits::{DefensiveSaturating, Get},
};

use crate::{
    Config, Error, Event, Indicator, IndicatorCounts, IndicatorId, IndicatorSpec, Indicators,
    IndicatorsOf, MAX_CONFIDENCE, NextIndicator, Pallet, Sightings, agenda::Due,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_share_indicator(
        account: T::AccountId,
        institution: Lei,
        spec: IndicatorSpec,
    ) -> DispatchResult {
        let now = Self::now_millis();
        ensure!(is_valid::<T>(&spec, now), Error::<T>::InvalidIndicator);
        let mut same = IndicatorsOf::<T>::get((spec.kind, spec.value));
        let own = |id: &IndicatorId| {
            Indicators::<T>::get(id).is_some_and(|other| other.institution == institution)
        };
        ensure!(!same.iter().any(own), Error::<T>::AlreadyExists);
        let most = T::MaxIndicators::get();
        ensure!(Indicators::<T>::count() < most, Error::<T>::TooManyIndicators);
        let shared = IndicatorCounts::<T>::get(institution);
        let most = T::MaxIndicatorsPerInstitution::get();
        ensure!(shared < most, Error::<T>::TooManyIndicators);
        let id = NextIndicator::<T>::get();
        let next = id.checked_add(1).ok_or(Error::<T>::TooManyIndicators)?;
        same.try_push(id).map_err(|_| Error::<T>::TooManyIndicators)?;
        Self::schedule(spec.valid_until, Due::Indicator(id))
            .map_err(|_| Error::<T>::TooManyIndicators)?;

        IndicatorsOf::<T>::insert((spec.kind, spec.value), same);
        IndicatorCounts::<T>::insert(institution, shared.defensive_saturating_add(1));
        NextIndicator::<T>::put(next);
        let indicator = Indicator {
            spec,
            institution,
            account: account.clone(),
            shared: now,
            revoked: None,
            sightings: Default::default(),
        };
        Indicators::<T>::insert(id, indicator);
        Self::deposit_event(Event::IndicatorShared { id, spec, institution, account });
        Ok(())
    }

    pub(crate) fn do_revoke_indicator(
        account: T::AccountId,
        institution: Lei,
        id: IndicatorId,
    ) -> DispatchResult {
        let mut indicator = Indicators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(indicator.institution == institution, Error::<T>::NotYours);
        ensure!(indicator.revoked.is_none(), Error::<T>::Expired);

        indicator.revoked = Some(Self::now_millis());
        Self::no_longer_match(id, &indicator.spec);
        Indicators::<T>::insert(id, indicator);
        Self::deposit_event(Event::IndicatorRevoked { id, institution, account });
        Ok(())
    }

    pub(crate) fn do_report_sighting(
        account: T::AccountId,
        institution: Lei,
        id: IndicatorId,
        count: u32,
        (first_seen, last_seen): (u64, u64),
    ) -> DispatchResult {
        let now = Self::now_millis();
        let mut indicator = Indicators::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(indicator.is_valid_at(now), Error::<T>::Expired);
        let happened = count > 0 && first_seen <= last_seen && last_seen <= now;
        ensure!(happened, Error::<T>::InvalidIndicator);

        let sightings = &mut indicator.sightings;
        match sightings.iter_mut().find(|seen| seen.institution == institution) {
            Some(seen) => {
                seen.count = seen.count.saturating_add(count);
                seen.first_seen = seen.first_seen.min(first_seen);
                seen.last_seen = seen.last_seen.max(last_seen);
            }
            None => sightings
                .try_push(Sightings { institution, count, first_seen, last_seen })
                .map_err(|_| Error::<T>::TooManyIndicators)?,
        }
        Indicators::<T>::insert(id, indicator);
        Self::deposit_event(Event::IndicatorSighted { id, institution, account, count });
        Ok(())
    }

    /// Forgets an indicator whose validity has ended. None if there is no such indicator.
    pub(crate) fn lapse(id: IndicatorId) -> Option<()> {
        let Indicator { spec, institution, .. } = Indicators::<T>::take(id)?;
        Self::no_longer_match(id, &spec);
        IndicatorCounts::<T>::mutate_exists(institution, |shared| {
            *shared = shared.and_then(|shared| shared.checked_sub(1)).filter(|left| *left > 0);
        });
        Self::deposit_event(Event::IndicatorExpired { id });
        Some(())
    }

    fn no_longer_match(id: IndicatorId, spec: &IndicatorSpec) {
        IndicatorsOf::<T>::mutate_exists((spec.kind, spec.value), |same| {
            let Some(ids) = same else { return };
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                *same = None;
            }
        });
    }
}

fn is_valid<T: Config>(spec: &IndicatorSpec, now: u64) -> bool {
    let latest = now.saturating_add(T::MaxIndicatorMillis::get());
    spec.marking.may_be_shared()
        && spec.confidence <= MAX_CONFIDENCE
        && spec.valid_from < spec.valid_until
        && now < spec.valid_until
        && spec.valid_until <= latest
}
