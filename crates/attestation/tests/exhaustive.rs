//! Every state that five institutions can reach, by every sequence of what they can do.
#![allow(clippy::unwrap_used)]

mod support;

use codec::Encode;
use critical_chains_attestation::{
    Basis, Contest, Decider, Decision, Fault, Life, State, Subject, Terms,
};
use critical_chains_flows::Pseudonym;
use critical_chains_policy::Kind;
use std::collections::BTreeSet;
use support::{START, institution, voice};

const INSTITUTIONS: usize = 5;
/// The institution that is an Authority.
const AUTHORITY: usize = 4;
const LIFETIME: u64 = 60_000;

#[derive(Clone, Copy, Debug)]
enum Step {
    Corroborate(usize),
    Contest(usize),
    Confirm(usize),
    Clear(usize),
    Expire,
    ExpireEarly,
}

fn decider(number: usize) -> Decider {
    let kind = if number == AUTHORITY { Kind::Authority } else { Kind::Bank };
    Decider { institution: institution(number), kind }
}

fn take(life: &Life, subject: &Subject, step: Step) -> Result<Life, Fault> {
    let active = |_: &_| true;
    match step {
        Step::Corroborate(number) => life.corroborate(voice(number), active),
        Step::Contest(number) => {
            let contest = Contest {
                institution: institution(number),
                counter_evidence_root: [1; 32],
                at: START,
            };
            life.contest(subject, contest)
        }
        Step::Confirm(number) => life.confirm(subject, decider(number), START, active),
        Step::Clear(number) => life.clear(subject, decider(number), START, active),
        Step::Expire => life.expire(START + LIFETIME),
        Step::ExpireEarly => life.expire(START + LIFETIME - 1),
    }
}

/// All that these institutions can do.
fn steps_of(group: &[usize]) -> Vec<Step> {
    let each = group.iter().flat_map(|&number| {
        [
            Step::Corroborate(number),
            Step::Contest(number),
            Step::Confirm(number),
            Step::Clear(number),
        ]
    });
    each.chain([Step::Expire, Step::ExpireEarly]).collect()
}

/// The same for lives that differ only in the order in which institutions spoke, on which nothing
/// depends.
fn key(life: &Life) -> Vec<u8> {
    let sorted = |mut leis: Vec<Vec<u8>>| {
        leis.sort();
        leis
    };
    let voices = sorted(life.voices().map(Encode::encode).collect());
    let contests = sorted(life.contests().iter().map(Encode::encode).collect());
    let ballots = sorted(life.ballots().iter().map(Encode::encode).collect());
    (life.state(), life.raised(), voices, contests, ballots, life.decided_by()).encode()
}

/// Visits every life that can be reached from one by these steps, with what each step came to.
fn walk(
    from: Life,
    subject: &Subject,
    steps: &[Step],
    mut visit: impl FnMut(&Life, Step, &Result<Life, Fault>),
) -> Vec<Life> {
    let mut seen = BTreeSet::from([key(&from)]);
    let mut reached = vec![from];
    let mut at = 0;
    while at < reached.len() {
        let life = reached[at].clone();
        at += 1;
        for &step in steps {
            let outcome = take(&life, subject, step);
            visit(&life, step, &outcome);
            if let Ok(next) = outcome
                && seen.insert(key(&next))
            {
                reached.push(next);
            }
        }
    }
    reached
}

fn terms(corroborations: u8, decisions: u8) -> Terms {
    Terms { corroborations, decisions, lifetime: LIFETIME }
}

fn pseudonym() -> Subject {
    Subject::Pseudonym(Pseudonym([7; 16]))
}

fn subsets(size: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..1_usize << INSTITUTIONS)
        .map(|bits| (0..INSTITUTIONS).filter(|number| bits & (1 << number) != 0).collect())
        .filter(move |group: &Vec<_>| group.len() == size)
}

