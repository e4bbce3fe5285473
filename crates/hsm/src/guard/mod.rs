//! The signing guard: a state machine that stands before every signature.
//!
//! A validator that signs two different blocks for one slot, or two different votes in one round, is
//! an equivocator, whatever the reason: a database put back from a backup, two nodes with one key.
//! The guard keeps, for each key and kind of signature, how far it has gone, and writes that down
//! *before* the signature is made. A signature exists only with a [`Permit`], and only
//! [`Guard::permit`] makes one.
//!
//! Nodes that share a guard, in a database, sign one at a time: see [`SharedStore`].
//!
//! Two signers that each have a guard of their own are not protected from each other. The token
//! remembers which guard was used with it last, and the guard looks for signatures of its keys on
//! the chain that it never permitted; both find such a pair after the fact.

mod file;
mod interchange;
mod message;
mod place;
mod position;
mod seals;
mod shared;
mod standing;
mod store;

pub use file::{FileStore, GuardFileError, Tally};
pub use interchange::{Interchange, InterchangeError};
pub use message::{Message, Purpose, StatementShape, read};
pub use place::GuardPlace;
pub use position::{Act, Kind, Position, Refusal, Target, Verdict, Watermark, judge};
pub use seals::{Proposed, ProposedHeaders};
pub use shared::{SharedEntry, SharedGuardError, SharedOptions, SharedStore};
pub use standing::{Standing, StandingCell};
pub use store::{Entry, StoreError, TalliedStore, WatermarkStore};

use crate::metrics::Metrics;
use parking_lot::Mutex;
use polkadot_sdk::sp_core::ed25519::Public;
use std::collections::BTreeMap;

/// That one message may be signed by one key.
#[derive(Debug)]
pub struct Permit<'a> {
    key: Public,
    message: &'a [u8],
}

impl Permit<'_> {
    /// The key.
    pub fn key(&self) -> &Public {
        &self.key
    }

    /// What it may sign.
    pub fn message(&self) -> &[u8] {
        self.message
    }
}

/// Why there is no permit.
#[derive(Debug, thiserror::Error)]
pub enum NotPermitted {
    /// The guard refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The guard cannot tell.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The guard of the keys of one chain.
pub struct Guard {
    genesis: [u8; 32],
    statements: StatementShape,
    store: Mutex<Box<dyn WatermarkStore>>,
    standing: StandingCell,
    headers: ProposedHeaders,
    /// Keys that have signed elsewhere. Starting the guard anew is what takes them out.
    elsewhere: Mutex<BTreeMap<Public, Position>>,
    metrics: Option<Metrics>,
}

impl Guard {
    /// A guard over watermarks.
    pub fn new(
        genesis: [u8; 32],
        statements: StatementShape,
        store: Box<dyn WatermarkStore>,
        metrics: Option<Metrics>,
    ) -> Self {
        let standing = store.standing();
        if let Some(metrics) = &metrics {
            metrics.guard_active(standing.is_active());
        }
        Self {
            genesis,
            statements,
            store: Mutex::new(store),
            standing,
            headers: ProposedHeaders::default(),
            elsewhere: Mutex::default(),
            metrics,
        }
    }

    /// Whether this process is the one that signs, as far as it knows.
    pub fn is_active(&self) -> bool {
        self.standing.is_active()
    }

    /// Notes a header that this node made and will ask to have sealed.
    pub fn note_header(&self, header: Proposed) {
        self.headers.note(header);
    }

