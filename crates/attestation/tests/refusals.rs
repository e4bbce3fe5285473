//! Everything that is refused, each once.
#![allow(clippy::unwrap_used)]

mod support;

use critical_chains_attestation::{
    Contest, Decider, Fault, InvalidStatement, InvalidTerms, Life, MAX_EVIDENCE_LEAVES,
    MAX_LIFETIME_MILLIS, MAX_VOICES, MAX_WINDOW_SECONDS, Marking, ModelId, Statement, Subject,
    Terms, Thresholds, Typology, Window,
};
use critical_chains_flows::{Detector, Detectors, Pseudonym, Reason, Reasons};
use critical_chains_policy::{Kind, Name};
use support::{START, institution, voice};

const NOW: u64 = 1_800_000_000;
const TERMS: Terms = Terms { corroborations: 2, decisions: 2, lifetime: 60_000 };

fn statement() -> Statement {
    Statement {
        engine_version: 1,
        model: ModelId { name: Name::constant("layering"), version: 1 },
        typology: Typology::Cycle,
        score: 900_000,
        window: Window { from: NOW - 3_600, to: NOW },
        subject: Subject::Pseudonym(Pseudonym([1; 16])),
        reasons: explained_by(&[1, 2]),
        fired: Detectors(1 << 4),
        evidence_root: [2; 32],
        evidence_leaves: 6,
        amount_bucket: 20,
        marking: Marking::Amber,
    }
}

fn explained_by(features: &[u16]) -> Reasons {
    let one = |code: &u16| Reason { code: *code, value: 1, contribution: 2 };
    features.iter().map(one).collect::<Vec<_>>().try_into().unwrap()
}

fn fault(change: impl FnOnce(&mut Statement)) -> InvalidStatement {
    let mut changed = statement();
    change(&mut changed);
    let fault = changed.check(NOW).unwrap_err();
    assert!(!fault.to_string().is_empty());
    fault
}

#[test]
fn statements_that_make_no_sense() {
    use InvalidStatement as Invalid;
    assert_eq!(statement().check(NOW), Ok(()));
    let decoded: Name = codec::Decode::decode(&mut &b"\x04A"[..]).unwrap();

    assert_eq!(fault(|one| one.model.name = decoded), Invalid::ModelName);
    assert_eq!(fault(|one| one.score = 1_000_001), Invalid::Score { got: 1_000_001 });
    assert_eq!(fault(|one| one.window = Window { from: NOW, to: NOW - 1 }), Invalid::Window);
    assert_eq!(fault(|one| one.window.to = NOW + 1), Invalid::Window);
    assert_eq!(fault(|one| one.window.from = NOW - MAX_WINDOW_SECONDS - 1), Invalid::Window);
    assert_eq!(fault(|one| one.reasons = explained_by(&[])), Invalid::Reasons);
    assert_eq!(fault(|one| one.reasons = explained_by(&[3, 4, 3])), Invalid::Reasons);
    assert_eq!(fault(|one| one.evidence_leaves = 0), Invalid::Evidence { leaves: 0 });
    let many = MAX_EVIDENCE_LEAVES + 1;
    assert_eq!(fault(|one| one.evidence_leaves = many), Invalid::Evidence { leaves: many });
    assert_eq!(fault(|one| one.amount_bucket = 129), Invalid::AmountBucket { got: 129 });
    assert_eq!(fault(|one| one.marking = Marking::Red), Invalid::Marking);
}

#[test]
fn terms_that_let_too_few_decide() {
    let check = |corroborations, decisions, lifetime| {
        let terms = Terms { corroborations, decisions, lifetime };
        let fault = Life::raise(terms, voice(0)).map(drop);
        assert!(fault.is_ok() || !fault.unwrap_err().to_string().is_empty());
        fault
    };
    assert_eq!(check(2, 2, 60_000), Ok(()));
    assert_eq!(check(1, 2, 60_000), Err(InvalidTerms::Corroborations { got: 1 }));
    assert_eq!(check(9, 9, 60_000), Err(InvalidTerms::Corroborations { got: 9 }));
    assert_eq!(check(3, 2, 60_000), Err(InvalidTerms::Decisions { got: 2, least: 3 }));
    assert_eq!(check(3, 9, 60_000), Err(InvalidTerms::Decisions { got: 9, least: 3 }));
    assert_eq!(check(2, 2, 59_999), Err(InvalidTerms::Lifetime { got: 59_999 }));
    let long = MAX_LIFETIME_MILLIS + 1;
    assert_eq!(check(2, 2, long), Err(InvalidTerms::Lifetime { got: long }));
}

#[test]
fn thresholds_that_nothing_reaches_or_that_are_given_twice() {
    let thresholds =
        |usual, of: &[(Typology, u32)]| Thresholds { usual, of: of.to_vec().try_into().unwrap() };
    let own = thresholds(900_000, &[(Typology::Cycle, 800_000)]);
    assert!(own.are_valid());
    assert_eq!(own.for_typology(Typology::Cycle), 800_000);
    assert_eq!(own.for_typology(Typology::Stack), 900_000);
    assert!(!thresholds(1_000_001, &[]).are_valid());
    assert!(!thresholds(0, &[(Typology::Cycle, 1_000_001)]).are_valid());
    assert!(!thresholds(0, &[(Typology::Cycle, 1), (Typology::Cycle, 2)]).are_valid());
}

fn contest(number: usize) -> Contest {
    Contest { institution: institution(number), counter_evidence_root: [3; 32], at: START }
}

fn decider(number: usize, kind: Kind) -> Decider {
    Decider { institution: institution(number), kind }
}

