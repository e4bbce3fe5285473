//! One signer at a time, and what the next one knows.

use crate::support::{
    GENESIS, active, is_no_signer, judged, key, opened, permits, seal, server_with_guard, standby,
    takes_over, target, wait_until,
};
use critical_chains_hsm::guard::{
    Act, Guard, Kind, Position, Refusal, SharedStore, Standing, StatementShape, StoreError,
    TalliedStore, Tally, Verdict, Watermark, WatermarkStore,
};
use std::{
    thread,
    time::{Duration, Instant},
};

fn is_active(store: &SharedStore) -> bool {
    store.standing().is_active()
}

#[test]
fn one_of_two_signs() {
    let server = server_with_guard();
    let mut first = active(&server, "a");

    let mut second = standby(&server, "b");

    assert!(permits(&mut first, &seal(1, 1)));
    assert!(matches!(judged(&mut second, &seal(2, 2)), Err(StoreError::Standby)));
    assert!(second.activate().is_err());
    assert!(second.set(&[]).is_err());
    assert_eq!(second.signer().unwrap().as_deref(), Some("a"));
    assert!(is_active(&first) && !is_active(&second));
    // Looking is free.
    let known = second.watermark(&key(), Kind::Seal).unwrap();
    assert!(matches!(known, Some(Watermark::Signed { at: Position::Slot(1), .. })));
    assert_eq!(second.entries().unwrap().len(), 4);
}

#[test]
fn nothing_is_signed_before_the_token_was_asked() {
    let server = server_with_guard();
    let mut store = opened(&server, "a");
    assert!(store.claim().unwrap());

    let early = judged(&mut store, &seal(1, 1));
    store.activate().unwrap();

    assert!(is_no_signer(&early), "{early:?}");
    assert!(permits(&mut store, &seal(1, 1)));
}

#[test]
fn who_only_looks_takes_no_lock() {
    let server = server_with_guard();
    let looking = opened(&server, "a");

    thread::sleep(Duration::from_millis(2_500));

    assert_eq!(looking.standing().get(), Standing::Standby);
    assert!(opened(&server, "b").claim().unwrap());
}

#[test]
fn the_second_takes_over_at_once_when_the_first_ends() {
    let server = server_with_guard();
    let mut first = active(&server, "a");
    let mut second = standby(&server, "b");
    assert!(permits(&mut first, &seal(1, 1)));
    assert!(permits(&mut first, &seal(2, 2)));

    drop(first);
    takes_over(&second);

    assert_eq!(judged(&mut second, &seal(2, 2)).unwrap(), Verdict::Repeated);
    let conflict = judged(&mut second, &seal(2, 3)).unwrap();
    let signed = target(2);
    let at = Position::Slot(2);
    assert_eq!(conflict, Verdict::Refused(Refusal::Conflict { at, signed }));
    let stale = judged(&mut second, &seal(1, 1)).unwrap();
    assert!(matches!(stale, Verdict::Refused(Refusal::Stale { .. })));
    assert!(permits(&mut second, &seal(3, 3)));
}

#[test]
fn who_loses_the_connection_has_the_lock_back_before_the_other() {
    let server = server_with_guard();
    let mut first = active(&server, "a");
    let second = standby(&server, "b");

    server.end_connections();

    let lost = judged(&mut first, &seal(1, 1));
    assert!(matches!(lost, Err(StoreError::Unreachable(_))), "{lost:?}");
    takes_over(&first);
    assert!(permits(&mut first, &seal(1, 1)));
    assert_eq!(second.standing().get(), Standing::Standby);
}

#[test]
fn who_had_the_lock_and_lost_it_signs_nothing_more() {
    let server = server_with_guard();
    let mut first = active(&server, "a");
    let mut second = standby(&server, "b");
    assert!(permits(&mut first, &seal(1, 1)));

    // Its connection ends, and the other one is quicker.
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        server.end_connections_of(first.connection().ok());
        if matches!(second.claim(), Ok(true)) {
            break;
        }
        assert!(Instant::now() < end, "the lock never came free");
    }
    second.activate().unwrap();

    assert!(permits(&mut second, &seal(2, 2)));
    let refused = judged(&mut first, &seal(2, 3));
    assert!(is_no_signer(&refused), "{refused:?}");
    wait_until("the first to stand by", || {
        matches!(judged(&mut first.clone(), &seal(2, 3)), Err(StoreError::Standby))
    });
    assert!(permits(&mut second, &seal(3, 3)));
}