    /// Permits a signature, or says why not. What is permitted is written down first.
    ///
    /// # Errors
    /// If the message is not one that such a key signs, if signing it could be an equivocation, or if
    /// the watermark cannot be read or written.
    pub fn permit<'a>(
        &self,
        purpose: Purpose,
        key: &Public,
        message: &'a [u8],
    ) -> Result<Permit<'a>, NotPermitted> {
        self.permit_patiently(purpose, key, message, || false)
    }

    /// The same, with another attempt while the guard's store may come back, and `pause` says so.
    ///
    /// # Errors
    /// As those of [`Guard::permit`].
    pub fn permit_patiently<'a>(
        &self,
        purpose: Purpose,
        key: &Public,
        message: &'a [u8],
        mut pause: impl FnMut() -> bool,
    ) -> Result<Permit<'a>, NotPermitted> {
        let outcome = loop {
            match self.check(purpose, key, message) {
                Err(NotPermitted::Store(StoreError::Unreachable(_))) if pause() => {}
                outcome => break outcome,
            }
        };
        let verdict = match &outcome {
            Ok(verdict) => verdict,
            Err(NotPermitted::Refused(refusal)) => refusal.name(),
            Err(NotPermitted::Store(StoreError::Standby)) => "standby",
            Err(NotPermitted::Store(_)) => "no-store",
        };
        if let Some(metrics) = &self.metrics {
            metrics.judged(purpose, verdict);
        }
        if let Err(reason) = &outcome {
            log::error!(
                target: crate::LOG_TARGET,
                "Signature with the {} key {key} refused: {reason}",
                purpose.name(),
            );
        }
        outcome.map(|_| Permit { key: *key, message })
    }

    fn check(
        &self,
        purpose: Purpose,
        key: &Public,
        message: &[u8],
    ) -> Result<&'static str, NotPermitted> {
        let act = match read(purpose, message, &self.genesis, &self.statements)? {
            Message::Possession => return Ok("unguarded"),
            // Two nodes that find the same would state it twice.
            Message::Statement if self.standing.is_active() => return Ok("unguarded"),
            Message::Statement => return Err(StoreError::Standby.into()),
            Message::Vote(act) => act,
            Message::Seal(hash) => {
                let Proposed { target, slot } =
                    self.headers.find(&hash).ok_or(Refusal::UnknownHeader)?;
                Act { kind: Kind::Seal, at: Position::Slot(slot), target }
            }
        };
        if let Some(at) = self.elsewhere.lock().get(key) {
            return Err(Refusal::SignedElsewhere { at: *at }.into());
        }
        let mut store = self.store.lock();
        match store.judge(key, &act)? {
            Verdict::New(_) => Ok("new"),
            Verdict::Repeated => Ok("repeated"),
            Verdict::Refused(refusal) => {
                if let (Refusal::Conflict { at, .. }, Position::Round { .. }) = (refusal, act.at) {
                    // The voter asks for the same again when it is restarted, and would end each
                    // time. So it sits this round out.
                    let watermark = Watermark::After(at);
                    store.set(&[Entry { key: *key, kind: act.kind, watermark }])?;
                }
                Err(refusal.into())
            }
        }
    }

    /// Compares a signature of an own key that was seen on the chain with what was permitted. If it
    /// was made elsewhere, the key signs nothing more.
    ///
    /// Returns whether it was made elsewhere.
    ///
    /// # Errors
    /// If the watermark cannot be read.
    pub fn saw(&self, key: &Public, act: &Act) -> Result<bool, StoreError> {
        let elsewhere = match self.store.lock().watermark(key, act.kind)? {
            None | Some(Watermark::Unused) => true,
            Some(Watermark::Unknown { .. }) => false,
            Some(Watermark::After(at)) => act.at > at,
            Some(Watermark::Signed { at, target }) => {
                act.at > at || (act.at == at && act.target != target)
            }
        };
        if elsewhere && self.elsewhere.lock().insert(*key, act.at).is_none() {
            let reason = Refusal::SignedElsewhere { at: act.at };
            log::error!(target: crate::LOG_TARGET, "{} of the key {key}: {reason}", act.kind);
        }
        Ok(elsewhere)
    }

    /// Takes note that a block was finalised: keys whose past is unknown may vote in the rounds after
    /// the one that finalised it, if it was made after they were last able to sign.
    ///
    /// A supermajority has voted in that round after the key stopped to, so no later round had begun
    /// by then.
    ///
    /// # Errors
    /// If the watermarks cannot be read or written.
    pub fn saw_final(&self, slot: u64, set: u64, round: u64) -> Result<(), StoreError> {
        if !self.is_active() {
            return Ok(());
        }
        let mut store = self.store.lock();
        let mut entries = store.entries()?;
        entries.retain(|entry| {
            matches!(entry.watermark, Watermark::Unknown { since_slot } if slot > since_slot)
        });
        for entry in &mut entries {
            entry.watermark = Watermark::After(Position::Round { set, round });
            log::info!(
                target: crate::LOG_TARGET,
                "The key {} signs {} again after round {round} of set {set}",
                entry.key,
                entry.kind,
            );
        }
        if entries.is_empty() { Ok(()) } else { store.set(&entries) }
    }

    /// Whether anything is known of the past of a key.
    ///
    /// # Errors
    /// If the watermarks cannot be read.
    pub fn watches(&self, purpose: Purpose, key: &Public) -> Result<bool, StoreError> {
        let mut store = self.store.lock();
        for kind in purpose.kinds() {
            if store.watermark(key, *kind)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Starts watching a key that was made just now.
    ///
    /// # Errors
    /// If the watermarks cannot be written.
    pub fn watch_new(&self, purpose: Purpose, key: Public) -> Result<(), StoreError> {
        let entry = |kind: &Kind| Entry { key, kind: *kind, watermark: Watermark::Unused };
        let entries: Vec<_> = purpose.kinds().iter().map(entry).collect();
        self.store.lock().set(&entries)
    }

    /// All watermarks.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.store.lock().entries()
    }

    /// Whether a key may take part in a round. Who takes part and is then refused ends the voter.
    ///
    /// # Errors
    /// If the watermarks cannot be read.
    pub fn may_vote_in(&self, key: &Public, at: Position) -> Result<bool, StoreError> {
        if self.elsewhere.lock().contains_key(key) {
            return Ok(false);
        }
        let mut store = self.store.lock();
        if store.voted_elsewhere(key)?.is_some_and(|last| at <= last) {
            return Ok(false);
        }
        for kind in Kind::VOTES {
            match store.watermark(key, kind)? {
                None | Some(Watermark::Unknown { .. }) => return Ok(false),
                Some(Watermark::Unused) => {}
                Some(Watermark::After(last)) if at <= last => return Ok(false),
                Some(Watermark::Signed { at: last, .. }) if at < last => return Ok(false),
                Some(Watermark::After(_) | Watermark::Signed { .. }) => {}
            }
        }
        Ok(true)
    }
}
