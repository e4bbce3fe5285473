//! Benchmarks of the calls and the sweep, at their worst: as many keys as there can be.

use crate::{
    Call, Config, Custody, CustodyClass, Key, KeyPurpose, Keys, Lei, Pallet, Requirements,
    SWEEP_INSTITUTIONS, Seats, Sweep, SweptDays,
};
use alloc::{format, vec::Vec};
use critical_chains_policy::{Days, MILLIS_PER_DAY, day_of};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::traits::{EnsureOrigin, Get},
    frame_system::pallet_prelude::OriginFor,
};

const SEAL_KEY: Key = [0xFE; 32];
const VOTE_KEY: Key = [0xFF; 32];

/// An origin that registers keys, and the institution for which it does. Its seat has session keys.
fn registrant<T: Config>() -> Result<(OriginFor<T>, Lei), BenchmarkError> {
    let nobody = || BenchmarkError::Stop("the origin has no account for benchmarks");
    let origin = T::RegisterOrigin::try_successful_origin().map_err(|()| nobody())?;
    let (_, lei) = T::RegisterOrigin::ensure_origin(origin.clone()).map_err(|_| nobody())?;
    T::Seats::make_seat(&lei, &seat_keys());
    Ok((origin, lei))
}

fn seat_keys() -> [(KeyPurpose, Key); 2] {
    [(KeyPurpose::Seals, SEAL_KEY), (KeyPurpose::Votes, VOTE_KEY)]
}

fn certified(purpose: KeyPurpose, expires: u64) -> Custody {
    let class = CustodyClass::CertifiedModule;
    Custody { purpose, class, evidence: Some([7; 32]), expires: Some(expires) }
}

fn key(number: u32) -> Key {
    let mut key = [0; 32];
    for (byte, of_number) in key.iter_mut().zip(number.to_be_bytes()) {
        *byte = of_number;
    }
    key
}

/// Fills the keys of an institution, but for so many.
fn fill<T: Config>(lei: Lei, left: u32, expires: u64) {
    Keys::<T>::mutate(lei, |keys| {
        for number in 0..T::MaxKeys::get().saturating_sub(left) {
            let _ = keys.try_insert(key(number), certified(KeyPurpose::Statements, expires));
        }
    });
}

fn lei(number: u32) -> Result<Lei, BenchmarkError> {
    let prefix = <[u8; 18]>::try_from(format!("BENCHMARK{number:09}").as_bytes());
    let lei = prefix.ok().and_then(|prefix| Lei::from_prefix(prefix).ok());
    lei.ok_or(BenchmarkError::Stop("no LEI"))
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark(pov_mode = Measured)]
    fn register_custody() -> Result<(), BenchmarkError> {
        let (origin, lei) = registrant::<T>()?;
        fill::<T>(lei, 1, u64::MAX);
        Requirements::<T>::insert(lei, CustodyClass::CertifiedModule);
        let custody = certified(KeyPurpose::Votes, u64::MAX);

        #[extrinsic_call]
        _(origin as OriginFor<T>, VOTE_KEY, custody);

        assert_eq!(Keys::<T>::get(lei).get(&VOTE_KEY), Some(&custody));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn remove_custody() -> Result<(), BenchmarkError> {
        let (origin, lei) = registrant::<T>()?;
        fill::<T>(lei, 0, u64::MAX);

        #[extrinsic_call]
        _(origin as OriginFor<T>, lei.into(), key(1));

        assert!(!Keys::<T>::get(lei).contains_key(&key(1)));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn set_requirement() -> Result<(), BenchmarkError> {
        let (_, lei) = registrant::<T>()?;
        let consortium = T::RequireOrigin::try_successful_origin();
        let origin = consortium.map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as OriginFor<T>, Some(lei.into()), Some(CustodyClass::Token));

        assert_eq!(Requirements::<T>::get(lei), Some(CustodyClass::Token));
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn suffices() -> Result<(), BenchmarkError> {
        let (_, lei) = registrant::<T>()?;
        fill::<T>(lei, 2, u64::MAX);
        Keys::<T>::mutate(lei, |keys| {
            for (purpose, key) in seat_keys() {
                let _ = keys.try_insert(key, certified(purpose, u64::MAX));
            }
        });
        Requirements::<T>::insert(lei, CustodyClass::CertifiedModule);
        let kept;

        #[block]
        {
            kept = Pallet::<T>::suffices(&lei, &seat_keys());
        }

        assert!(kept);
        Ok(())
    }

    #[benchmark(pov_mode = Measured)]
    fn sweep(i: Linear<0, SWEEP_INSTITUTIONS>) -> Result<(), BenchmarkError> {
        let today = day_of(Pallet::<T>::now());
        let tomorrow = today.saturating_add(1).saturating_mul(MILLIS_PER_DAY);
        let institutions = (0..=i).map(lei).collect::<Result<Vec<_>, _>>();
        let mut institutions = institutions?;
        institutions.sort_by_key(|lei| Keys::<T>::hashed_key_for(lei));
        // The sweep goes on after the first of them, whatever the clock of the benchmark says.
        Sweep::<T>::put(institutions.remove(0));
        SweptDays::<T>::put(Days { after: 0, until: today });
        for lei in institutions {
            fill::<T>(lei, 0, tomorrow);
        }

        #[block]
        {
            Pallet::<T>::sweep();
        }

        assert_eq!(Sweep::<T>::exists(), i == SWEEP_INSTITUTIONS);
        Ok(())
    }

    impl_benchmark_test_suite!(
        Pallet,
        crate::tests::mock::new_test_ext(),
        crate::tests::mock::Test
    );
}
