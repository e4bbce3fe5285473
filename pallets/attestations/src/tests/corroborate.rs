//! Who corroborates, and when it is enough.

use critical_chains_attestation::{MAX_VOICES, State};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Attestations as OpenAttestations, Error, Event, InstitutionOutcomes};

fn state(id: u32) -> State {
    OpenAttestations::<Test>::get(id).unwrap().life.state()
}

#[test]
fn takes_as_many_institutions_as_the_model_asks_for() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        events();

        assert_ok!(corroborate(BOB, 0));
        assert_eq!((state(0), Attestations::risk_of(&subject(1))), (State::Raised, Risk::Raised));
        assert_ok!(corroborate(AVA, 0));

        assert_eq!(state(0), State::Corroborated);
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Corroborated);
        let told = events();
        assert_eq!(told.len(), 3);
        let corroborated = Event::AttestationCorroborated { id: 0, subject: subject(1) };
        assert_eq!(told.last(), Some(&corroborated));
        assert_eq!(InstitutionOutcomes::<Test>::get(institution_of(BOB)).stated, 1);
    });
}

#[test]
fn tells_once_that_it_is_enough() {
    with_models(|| {
        corroborated(1);
        events();

        assert_ok!(corroborate(DORA, 0));

        assert_eq!(events().len(), 1);
    });
}

#[test]
fn does_not_count_who_was_suspended_since() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(corroborate(BOB, 0));
        Suspended::set(Some(institution_of(ALICE)));

        assert_ok!(corroborate(CLEO, 0));
        assert_eq!(state(0), State::Raised);
        assert_ok!(corroborate(DORA, 0));
        assert_eq!(state(0), State::Corroborated);
    });
}

#[test]
fn rejects_an_institution_that_has_said_so() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(corroborate(BOB, 0));
        for account in [ALICE, ALAN, BOB] {
            assert_noop!(corroborate(account, 0), Error::<Test>::AlreadyRaised);
        }
    });
}

#[test]
fn rejects_who_contested() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(contest(BOB, 0));
        assert_noop!(corroborate(BOB, 0), Error::<Test>::OtherSide);
    });
}

#[test]
fn rejects_whom_the_model_does_not_let_attest() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_noop!(corroborate(INA, 0), Error::<Test>::NotAuthorised);
        assert_noop!(corroborate(EVE, 0), DispatchError::BadOrigin);
    });
}

#[test]
fn rejects_scores_that_are_none_or_too_low() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        let say = |score| Attestations::corroborate(signed(BOB), 0, score, [0; 32]);
        assert_noop!(say(1_000_001), Error::<Test>::InvalidStatement);
        assert_noop!(say(799_999), Error::<Test>::BelowThreshold);
    });
}

#[test]
fn rejects_what_is_not_open_or_over() {
    with_models(|| {
        assert_noop!(corroborate(BOB, 0), Error::<Test>::NotFound);
        assert_ok!(raise(ALICE, statement(1)));
        NowMillis::mutate(|now| *now += LIFETIME);
        assert_noop!(corroborate(BOB, 0), Error::<Test>::Expired);
    });
}

#[test]
fn rejects_more_institutions_than_are_kept() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        let banks = (10..).map(|number| number * 100);
        for account in banks.take(MAX_VOICES as usize - 1) {
            assert_ok!(corroborate(account, 0));
        }
        assert_noop!(corroborate(BOB, 0), Error::<Test>::TooManyVoices);
    });
}
