//! Stating an anomaly: what is opened, what corroborates, and what is refused.

use critical_chains_attestation::{Marking, ModelId, State, Statement, Subject, Typology, Window};
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{
    Attestations as OpenAttestations, Error, Event, InstitutionOutcomes, MAX_CASES_PER_INSTITUTION,
    MAX_CASES_PER_SUBJECT, MAX_DUE_PER_MINUTE, ModelOutcomes, NextAttestation, OpenOf, Outcomes,
    Subjects, WeightInfo,
};

#[test]
fn opens_what_nobody_has_stated() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));

        let told = Event::AttestationRaised {
            id: 0,
            model: LAYERING,
            typology: Typology::Cycle,
            subject: subject(1),
            score: 900_000,
            institution: institution_of(ALICE),
            account: ALICE,
            shadow: false,
        };
        assert_eq!(events(), [told]);
        let opened = OpenAttestations::<Test>::get(0).unwrap();
        assert_eq!(opened.statement, statement(1));
        assert_eq!(opened.life.state(), State::Raised);
        assert_eq!(opened.life.expires(), START_MILLIS + LIFETIME);
        let once = Outcomes { stated: 1, ..Default::default() };
        assert_eq!(ModelOutcomes::<Test>::get(LAYERING), once);
        assert_eq!(InstitutionOutcomes::<Test>::get(institution_of(ALICE)), once);
    });
}

#[test]
fn weighs_what_came_of_it() {
    with_models(|| {
        let weight = |account| {
            let raised = Attestations::raise(signed(account), statement(1));
            raised.unwrap().actual_weight
        };

        assert_eq!(weight(ALICE), Some(<() as WeightInfo>::raise()));
        assert_eq!(weight(BOB), Some(<() as WeightInfo>::corroborate()));
        assert_ne!(<() as WeightInfo>::raise(), <() as WeightInfo>::corroborate());
    });
}

#[test]
fn corroborates_what_others_have_stated_about_an_overlapping_window() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        next_block(30 * MINUTE);
        events();

        let own = Statement { evidence_root: [2; 32], ..statement(1) };
        assert_ok!(raise(BOB, own));
        let own = Statement { evidence_root: [3; 32], ..statement(1) };
        assert_ok!(raise(CLEO, own));

        let supported = |account, root| Event::AttestationSupported {
            id: 0,
            institution: institution_of(account),
            account,
            evidence_root: [root; 32],
        };
        let corroborated = Event::AttestationCorroborated { id: 0, subject: subject(1) };
        assert_eq!(events(), [supported(BOB, 2), supported(CLEO, 3), corroborated]);
        assert_eq!(NextAttestation::<Test>::get(), 1);
    });
}

#[test]
fn opens_another_for_another_time_typology_subject_or_model() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        let window =
            Window { from: statement(1).window.from - 7_200, to: statement(1).window.from - 1 };
        for other in [
            Statement { window, ..statement(1) },
            Statement { typology: Typology::FanOut, ..statement(1) },
            statement(2),
        ] {
            assert_ok!(raise(ALICE, other));
        }

        assert_eq!(NextAttestation::<Test>::get(), 4);
        assert_eq!(Subjects::<Test>::get(subject(1)).len(), 3);
    });
}

#[test]
fn takes_a_batch_as_a_subject() {
    with_models(|| {
        let batch = Subject::Batch { institution: institution_of(BOB), stream: 0, sequence: 7 };
        assert_ok!(raise(ALICE, Statement { subject: batch, ..statement(1) }));

        assert_eq!(Subjects::<Test>::get(batch).len(), 1);
    });
}

#[test]
fn rejects_an_institution_that_has_said_so_by_any_account() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(raise(BOB, statement(1)));

        for account in [ALICE, ALAN, BOB] {
            assert_noop!(raise(account, statement(1)), Error::<Test>::AlreadyRaised);
        }
    });
}

#[test]
fn rejects_what_was_decided() {
    with_models(|| {
        let confirmed = corroborated(1);
        assert_ok!(confirm(AVA, confirmed));
        assert_ok!(raise(ALICE, statement(2)));
        assert_ok!(clear(AVA, confirmed + 1));

        for number in [1, 2] {
            assert_noop!(raise(DORA, statement(number)), Error::<Test>::AlreadyDecided);
        }
    });
}

#[test]
fn takes_again_what_expired() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        pass(LIFETIME + MINUTE);

        assert_ok!(raise(ALICE, statement(1)));
    });
}

#[test]
fn rejects_what_is_over_but_not_told_yet() {
    with_models(|| {
        let lasting = statement(1);
        assert_ok!(raise(ALICE, lasting.clone()));
        NowMillis::mutate(|now| *now += LIFETIME);

        assert_noop!(raise(BOB, lasting), Error::<Test>::Expired);
    });
}

#[test]
fn rejects_models_that_find_nothing() {
    with_models(|| {
        let unknown = ModelId { version: 9, ..LAYERING };
        let by_unknown = Statement { model: unknown, ..statement(1) };
        assert_noop!(raise(ALICE, by_unknown), Error::<Test>::NotFound);
        assert_ok!(Attestations::retire_model(root(), LAYERING));
        assert_noop!(raise(ALICE, statement(1)), Error::<Test>::WrongStatus);
    });
}

