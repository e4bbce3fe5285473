//! Nodes that share a guard.

use critical_chains_hsm::guard::{
    Act, Entry, Kind, Position, SharedEntry, SharedGuardError, SharedOptions, SharedStore,
    Standing, StoreError, Target, Verdict, Watermark, WatermarkStore,
};
use critical_chains_postgres_tests::Server;
use polkadot_sdk::sp_core::ed25519::Public;

pub(crate) use crate::device::wait_until;

pub(crate) const GENESIS: [u8; 32] = [1; 32];

pub(crate) fn key() -> Public {
    Public::from_raw([2; 32])
}

pub(crate) fn entry(server: &Server) -> SharedEntry {
    SharedEntry { url: server.url(), take_over_seconds: Some(1), ..SharedEntry::default() }
}

pub(crate) fn options(server: &Server, node: &str) -> SharedOptions {
    SharedOptions::new(entry(server)).unwrap().for_node(node.into())
}

/// A server with the guard of a chain, which knows a new key.
pub(crate) fn server_with_guard() -> Server {
    let server = Server::start(&[]);
    make_guard(&server, &GENESIS);
    server
}

pub(crate) fn make_guard(server: &Server, genesis: &[u8; 32]) {
    SharedStore::create(&options(server, "maker"), genesis).unwrap();
    let mut store = active_on(server, "maker", genesis);
    let kinds = Kind::SEALS.into_iter().chain(Kind::VOTES);
    let entries: Vec<_> =
        kinds.map(|kind| Entry { key: key(), kind, watermark: Watermark::Unused }).collect();
    store.set(&entries).unwrap();
}

pub(crate) fn opened(server: &Server, node: &str) -> SharedStore {
    SharedStore::open(&options(server, node), &GENESIS, None).unwrap()
}

pub(crate) fn active(server: &Server, node: &str) -> SharedStore {
    active_on(server, node, &GENESIS)
}

pub(crate) fn active_on(server: &Server, node: &str, genesis: &[u8; 32]) -> SharedStore {
    let store = SharedStore::open(&options(server, node), genesis, None).unwrap();
    assert!(store.claim().unwrap());
    store.activate().unwrap();
    store
}

/// One that waits for the lock.
pub(crate) fn standby(server: &Server, node: &str) -> SharedStore {
    let store = opened(server, node);
    assert!(!store.claim().unwrap());
    store
}

/// Waits until the lock has come to a store, and says that it may sign.
pub(crate) fn takes_over(store: &SharedStore) {
    wait_until("the lock", || store.standing().get() == Standing::Chosen);
    store.activate().unwrap();
}

pub(crate) fn refusal(options: &SharedOptions) -> SharedGuardError {
    match SharedStore::open(options, &GENESIS, None) {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    }
}

pub(crate) fn seal(slot: u64, block: u8) -> Act {
    Act { kind: Kind::Seal, at: Position::Slot(slot), target: target(block) }
}

pub(crate) fn target(block: u8) -> Target {
    Target { hash: [block; 32], number: block.into() }
}

pub(crate) fn judged(store: &mut SharedStore, act: &Act) -> Result<Verdict, StoreError> {
    store.judge(&key(), act)
}

/// Whether a signature is permitted.
pub(crate) fn permits(store: &mut SharedStore, act: &Act) -> bool {
    matches!(judged(store, act), Ok(Verdict::New(_) | Verdict::Repeated))
}

/// That another one signs, or that the lock is gone.
pub(crate) fn is_no_signer(result: &Result<Verdict, StoreError>) -> bool {
    matches!(result, Err(StoreError::Standby | StoreError::Unreachable(_)))
}
