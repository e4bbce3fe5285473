//! Models: who may find what, and what it counts for.

use critical_chains_attestation::ModelId;
use critical_chains_lei::Lei;
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, ensure, traits::Get},
    sp_io::hashing::sha2_256,
};

use crate::{
    Champions, Config, Error, Event, MAX_PARAMETER_BYTES, Model, ModelParameters, ModelSpec,
    ModelStatus, Models, Pallet, Parameters,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_model(id: ModelId, spec: ModelSpec) -> DispatchResult {
        ensure!(id.name.is_valid() && is_valid(&spec), Error::<T>::InvalidModel);
        ensure!(!Models::<T>::contains_key(id), Error::<T>::AlreadyExists);
        ensure!(Models::<T>::count() < T::MaxModels::get(), Error::<T>::TooManyModels);

        let ModelSpec { sector, parameters_digest, .. } = spec;
        let model = Model {
            spec,
            status: ModelStatus::Shadow,
            registered: Self::now_millis(),
            has_parameters: false,
        };
        Models::<T>::insert(id, model);
        Self::deposit_event(Event::ModelRegistered { model: id, sector, parameters_digest });
        Ok(())
    }

    pub(crate) fn do_supply_parameters(
        account: T::AccountId,
        institution: Lei,
        id: ModelId,
        parameters: Parameters,
    ) -> DispatchResult {
        let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(model.status != ModelStatus::Retired, Error::<T>::WrongStatus);
        ensure!(!model.has_parameters, Error::<T>::AlreadyExists);
        let is_registered = parameters.len() == model.spec.parameters_bytes as usize
            && sha2_256(&parameters) == model.spec.parameters_digest;
        ensure!(is_registered, Error::<T>::InvalidParameters);

        model.has_parameters = true;
        Models::<T>::insert(id, model);
        ModelParameters::<T>::insert(id, parameters);
        Self::deposit_event(Event::ParametersSupplied { model: id, institution, account });
        Ok(())
    }

    pub(crate) fn do_set_champion(id: ModelId) -> DispatchResult {
        let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(model.status == ModelStatus::Shadow, Error::<T>::WrongStatus);
        ensure!(model.has_parameters, Error::<T>::ParametersMissing);

        let sector = model.spec.sector;
        let replaced = Champions::<T>::get(sector);
        if let Some(former) = replaced {
            Self::set_status(former, ModelStatus::Shadow);
        }
        model.status = ModelStatus::Champion;
        Models::<T>::insert(id, model);
        Champions::<T>::insert(sector, id);
        Self::deposit_event(Event::ChampionSet { model: id, sector, replaced });
        Ok(())
    }

    pub(crate) fn do_retire_model(id: ModelId) -> DispatchResult {
        let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        ensure!(model.status != ModelStatus::Retired, Error::<T>::WrongStatus);

        if model.status == ModelStatus::Champion {
            Champions::<T>::remove(model.spec.sector);
        }
        model.status = ModelStatus::Retired;
        model.has_parameters = false;
        Models::<T>::insert(id, model);
        ModelParameters::<T>::remove(id);
        Self::deposit_event(Event::ModelRetired { model: id });
        Ok(())
    }

    fn set_status(id: ModelId, status: ModelStatus) {
        Models::<T>::mutate(id, |model| {
            if let Some(model) = model {
                model.status = status;
            }
        });
    }
}

/// Whether a model can find anything by its specification.
pub(crate) fn is_valid(spec: &ModelSpec) -> bool {
    let role = spec.attesters.role.is_none_or(|role| role.is_valid());
    spec.sector.is_valid()
        && role
        && !spec.attesters.kinds.is_empty()
        && (1..=MAX_PARAMETER_BYTES).contains(&spec.parameters_bytes)
        && spec.thresholds.are_valid()
        && spec.terms.check().is_ok()
}
