//! Two nodes with one token and one guard, as they are run.

use crate::{
    device::{Device, GENESIS, header, key, prevote, signs, statement, wait_until},
    support,
};
use critical_chains_hsm::{
    GuardOptions, Hsm, HybridKeystore, Metrics, Rounds, SignError, StartError,
    guard::{GuardPlace, NotPermitted, Position, Purpose, Refusal, SharedOptions, StoreError},
    initialise_guard,
};
use critical_chains_hsm_shim::Shim;
use critical_chains_postgres_tests::Server;
use polkadot_sdk::{
    sp_keystore::{Keystore, testing::MemoryKeystore},
    substrate_prometheus_endpoint::Registry,
};
use std::{fs, sync::Arc};

/// Two machines that reach one device, and a database.
struct Pair {
    server: Server,
    device: Device,
    /// The second machine's copies of the module and of SoftHSM.
    second: Shim,
}

impl Pair {
    /// With keys that are new to the guard.
    fn new() -> Self {
        let server = Server::start(&[]);
        let device = Device::new();
        let folder = device.path("second");
        fs::create_dir_all(&folder).unwrap();
        let second = Shim::new(&folder);
        let settings = fs::read_to_string(device.shim.softhsm_conf()).unwrap();
        fs::write(second.softhsm_conf(), settings).unwrap();
        let pair = Self { server, device, second };
        let hsm = pair.first().unwrap();
        for purpose in Purpose::ALL {
            hsm.generate(purpose).unwrap();
        }
        drop(hsm);
        pair
    }

    fn shared(&self, node: &str) -> SharedOptions {
        support::options(&self.server, node)
    }

    fn guard(&self, node: &str) -> GuardOptions {
        GuardOptions { place: GuardPlace::Shared(self.shared(node)), ..self.device.guard() }
    }

    fn first(&self) -> Result<Hsm, StartError> {
        Hsm::open(self.device.config(), &self.guard("a"), None)
    }

    fn second(&self) -> Result<Hsm, StartError> {
        self.second_with(None)
    }

    fn second_with(&self, metrics: Option<Metrics>) -> Result<Hsm, StartError> {
        let mut config = self.device.config();
        config.module = self.second.module().to_owned();
        Hsm::open(config, &self.guard("b"), metrics)
    }
}

