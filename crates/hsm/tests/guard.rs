//! The signing guard: what it permits, what it refuses, and what it still knows after a crash.
#![allow(clippy::unwrap_used)]

use codec::Encode;
use critical_chains_hsm::guard::{
    Act, Entry, FileStore, Guard, GuardFileError, Interchange, InterchangeError, Kind,
    NotPermitted, Position, Proposed, Purpose, Refusal, StatementShape, StoreError, Tally, Target,
    Verdict, Watermark, WatermarkStore, judge,
};
use finality_grandpa::{Message, Precommit, Prevote, PrimaryPropose};
use polkadot_sdk::sp_core::ed25519::Public;
use proptest::prelude::*;
use std::collections::HashMap;
use tempfile::TempDir;

const GENESIS: [u8; 32] = [1; 32];
const STATEMENTS: StatementShape = StatementShape { domain: [9; 32], rest_bytes: 40 };

fn key() -> Public {
    Public::from_raw([2; 32])
}

fn target(byte: u8) -> Target {
    Target { hash: [byte; 32], number: u32::from(byte) }
}

fn round(round: u64) -> Position {
    Position::Round { set: 3, round }
}

fn guard_in(folder: &TempDir) -> Guard {
    let directory = folder.path().join("guard");
    let store = if FileStore::exists(&directory) {
        FileStore::open(&directory, &GENESIS).unwrap()
    } else {
        FileStore::create(&directory, &GENESIS).unwrap()
    };
    Guard::new(GENESIS, STATEMENTS, Box::new(store), None)
}

fn new_guard() -> (TempDir, Guard) {
    let folder = TempDir::new().unwrap();
    let guard = guard_in(&folder);
    guard.watch_new(Purpose::Seals, key()).unwrap();
    guard.watch_new(Purpose::Votes, key()).unwrap();
    (folder, guard)
}

fn vote(message: Message<[u8; 32], u32>, round: u64) -> Vec<u8> {
    (message, round, 3_u64).encode()
}

fn prevote(byte: u8, at: u64) -> Vec<u8> {
    prevote_in(3, byte, at)
}

fn prevote_in(set: u64, byte: u8, at: u64) -> Vec<u8> {
    let Target { hash, number } = target(byte);
    let vote = Prevote { target_hash: hash, target_number: number };
    (Message::Prevote(vote), at, set).encode()
}

fn precommit(byte: u8, at: u64) -> Vec<u8> {
    let Target { hash, number } = target(byte);
    vote(Message::Precommit(Precommit { target_hash: hash, target_number: number }), at)
}

fn propose(byte: u8, at: u64) -> Vec<u8> {
    let Target { hash, number } = target(byte);
    vote(Message::PrimaryPropose(PrimaryPropose { target_hash: hash, target_number: number }), at)
}

/// Why a message is not permitted.
fn refusal(guard: &Guard, purpose: Purpose, message: &[u8]) -> Refusal {
    match guard.permit(purpose, &key(), message) {
        Err(NotPermitted::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn permits(guard: &Guard, purpose: Purpose, message: &[u8]) -> bool {
    guard.permit(purpose, &key(), message).is_ok()
}

mod votes {
    use super::*;

    #[test]
    fn as_grandpa_encodes_them_are_permitted_once_each() {
        let (_folder, guard) = new_guard();

        for message in [propose(1, 7), prevote(1, 7), precommit(1, 7)] {
            let permit = guard.permit(Purpose::Votes, &key(), &message).unwrap();

            assert_eq!((permit.key(), permit.message()), (&key(), message.as_slice()));
        }
        let kinds: Vec<_> = guard.entries().unwrap().iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::Seal, Kind::PrimaryPropose, Kind::Prevote, Kind::Precommit]);
    }

    #[test]
    fn may_be_repeated_as_they_were() {
        let (_folder, guard) = new_guard();

        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));
    }

    #[test]
    fn for_another_block_in_the_same_round_are_refused_and_the_round_is_sat_out() {
        let (_folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));

        let conflict = refusal(&guard, Purpose::Votes, &prevote(2, 7));

        assert_eq!(conflict, Refusal::Conflict { at: round(7), signed: target(1) });
        assert!(!guard.may_vote_in(&key(), round(7)).unwrap());
        assert!(guard.may_vote_in(&key(), round(8)).unwrap());
        assert!(permits(&guard, Purpose::Votes, &prevote(2, 8)));
    }

    #[test]
    fn with_the_same_hash_and_another_number_are_other_votes() {
        let (_folder, guard) = new_guard();
        let other = Prevote { target_hash: [1; 32], target_number: 2 };
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));

        let conflict = refusal(&guard, Purpose::Votes, &vote(Message::Prevote(other), 7));

        assert!(matches!(conflict, Refusal::Conflict { .. }));
    }

    #[test]
    fn of_earlier_rounds_and_sets_are_refused() {
        let (_folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));

        assert_eq!(
            refusal(&guard, Purpose::Votes, &prevote(1, 6)),
            Refusal::Stale { at: round(6), newest: round(7) }
        );
        assert_eq!(
            refusal(&guard, Purpose::Votes, &prevote_in(2, 1, 9)),
            Refusal::Stale { at: Position::Round { set: 2, round: 9 }, newest: round(7) }
        );
    }

    #[test]
    fn of_a_later_set_begin_with_a_lower_round() {
        let (_folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));

        assert!(permits(&guard, Purpose::Votes, &prevote_in(4, 1, 1)));
    }

    #[test]
    fn of_a_key_nobody_knows_are_refused() {
        let folder = TempDir::new().unwrap();

        assert_eq!(
            refusal(&guard_in(&folder), Purpose::Votes, &prevote(1, 7)),
            Refusal::NoWatermark
        );
    }
}