#[test]
fn rejects_whom_the_model_does_not_let_attest() {
    with_models(|| {
        assert_noop!(raise(INA, statement(1)), Error::<Test>::NotAuthorised);
        Suspended::set(Some(institution_of(ALICE)));
        assert_noop!(raise(ALICE, statement(1)), Error::<Test>::NotAuthorised);

        let mut of_scouts = spec();
        of_scouts.attesters.role = Some(SCOUT);
        let model = ModelId { version: 3, ..LAYERING };
        assert_ok!(Attestations::register_model(root(), model, of_scouts));
        let found = || Statement { model, ..statement(1) };
        assert_noop!(raise(BOB, found()), Error::<Test>::NotAuthorised);
        Scouts::mutate(|scouts| scouts.insert(BOB));
        assert_ok!(raise(BOB, found()));
    });
}

#[test]
fn rejects_whoever_acts_for_nobody() {
    with_models(|| {
        for origin in [signed(EVE), root(), RuntimeOrigin::none()] {
            let raised = Attestations::raise(origin, statement(1));
            assert_noop!(raised, DispatchError::BadOrigin);
        }
    });
}

#[test]
fn rejects_statements_that_make_no_sense() {
    with_models(|| {
        let future = Window { from: statement(1).window.from, to: statement(1).window.to + 1 };
        for senseless in [
            Statement { window: future, ..statement(1) },
            Statement { marking: Marking::Red, ..statement(1) },
            Statement { score: 1_000_001, ..statement(1) },
            Statement { evidence_leaves: 0, ..statement(1) },
            Statement { engine_version: 2, ..statement(1) },
        ] {
            assert_noop!(raise(ALICE, senseless), Error::<Test>::InvalidStatement);
        }
    });
}

#[test]
fn rejects_scores_below_the_threshold_of_the_typology() {
    with_models(|| {
        let scored = |typology, score| Statement { typology, score, ..statement(1) };
        let low = [scored(Typology::Cycle, 799_999), scored(Typology::Stack, 949_999)];
        for low in low {
            assert_noop!(raise(ALICE, low), Error::<Test>::BelowThreshold);
        }
        assert_ok!(raise(ALICE, scored(Typology::Cycle, 800_000)));
        assert_ok!(raise(ALICE, scored(Typology::Stack, 950_000)));
    });
}

#[test]
fn rejects_more_than_the_share_of_an_institution() {
    with_models(|| {
        for number in 0..OPEN_PER_INSTITUTION {
            assert_ok!(raise(ALICE, statement(number as u8)));
        }

        let one_more = raise(ALICE, statement(200));
        assert_noop!(one_more, Error::<Test>::TooManyAttestations);
        assert_ok!(raise(BOB, statement(200)));
        assert_ok!(clear(AVA, 0));
        assert_ok!(raise(ALICE, statement(201)));
        assert_eq!(OpenOf::<Test>::get(institution_of(ALICE)), OPEN_PER_INSTITUTION);
    });
}

#[test]
fn rejects_more_than_there_can_be_in_all() {
    with_models(|| {
        MaxOpenPerInstitution::set(OPEN_IN_ALL);
        for number in 0..OPEN_IN_ALL {
            assert_ok!(raise(ALICE, statement(number as u8)));
        }

        assert_noop!(raise(BOB, statement(200)), Error::<Test>::TooManyAttestations);
    });
}

/// Windows of a subject that do not overlap.
fn at(number: u64) -> Statement {
    let last = statement(1).window.to - 10 * number;
    Statement { window: Window { from: last - 9, to: last }, ..statement(1) }
}

#[test]
fn leaves_room_about_a_subject_to_others() {
    with_models(|| {
        for number in 0..MAX_CASES_PER_INSTITUTION {
            assert_ok!(raise(ALICE, at(number.into())));
        }
        assert_noop!(raise(ALICE, at(50)), Error::<Test>::TooManyAttestations);

        for account in [BOB, CLEO, DORA] {
            for number in 0..MAX_CASES_PER_INSTITUTION {
                assert_ok!(raise(account, at(account + u64::from(number))));
            }
        }
        assert_eq!(Subjects::<Test>::get(subject(1)).len(), MAX_CASES_PER_SUBJECT as usize);
        assert_noop!(raise(AVA, at(50)), Error::<Test>::TooManyAttestations);

        // What was cleared gives way.
        assert_ok!(clear(ART, 3));
        assert_ok!(raise(AVA, at(50)));
        assert_eq!(Subjects::<Test>::get(subject(1)).len(), MAX_CASES_PER_SUBJECT as usize);
    });
}

#[test]
fn expires_some_minutes_late_rather_than_refuse() {
    with_models(|| {
        MaxOpen::set(1_000);
        MaxOpenPerInstitution::set(1_000);
        for number in 0..MAX_DUE_PER_MINUTE + 1 {
            assert_ok!(raise(ALICE, statement(number as u8)));
        }

        let minute = |id| OpenAttestations::<Test>::get(id).unwrap().minute;
        assert_eq!(minute(MAX_DUE_PER_MINUTE), minute(0) + 1);
    });
}
