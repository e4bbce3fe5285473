//! Proves what people and programs are told of stops, freezes, emergency access and demands.

use super::describe::listed;
use crate::chain::{Answer, Demand, Freeze, Review, Stop, StopTarget, Supervision};
use critical_chains_lei::Lei;
use insta::assert_snapshot;
use std::collections::BTreeMap;

const NOON: u64 = 1_800_000_000_000;
const DAY: u64 = 86_400_000;

fn bank() -> Lei {
    "CCDEV0ALPHABANK00022".parse().unwrap()
}

fn authority() -> Lei {
    "CCDEV0DELTAAUTHOR035".parse().unwrap()
}

fn target(name: &str) -> StopTarget {
    StopTarget::named(name.parse().unwrap())
}

fn stop(lapses: Option<u64>) -> Stop {
    let reason = "forged\u{1b}[2J\nbatches".into();
    Stop { institution: authority(), account: [4; 32], reason, stopped: NOON, lapses }
}

fn freeze() -> Freeze {
    let reason = "the key was stolen".into();
    Freeze { institution: authority(), account: [4; 32], reason, frozen: NOON }
}

fn review(id: u32, overdue_reported: bool) -> Review {
    Review {
        id,
        account: [1; 32],
        institution: bank(),
        role: "emergency-operator".parse().unwrap(),
        reason: "the administrator is ill".into(),
        taken: NOON,
        due: NOON + 7 * DAY,
        overdue_reported,
    }
}

fn demand(id: u32, answer: Option<Answer>, overdue_reported: bool) -> Demand {
    Demand {
        id,
        institution: bank(),
        demanded_by: authority(),
        account: [4; 32],
        about: "whence the batches?".into(),
        demanded: NOON,
        deadline: NOON + DAY,
        answer,
        overdue_reported,
    }
}

#[test]
fn what_stands_is_listed_with_its_reason_and_its_end() {
    let answer = Answer { account: [1; 32], digest: [0xab; 32], answered: NOON + 60_000 };
    let found = Supervision {
        stops: BTreeMap::from([
            (target("anchoring.anchor"), stop(Some(NOON + 3 * DAY))),
            (target("session"), stop(None)),
        ]),
        paused: BTreeMap::from([((target("anchoring"), authority()), NOON + 7 * DAY)]),
        frozen: vec![([1; 32], freeze()), ([2; 32], freeze())],
        reviews: vec![review(0, true), review(1, false)],
        demands: vec![
            demand(0, Some(answer), false),
            demand(1, None, false),
            demand(2, None, true),
        ],
    };

    let (text, document) = listed(&found);

    assert_snapshot!(text);
    assert_snapshot!("supervision_json", format!("{document:#}"));
}

#[test]
fn nothing_and_one_of_each_are_told_in_words() {
    let one = Supervision {
        stops: BTreeMap::from([(target("anchoring"), stop(None))]),
        paused: BTreeMap::new(),
        frozen: vec![([1; 32], freeze())],
        reviews: vec![review(7, false)],
        demands: vec![demand(9, None, false)],
    };

    let lists = [listed(&Supervision::default()), listed(&one)];

    assert_snapshot!(lists.map(|(text, _)| text).join("\n"));
}

/// A reason is longer than what is shown of other people's values on one line.
#[test]
fn reasons_are_not_cut_off() {
    let reason = "a reason ".repeat(28).trim().to_owned();
    let own = Freeze { reason: reason.clone().into(), ..freeze() };

    let (text, _) = listed(&Supervision { frozen: vec![([1; 32], own)], ..Supervision::default() });

    assert!(text.contains(&reason), "{text}");
}