#[test]
fn what_an_attestation_does_not_take() {
    let active = |_: &_| true;
    let subject = Subject::Pseudonym(Pseudonym([1; 16]));
    let batch = Subject::Batch { institution: institution(5), stream: 0, sequence: 1 };
    let authority = decider(9, Kind::Authority);
    let raised = Life::raise(TERMS, voice(0)).unwrap();

    assert_eq!(raised.corroborate(voice(0), active), Err(Fault::AlreadyCounted));
    assert_eq!(raised.confirm(&subject, authority, START, active), Err(Fault::NotCorroborated));
    assert_eq!(raised.contest(&subject, contest(0)), Err(Fault::Party));
    assert_eq!(raised.contest(&batch, contest(4)), Err(Fault::NotTheSubject));
    assert_eq!(raised.expire(START + 59_999), Err(Fault::NotDue));
    assert_eq!(raised.clear(&subject, authority, START + 60_000, active), Err(Fault::Expired));

    let contested = raised.contest(&batch, contest(5)).unwrap();
    assert_eq!(contested.contest(&batch, contest(5)), Err(Fault::AlreadyCounted));
    assert_eq!(contested.corroborate(voice(5), active), Err(Fault::Party));
    assert_eq!(
        contested.clear(&subject, decider(5, Kind::Authority), START, active),
        Err(Fault::Party)
    );

    // To whom the subject belongs does not judge itself.
    let own = raised.clear(&batch, decider(5, Kind::Authority), START, active);
    assert_eq!(own, Err(Fault::Party));

    let voted = raised.clear(&subject, decider(1, Kind::Bank), START, active).unwrap();
    let again = voted.clear(&subject, decider(1, Kind::Bank), START, active);
    assert_eq!(again, Err(Fault::AlreadyCounted));

    let cleared = raised.clear(&subject, authority, START, active).unwrap();
    assert_eq!(cleared.corroborate(voice(1), active), Err(Fault::Ended));
    assert_eq!(cleared.expire(START + 60_000), Err(Fault::Ended));

    let everybody = (1..MAX_VOICES as usize)
        .fold(raised, |life, number| life.corroborate(voice(number), active).unwrap());
    let one_more = everybody.corroborate(voice(99), active);
    assert_eq!(one_more, Err(Fault::TooManyVoices));
    for fault in [
        Fault::Ended,
        Fault::Expired,
        Fault::NotDue,
        Fault::AlreadyCounted,
        Fault::NotCorroborated,
        Fault::NotTheSubject,
        Fault::Party,
        Fault::TooManyVoices,
    ] {
        assert!(!fault.to_string().is_empty());
    }
}

#[test]
fn an_institution_that_is_suspended_since_does_not_count() {
    let raised = Life::raise(TERMS, voice(0)).unwrap();
    let without_raiser = |lei: &_| *lei != institution(0);

    let one = raised.corroborate(voice(1), without_raiser).unwrap();
    assert_eq!(one.state(), critical_chains_attestation::State::Raised);
    let two = one.corroborate(voice(2), without_raiser).unwrap();
    assert_eq!(two.state(), critical_chains_attestation::State::Corroborated);
}

#[test]
fn an_authority_that_raised_has_one_vote() {
    let active = |_: &_| true;
    let subject = Subject::Pseudonym(Pseudonym([1; 16]));
    let life = Life::raise(TERMS, voice(0)).unwrap().corroborate(voice(1), active).unwrap();

    let voted = life.confirm(&subject, decider(0, Kind::Authority), START, active).unwrap();
    assert_eq!(voted.state(), critical_chains_attestation::State::Corroborated);
    let confirmed = voted.confirm(&subject, decider(1, Kind::Bank), START, active).unwrap();
    assert_eq!(confirmed.state(), critical_chains_attestation::State::Confirmed);
}

#[test]
fn codes_keep_their_meaning() {
    assert_eq!(Typology::from_code(0), None);
    for typology in Typology::ALL {
        assert_eq!(Typology::from_code(typology.code()), Some(*typology));
        assert_eq!(codec::Encode::encode(typology), [typology.code()]);
        assert!(!typology.to_string().is_empty());
    }
    for detector in Detector::ALL {
        assert_eq!(Typology::from(*detector).as_str(), detector.name());
    }
    assert_eq!(Marking::AmberStrict.to_string(), "TLP:AMBER+STRICT");
    assert_eq!(ModelId { name: Name::constant("layering"), version: 3 }.to_string(), "layering@3");
    let batch = Subject::Batch { institution: institution(5), stream: 1, sequence: 2 };
    assert!(batch.to_string().ends_with("/1/2"));
}

#[test]
fn text_that_names_nothing() {
    for text in ["", "layering", "layering@", "layering@-1", "Layering@1", "a@1@2"] {
        let fault = text.parse::<ModelId>().unwrap_err();
        assert!(fault.to_string().contains("NAME@VERSION"), "{text}");
    }
    let lei = institution(5);
    let short = "ab".repeat(15);
    let signed = format!("+a{short}");
    let unknown = format!("{}/1", lei.as_str());
    for text in ["", &short, &signed, &unknown, "X/1/2"] {
        let fault = text.parse::<Subject>().unwrap_err();
        assert!(fault.to_string().contains("32 hexadecimal"), "{text}");
    }
    let fault = "Cycle".parse::<Typology>().unwrap_err();
    assert!(fault.to_string().contains(" cycle "), "{fault}");
    let prefixed = format!("0x{}", "AB".repeat(16)).parse();
    assert_eq!(prefixed, Ok(Subject::Pseudonym(Pseudonym([0xab; 16]))));
}
