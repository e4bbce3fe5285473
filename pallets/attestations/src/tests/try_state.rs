//! Every invariant is checked: what breaks one is found.

use critical_chains_attestation::{ModelId, State};
use polkadot_sdk::frame_support::{assert_ok, sp_runtime::TryRuntimeError};

use super::mock::*;
use crate::{
    Agenda, Attestations as OpenAttestations, Champions, ConfirmedOrder, ConfirmedRange, Ended,
    EndedOrder, EndedRange, IndicatorCounts, Indicators, IndicatorsOf, ModelParameters,
    ModelStatus, Models, NextAttestation, NextForgotten, NextIndicator, NextMinute, Open, OpenOf,
    Subjects,
};

/// Breaks something where there is one of everything.
fn found(break_it: impl FnOnce()) -> &'static str {
    let mut message = "";
    new_test_ext().execute_with(|| {
        for model in [LAYERING, CHALLENGER] {
            assert_ok!(Attestations::register_model(root(), model, spec()));
            assert_ok!(Attestations::supply_parameters(signed(ALICE), model, parameters()));
        }
        assert_ok!(Attestations::set_champion(root(), LAYERING));
        assert_ok!(confirm(AVA, corroborated(1)));
        assert_ok!(raise(ALICE, statement(2)));
        assert_ok!(raise(ALICE, of_challenger(2)));
        assert_ok!(share(ALICE, indicator(1)));
        assert_ok!(Attestations::do_try_state());

        break_it();

        match Attestations::do_try_state() {
            Err(TryRuntimeError::Other(text)) => message = text,
            other => panic!("not found: {other:?}"),
        }
    });
    message
}

fn with_model(change: impl FnOnce(&mut crate::Model)) {
    Models::<Test>::mutate(LAYERING, |model| change(model.as_mut().unwrap()));
}

#[test]
fn finds_broken_models() {
    assert_eq!(
        found(|| with_model(|model| model.spec.terms.corroborations = 1)),
        "1: impossible model"
    );
    assert_eq!(found(|| ModelParameters::<Test>::remove(LAYERING)), "1: parameters differ");
    let other = crate::Parameters::try_from(b"other".to_vec()).unwrap();
    assert_eq!(found(|| ModelParameters::<Test>::insert(LAYERING, other)), "1: other parameters");
    let retired = || with_model(|model| model.status = ModelStatus::Retired);
    assert_eq!(found(retired), "1: parameters of a retired model");
    assert_eq!(found(|| Champions::<Test>::remove(BANKING)), "2: two champions");
    let unknown = ModelId { version: 9, ..LAYERING };
    assert_eq!(found(|| Champions::<Test>::insert(SCOUT, unknown)), "2: no model");
}

#[test]
fn finds_broken_attestations() {
    assert_eq!(found(|| NextAttestation::<Test>::put(1)), "3: number to come");
    let shadow = || {
        OpenAttestations::<Test>::mutate(2, |one| one.as_mut().unwrap().shadow = false);
    };
    assert_eq!(found(shadow), "5: open attestations miscounted");
    assert_eq!(found(Open::<Test>::kill), "5: open attestations miscounted");
    let miscounted = || OpenOf::<Test>::insert(institution_of(BOB), 1);
    assert_eq!(found(miscounted), "5: attestations of institutions miscounted");
    assert_eq!(found(|| Subjects::<Test>::remove(subject(2))), "6: not listed");
    let elsewhere = || {
        let cases = Subjects::<Test>::take(subject(2));
        Subjects::<Test>::insert(subject(3), cases);
    };
    assert_eq!(found(elsewhere), "6: stands elsewhere");
    assert_eq!(
        found(|| Subjects::<Test>::insert(subject(9), crate::Cases::default())),
        "6: subject without cases"
    );
}

#[test]
fn finds_broken_ends() {
    assert_eq!(found(|| Ended::<Test>::remove(0)), "6: case of nothing");
    assert_eq!(found(|| EndedOrder::<Test>::remove(0)), "7: gap in the order");
    assert_eq!(found(|| EndedRange::<Test>::put((1, 0))), "7: range upside down");
    assert_eq!(found(|| EndedRange::<Test>::put((1, 1))), "7: nothing to forget");
    assert_eq!(found(NextForgotten::<Test>::kill), "7: forgotten at another time");
    assert_eq!(found(|| ConfirmedRange::<Test>::put((1, 0))), "7: range upside down");
    assert_eq!(found(|| ConfirmedRange::<Test>::put((0, 1))), "7: gap in the order");
    assert_eq!(found(|| ConfirmedOrder::<Test>::insert(0, 0)), "7: kept without order");
    let twice = || {
        ConfirmedOrder::<Test>::insert(0, 0);
        ConfirmedRange::<Test>::put((0, 1));
    };
    assert_eq!(found(twice), "7: kept without order");
    let cleared = || {
        Ended::<Test>::mutate(0, |ended| ended.as_mut().unwrap().outcome = State::Cleared);
        Subjects::<Test>::mutate(subject(1), |cases| cases[0].state = State::Cleared);
        ConfirmedOrder::<Test>::insert(0, EndedOrder::<Test>::take(0).unwrap());
        ConfirmedRange::<Test>::put((0, 1));
        EndedRange::<Test>::put((1, 1));
    };
    assert_eq!(found(cleared), "7: wrong shelf");
    assert_eq!(found(|| Subjects::<Test>::remove(subject(1))), "6: confirmed for nobody");
}

#[test]
fn finds_broken_indicators() {
    assert_eq!(found(NextIndicator::<Test>::kill), "8: number to come");
    let value = || (indicator(1).kind, indicator(1).value);
    assert_eq!(
        found(|| IndicatorsOf::<Test>::remove(value())),
        "8: found though revoked, or not found"
    );
    assert_eq!(
        found(|| IndicatorCounts::<Test>::insert(institution_of(BOB), 1)),
        "9: indicators miscounted"
    );
    assert_eq!(found(|| Indicators::<Test>::remove(0)), "8: value of nothing");
}

#[test]
fn finds_a_broken_agenda() {
    let minute = || OpenAttestations::<Test>::get(1).unwrap().minute;
    assert_eq!(found(|| Agenda::<Test>::remove(minute())), "10: attestation without end");
    assert_eq!(found(|| NextMinute::<Test>::put(u32::MAX)), "10: overlooked");
    let twice = || {
        let list = Agenda::<Test>::get(minute());
        Agenda::<Test>::insert(minute() + 1, list);
    };
    assert_eq!(found(twice), "10: ends twice");
    assert_eq!(
        found(|| Agenda::<Test>::insert(u32::MAX, crate::DueList::default())),
        "10: empty minute"
    );
    let nothing = crate::DueList::try_from(vec![crate::Due::Indicator(7)]).unwrap();
    assert_eq!(found(|| Agenda::<Test>::insert(u32::MAX, nothing)), "10: end of nothing");
}
