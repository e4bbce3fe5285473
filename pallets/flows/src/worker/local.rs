//! The node's own database, as the worker uses it.

use super::state::{Heading, Inboxed, Outbox, Pending, Place, Saved, Status};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use critical_chains_watch::PageStore;
use polkadot_sdk::{sp_io::offchain, sp_runtime::offchain::StorageKind};

/// Pieces of evidence that are kept of each model: the oldest goes first.
const EVIDENCE_KEPT: u32 = 1_024;

/// Reports that can wait to be sent: half a million flows.
pub const INBOX_LIMIT: u32 = 1_024;

const PREFIX: &[u8] = b"critical-chains/flows/";

fn key(name: &[u8], rest: &[u8]) -> Vec<u8> {
    [PREFIX, name, rest].concat()
}

/// Where the [`Status`] lies.
pub fn status_key() -> Vec<u8> {
    key(b"status", &[])
}

/// Where the place lies that the next flows get in the inbox (`u32`). The node writes it.
pub fn inbox_next_key() -> Vec<u8> {
    key(b"inbox", &[])
}

/// Where flows that are to be reported lie ([`Inboxed`]), by their place in the inbox.
pub fn inbox_key(place: u32) -> Vec<u8> {
    key(b"inbox/", &place.to_be_bytes())
}

/// Where the [`Outbox`] lies. The worker writes it.
pub fn outbox_key() -> Vec<u8> {
    key(b"outbox", &[])
}

/// Where the evidence with a root lies.
pub fn evidence_key(root: &[u8; 32]) -> Vec<u8> {
    key(b"evidence/", root)
}

/// Where something lies that belongs to a model.
fn own_key(place: Place, name: &[u8], number: u32) -> Vec<u8> {
    let place: &[u8] = match place {
        Place::First => b"first/",
        Place::Second => b"second/",
    };
    key(&[place, name].concat(), &number.to_be_bytes())
}

fn read<V: Decode>(key: &[u8]) -> Option<V> {
    let bytes = offchain::local_storage_get(StorageKind::PERSISTENT, key)?;
    V::decode(&mut bytes.as_slice()).ok()
}

fn write(key: &[u8], value: &impl Encode) {
    value.using_encoded(|bytes| offchain::local_storage_set(StorageKind::PERSISTENT, key, bytes));
}

fn clear(key: &[u8]) {
    offchain::local_storage_clear(StorageKind::PERSISTENT, key);
}

/// Copies of what the worker knows: the newest, and some that are older.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Copy {
    Newest,
    Older(u32),
}

impl Copy {
    fn key(self, place: Place) -> Vec<u8> {
        match self {
            Self::Newest => own_key(place, b"saved/", 0),
            Self::Older(turn) => own_key(place, b"saved-older/", turn),
        }
    }
}

pub(super) fn status() -> Status {
    read(&status_key()).unwrap_or_default()
}

pub(super) fn set_status(status: &Status) {
    write(&status_key(), status);
}

pub(super) fn saved(place: Place, copy: Copy) -> Option<Saved> {
    read(&copy.key(place))
}

/// What a copy says first: its version, the block up to which it goes, and the model.
pub(super) fn heading(place: Place, copy: Copy) -> Option<Heading> {
    read(&copy.key(place))
}

pub(super) fn save(place: Place, copy: Copy, saved: &Saved) {
    write(&copy.key(place), saved);
}

pub(super) fn pending() -> Vec<Pending> {
    read(&key(b"pending", &[])).unwrap_or_default()
}

pub(super) fn set_pending(pending: &[Pending]) {
    write(&key(b"pending", &[]), &pending);
}

/// The last block of whose flows it was told which indicators they meet.
pub(super) fn sighted() -> u32 {
    read(&key(b"sighted", &[])).unwrap_or_default()
}

pub(super) fn set_sighted(block: u32) {
    write(&key(b"sighted", &[]), &block);
}

/// The place that the next flows get in the inbox.
pub(super) fn inbox_next() -> u32 {
    read(&inbox_next_key()).unwrap_or_default()
}

pub(super) fn inboxed(place: u32) -> Option<Inboxed> {
    read(&inbox_key(place))
}

pub(super) fn outbox() -> Outbox {
    read(&outbox_key()).unwrap_or_default()
}

pub(super) fn set_outbox(outbox: &Outbox) {
    write(&outbox_key(), outbox);
}

pub(super) fn drop_from_inbox(place: u32) {
    clear(&inbox_key(place));
}

/// Keeps evidence, instead of the oldest of the model.
///
/// Its turn is no part of what is known: if that is taken up as it was before, what was stated since
/// keeps its evidence.
pub(super) fn keep_evidence(place: Place, root: &[u8; 32], evidence: &impl Encode) {
    let counter = own_key(place, b"evidence-next", 0);
    let number: u32 = read(&counter).unwrap_or_default();
    let turn = number.checked_rem(EVIDENCE_KEPT).unwrap_or_default();
    let listed = own_key(place, b"evidence-at/", turn);
    if let Some(before) = read::<[u8; 32]>(&listed)
        && before != *root
    {
        clear(&evidence_key(&before));
    }
    write(&evidence_key(root), evidence);
    write(&listed, root);
    write(&counter, &number.wrapping_add(1));
}

/// The pages of flows that were watched with a model.
pub(super) struct Pages(pub(super) Place);

impl PageStore for Pages {
    fn read(&self, place: u32) -> Option<Vec<u8>> {
        let key = own_key(self.0, b"held/", place);
        offchain::local_storage_get(StorageKind::PERSISTENT, &key).map(|bytes| bytes.to_vec())
    }

    fn write(&mut self, place: u32, bytes: &[u8]) {
        let key = own_key(self.0, b"held/", place);
        offchain::local_storage_set(StorageKind::PERSISTENT, &key, bytes);
    }
}