mod seals {
    use super::*;

    fn noted(guard: &Guard, byte: u8, slot: u64) -> Vec<u8> {
        guard.note_header(Proposed { target: target(byte), slot });
        vec![byte; 32]
    }

    #[test]
    fn are_given_once_for_each_slot() {
        let (_folder, guard) = new_guard();
        let first = noted(&guard, 1, 50);
        let second = noted(&guard, 2, 50);
        let next = noted(&guard, 3, 51);

        assert!(permits(&guard, Purpose::Seals, &first));
        assert!(permits(&guard, Purpose::Seals, &first));
        assert_eq!(
            refusal(&guard, Purpose::Seals, &second),
            Refusal::Conflict { at: Position::Slot(50), signed: target(1) }
        );
        assert!(permits(&guard, Purpose::Seals, &next));
        assert_eq!(
            refusal(&guard, Purpose::Seals, &first),
            Refusal::Stale { at: Position::Slot(50), newest: Position::Slot(51) }
        );
    }

    #[test]
    fn need_a_header_that_was_made_here() {
        let (_folder, guard) = new_guard();

        assert_eq!(refusal(&guard, Purpose::Seals, &[5; 32]), Refusal::UnknownHeader);
    }

    #[test]
    fn of_headers_long_ago_are_forgotten() {
        let (_folder, guard) = new_guard();
        let first = noted(&guard, 1, 50);

        for byte in 2..=17 {
            noted(&guard, byte, 50 + u64::from(byte));
        }

        assert_eq!(refusal(&guard, Purpose::Seals, &first), Refusal::UnknownHeader);
    }
}

mod other_messages {
    use super::*;

    #[test]
    fn proofs_of_possession_are_permitted_to_every_key() {
        let (_folder, guard) = new_guard();
        let proof = [b"POP_".as_slice(), &[7; 32]].concat();

        for purpose in Purpose::ALL {
            assert!(permits(&guard, purpose, &proof), "{purpose:?}");
        }
    }

    #[test]
    fn statements_are_permitted_for_this_chain_only() {
        let (_folder, guard) = new_guard();
        let statement = [[9; 32].as_slice(), &GENESIS, &[0; 40]].concat();
        let elsewhere = [[9; 32].as_slice(), &[3; 32], &[0; 40]].concat();

        assert!(permits(&guard, Purpose::Statements, &statement));
        assert_eq!(
            refusal(&guard, Purpose::Statements, &elsewhere),
            Refusal::UnknownMessage { length: 104 }
        );
    }

