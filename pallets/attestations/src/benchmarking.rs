//! Benchmarks of the calls and hooks, at their worst: longest explanations, fullest lists.

mod world;

use crate::{agenda::Done, *};
use alloc::vec::Vec;
use critical_chains_attestation::{Decider, Life, MAX_VOICES, State};
use critical_chains_flows::Pseudonym;
use critical_chains_policy::Kind;
use polkadot_sdk::frame_benchmarking::v2::*;
use world::*;

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn register_model() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, MODEL, spec(1)?);

        assert!(Models::<T>::contains_key(MODEL));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn supply_parameters(b: Linear<1, MAX_PARAMETER_BYTES>) -> Result<(), BenchmarkError> {
        let (origin, _, _) = acting::<T, T::SupplyOrigin>()?;
        Pallet::<T>::do_register_model(MODEL, spec(b)?)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, MODEL, parameters(b));

        assert!(ModelParameters::<T>::contains_key(MODEL));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_champion() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        register::<T>(FORMER, ModelStatus::Champion, None)?;
        register::<T>(MODEL, ModelStatus::Shadow, None)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, MODEL);

        assert_eq!(Champions::<T>::get(SECTOR), Some(MODEL));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn retire_model() -> Result<(), BenchmarkError> {
        let origin = consortium::<T>()?;
        register::<T>(MODEL, ModelStatus::Champion, None)?;
        ModelParameters::<T>::insert(MODEL, parameters(MAX_PARAMETER_BYTES));

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, MODEL);

        assert!(!ModelParameters::<T>::contains_key(MODEL));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn raise() -> Result<(), BenchmarkError> {
        let (origin, account, institution) = acting::<T, T::RaiseOrigin>()?;
        register::<T>(MODEL, ModelStatus::Champion, Some(&account))?;
        fill_cases::<T>(subject(1))?;
        let id = NextAttestation::<T>::get();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, statement(MODEL, subject(1), 0)?);

        let life = Attestations::<T>::get(id).map(|attestation| attestation.life);
        assert_eq!(life.map(|life| life.has_said(&institution)), Some(true));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn corroborate() -> Result<(), BenchmarkError> {
        let (origin, account, institution) = acting::<T, T::CorroborateOrigin>()?;
        register::<T>(MODEL, ModelStatus::Champion, Some(&account))?;
        let (others, now) = (MAX_VOICES - 1, Pallet::<T>::now_millis());
        // So that the state changes with the last one.
        let counts = false;
        let id = open::<T>(statement(MODEL, subject(1), 0)?, (others, now), counts, false)?;
        fill_cases::<T>(subject(1))?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, 1_000_000, [7; 32]);

        let life = Attestations::<T>::get(id).map(|attestation| attestation.life);
        assert_eq!(life.as_ref().map(Life::state), Some(State::Corroborated));
        assert_eq!(life.map(|life| life.has_said(&institution)), Some(true));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn contest() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::ContestOrigin>()?;
        let said = (MAX_VOICES, Pallet::<T>::now_millis());
        let id = open::<T>(statement(MODEL, subject(1), 0)?, said, true, false)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, [7; 32]);

        let life = Attestations::<T>::get(id).map(|attestation| attestation.life);
        assert_eq!(life.map(|life| life.has_contested(&institution)), Some(true));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn decide() -> Result<(), BenchmarkError> {
        let (origin, _, _) = acting::<T, T::DecideOrigin>()?;
        register::<T>(MODEL, ModelStatus::Champion, None)?;
        register::<T>(FORMER, ModelStatus::Shadow, None)?;
        let now = Pallet::<T>::now_millis();
        let id = open::<T>(statement(MODEL, subject(1), 0)?, (MAX_VOICES, now), true, false)?;
        for _ in 0..MAX_SHADOW_CASES {
            open::<T>(statement(FORMER, subject(1), 0)?, (1, now), true, true)?;
        }
        fill_cases::<T>(subject(1))?;
        let mut attestation = Attestations::<T>::get(id).ok_or("not open")?;
        for number in 1..attestation.life.terms().decisions {
            let institution = T::Members::make_institution(number.into());
            let decider = Decider { institution, kind: Kind::Bank };
            let about = attestation.statement.subject;
            let voted = attestation.life.confirm(&about, decider, now, |_| true);
            attestation.life = voted.map_err(|_| "no vote")?;
        }
        Attestations::<T>::insert(id, attestation);
        fill_ended::<T>(MAX_SHADOW_CASES.saturating_add(1))?;

        #[block]
        {
            Pallet::<T>::confirm(origin, id)?;
        }

        assert_eq!(Ended::<T>::get(id).map(|ended| ended.outcome), Some(State::Confirmed));
        assert_eq!(Open::<T>::get(), OpenCounts::default());
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn share_indicator() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::ShareOrigin>()?;
        let value = Pseudonym([7; 16]);
        for number in 1..MAX_INDICATORS_PER_VALUE {
            let other = T::Members::make_institution(number);
            indicator::<T>(other, value, MAX_SIGHTING_INSTITUTIONS)?;
        }

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, indicator_spec::<T>(value));

        assert_eq!(IndicatorCounts::<T>::get(institution), 1);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn revoke_indicator() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::ShareOrigin>()?;
        let id = indicator::<T>(institution, Pseudonym([7; 16]), MAX_SIGHTING_INSTITUTIONS)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_eq!(IndicatorsOf::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn report_sighting() -> Result<(), BenchmarkError> {
        let (origin, _, institution) = acting::<T, T::SightOrigin>()?;
        let others = MAX_SIGHTING_INSTITUTIONS - 1;
        let id = indicator::<T>(institution, Pseudonym([7; 16]), others)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id, 1, 0, 0);

        let seen = Indicators::<T>::get(id).map(|indicator| indicator.sightings.len());
        assert_eq!(seen, Some(MAX_SIGHTING_INSTITUTIONS as usize));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn on_initialize_idle() -> Result<(), BenchmarkError> {
        NextMinute::<T>::put(u32::MAX);
        NextForgotten::<T>::put(NEVER);

        #[block]
        {
            Pallet::<T>::begin_block();
        }

        assert_eq!(NextMinute::<T>::get(), Some(u32::MAX));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn work_off(
        a: Linear<0, MAX_DUE_PER_BLOCK>,
        m: Linear<1, MAX_MINUTES_PER_BLOCK>,
    ) -> Result<(), BenchmarkError> {
        register::<T>(MODEL, ModelStatus::Champion, None)?;
        for number in 0..a {
            let stated = statement(MODEL, subject(number), 0)?;
            open::<T>(stated, (MAX_VOICES, 0), true, false)?;
            fill_cases::<T>(subject(number))?;
        }
        fill_ended::<T>(a)?;
        // They end in the last of the minutes that are looked through.
        let last = LIFETIME_MINUTES;
        NextMinute::<T>::put(last.saturating_sub(m - 1));

        #[block]
        {
            Pallet::<T>::work_off(u64::from(last) * 60_000, &mut Done::default());
        }

        assert_eq!(Open::<T>::get().counting, 0);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn lapse_indicators(i: Linear<0, MAX_DUE_PER_BLOCK>) -> Result<(), BenchmarkError> {
        let mut ids = Vec::new();
        for number in 0..i {
            let other = T::Members::make_institution(number);
            let value = Pseudonym([number as u8; 16]);
            ids.push(indicator::<T>(other, value, MAX_SIGHTING_INSTITUTIONS)?);
        }

        #[block]
        {
            for id in ids {
                Pallet::<T>::lapse(id);
            }
        }

        assert_eq!(Indicators::<T>::count(), 0);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn forget(f: Linear<0, MAX_DUE_PER_BLOCK>) -> Result<(), BenchmarkError> {
        register::<T>(MODEL, ModelStatus::Champion, None)?;
        let now = Pallet::<T>::now_millis();
        for number in 0..f.saturating_add(1) {
            let stated = statement(MODEL, subject(number), 0)?;
            let id = open::<T>(stated, (1, now), true, false)?;
            fill_cases::<T>(subject(number))?;
            let attestation = Attestations::<T>::get(id).ok_or("not open")?;
            let institution = T::Members::make_institution(1);
            let authority = Decider { institution, kind: Kind::Authority };
            let about = attestation.statement.subject;
            let cleared = attestation.life.clear(&about, authority, now, |_| true);
            let life = cleared.map_err(|_| "no vote")?;
            Pallet::<T>::end_decided(id, Attestation { life, ..attestation }, now);
        }

        #[block]
        {
            for _ in 0..f {
                Pallet::<T>::forget_oldest();
            }
        }

        assert_eq!(Ended::<T>::iter_keys().count(), 1);
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, tests::mock::new_test_ext(), tests::mock::Test);
}
