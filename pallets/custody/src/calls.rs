//! What the calls do. All checks come before the first write.

use crate::{
    CommonRequirement, Config, Custody, CustodyClass, Error, Event, Key, Keys, LEI_LENGTH, Lei,
    Pallet, Requirements, Seats,
};
use critical_chains_policy::CustodyFault;
use polkadot_sdk::frame_support::{dispatch::DispatchResult, ensure};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_custody(
        institution: Lei,
        key: Key,
        custody: Custody,
    ) -> DispatchResult {
        let required = Self::required_of(&institution);
        custody.check(required, Self::now()).map_err(Error::<T>::from)?;
        let used_for = Self::use_of(&institution, &key);
        ensure!(used_for.is_none_or(|used| used == custody.purpose), Error::<T>::WrongPurpose);

        Keys::<T>::try_mutate(institution, |keys| keys.try_insert(key, custody))
            .map_err(|_| Error::<T>::TooManyKeys)?;
        Self::deposit_event(Event::CustodyRegistered { institution, key, custody });
        Ok(())
    }

    pub(crate) fn do_remove_custody(institution: Lei, key: Key) -> DispatchResult {
        let mut keys = Keys::<T>::get(institution);
        ensure!(keys.remove(&key).is_some(), Error::<T>::NotFound);
        ensure!(Self::use_of(&institution, &key).is_none(), Error::<T>::InUse);

        if keys.is_empty() {
            Keys::<T>::remove(institution);
        } else {
            Keys::<T>::insert(institution, keys);
        }
        Self::deposit_event(Event::CustodyRemoved { institution, key });
        Ok(())
    }

    pub(crate) fn do_set_requirement(
        lei: Option<[u8; LEI_LENGTH]>,
        class: Option<CustodyClass>,
    ) -> DispatchResult {
        let institution = lei.map(Self::parse_lei).transpose()?;
        match institution {
            Some(institution) => {
                ensure!(T::Seats::is_institution(&institution), Error::<T>::NotFound);
                Requirements::<T>::set(institution, class);
            }
            None => CommonRequirement::<T>::set(class),
        }
        Self::deposit_event(Event::RequirementSet { institution, class });
        Ok(())
    }

    pub(crate) fn parse_lei(lei: [u8; LEI_LENGTH]) -> Result<Lei, Error<T>> {
        Lei::new(lei).map_err(|_| Error::InvalidLei)
    }
}

impl<T> From<CustodyFault> for Error<T> {
    fn from(fault: CustodyFault) -> Self {
        match fault {
            CustodyFault::InvalidExpiry => Self::InvalidExpiry,
            CustodyFault::EvidenceMissing => Self::EvidenceMissing,
            CustodyFault::InsufficientClass => Self::InsufficientClass,
        }
    }
}