    #[test]
    fn whatever_else_is_refused() {
        let (_folder, guard) = new_guard();
        let long_owner = [b"POP_".as_slice(), &[7; 33]].concat();
        let longer_vote = [prevote(1, 7), vec![0]].concat();
        let no_vote = [&[3], &prevote(1, 7)[1..]].concat();

        for (purpose, message) in [
            (Purpose::Votes, b"".to_vec()),
            (Purpose::Votes, vec![0; 32]),
            (Purpose::Votes, long_owner.clone()),
            (Purpose::Votes, longer_vote),
            (Purpose::Votes, no_vote),
            (Purpose::Seals, prevote(1, 7)),
            (Purpose::Seals, vec![0; 31]),
            (Purpose::Seals, long_owner),
            (Purpose::Statements, prevote(1, 7)),
            (Purpose::Statements, vec![9; 32]),
        ] {
            let length = message.len();

            assert_eq!(
                refusal(&guard, purpose, &message),
                Refusal::UnknownMessage { length },
                "{purpose:?}"
            );
        }
    }
}

mod what_was_signed_elsewhere {
    use super::*;

    fn seen(kind: Kind, at: Position, byte: u8) -> Act {
        Act { kind, at, target: target(byte) }
    }

    #[test]
    fn stops_the_key_for_good() {
        let (_folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &precommit(1, 7)));

        assert!(guard.saw(&key(), &seen(Kind::Precommit, round(9), 1)).unwrap());

        assert_eq!(
            refusal(&guard, Purpose::Votes, &precommit(1, 10)),
            Refusal::SignedElsewhere { at: round(9) }
        );
        assert!(!guard.may_vote_in(&key(), round(10)).unwrap());
    }

    #[test]
    fn is_told_from_what_was_permitted() {
        let (_folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &precommit(1, 7)));

        for (at, byte, elsewhere) in [(6, 5, false), (7, 1, false), (7, 2, true), (8, 1, true)] {
            assert_eq!(
                guard.saw(&key(), &seen(Kind::Precommit, round(at), byte)).unwrap(),
                elsewhere,
                "round {at}, block {byte}"
            );
        }
    }

    #[test]
    fn is_everything_by_a_key_that_signed_nothing() {
        let (_folder, guard) = new_guard();

        assert!(guard.saw(&key(), &seen(Kind::Seal, Position::Slot(4), 1)).unwrap());
    }
}

mod a_guard_started_anew {
    use super::*;

    fn started_anew() -> (TempDir, Guard) {
        let folder = TempDir::new().unwrap();
        let mut store = FileStore::create(&folder.path().join("guard"), &GENESIS).unwrap();
        let unknown =
            |kind| Entry { key: key(), kind, watermark: Watermark::Unknown { since_slot: 100 } };
        store.set(&Kind::VOTES.map(unknown)).unwrap();
        (folder, Guard::new(GENESIS, STATEMENTS, Box::new(store), None))
    }

    #[test]
    fn waits_until_the_others_have_finalised_a_later_block() {
        let (_folder, guard) = started_anew();
        assert_eq!(
            refusal(&guard, Purpose::Votes, &prevote(1, 7)),
            Refusal::PastUnknown { since_slot: 100 }
        );
        assert!(!guard.may_vote_in(&key(), round(7)).unwrap());

        guard.saw_final(100, 3, 6).unwrap();
        assert!(!guard.may_vote_in(&key(), round(7)).unwrap());

        guard.saw_final(101, 3, 6).unwrap();
        assert_eq!(
            refusal(&guard, Purpose::Votes, &prevote(1, 6)),
            Refusal::Stale { at: round(6), newest: round(6) }
        );
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));
    }

    #[test]
    fn takes_no_vote_of_before_for_a_stranger_s() {
        let (_folder, guard) = started_anew();
        let act = Act { kind: Kind::Precommit, at: round(5), target: target(1) };

        assert!(!guard.saw(&key(), &act).unwrap());
    }
}

mod files {
    use super::*;

