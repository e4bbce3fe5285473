//! What holds for every sequence, with many institutions of which some are suspended, and for every
//! encoding.
#![allow(clippy::unwrap_used)]

mod support;

use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use critical_chains_attestation::{
    Contest, Decider, Fault, Life, MAX_AMOUNT_BUCKET, MAX_EVIDENCE_LEAVES, MAX_SCORE_PPM,
    MAX_STATEMENT_BYTES, MAX_WINDOW_SECONDS, Marking, ModelId, State, Statement, Subject, Terms,
    Typology, Window, amount_bucket,
};
use critical_chains_flows::{Detectors, Pseudonym, Reason};
use critical_chains_policy::Kind;
use proptest::{collection::vec, prelude::*, sample::select};
use support::{START, institution, voice};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

const INSTITUTIONS: usize = 24;

#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    who: usize,
    is_active: bool,
    later: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let later = prop_oneof![9 => 0..2_000_u64, 1 => 0..40_000_u64];
    let step = (0..6_u8, 0..INSTITUTIONS, prop::bool::weighted(0.9), later)
        .prop_map(|(kind, who, is_active, later)| Step { kind, who, is_active, later });
    vec(step, 0..60)
}

fn terms() -> impl Strategy<Value = Terms> {
    (2..=8_u8).prop_flat_map(|k| (Just(k), k..=8)).prop_map(|(corroborations, decisions)| Terms {
        corroborations,
        decisions,
        lifetime: 60_000,
    })
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn nothing_is_confirmed_that_too_few_say(terms in terms(), steps in steps()) {
        let subject = Subject::Pseudonym(Pseudonym([1; 16]));
        let mut life = Life::raise(terms, voice(0)).unwrap();
        // Who said it, counted as a person would.
        let mut said = vec![0];
        let mut suspended = [false; INSTITUTIONS];
        let mut now = START;
        for step in steps {
            now += step.later;
            suspended[step.who] = !step.is_active;
            let counts = |lei: &_| (0..INSTITUTIONS).any(|one| institution(one) == *lei && !suspended[one]);
            let kind = if step.who % 8 == 7 { Kind::Authority } else { Kind::Bank };
            let decider = Decider { institution: institution(step.who), kind };
            let before = life.clone();
            let outcome = match step.kind {
                0 | 1 => life.corroborate(critical_chains_attestation::Voice { at: now, ..voice(step.who) }, counts),
                2 => life.contest(&subject, Contest {
                    institution: institution(step.who),
                    counter_evidence_root: [0; 32],
                    at: now,
                }),
                3 => life.confirm(&subject, decider, now, counts),
                4 => life.clear(&subject, decider, now, counts),
                _ => life.expire(now),
            };
            let Ok(next) = outcome else { continue };
            match step.kind {
                0 | 1 => said.push(step.who),
                _ => {}
            }
            prop_assert!(!before.state().is_final());
            prop_assert!(next.state() == State::Expired || now < next.expires());
            if next.state() == State::Confirmed {
                prop_assert!(said.len() >= usize::from(terms.corroborations));
                let binds = next.contests().iter().any(|contest| counts(&contest.institution));
                prop_assert!(!binds || kind == Kind::Authority);
            }
            prop_assert_eq!(Life::decode_all(&mut &next.encode()[..]).unwrap(), next.clone());
            prop_assert!(next.encoded_size() <= Life::max_encoded_len());
            life = next;
        }
        // Whatever was done, it ends.
        if !life.state().is_final() {
            prop_assert_eq!(life.expire(life.expires()).map(|end| end.state()), Ok(State::Expired));
        }
    }

    #[test]
    fn a_bucket_holds_the_amounts_of_one_order(amount in any::<u128>(), shift in 0..128_u32) {
        let amount = amount >> shift;
        let bucket = u32::from(amount_bucket(amount));
        if bucket == 0 {
            prop_assert_eq!(amount, 0);
        } else {
            prop_assert!(amount >= 1_u128 << (bucket - 1));
            prop_assert!(bucket == 128 || amount < 1_u128 << bucket);
        }
    }

    #[test]
    fn statements_survive_encoding(statement in statement()) {
        prop_assert_eq!(statement.check(2_000_000_000), Ok(()));
        let encoded = statement.encode();
        prop_assert!(encoded.len() <= MAX_STATEMENT_BYTES);
        prop_assert_eq!(Statement::decode(&mut &encoded[..]).unwrap(), statement);
    }

    #[test]
    fn names_are_read_as_they_are_written(statement in statement()) {
        let Statement { model, typology, subject, .. } = statement;
        prop_assert_eq!(model.to_string().parse(), Ok(model));
        prop_assert_eq!(typology.to_string().parse(), Ok(typology));
        prop_assert_eq!(subject.to_string().parse(), Ok(subject));
    }

    #[test]
    fn text_that_names_nothing_does_no_harm(text in ".{0,40}") {
        let _ = (text.parse::<ModelId>(), text.parse::<Typology>(), text.parse::<Subject>());
    }

    #[test]
    fn bytes_that_are_no_statement_do_no_harm(bytes in vec(any::<u8>(), 0..300)) {
        if let Ok(statement) = Statement::decode(&mut &bytes[..]) {
            let _ = statement.check(2_000_000_000);
        }
    }

    #[test]
    fn saying_the_same_works_both_ways(one in statement(), other in statement()) {
        prop_assert!(one.says_the_same_as(&one));
        let same = Statement { window: other.window, ..one.clone() };
        prop_assert_eq!(one.says_the_same_as(&same), same.says_the_same_as(&one));
        prop_assert_eq!(one.says_the_same_as(&other), other.says_the_same_as(&one));
    }
}

