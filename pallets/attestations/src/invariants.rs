//! What is true of the storage after every block.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use critical_chains_attestation::State;
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{ensure, traits::Get},
    sp_io::hashing::sha2_256,
    sp_runtime::TryRuntimeError,
};

use crate::{
    Agenda, Attestations, Champions, Config, ConfirmedOrder, ConfirmedRange, Ended, EndedOrder,
    EndedRange, IndicatorCounts, Indicators, IndicatorsOf, MAX_CASES_PER_INSTITUTION,
    MAX_SHADOW_CASES, ModelParameters, ModelStatus, Models, NextAttestation, NextForgotten,
    NextIndicator, NextMinute, Open, OpenCounts, OpenOf, Pallet, Subjects, agenda::Due,
    models::is_valid,
};

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_models()?;
        Self::check_attestations()?;
        Self::check_counts()?;
        Self::check_subjects()?;
        Self::check_ended()?;
        Self::check_indicators()?;
        Self::check_agenda()
    }

    /// 1. A model can find something, and has the parameters that were registered, unless it is
    ///    retired.
    /// 2. A sector has one champion, which has its parameters.
    fn check_models() -> Result<(), TryRuntimeError> {
        ensure!(Models::<T>::count() <= T::MaxModels::get(), "1: too many models");
        for (id, model) in Models::<T>::iter() {
            ensure!(id.name.is_valid() && is_valid(&model.spec), "1: impossible model");
            let parameters = ModelParameters::<T>::get(id);
            ensure!(parameters.is_some() == model.has_parameters, "1: parameters differ");
            if let Some(parameters) = parameters {
                let digest = sha2_256(&parameters);
                ensure!(digest == model.spec.parameters_digest, "1: other parameters");
                ensure!(model.status != ModelStatus::Retired, "1: parameters of a retired model");
            }
            let is_champion = Champions::<T>::get(model.spec.sector) == Some(id);
            ensure!(is_champion == (model.status == ModelStatus::Champion), "2: two champions");
            ensure!(!is_champion || model.has_parameters, "2: champion without parameters");
        }
        ensure!(ModelParameters::<T>::iter_keys().all(Models::<T>::contains_key), "1: no model");
        ensure!(Champions::<T>::iter_values().all(Models::<T>::contains_key), "2: no model");
        Ok(())
    }

    /// 3. An open attestation has a number that was given out, a model, and has not been decided.
    /// 4. What a shadow model found was said by one institution, and nobody contested it or voted.
    fn check_attestations() -> Result<(), TryRuntimeError> {
        for (id, attestation) in Attestations::<T>::iter() {
            ensure!(id < NextAttestation::<T>::get(), "3: number to come");
            ensure!(Models::<T>::contains_key(attestation.statement.model), "3: no model");
            let life = &attestation.life;
            ensure!(!life.state().is_final(), "3: open and decided");
            ensure!(attestation.statement.check(u64::MAX).is_ok(), "3: impossible statement");
            let voices: BTreeSet<_> = life.voices().map(|voice| voice.institution).collect();
            ensure!(voices.len() == life.voices().count(), "3: an institution counts twice");
            let corroborated = life.state() == State::Corroborated;
            let enough = voices.len() >= life.terms().corroborations.into();
            ensure!(!corroborated || enough, "3: corroborated by too few");
            let alone =
                voices.len() == 1 && life.contests().is_empty() && life.ballots().is_empty();
            ensure!(!attestation.shadow || alone, "4: a shadow that counts");
        }
        Ok(())
    }

    /// 5. The counters agree with what is open.
    fn check_counts() -> Result<(), TryRuntimeError> {
        let mut open = OpenCounts::default();
        let mut of: BTreeMap<Lei, u32> = BTreeMap::new();
        for attestation in Attestations::<T>::iter_values() {
            let counter = open.of(attestation.shadow);
            *counter = counter.saturating_add(1);
            let own = of.entry(attestation.life.raised().institution).or_default();
            *own = own.saturating_add(1);
        }
        ensure!(open == Open::<T>::get(), "5: open attestations miscounted");
        ensure!(of == OpenOf::<T>::iter().collect(), "5: attestations of institutions miscounted");
        ensure!(open.counting <= T::MaxOpen::get(), "5: too many open attestations");
        ensure!(open.shadow <= T::MaxOpenShadows::get(), "5: too many open shadows");
        Ok(())
    }

    /// 6. A subject lists exactly its open attestations, as they stand, all that were confirmed and
    ///    are kept, and of those that were cleared some. No institution has more than its share.
    fn check_subjects() -> Result<(), TryRuntimeError> {
        let mut listed = BTreeSet::new();
        for (subject, cases) in Subjects::<T>::iter() {
            ensure!(!cases.is_empty(), "6: subject without cases");
            let mut of: BTreeMap<Lei, u32> = BTreeMap::new();
            for case in &cases {
                ensure!(listed.insert(case.id), "6: listed twice");
                if let Some(open) = Attestations::<T>::get(case.id) {
                    let stands = (open.statement.subject, open.life.state(), open.shadow);
                    ensure!(stands == (subject, case.state, case.shadow), "6: stands elsewhere");
                    let own = of.entry(case.institution).or_default();
                    *own = own.saturating_add(1);
                } else {
                    let ended = Ended::<T>::get(case.id).ok_or("6: case of nothing")?;
                    let same = ended.subject == Some(subject) && ended.outcome == case.state;
                    ensure!(same && !case.shadow, "6: decided otherwise");
                }
            }
            ensure!(of.values().all(|own| *own <= MAX_CASES_PER_INSTITUTION), "6: too many of one");
            let shadows = cases.iter().filter(|case| case.shadow).count();
            ensure!(shadows <= MAX_SHADOW_CASES as usize, "6: too many shadows");
        }
        ensure!(Attestations::<T>::iter_keys().all(|id| listed.contains(&id)), "6: not listed");
        let mut held = Ended::<T>::iter().filter(|(_, ended)| ended.is_held_against_subject());
        ensure!(held.all(|(id, _)| listed.contains(&id)), "6: confirmed for nobody");
        Ok(())
    }

    /// 7. What has ended is kept once, in the order of its end, and forgotten in time. On the shelf
    ///    is what was confirmed, and ended before everything else.
    fn check_ended() -> Result<(), TryRuntimeError> {
        let mut kept = Vec::new();
        let (first, next) = ConfirmedRange::<T>::get();
        let shelved = next.checked_sub(first).ok_or("7: range upside down")?;
        ensure!(shelved <= T::MaxConfirmed::get().into(), "7: too many kept");
        for place in first..next {
            kept.push(ConfirmedOrder::<T>::get(place).ok_or("7: gap in the order")?);
        }
        let (first, next) = EndedRange::<T>::get();
        let ordered = next.checked_sub(first).ok_or("7: range upside down")?;
        ensure!(ordered <= T::MaxEnded::get().into(), "7: too many kept");
        for place in first..next {
            kept.push(EndedOrder::<T>::get(place).ok_or("7: gap in the order")?);
        }

        let mut before = None;
        for (place, id) in (0..).zip(&kept) {
            let ended = Ended::<T>::get(id).ok_or("7: order of nothing")?;
            ensure!(!Attestations::<T>::contains_key(id), "7: open and ended");
            ensure!(ended.outcome.is_final() && Some(ended.ended) >= before, "7: out of order");
            ensure!(place >= shelved || ended.is_held_against_subject(), "7: wrong shelf");
            if before.is_none() {
                let when = ended.ended.saturating_add(T::RetentionMillis::get());
                ensure!(NextForgotten::<T>::get() == Some(when), "7: forgotten at another time");
            }
            before = Some(ended.ended);
        }
        ensure!(before.is_some() || NextForgotten::<T>::get().is_none(), "7: nothing to forget");
        ensure!(Ended::<T>::iter_keys().count() == kept.len(), "7: kept without order");
        let orders = [
            (ConfirmedOrder::<T>::iter_keys().count(), shelved),
            (EndedOrder::<T>::iter_keys().count(), ordered),
        ];
        ensure!(orders.iter().all(|(count, own)| *count as u64 == *own), "7: kept without order");
        Ok(())
    }

    /// 8. An indicator has a number that was given out, and is found by its value unless revoked.
    /// 9. The counters agree with the indicators.
    fn check_indicators() -> Result<(), TryRuntimeError> {
        let mut of: BTreeMap<Lei, u32> = BTreeMap::new();
        for (id, indicator) in Indicators::<T>::iter() {
            ensure!(id < NextIndicator::<T>::get(), "8: number to come");
            let spec = &indicator.spec;
            let found = IndicatorsOf::<T>::get((spec.kind, spec.value)).contains(&id);
            ensure!(found == indicator.revoked.is_none(), "8: found though revoked, or not found");
            let own = of.entry(indicator.institution).or_default();
            *own = own.saturating_add(1);
        }
        for id in IndicatorsOf::<T>::iter_values().flatten() {
            ensure!(Indicators::<T>::contains_key(id), "8: value of nothing");
        }
        ensure!(of == IndicatorCounts::<T>::iter().collect(), "9: indicators miscounted");
        ensure!(Indicators::<T>::count() <= T::MaxIndicators::get(), "9: too many indicators");
        Ok(())
    }

    /// 10. Each open attestation and each indicator is on the agenda once, at a time when it has
    ///     ended, and nothing else is.
    fn check_agenda() -> Result<(), TryRuntimeError> {
        let mut attestations = BTreeMap::new();
        let mut indicators = BTreeMap::new();
        for (minute, list) in Agenda::<T>::iter() {
            ensure!(!list.is_empty(), "10: empty minute");
            ensure!(NextMinute::<T>::get().is_some_and(|next| next <= minute), "10: overlooked");
            for due in list {
                let twice = match due {
                    Due::Attestation(id) => attestations.insert(id, minute),
                    Due::Indicator(id) => indicators.insert(id, minute),
                };
                ensure!(twice.is_none(), "10: ends twice");
            }
        }
        let millis = |minute: u32| u64::from(minute).saturating_mul(60_000);
        for (id, attestation) in Attestations::<T>::iter() {
            let minute = attestations.remove(&id).ok_or("10: attestation without end")?;
            ensure!(minute == attestation.minute, "10: attestation in another minute");
            ensure!(attestation.life.expires() <= millis(minute), "10: ends too early");
        }
        for (id, indicator) in Indicators::<T>::iter() {
            let minute = indicators.remove(&id).ok_or("10: indicator without end")?;
            ensure!(indicator.spec.valid_until <= millis(minute), "10: ends too early");
        }
        ensure!(attestations.is_empty() && indicators.is_empty(), "10: end of nothing");
        Ok(())
    }
}