    #[test]
    fn keep_what_was_permitted() {
        let (folder, guard) = new_guard();
        assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));
        drop(guard);

        let conflict = refusal(&guard_in(&folder), Purpose::Votes, &prevote(2, 7));

        assert!(matches!(conflict, Refusal::Conflict { .. }));
    }

    #[test]
    fn are_missing_in_use_or_there_already() {
        let folder = TempDir::new().unwrap();
        let directory = folder.path().join("guard");

        let missing = FileStore::open(&directory, &GENESIS).unwrap_err();
        let _store = FileStore::create(&directory, &GENESIS).unwrap();
        let in_use = FileStore::open(&directory, &GENESIS).unwrap_err();
        let there = FileStore::create(&directory, &GENESIS).unwrap_err();

        assert!(matches!(missing, GuardFileError::Missing(_)), "{missing}");
        assert!(matches!(in_use, GuardFileError::InUse(_)), "{in_use}");
        assert!(matches!(there, GuardFileError::AlreadyExists(_)), "{there}");
    }

    #[test]
    fn of_another_chain_are_refused() {
        let folder = TempDir::new().unwrap();
        drop(FileStore::create(folder.path(), &[4; 32]).unwrap());

        let error = FileStore::open(folder.path(), &GENESIS).unwrap_err();

        assert!(
            matches!(error, GuardFileError::OtherChain { genesis, .. } if genesis == [4; 32]),
            "{error}"
        );
    }

    #[test]
    fn that_are_damaged_are_refused() {
        let folder = TempDir::new().unwrap();
        drop(FileStore::create(folder.path(), &GENESIS).unwrap());
        std::fs::write(folder.path().join("watermarks.redb"), [0; 5000]).unwrap();

        let error = FileStore::open(folder.path(), &GENESIS).unwrap_err();

        assert!(matches!(error, GuardFileError::Store { .. }), "{error}");
    }

    #[test]
    fn need_a_directory_that_can_be_made() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();

        let error = FileStore::create(&file.join("guard"), &GENESIS).unwrap_err();

        assert!(matches!(error, GuardFileError::Directory { .. }), "{error}");
    }
}

mod interchange {
    use super::*;

    const TALLY: Tally = Tally { file: [5; 16], openings: 12 };

    fn entries() -> Vec<Entry> {
        let entry = |kind, watermark| Entry { key: key(), kind, watermark };
        vec![
            entry(Kind::Seal, Watermark::After(Position::Slot(5))),
            entry(Kind::PrimaryPropose, Watermark::Unused),
            entry(Kind::Prevote, Watermark::Unknown { since_slot: 9 }),
            entry(Kind::Precommit, Watermark::Signed { at: round(7), target: target(1) }),
        ]
    }

