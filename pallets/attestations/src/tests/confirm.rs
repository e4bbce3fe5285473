//! Who confirms, alone or with others.

use critical_chains_attestation::{Decision, State, Statement, Subject, Typology};
use critical_chains_policy::Risk;
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{
    Attestations as OpenAttestations, Ended, Error, Event, InstitutionOutcomes, ModelOutcomes,
    Outcomes,
};

fn is_open(id: u32) -> bool {
    OpenAttestations::<Test>::contains_key(id)
}

#[test]
fn is_decided_by_an_authority_at_once() {
    with_models(|| {
        let id = corroborated(1);
        events();

        assert_ok!(confirm(AVA, id));

        let taken = Event::DecisionTaken {
            id,
            institution: institution_of(AVA),
            account: AVA,
            decision: Decision::Confirm,
        };
        let confirmed = Event::AttestationConfirmed {
            id,
            model: LAYERING,
            typology: Typology::Cycle,
            subject: subject(1),
            evidence_root: [1; 32],
        };
        assert_eq!(events(), [taken, confirmed]);
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Confirmed);
        let kept = Ended::<Test>::get(id).unwrap();
        assert_eq!((kept.outcome, kept.evidence_root), (State::Confirmed, [1; 32]));
        assert_eq!(kept.subject, Some(subject(1)));
        let once = Outcomes { stated: 1, confirmed: 1, ..Default::default() };
        assert_eq!(ModelOutcomes::<Test>::get(LAYERING), once);
        for account in [ALICE, BOB, CLEO] {
            assert_eq!(InstitutionOutcomes::<Test>::get(institution_of(account)), once);
        }
        let of_authority = InstitutionOutcomes::<Test>::get(institution_of(AVA));
        assert_eq!(of_authority, Outcomes::default());
    });
}

#[test]
fn is_decided_by_as_many_institutions_as_the_model_asks_for() {
    with_models(|| {
        let id = corroborated(1);

        assert_ok!(confirm(ALICE, id));
        assert_ok!(confirm(BOB, id));
        assert!(is_open(id));
        assert_ok!(confirm(INA, id));

        assert!(!is_open(id));
        assert_eq!(Attestations::risk_of(&subject(1)), Risk::Confirmed);
    });
}

#[test]
fn rejects_what_too_few_institutions_say() {
    with_models(|| {
        assert_ok!(raise(ALICE, statement(1)));
        assert_ok!(corroborate(BOB, 0));

        for account in [ALICE, BOB, CLEO, AVA] {
            assert_noop!(confirm(account, 0), Error::<Test>::NotCorroborated);
        }
    });
}

#[test]
fn gives_an_authority_that_raised_one_vote() {
    with_models(|| {
        assert_ok!(raise(AVA, statement(1)));
        assert_ok!(corroborate(BOB, 0));
        assert_ok!(corroborate(CLEO, 0));

        assert_ok!(confirm(AVA, 0));
        assert!(is_open(0));
        assert_ok!(confirm(ART, 0));
        assert!(!is_open(0));
    });
}

#[test]
fn does_not_count_who_was_suspended_since() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(confirm(ALICE, id));
        assert_ok!(confirm(BOB, id));
        Suspended::set(Some(institution_of(ALICE)));

        assert_ok!(confirm(CLEO, id));
        assert!(is_open(id));
        assert_ok!(confirm(DORA, id));
        assert!(!is_open(id));
    });
}

#[test]
fn lets_an_institution_change_its_mind_but_not_count_twice() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(confirm(ALICE, id));
        assert_noop!(confirm(ALAN, id), Error::<Test>::AlreadyCounted);

        assert_ok!(clear(ALAN, id));
        assert_ok!(confirm(BOB, id));
        assert_ok!(confirm(CLEO, id));
        assert!(is_open(id));
        assert_ok!(confirm(ALICE, id));
        assert!(!is_open(id));
    });
}

#[test]
fn rejects_a_party_and_the_suspended() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(contest(AVA, id));
        assert_noop!(confirm(AVA, id), Error::<Test>::OtherSide);
        Suspended::set(Some(institution_of(ART)));
        assert_noop!(confirm(ART, id), Error::<Test>::NotAuthorised);
        assert_noop!(confirm(EVE, id), DispatchError::BadOrigin);
    });
}

#[test]
fn rejects_who_would_judge_its_own_batch() {
    with_models(|| {
        let own = institution_of(AVA);
        let batch = Subject::Batch { institution: own, stream: 0, sequence: 1 };
        assert_ok!(raise(ALICE, Statement { subject: batch, ..statement(1) }));
        assert_noop!(clear(AVA, 0), Error::<Test>::OtherSide);
        assert_ok!(corroborate(BOB, 0));
        assert_ok!(corroborate(CLEO, 0));
        assert_noop!(confirm(AVA, 0), Error::<Test>::OtherSide);
        assert_ok!(clear(ART, 0));
    });
}

#[test]
fn rejects_what_is_not_open_or_over() {
    with_models(|| {
        assert_noop!(confirm(AVA, 0), Error::<Test>::NotFound);
        let id = corroborated(1);
        assert_ok!(confirm(AVA, id));
        assert_noop!(confirm(AVA, id), Error::<Test>::NotFound);
        let other = corroborated(2);
        NowMillis::mutate(|now| *now += LIFETIME);
        assert_noop!(confirm(AVA, other), Error::<Test>::Expired);
    });
}