#[test]
fn too_few_institutions_confirm_nothing_and_clear_nothing_without_an_authority() {
    let mut groups = 0;
    for k in 2..=4_u8 {
        for m in k..=5 {
            for group in subsets(usize::from(k) - 1) {
                for &raiser in &group {
                    let life = Life::raise(terms(k, m), voice(raiser)).unwrap();
                    let reached = walk(life, &pseudonym(), &steps_of(&group), |_, _, _| {});

                    groups += 1;
                    let authority = group.contains(&AUTHORITY) && raiser != AUTHORITY;
                    for life in reached {
                        assert_ne!(life.state(), State::Corroborated, "{group:?} of {k}");
                        assert_ne!(life.state(), State::Confirmed, "{group:?} of {k}");
                        assert!(life.state() != State::Cleared || authority, "{group:?} of {k}");
                    }
                }
            }
        }
    }
    assert_eq!(groups, 4 * 5 + 3 * 20 + 2 * 30);
}

/// What holds in every state that any of the institutions can bring about, honest or not.
fn assert_sound(life: &Life, subject: &Subject) {
    let voices: BTreeSet<_> = life.voices().map(|voice| voice.institution).collect();
    let contests: BTreeSet<_> = life.contests().iter().map(|one| one.institution).collect();
    let k = usize::from(life.terms().corroborations);
    let m = usize::from(life.terms().decisions);
    let votes = |wanted| life.ballots().iter().filter(|cast| cast.decision == wanted).count();
    assert_eq!(voices.len(), life.voices().count(), "counted twice");
    assert!(voices.is_disjoint(&contests), "on both sides");
    let is_party = |lei| contests.contains(lei) || subject.institution() == Some(*lei);
    assert!(!life.ballots().iter().any(|cast| is_party(&cast.institution)), "a party");
    match life.state() {
        State::Raised => assert!(voices.len() < k),
        State::Corroborated | State::Confirmed => assert!(voices.len() >= k),
        State::Cleared | State::Expired => {}
    }
    let decided = matches!(life.state(), State::Confirmed | State::Cleared);
    assert_eq!(decided, life.decided_by().is_some());
    match life.decided_by() {
        Some(Basis::Authority(by)) => {
            assert_eq!(by, institution(AUTHORITY));
            assert_ne!(by, life.raised().institution, "decided on its own");
            assert!(!is_party(&by), "decided as a party");
        }
        Some(Basis::Institutions) if life.state() == State::Confirmed => {
            assert!(votes(Decision::Confirm) >= m && contests.is_empty());
        }
        Some(Basis::Institutions) => assert!(votes(Decision::Clear) >= m),
        None => {}
    }
}

#[test]
fn every_reachable_state_is_sound_and_nothing_leads_out_of_a_final_one() {
    let everybody: Vec<_> = (0..INSTITUTIONS).collect();
    let of = |number| Subject::Batch { institution: institution(number), stream: 0, sequence: 1 };
    for (k, m) in [(2, 2), (2, 3), (3, 3), (3, 4), (4, 4)] {
        for raiser in [0, AUTHORITY] {
            for subject in [of(1), of(AUTHORITY), pseudonym()] {
                let steps = steps_of(&everybody);
                let life = Life::raise(terms(k, m), voice(raiser)).unwrap();
                let mut states = BTreeSet::new();

                let reached = walk(life, &subject, &steps, |before, step, outcome| {
                    if before.state().is_final() {
                        assert_eq!(*outcome, Err(Fault::Ended), "{step:?} from a final state");
                    }
                    if let Step::ExpireEarly = step {
                        assert!(outcome.is_err());
                    }
                    let Ok(after) = outcome else { return };
                    assert!(after.state() >= before.state(), "{step:?} leads back");
                    let confirmed = after.state() == State::Confirmed;
                    assert!(!confirmed || before.state() == State::Corroborated);
                });

                for life in &reached {
                    assert_sound(life, &subject);
                    states.insert(life.state());
                }
                assert_eq!(states, State::ALL.into(), "k = {k}, m = {m}");
            }
        }
    }
}
