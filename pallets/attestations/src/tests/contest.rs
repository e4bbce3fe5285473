//! The subject's institution defends it.

use critical_chains_attestation::{MAX_CONTESTS, Statement, Subject};
use polkadot_sdk::frame_support::{assert_noop, assert_ok, sp_runtime::DispatchError};

use super::mock::*;
use crate::{Attestations as OpenAttestations, Error, Event};

#[test]
fn records_the_counter_evidence() {
    with_models(|| {
        let id = corroborated(1);
        events();

        assert_ok!(contest(INA, id));

        let told = Event::AttestationContested {
            id,
            institution: institution_of(INA),
            account: INA,
            counter_evidence_root: [9; 32],
        };
        assert_eq!(events(), [told]);
        let life = OpenAttestations::<Test>::get(id).unwrap().life;
        assert!(life.has_contested(&institution_of(INA)));
    });
}

#[test]
fn leaves_the_decision_to_an_authority() {
    with_models(|| {
        let id = corroborated(1);
        assert_ok!(contest(INA, id));
        for account in [ALICE, BOB, CLEO] {
            assert_ok!(confirm(account, id));
        }
        assert!(OpenAttestations::<Test>::contains_key(id));

        assert_ok!(confirm(AVA, id));

        assert!(!OpenAttestations::<Test>::contains_key(id));
    });
}

#[test]
fn rejects_others_than_the_owner_of_a_batch() {
    with_models(|| {
        let batch = Subject::Batch { institution: institution_of(BOB), stream: 0, sequence: 7 };
        assert_ok!(raise(ALICE, Statement { subject: batch, ..statement(1) }));

        assert_noop!(contest(CLEO, 0), Error::<Test>::NotTheSubject);
        assert_ok!(contest(BOB, 0));
    });
}

#[test]
fn rejects_who_said_so_itself_or_contests_twice() {
    with_models(|| {
        let id = corroborated(1);
        for account in [ALICE, BOB] {
            assert_noop!(contest(account, id), Error::<Test>::OtherSide);
        }
        assert_ok!(contest(DORA, id));
        assert_noop!(contest(DORA, id), Error::<Test>::AlreadyCounted);
    });
}

#[test]
fn rejects_more_than_are_kept() {
    with_models(|| {
        let id = corroborated(1);
        for number in 0..MAX_CONTESTS {
            assert_ok!(contest(1_000 + u64::from(number) * 100, id));
        }
        assert_noop!(contest(DORA, id), Error::<Test>::TooManyVoices);
    });
}

#[test]
fn rejects_what_is_not_open_or_over_and_who_acts_for_nobody() {
    with_models(|| {
        assert_noop!(contest(BOB, 0), Error::<Test>::NotFound);
        let id = corroborated(1);
        assert_noop!(contest(EVE, id), DispatchError::BadOrigin);
        NowMillis::mutate(|now| *now += LIFETIME);
        assert_noop!(contest(DORA, id), Error::<Test>::Expired);
    });
}