fn subject() -> impl Strategy<Value = Subject> {
    let batch = (0..5_usize, any::<u32>(), any::<u64>()).prop_map(|(number, stream, sequence)| {
        Subject::Batch { institution: institution(number), stream, sequence }
    });
    prop_oneof![any::<[u8; 16]>().prop_map(|bytes| Subject::Pseudonym(Pseudonym(bytes))), batch]
}

prop_compose! {
    fn statement()(
        engine_version in any::<u16>(),
        model in ("[a-z][a-z0-9._-]{0,31}", any::<u32>()),
        typology in select(Typology::ALL),
        score in 0..=MAX_SCORE_PPM,
        from in 1_000_000_000..1_900_000_000_u64,
        length in 0..=MAX_WINDOW_SECONDS,
        subject in subject(),
        weights in vec(any::<(i32, i32)>(), 1..=5),
        fired in any::<u64>(),
        evidence_root in any::<[u8; 32]>(),
        evidence_leaves in 1..=MAX_EVIDENCE_LEAVES,
        amount_bucket in 0..=MAX_AMOUNT_BUCKET,
        marking in select(vec![Marking::Clear, Marking::Green, Marking::Amber, Marking::AmberStrict]),
    ) -> Statement {
        let reasons: Vec<_> = (0..)
            .zip(weights)
            .map(|(code, (value, contribution))| Reason { code, value, contribution })
            .collect();
        Statement {
            engine_version,
            model: ModelId { name: model.0.parse().unwrap(), version: model.1 },
            typology,
            score,
            window: Window { from, to: from + length },
            subject,
            reasons: reasons.try_into().unwrap(),
            fired: Detectors(fired),
            evidence_root,
            evidence_leaves,
            amount_bucket,
            marking,
        }
    }
}

#[test]
fn a_statement_fits_where_it_has_to() {
    assert_eq!(Statement::max_encoded_len(), MAX_STATEMENT_BYTES);
    assert_eq!(MAX_STATEMENT_BYTES, 190);
    assert!(Life::max_encoded_len() <= 2_048, "{}", Life::max_encoded_len());
}

#[test]
fn what_is_contested_takes_an_authority() {
    let terms = Terms { corroborations: 2, decisions: 2, lifetime: 60_000 };
    let active = |_: &_| true;
    let bank = |number| Decider { institution: institution(number), kind: Kind::Bank };
    let subject = Subject::Pseudonym(Pseudonym([1; 16]));
    let contest =
        Contest { institution: institution(3), counter_evidence_root: [9; 32], at: START };

    let life = Life::raise(terms, voice(0)).unwrap().corroborate(voice(1), active).unwrap();
    let life = life.confirm(&subject, bank(0), START, active).unwrap();
    let life = life.contest(&subject, contest).unwrap();
    let life = life.confirm(&subject, bank(1), START, active).unwrap();
    assert_eq!(life.state(), State::Corroborated);
    assert_eq!(life.clear(&subject, bank(3), START, active), Err(Fault::Party));

    let authority = Decider { institution: institution(2), kind: Kind::Authority };
    let confirmed = life.confirm(&subject, authority, START, active).unwrap();
    assert_eq!(confirmed.state(), State::Confirmed);

    // Suspended since, who contested keeps nobody from confirming.
    let others = |lei: &_| *lei != institution(3);
    let confirmed = life.confirm(&subject, bank(4), START, others).unwrap();
    assert_eq!(confirmed.state(), State::Confirmed);
}
