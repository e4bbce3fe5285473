//! What is true of the storage after every block.

use crate::{Config, CustodyClass, Keys, Pallet, Requirements, Seats, Sweep, SweptDays};
use critical_chains_policy::day_of;
use polkadot_sdk::{frame_support::ensure, sp_runtime::TryRuntimeError};

impl<T: Config> Pallet<T> {
    /// Checks every invariant: for try-runtime, and after every test of a pallet or a runtime.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_keys()?;
        Self::check_requirements()?;
        Self::check_sweep()
    }

    /// 1. Only institutions have keys, and who has none takes no room.
    /// 2. A certified module came with evidence and an end.
    fn check_keys() -> Result<(), TryRuntimeError> {
        for (institution, keys) in Keys::<T>::iter() {
            ensure!(T::Seats::is_institution(&institution), "1: keys of no institution");
            ensure!(!keys.is_empty(), "1: room for no keys");
            for custody in keys.values() {
                let proven = custody.evidence.is_some() && custody.expires.is_some();
                let claims = custody.class == CustodyClass::CertifiedModule;
                ensure!(proven || !claims, "2: a certified module without evidence");
            }
        }
        Ok(())
    }

    /// 3. Only of institutions is something required.
    fn check_requirements() -> Result<(), TryRuntimeError> {
        let mut required = Requirements::<T>::iter_keys();
        ensure!(required.all(|lei| T::Seats::is_institution(&lei)), "3: required of nobody");
        Ok(())
    }

    /// 4. A sweep warns of no days to come, and of none twice.
    fn check_sweep() -> Result<(), TryRuntimeError> {
        let days = SweptDays::<T>::get();
        ensure!(days.after <= days.until, "4: days backwards");
        ensure!(days.until <= day_of(Self::now()), "4: warned of days to come");
        ensure!(Sweep::<T>::get().is_none() || days.until > 0, "4: a sweep without days");
        Ok(())
    }
}
