//! Whatever two nodes ask, and whenever their connections end: no two different messages are permitted
//! for one position.

use crate::support::{key, make_guard, options};
use critical_chains_hsm::guard::{
    Act, Kind, Position, SharedStore, StoreError, Target, Verdict, WatermarkStore,
};
use critical_chains_postgres_tests::Server;
use parking_lot::Mutex;
use proptest::prelude::*;
use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What a node asks for in turn: how far beyond the newest slot that anybody has, and for which block.
type Asked = Vec<(u64, u8)>;

/// When a case ends that is not done. Each connection takes up to a second to come back.
const LIMIT: Duration = Duration::from_secs(15);

fn asked() -> impl Strategy<Value = Asked> {
    prop::collection::vec((0_u64..2, 0_u8..3), 200)
}

struct Book {
    permitted: Mutex<HashMap<u64, [u8; 32]>>,
    by_node: [AtomicUsize; 2],
    newest: AtomicU64,
}

/// Asks until all was answered; what found no signer is asked for again.
fn run(store: &mut SharedStore, node: usize, asked: &Asked, book: &Book, end: Instant) {
    for (step, block) in asked {
        let slot = book.newest.load(Ordering::SeqCst) + step;
        let target = Target { hash: [*block; 32], number: 0 };
        let act = Act { kind: Kind::Seal, at: Position::Slot(slot), target };
        while Instant::now() < end {
            match store.judge(&key(), &act) {
                Ok(Verdict::New(_) | Verdict::Repeated) => {
                    book.by_node[node].fetch_add(1, Ordering::SeqCst);
                    book.newest.fetch_max(slot, Ordering::SeqCst);
                    let first = *book.permitted.lock().entry(slot).or_insert(target.hash);
                    assert_eq!(first, target.hash, "two seals for slot {slot}");
                    break;
                }
                Ok(Verdict::Refused(_)) => break,
                Err(StoreError::Standby | StoreError::Unreachable(_)) => {
                    if matches!(store.claim(), Ok(true)) {
                        // It may be gone again.
                        let _ = store.activate();
                    } else {
                        thread::sleep(Duration::from_millis(5));
                    }
                }
                Err(other) => panic!("{other}"),
            }
        }
        thread::sleep(Duration::from_millis(3));
    }
}

#[test]
fn of_two_nodes_permit_nothing_twice() {
    let server = Server::start(&[]);
    let cases = AtomicUsize::new(0);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 4,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let pauses = prop::collection::vec(5_u64..150, 12);

    let result = runner.run(&(asked(), asked(), pauses), |(one, other, pauses)| {
        let case = u8::try_from(cases.fetch_add(1, Ordering::SeqCst)).unwrap();
        let genesis = [case + 1; 32];
        make_guard(&server, &genesis);
        let open = |node| SharedStore::open(&options(&server, node), &genesis, None).unwrap();
        let (mut a, mut b) = (open("a"), open("b"));
        let book = Book {
            permitted: Mutex::default(),
            by_node: Default::default(),
            newest: AtomicU64::new(0),
        };
        let (end, done) = (Instant::now() + LIMIT, AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                for pause in pauses.iter().cycle() {
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                    thread::sleep(Duration::from_millis(*pause));
                    server.end_connections();
                }
            });
            let nodes = [
                scope.spawn(|| run(&mut a, 0, &one, &book, end)),
                scope.spawn(|| run(&mut b, 1, &other, &book, end)),
            ];
            let results = nodes.map(thread::ScopedJoinHandle::join);
            done.store(true, Ordering::SeqCst);
            for result in results {
                result.unwrap();
            }
        });
        prop_assert!(!book.permitted.lock().is_empty());
        println!("permitted: {:?}", book.by_node);
        Ok(())
    });

    result.unwrap();
}
