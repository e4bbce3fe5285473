//! Registering models, making them champions, retiring them.

use critical_chains_attestation::{ModelId, Terms, Typology};
use critical_chains_policy::{Kinds, Name};
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{
    Champions, Error, Event, MAX_PARAMETER_BYTES, ModelParameters, ModelSpec, ModelStatus, Models,
};

fn register(
    model: ModelId,
    spec: ModelSpec,
) -> polkadot_sdk::frame_support::dispatch::DispatchResult {
    Attestations::register_model(root(), model, spec)
}

fn status(model: ModelId) -> ModelStatus {
    Models::<Test>::get(model).unwrap().status
}

fn not_a_name() -> Name {
    codec::Decode::decode(&mut &b"\x04A"[..]).unwrap()
}

mod register_model {
    use super::*;

    #[test]
    fn begins_as_a_shadow_without_parameters() {
        build_and_execute(|| {
            assert_ok!(register(LAYERING, spec()));

            let model = Models::<Test>::get(LAYERING).unwrap();
            assert_eq!(model.status, ModelStatus::Shadow);
            assert_eq!((model.registered, model.has_parameters), (START_MILLIS, false));
            let parameters_digest = spec().parameters_digest;
            let told =
                Event::ModelRegistered { model: LAYERING, sector: BANKING, parameters_digest };
            assert_eq!(events(), [told]);
        });
    }

    #[test]
    fn rejects_whoever_is_not_the_consortium() {
        build_and_execute(|| {
            for origin in [signed(AVA), signed(EVE), RuntimeOrigin::none()] {
                let registered = Attestations::register_model(origin, LAYERING, spec());
                assert_noop!(registered, DispatchError::BadOrigin);
            }
        });
    }

    #[test]
    fn rejects_what_could_find_nothing_or_be_decided_by_too_few() {
        build_and_execute(|| {
            let change = |change: &dyn Fn(&mut ModelSpec)| {
                let mut changed = spec();
                change(&mut changed);
                assert_noop!(register(LAYERING, changed), Error::<Test>::InvalidModel);
            };
            change(&|spec| spec.sector = not_a_name());
            change(&|spec| spec.attesters.role = Some(not_a_name()));
            change(&|spec| spec.attesters.kinds = Kinds::NONE);
            change(&|spec| spec.parameters_bytes = 0);
            change(&|spec| spec.parameters_bytes = MAX_PARAMETER_BYTES + 1);
            change(&|spec| spec.thresholds.usual = 1_000_001);
            change(&|spec| {
                let twice = vec![(Typology::Cycle, 1), (Typology::Cycle, 2)];
                spec.thresholds.of = twice.try_into().unwrap();
            });
            change(&|spec| spec.terms = Terms { corroborations: 1, ..terms() });
            change(&|spec| spec.terms = Terms { decisions: 2, ..terms() });
            change(&|spec| spec.terms = Terms { lifetime: 0, ..terms() });
            let nameless = ModelId { name: not_a_name(), version: 1 };
            assert_noop!(register(nameless, spec()), Error::<Test>::InvalidModel);
        });
    }

    #[test]
    fn rejects_a_version_that_there_is_or_was() {
        with_models(|| {
            assert_noop!(register(LAYERING, spec()), Error::<Test>::AlreadyExists);
            assert_ok!(Attestations::retire_model(root(), LAYERING));
            assert_noop!(register(LAYERING, spec()), Error::<Test>::AlreadyExists);
        });
    }

    #[test]
    fn rejects_more_models_than_there_can_be() {
        build_and_execute(|| {
            let version = |version| ModelId { version, ..LAYERING };
            for number in 0..MAX_MODELS {
                assert_ok!(register(version(number), spec()));
            }
            let one_more = register(version(MAX_MODELS), spec());
            assert_noop!(one_more, Error::<Test>::TooManyModels);
        });
    }
}

mod set_champion {
    use super::*;