    #[test]
    fn says_all_and_is_read_again() {
        let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

        let read = Interchange::parse(&json).unwrap();

        assert_eq!(read.entries(&GENESIS).unwrap(), entries());
        assert_eq!(read.tally().unwrap(), Some(TALLY));
        assert!(json.contains(r#""kind": "precommit""#), "{json}");
    }

    #[test]
    fn of_another_chain_or_format_is_refused() {
        let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

        let other_chain = Interchange::parse(&json).unwrap().entries(&[4; 32]).unwrap_err();
        let other_format = Interchange::parse(&json.replace("\"version\": 1", "\"version\": 2"));
        let no_json = Interchange::parse("{").unwrap_err();
        let no_tally =
            Interchange::parse(&json.replace("0505", "05")).unwrap().tally().unwrap_err();

        assert!(matches!(other_chain, InterchangeError::OtherChain { .. }), "{other_chain}");
        assert!(matches!(other_format, Err(InterchangeError::OtherFormat { version: 2, .. })));
        assert!(matches!(no_json, InterchangeError::Unreadable(_)), "{no_json}");
        assert!(matches!(no_tally, InterchangeError::InvalidTally), "{no_tally}");
    }

    #[test]
    fn with_an_entry_that_cannot_be_is_refused() {
        let json = Interchange::new(&GENESIS, Some(&TALLY), &entries()).json();

        for (right, wrong, problem) in [
            ("\"slot\": 5", "\"round\": 5", "a seal has a slot"),
            ("\"round\": 7,", "", "a vote has a set and a round"),
            ("\"prevote\"", "\"vote\"", "kind is none of"),
            ("\"since_slot\": 9", "\"slot\": 9", "since_slot is missing"),
            ("\"number\": 1", "\"slot\": 1", "a vote has a set and a round"),
            ("0x0202", "0x02", "key is not 32 bytes"),
            (
                "0x0101010101010101010101010101010101010101010101010101010101010101\",\n      \"number",
                "0x\",\n      \"number",
                "hash is not 32 bytes",
            ),
        ] {
            let changed = json.replacen(right, wrong, 1);
            assert_ne!(changed, json, "{right}");

            let error = Interchange::parse(&changed).unwrap().entries(&GENESIS).unwrap_err();

            assert!(error.to_string().contains(problem), "{wrong}: {error}");
        }
    }
}

fn any_watermark() -> impl Strategy<Value = Watermark> {
    prop_oneof![
        Just(Watermark::Unused),
        (0..4_u64).prop_map(|at| Watermark::After(round(at))),
        (0..4_u64).prop_map(|since_slot| Watermark::Unknown { since_slot }),
        (0..4_u64, 0..3_u8)
            .prop_map(|(at, byte)| Watermark::Signed { at: round(at), target: target(byte) }),
    ]
}

proptest! {
    /// Against the plainest guard there is: one that remembers all.
    #[test]
    fn never_permits_two_blocks_at_one_position(
        asked in prop::collection::vec((0..3_u64, 0..6_u64, 0..3_u8), 1..60),
    ) {
        let mut known = Watermark::Unused;
        let mut signed = HashMap::new();
        for (set, number, byte) in asked {
            let at = Position::Round { set, round: number };
            let act = Act { kind: Kind::Prevote, at, target: target(byte) };
            match judge(Some(&known), &act) {
                Verdict::New(next) => {
                    prop_assert!(signed.keys().all(|earlier| *earlier < at));
                    prop_assert_eq!(signed.insert(at, act.target), None);
                    known = next;
                }
                Verdict::Repeated => prop_assert_eq!(signed.get(&at), Some(&act.target)),
                Verdict::Refused(Refusal::Conflict { at, signed: before }) => {
                    prop_assert_eq!(signed.get(&at), Some(&before));
                    prop_assert_ne!(before, act.target);
                }
                Verdict::Refused(_) => {
                    prop_assert!(signed.keys().any(|later| *later > at));
                }
            }
        }
    }

    /// Two accounts of one past permit together what both permit alone, and the order is the same.
    #[test]
    fn the_stricter_of_two_watermarks_permits_what_both_permit(
        one in any_watermark(), other in any_watermark(), at in 0..5_u64, byte in 0..3_u8,
    ) {
        let act = Act { kind: Kind::Prevote, at: round(at), target: target(byte) };
        let permits = |watermark: &Watermark| !matches!(judge(Some(watermark), &act), Verdict::Refused(_));
        let both = one.stricter(other);

        if permits(&both) {
            prop_assert!(permits(&one) && permits(&other));
        }
        prop_assert_eq!(both.position(), other.stricter(one).position());
    }

    /// Taking over never forgets what was signed here.
    #[test]
    fn taking_over_never_permits_what_the_own_signatures_forbid(
        at in 0..4_u64, byte in 0..3_u8, before in any_watermark(), asked in 0..5_u64, other in 0..3_u8,
    ) {
        let own = Watermark::Signed { at: round(at), target: target(byte) };
        let act = Act { kind: Kind::Prevote, at: round(asked), target: target(other) };
        let refused = |watermark: &Watermark| matches!(judge(Some(watermark), &act), Verdict::Refused(_));

        prop_assert!(!refused(&own) || refused(&own.taking_over(before)));
    }
}

/// A store whose disk fails.
struct Broken;

impl WatermarkStore for Broken {
    fn judge(&mut self, _: &Public, _: &Act) -> Result<Verdict, StoreError> {
        Err(StoreError::Storage("no space left on device".into()))
    }

    fn watermark(&mut self, _: &Public, _: Kind) -> Result<Option<Watermark>, StoreError> {
        Err(StoreError::Damaged("of no use".into()))
    }

    fn entries(&mut self) -> Result<Vec<Entry>, StoreError> {
        Err(StoreError::Standby)
    }

    fn set(&mut self, _: &[Entry]) -> Result<(), StoreError> {
        Err(StoreError::Storage("no space left on device".into()))
    }
}

#[test]
fn nothing_is_permitted_when_it_cannot_be_written_down() {
    let guard = Guard::new(GENESIS, STATEMENTS, Box::new(Broken), None);

    let error = guard.permit(Purpose::Votes, &key(), &prevote(1, 7)).unwrap_err();

    assert!(matches!(error, NotPermitted::Store(StoreError::Storage(_))), "{error}");
    assert!(guard.may_vote_in(&key(), round(7)).is_err());
}
