//! What shadow models find counts for nothing but their record.

use critical_chains_attestation::{State, Statement, Window};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_noop, assert_ok};

use super::mock::*;
use crate::{
    Attestations as OpenAttestations, Ended, Error, Event, InstitutionOutcomes, MAX_SHADOW_CASES,
    ModelOutcomes, Open, OpenCounts, Outcomes,
};

#[test]
fn is_kept_apart_and_changes_no_risk() {
    with_models(|| {
        for account in [ALICE, BOB, CLEO] {
            assert_ok!(raise(account, of_challenger(1)));
        }

        assert_eq!(Open::<Test>::get(), OpenCounts { counting: 0, shadow: 3 });
        for id in 0..3 {
            assert_eq!(OpenAttestations::<Test>::get(id).unwrap().life.state(), State::Raised);
        }
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Clear);
        let none = Outcomes::default();
        assert_eq!(InstitutionOutcomes::<Test>::get(institution_of(ALICE)), none);
        // Nor does it stand in the way of what the champion finds.
        assert_ok!(raise(ALICE, statement(1)));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Raised);
    });
}

#[test]
fn takes_nothing_from_others() {
    with_models(|| {
        assert_ok!(raise(ALICE, of_challenger(1)));

        assert_noop!(corroborate(BOB, 0), Error::<Test>::Shadow);
        assert_noop!(contest(BOB, 0), Error::<Test>::Shadow);
        assert_noop!(confirm(AVA, 0), Error::<Test>::Shadow);
        assert_noop!(clear(AVA, 0), Error::<Test>::Shadow);
        assert_noop!(raise(ALAN, of_challenger(1)), Error::<Test>::AlreadyRaised);
    });
}

#[test]
fn is_judged_by_what_a_champion_found_about_the_same() {
    for (decide, outcome) in [
        (confirm as fn(u64, u32) -> _, State::Confirmed),
        (clear as fn(u64, u32) -> _, State::Cleared),
    ] {
        with_models(|| {
            let to = of_challenger(1).window.from - 1;
            let earlier = Window { from: to - 60, to };
            assert_ok!(raise(BOB, of_challenger(1)));
            assert_ok!(raise(BOB, Statement { window: earlier, ..of_challenger(1) }));
            assert_ok!(raise(BOB, of_challenger(2)));
            let id = corroborated(1);
            events();

            assert_ok!(decide(AVA, id));

            let judged = Event::ShadowJudged { id: 0, model: CHALLENGER, outcome };
            assert_eq!(events().last(), Some(&judged));
            assert_eq!(Open::<Test>::get(), OpenCounts { counting: 0, shadow: 2 });
            let kept = Ended::<Test>::get(0).unwrap();
            assert_eq!((kept.outcome, kept.shadow, kept.subject), (outcome, true, None));
            let told = ModelOutcomes::<Test>::get(CHALLENGER);
            let right = outcome == State::Confirmed;
            assert_eq!((told.confirmed, told.cleared), (right.into(), (!right).into()));
            assert_eq!(InstitutionOutcomes::<Test>::get(institution_of(BOB)).stated, 1);
        });
    }
}

#[test]
fn expires_by_itself() {
    with_models(|| {
        assert_ok!(raise(ALICE, of_challenger(1)));

        pass(LIFETIME + MINUTE);

        assert_eq!(Open::<Test>::get(), OpenCounts::default());
        assert_eq!(ModelOutcomes::<Test>::get(CHALLENGER).expired, 1);
    });
}

#[test]
fn runs_its_course_when_the_champion_changes() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(raise(ALICE, of_challenger(1)));
        assert_ok!(Attestations::set_champion(root(), CHALLENGER));

        assert_ok!(corroborate(BOB, 0));
        assert_noop!(corroborate(BOB, 1), Error::<Test>::Shadow);
        assert_ok!(raise(BOB, of_challenger(1)));
        assert_ok!(raise(BOB, statement(1)));

        assert_eq!(Open::<Test>::get(), OpenCounts { counting: 2, shadow: 2 });
    });
}

#[test]
fn rejects_more_than_there_can_be() {
    with_models(|| {
        for number in 0..u64::from(MAX_SHADOW_CASES) {
            assert_ok!(raise(1_000 + number * 100, of_challenger(1)));
        }
        assert_noop!(raise(ALICE, of_challenger(1)), Error::<Test>::TooManyAttestations);

        for number in MAX_SHADOW_CASES..MAX_OPEN_SHADOWS {
            assert_ok!(raise(ALICE, of_challenger(100 + number as u8)));
        }
        assert_noop!(raise(ALICE, of_challenger(99)), Error::<Test>::TooManyAttestations);
        assert_ok!(raise(ALICE, statement(99)));
    });
}
