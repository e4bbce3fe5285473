//! The signing guard: what it permits, what it refuses, and what it still knows after a crash.
#![allow(clippy::unwrap_used)]

mod files;
mod interchange;
mod properties;

use codec::Encode;
use critical_chains_hsm::guard::{
    Act, Entry, FileStore, Guard, GuardFileError, Interchange, InterchangeError, Kind,
    NotPermitted, Position, Proposed, Purpose, Refusal, StatementShape, StoreError, Tally, Target,
    Verdict, Watermark, WatermarkStore, judge,
};
use finality_grandpa::{Message, Precommit, Prevote, PrimaryPropose};
use polkadot_sdk::sp_core::ed25519::Public;
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