/// The lock alone would not do: a later term has begun, whoever has the lock.
#[test]
fn a_later_term_fences_off_the_earlier_one() {
    let server = server_with_guard();
    let mut store = active(&server, "a");
    let next = "UPDATE critical_chains_guard.signer SET term = term + 1, node = 'b'";

    server.client().batch_execute(next).unwrap();
    let refused = judged(&mut store, &seal(1, 1));

    assert!(is_no_signer(&refused), "{refused:?}");
    assert!(!is_active(&store));
    let known = opened(&server, "c").watermark(&key(), Kind::Seal).unwrap();
    assert_eq!(known, Some(Watermark::Unused));
}

#[test]
fn an_earlier_term_than_before_is_an_old_database() {
    let server = server_with_guard();
    let store = active(&server, "a");
    let back = "UPDATE critical_chains_guard.signer SET term = 0";

    server.client().batch_execute(back).unwrap();

    wait_until("the old database to show", || matches!(store.claim(), Err(StoreError::Damaged(_))));
}

#[test]
fn a_server_that_is_started_again_gives_the_lock_back() {
    let mut server = server_with_guard();
    let mut first = active(&server, "a");
    let mut second = standby(&server, "b");
    assert!(permits(&mut first, &seal(1, 1)));

    server.stop();
    let away = judged(&mut first, &seal(2, 2));
    assert!(matches!(away, Err(StoreError::Unreachable(_))), "{away:?}");
    assert!(!is_active(&first));
    server.restart();
    takes_over(&first);

    assert!(permits(&mut first, &seal(2, 2)));
    assert!(!permits(&mut first, &seal(1, 2)));
    assert!(is_no_signer(&judged(&mut second, &seal(3, 3))));
}

#[test]
fn the_second_takes_over_when_the_first_does_not_come_back_with_the_server() {
    let mut server = server_with_guard();
    let first = active(&server, "a");
    let mut second = standby(&server, "b");

    server.stop();
    drop(first);
    server.restart();
    takes_over(&second);

    assert!(permits(&mut second, &seal(1, 1)));
}

#[test]
fn who_gives_up_leaves_the_lock_to_others() {
    let server = server_with_guard();
    let first = active(&server, "a");
    let second = standby(&server, "b");

    first.give_up().unwrap();
    takes_over(&second);

    assert!(is_active(&second) && !is_active(&first));
}

#[test]
fn watermarks_and_tally_survive_a_crash_of_the_server() {
    let mut server = server_with_guard();
    let tally = Tally { file: [5; 16], openings: 3 };
    let mut store = active(&server, "a");
    assert!(permits(&mut store, &seal(1, 1)));
    store.set_tally(&tally).unwrap();

    server.kill();
    server.restart();
    takes_over(&store);

    assert_eq!(store.tally().unwrap(), Some(tally));
    assert_eq!(judged(&mut store, &seal(1, 1)).unwrap(), Verdict::Repeated);
    assert!(!permits(&mut store, &seal(1, 2)));
}

/// As a replica that was behind, and took the place of its primary.
#[test]
fn what_the_database_forgets_the_node_does_not() {
    let server = server_with_guard();
    let mut store = active(&server, "a");
    let mut client = server.client();
    assert!(permits(&mut store, &seal(1, 1)));
    let copied = "CREATE TABLE copied AS SELECT * FROM critical_chains_guard.watermarks";
    client.batch_execute(copied).unwrap();
    assert!(permits(&mut store, &seal(5, 5)));
    let put_back = "UPDATE critical_chains_guard.watermarks w SET watermark = c.watermark
        FROM copied c WHERE c.kind = w.kind";
    client.batch_execute(put_back).unwrap();
    server.end_connections();
    wait_until("the connection to be missed", || !is_active(&store));
    takes_over(&store);

    let conflict = judged(&mut store, &seal(5, 6)).unwrap();

    assert!(matches!(conflict, Verdict::Refused(Refusal::Conflict { .. })), "{conflict:?}");
    assert_eq!(judged(&mut store, &seal(5, 5)).unwrap(), Verdict::Repeated);
    let known = store.watermark(&key(), Kind::Seal).unwrap();
    assert!(matches!(known, Some(Watermark::Signed { at: Position::Slot(5), .. })));
}