fn refusal(hsm: &Hsm, purpose: Purpose, message: &[u8]) -> NotPermitted {
    match hsm.sign(purpose, &key(hsm, purpose), message) {
        Err(SignError::NotPermitted(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

struct NextRound;

impl Rounds for NextRound {
    fn next(&self) -> Option<Position> {
        Some(Position::Round { set: 0, round: 8 })
    }
}

fn has_key(hsm: &Arc<Hsm>, purpose: Purpose) -> bool {
    let keystore = HybridKeystore::new(hsm.clone(), Arc::new(MemoryKeystore::new()))
        .for_consensus(Box::new(NextRound));
    keystore.has_keys(&[(key(hsm, purpose).0.to_vec(), purpose.key_type())])
}

#[test]
fn the_second_stands_by_and_takes_over() {
    let pair = Pair::new();
    let registry = Registry::new();
    let first = pair.first().unwrap();
    let second = pair.second_with(Some(Metrics::register(&registry).unwrap())).unwrap();
    let second = Arc::new(second);
    let active = || {
        let gathered = registry.gather();
        let gauge = gathered.iter().find(|family| family.get_name() == "hsm_guard_active");
        gauge.unwrap().get_metric()[0].get_gauge().get_value()
    };
    let seal = header(&first, 1, 5);
    assert!(signs(&first, Purpose::Seals, &seal));
    assert!(signs(&first, Purpose::Votes, &prevote(1, 7)));

    // On standby it has no keys for consensus, and signs nothing if it is asked all the same.
    assert!(!second.is_active() && second.is_up());
    assert_eq!(active(), 0.0);
    for purpose in [Purpose::Seals, Purpose::Votes] {
        assert!(!has_key(&second, purpose));
    }
    for (purpose, message) in [
        (Purpose::Votes, prevote(2, 8)),
        (Purpose::Seals, header(&second, 2, 6)),
        (Purpose::Statements, statement(1)),
    ] {
        let reason = refusal(&second, purpose, &message);
        assert!(matches!(reason, NotPermitted::Store(StoreError::Standby)), "{reason}");
    }
    let made = second.generate(Purpose::Votes).unwrap_err().to_string();
    assert!(made.contains("another node is the active signer"), "{made}");

    drop(first);
    wait_until("the second to sign", || second.is_active());

    assert_eq!(active(), 1.0);
    for purpose in [Purpose::Seals, Purpose::Votes] {
        assert!(has_key(&second, purpose));
    }
    let conflict = refusal(&second, Purpose::Votes, &prevote(2, 7));
    assert!(matches!(conflict, NotPermitted::Refused(Refusal::Conflict { .. })), "{conflict}");
    let conflict = refusal(&second, Purpose::Seals, &header(&second, 4, 5));
    assert!(matches!(conflict, NotPermitted::Refused(Refusal::Conflict { .. })), "{conflict}");
    assert!(signs(&second, Purpose::Votes, &prevote(2, 8)));
    assert!(signs(&second, Purpose::Seals, &header(&second, 3, 6)));
    assert!(signs(&second, Purpose::Statements, &statement(1)));
}

#[test]
fn back_and_forth_each_knows_what_the_other_signed() {
    let pair = Pair::new();
    let mut active = pair.first().unwrap();
    for round in 1..5_u64 {
        let standby = if round % 2 == 1 { pair.second() } else { pair.first() }.unwrap();
        assert!(signs(&active, Purpose::Votes, &prevote(1, round)));
        drop(active);
        wait_until("the other to sign", || standby.is_active());
        assert!(!signs(&standby, Purpose::Votes, &prevote(2, round)));
        active = standby;
    }
}

#[test]
fn keys_that_were_made_meanwhile_are_found_when_it_takes_over() {
    let pair = Pair::new();
    let first = pair.first().unwrap();
    let second = pair.second().unwrap();
    let made = first.generate(Purpose::Votes).unwrap();
    assert!(!second.has(Purpose::Votes, &made));

    drop(first);
    wait_until("the second to sign", || second.is_active());

    assert!(second.has(Purpose::Votes, &made));
    assert!(second.sign(Purpose::Votes, &made, &prevote(1, 1)).unwrap().is_some());
}

#[test]
fn a_vote_waits_while_the_server_is_started_again() {
    let mut pair = Pair::new();
    let hsm = pair.first().unwrap();
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));

    pair.server.stop();
    let signed = std::thread::scope(|scope| {
        let vote = scope.spawn(|| signs(&hsm, Purpose::Votes, &prevote(1, 2)));
        wait_until("the node to stand by", || !hsm.is_active());
        let seal = hsm.sign(Purpose::Seals, &key(&hsm, Purpose::Seals), &header(&hsm, 1, 1));
        assert!(matches!(
            seal,
            Err(SignError::NotPermitted(NotPermitted::Store(StoreError::Unreachable(_))))
        ));
        assert!(!vote.is_finished());
        pair.server.restart();
        vote.join().unwrap()
    });

    assert!(signed);
    assert!(hsm.is_active());
}

#[test]
fn nobody_waits_for_the_database_once_the_node_ends() {
    let mut pair = Pair::new();
    let hsm = pair.first().unwrap();
    pair.server.stop();

    let signed = std::thread::scope(|scope| {
        let vote = scope.spawn(|| signs(&hsm, Purpose::Votes, &prevote(1, 2)));
        wait_until("the node to stand by", || !hsm.is_active());
        hsm.stop();
        vote.join().unwrap()
    });

    assert!(!signed);
}

#[test]
fn a_database_that_was_put_back_is_noticed_by_the_token() {
    let pair = Pair::new();
    let mut client = pair.server.client();
    let copied = "CREATE TABLE copied AS SELECT * FROM critical_chains_guard.signer";
    client.batch_execute(copied).unwrap();
    drop(pair.first().unwrap());
    let put_back = "UPDATE critical_chains_guard.signer s SET term = c.term, tally = c.tally
        FROM copied c WHERE c.genesis = s.genesis";
    client.batch_execute(put_back).unwrap();

    let error = pair.first().err().unwrap();

    assert!(matches!(error, StartError::GuardOutdated), "{error}");
    let entries = initialise_guard(pair.device.config(), &pair.guard("a"), 100, None).unwrap();
    assert_eq!(entries.len(), 4);
    let hsm = pair.first().unwrap();
    let waits = refusal(&hsm, Purpose::Votes, &prevote(1, 1));
    assert!(matches!(waits, NotPermitted::Refused(Refusal::PastUnknown { .. })), "{waits}");
    hsm.guard().saw_final(101, 0, 7).unwrap();
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 8)));
}

#[test]
fn a_standby_node_does_not_take_over_with_an_old_database() {
    let pair = Pair::new();
    let first = pair.first().unwrap();
    let second = pair.second().unwrap();
    let older = "UPDATE critical_chains_guard.signer SET tally = substring(tally for 16)
        || '\\x0000000000000000'::bytea";
    pair.server.client().batch_execute(older).unwrap();

    drop(first);
    wait_until("the lock to be taken and given back", || {
        let sql = "SELECT node = 'b' FROM critical_chains_guard.signer";
        pair.server.client().query_one(sql, &[]).unwrap().get(0)
    });

    assert!(!signs(&second, Purpose::Votes, &prevote(1, 1)));
    assert!(!second.is_active());
}

#[test]
fn a_guard_that_is_missing_is_not_made_for_keys_that_have_a_past() {
    let pair = Pair::new();
    let empty = Server::start(&[]);
    let place = GuardPlace::Shared(support::options(&empty, "a"));
    let guard = GuardOptions { place, ..pair.device.guard() };

    let error = Hsm::open(pair.device.config(), &guard, None).err().unwrap().to_string();

    assert!(error.contains("no signing guard in the database"), "{error}");
    assert!(error.contains("\nhint: put it back, or, if no other node can sign"), "{error}");
}

#[test]
fn a_guard_that_is_in_use_is_not_started_anew() {
    let pair = Pair::new();
    let hsm = pair.first().unwrap();
    let mut config = pair.device.config();
    config.module = pair.second.module().to_owned();

    let error = initialise_guard(config, &pair.guard("b"), 100, None).unwrap_err().to_string();

    assert!(error.contains("a is the active signer of the guard"), "{error}");
    assert!(signs(&hsm, Purpose::Votes, &prevote(1, 1)));
    assert_eq!(GENESIS, support::GENESIS);
}
