//! Who clears, alone or with others.

use critical_chains_attestation::State;
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

use super::mock::*;
use crate::{Attestations as OpenAttestations, Ended, Error, Event, ModelOutcomes, Outcomes};

fn is_open(id: u32) -> bool {
    OpenAttestations::<Test>::contains_key(id)
}

#[test]
fn is_decided_by_an_authority_corroborated_or_not() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        let other = corroborated(2);
        events();

        assert_ok!(clear(AVA, 0));
        assert_ok!(clear(AVA, other));

        let cleared: Vec<_> = events()
            .into_iter()
            .filter(|event| matches!(event, Event::AttestationCleared { .. }))
            .collect();
        let told = |id, number| Event::AttestationCleared { id, subject: subject(number) };
        assert_eq!(cleared, [told(0, 1), told(other, 2)]);
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Clear);
        assert_eq!(Ended::<Test>::get(0).unwrap().outcome, State::Cleared);
        let both = Outcomes { stated: 2, cleared: 2, ..Default::default() };
        assert_eq!(ModelOutcomes::<Test>::get(LAYERING), both);
        assert_eq!(both.precision_ppm(), Some(0));
    });
}

#[test]
fn is_decided_by_as_many_institutions_as_the_model_asks_for_also_if_contested() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(contest(INA, id));

        for account in [DORA, CLEO] {
            assert_ok!(clear(account, id));
            assert!(is_open(id));
        }
        assert_ok!(clear(BOB, id));

        assert!(!is_open(id));
    });
}

#[test]
fn is_not_decided_by_the_institution_that_raised() {
    with_models(|| {
        assert_ok!(raise(AVA, statement(1)));

        assert_ok!(clear(AVA, 0));
        assert!(is_open(0));
        assert_noop!(clear(AVA, 0), Error::<Test>::AlreadyCounted);
    });
}

#[test]
fn counts_for_or_against_a_model_only_what_was_decided() {
    with_models(|| {
        let ids: Vec<_> = (1..=4).map(corroborated).collect();
        assert_ok!(confirm(AVA, ids[0]));
        assert_ok!(confirm(AVA, ids[1]));
        assert_ok!(clear(AVA, ids[2]));
        pass(LIFETIME + MINUTE);

        let told = ModelOutcomes::<Test>::get(LAYERING);
        assert_eq!(told, Outcomes { stated: 4, confirmed: 2, cleared: 1, expired: 1 });
        assert_eq!(told.precision_ppm(), Some(666_666));
        assert_eq!(Outcomes::default().precision_ppm(), None);
    });
}