#[test]
fn what_is_stored_and_makes_no_sense_permits_nothing() {
    let server = server_with_guard();
    let mut store = active(&server, "a");
    let damage = "UPDATE critical_chains_guard.watermarks SET watermark = '\\xff'";

    server.client().batch_execute(damage).unwrap();

    assert!(matches!(judged(&mut store, &seal(1, 1)), Err(StoreError::Damaged(_))));
    assert!(matches!(store.entries(), Err(StoreError::Damaged(_))));
}

/// A server that was told to wait for its replicas, and then not to, says so by a warning.
#[test]
fn what_has_not_reached_the_replica_is_not_permitted() {
    let server = server_with_guard();
    let mut store = active(&server, "a");
    let mut other = server.client();
    other.batch_execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'").unwrap();
    other.batch_execute("SELECT pg_reload_conf()").unwrap();
    let waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    let verdict = thread::scope(|scope| {
        let judging = scope.spawn(|| judged(&mut store, &seal(1, 1)));
        let end = Instant::now() + Duration::from_secs(30);
        while !judging.is_finished() {
            for row in other.query(waiting, &[]).unwrap() {
                other.execute("SELECT pg_cancel_backend($1)", &[&row.get::<_, i32>(0)]).unwrap();
            }
            assert!(Instant::now() < end, "no verdict");
            thread::sleep(Duration::from_millis(20));
        }
        judging.join().unwrap()
    });

    assert!(matches!(verdict, Err(StoreError::Unreachable(_))), "{verdict:?}");
    other.batch_execute("ALTER SYSTEM RESET synchronous_standby_names").unwrap();
    other.batch_execute("SELECT pg_reload_conf()").unwrap();
    takes_over(&store);
    assert_eq!(judged(&mut store, &seal(1, 1)).unwrap(), Verdict::Repeated);
}

mod rounds {
    use super::*;

    const STATEMENTS: StatementShape = StatementShape { domain: [9; 32], rest_bytes: 40 };

    fn prevote(round: u64) -> Act {
        let at = Position::Round { set: 0, round };
        Act { kind: Kind::Prevote, at, target: target(1) }
    }

    fn may_vote_in(store: &SharedStore, round: u64) -> bool {
        let guard = Guard::new(GENESIS, STATEMENTS, Box::new(store.clone()), None);
        guard.may_vote_in(&key(), Position::Round { set: 0, round }).unwrap()
    }

    #[test]
    fn in_which_the_other_voted_are_sat_out() {
        let server = server_with_guard();
        let mut first = active(&server, "a");
        assert!(permits(&mut first, &prevote(7)));
        // Its own round goes on after a restart.
        assert!(may_vote_in(&first, 7));
        drop(first);

        let mut second = active(&server, "b");

        assert!(!may_vote_in(&second, 6));
        assert!(!may_vote_in(&second, 7));
        assert!(may_vote_in(&second, 8));
        assert!(permits(&mut second, &prevote(8)));
        drop(second);
        let first = active(&server, "a");
        assert!(!may_vote_in(&first, 8));
        assert!(may_vote_in(&first, 9));
    }

    #[test]
    fn go_on_where_the_first_comes_back_before_anybody_else_voted() {
        let server = server_with_guard();
        let mut first = active(&server, "a");
        assert!(permits(&mut first, &prevote(7)));
        drop(first);
        drop(active(&server, "b"));

        let first = active(&server, "a");

        assert!(may_vote_in(&first, 7));
    }
}