    #[test]
    fn replaces_the_champion_of_the_sector_only() {
        with_models(|| {
            let other = ModelId { name: Name::constant("claims"), version: 1 };
            let insurance = Name::constant("insurance");
            assert_ok!(register(other, ModelSpec { sector: insurance, ..spec() }));
            assert_ok!(Attestations::supply_parameters(signed(ALICE), other, parameters()));
            assert_ok!(Attestations::set_champion(root(), other));
            events();

            assert_ok!(Attestations::set_champion(root(), CHALLENGER));

            let replaced = Some(LAYERING);
            let told = Event::ChampionSet { model: CHALLENGER, sector: BANKING, replaced };
            assert_eq!(events(), [told]);
            assert_eq!(status(LAYERING), ModelStatus::Shadow);
            assert_eq!(status(CHALLENGER), ModelStatus::Champion);
            assert_eq!(status(other), ModelStatus::Champion);
            assert_eq!(Champions::<Test>::get(BANKING), Some(CHALLENGER));
        });
    }

    #[test]
    fn the_shadow_that_was_registered_last_is_tried() {
        with_models(|| {
            let tried = || Attestations::challenger_of(BANKING).map(|(id, _)| id);
            assert_eq!(tried(), Some(CHALLENGER));
            // One of another sector, and one that nobody can run.
            let other = ModelId { name: Name::constant("claims"), version: 1 };
            let insurance = Name::constant("insurance");
            assert_ok!(register(other, ModelSpec { sector: insurance, ..spec() }));
            assert_ok!(Attestations::supply_parameters(signed(ALICE), other, parameters()));
            let later = ModelId { version: 9, ..CHALLENGER };
            assert_ok!(register(later, spec()));
            assert_eq!(tried(), Some(CHALLENGER));

            assert_ok!(Attestations::supply_parameters(signed(ALICE), later, parameters()));

            assert_eq!(tried(), Some(later));
            assert_ok!(Attestations::set_champion(root(), later));
            assert_eq!(tried(), Some(CHALLENGER));
            assert_ok!(Attestations::retire_model(root(), CHALLENGER));
            // The former champion.
            assert_eq!(tried(), Some(LAYERING));
        });
    }

    #[test]
    fn rejects_what_nobody_could_run_or_is_no_shadow() {
        build_and_execute(|| {
            let set = || Attestations::set_champion(root(), LAYERING);
            assert_noop!(set(), Error::<Test>::NotFound);
            assert_ok!(register(LAYERING, spec()));
            assert_noop!(set(), Error::<Test>::ParametersMissing);
            assert_ok!(Attestations::supply_parameters(signed(ALICE), LAYERING, parameters()));
            assert_ok!(set());
            assert_noop!(set(), Error::<Test>::WrongStatus);
            assert_ok!(Attestations::retire_model(root(), LAYERING));
            assert_noop!(set(), Error::<Test>::WrongStatus);
        });
    }

    #[test]
    fn rejects_whoever_is_not_the_consortium() {
        with_models(|| {
            let set = Attestations::set_champion(signed(AVA), CHALLENGER);
            assert_noop!(set, DispatchError::BadOrigin);
        });
    }
}

mod retire_model {
    use super::*;

    #[test]
    fn drops_parameters_and_keeps_the_record() {
        with_models(|| {
            assert_ok!(Attestations::retire_model(root(), LAYERING));

            assert_eq!(events(), [Event::ModelRetired { model: LAYERING }]);
            assert_eq!(status(LAYERING), ModelStatus::Retired);
            assert!(!ModelParameters::<Test>::contains_key(LAYERING));
            assert_eq!(Champions::<Test>::get(BANKING), None);
        });
    }

    #[test]
    fn leaves_the_champion_if_a_shadow_goes() {
        with_models(|| {
            assert_ok!(Attestations::retire_model(root(), CHALLENGER));

            assert_eq!(Champions::<Test>::get(BANKING), Some(LAYERING));
        });
    }

    #[test]
    fn rejects_what_is_retired_or_was_never_registered() {
        build_and_execute(|| {
            let retire = || Attestations::retire_model(root(), LAYERING);
            assert_noop!(retire(), Error::<Test>::NotFound);
            assert_ok!(register(LAYERING, spec()));
            assert_ok!(retire());
            assert_noop!(retire(), Error::<Test>::WrongStatus);
        });
    }

    #[test]
    fn rejects_whoever_is_not_the_consortium() {
        with_models(|| {
            let retired = Attestations::retire_model(signed(AVA), LAYERING);
            assert_noop!(retired, DispatchError::BadOrigin);
        });
    }
}
