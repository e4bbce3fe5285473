//! What the worker keeps between runs.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use core::{fmt, mem};
use critical_chains_attestation::{ModelId, Statement};
use critical_chains_flows::Flow;

/// A block up to which everything was seen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Position {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: [u8; 32],
}

/// One run in which flows were watched.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Run {
    /// When it ended, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Flows that it took in.
    pub flows: u32,
    /// How long it took in all, in milliseconds.
    pub millis: u32,
}

/// Why a run came to nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
pub enum WorkerError {
    /// The account of the attestation key acts for no active institution.
    NotAMember,
    /// No model is champion.
    NoModel,
    /// The parameters of the model are not on the chain.
    ParametersMissing,
    /// The parameters of the model are none that the engine understands.
    InvalidModel,
    /// The pool refused a message.
    Refused,
    /// The keystore did not sign.
    NotSigned,
    /// Flows in the inbox cannot be reported. They were left out.
    Unreportable,
    /// The model was made for another version of the engine.
    OtherEngine,
    /// The model does not let the account of the attestation key attest.
    MayNotState,
}

impl fmt::Display for WorkerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAMember => {
                "the account of the attestation key acts for no active institution: have it enrolled"
            }
            Self::NoModel => "no model is champion: have the consortium register one",
            Self::ParametersMissing => "the parameters of the model are not here: supply them",
            Self::InvalidModel => {
                "the engine of this runtime does not understand the model, or has no room for it: \
                 register one that `critical-chains flows encode` takes"
            }
            Self::Refused => {
                "the pool refused a message: check the roles of the account of the attestation key, \
                 and the quota of the institution"
            }
            Self::NotSigned => "the keystore did not sign: check the attestation key",
            Self::Unreportable => {
                "flows that were submitted are too old by now, of an epoch that has ended, or of \
                 another institution, and were left out: submit what is still of use anew"
            }
            Self::OtherEngine => {
                "the model was made for another version of the engine: register one that was made \
                 for the engine of this runtime"
            }
            Self::MayNotState => {
                "the model does not let the account of the attestation key attest: grant it the \
                 role that the model asks for"
            }
        })
    }
}

/// How the worker is.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Status {
    /// The best block at the last run.
    pub seen: u32,
    /// How watching goes with the champion.
    pub champion: Progress,
    /// How it goes with the model that is tried beside it, if there is one.
    pub challenger: Progress,
    /// The last run in which there were flows.
    pub last_run: Run,
    /// Findings that wait to be heard.
    pub pending: u32,
    /// Findings that the chain has heard.
    pub heard: u64,
    /// Findings that were never heard.
    pub lost: u64,
    /// Blocks that were skipped as too old.
    pub skipped: u64,
    /// The last thing that went wrong, and when, in milliseconds since the Unix epoch.
    pub last_error: Option<(u64, WorkerError)>,
}

impl Status {
    /// Says with which models flows are watched from now on. What is known of a model stays with it
    /// when a challenger becomes the champion, and the other way round.
    pub(super) fn appoint(&mut self, champion: ModelId, challenger: Option<ModelId>) {
        let Self { champion: first, challenger: second, .. } = self;
        let is_promoted = second.model == Some(champion);
        let is_demoted = challenger.is_some() && first.model == challenger;
        if is_promoted || is_demoted {
            mem::swap(first, second);
        }
        first.begin(Some(champion));
        second.begin(challenger);
        second.place = first.place.other();
    }
}

/// How watching with one model goes.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Progress {
    /// The model.
    pub model: Option<ModelId>,
    /// Where in the node's database its things lie.
    pub(super) place: Place,
    /// Up to where flows were watched.
    pub processed: Position,
    /// Up to where the last snapshot goes. It is behind if there were no flows since.
    pub saved: Position,
    /// Flows that the engine has taken in.
    pub flows: u64,
    /// Bytes of the last snapshot.
    pub snapshot_bytes: u32,
    /// Findings that were made.
    pub findings: u64,
    /// Findings that were not, as a run had as many as it may.
    pub withheld: u64,
    /// Alerts that could not be stated.
    pub unfit: u64,
    /// Outcomes that were learnt.
    pub learnt: u64,
    /// Up to where outcomes were looked at, in the order in which attestations ended.
    pub outcomes: u64,
    /// Which older copies there are: their numbers divided by the blocks between them.
    pub older: [Option<u32>; OLDER_COPIES],
    /// How often an older snapshot was taken up because the chain had changed.
    pub rewinds: u32,
    /// How often an empty engine had to begin although there had been another.
    pub restarts: u32,
    /// Blocks whose reports were gone before they were seen.
    pub missed_blocks: u64,
}

impl Progress {
    fn begin(&mut self, model: Option<ModelId>) {
        if self.model != model {
            *self = Self { model, place: self.place, ..Self::default() };
        }
    }
}

/// One of the two places in the node's database for what is known of a model.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub(super) enum Place {
    #[default]
    First,
    Second,
}

impl Place {
    fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What a copy of what the worker knows begins with.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Heading {
    pub(crate) version: u8,
    pub(crate) position: Position,
    pub(crate) model: [u8; 32],
}

/// Everything the worker knows of a model, in one value.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Saved {
    pub(crate) heading: Heading,
    /// Up to where outcomes were learnt.
    pub(crate) outcomes: u64,
    pub(crate) watcher: Vec<u8>,
}

/// Older copies of what is known.
pub(super) const OLDER_COPIES: usize = 4;

/// The version that this code reads and writes.
pub(crate) const SAVED_VERSION: u8 = 1;

/// A finding that waits to be heard.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Pending {
    pub(crate) statement: Statement,
    /// The block at which it was sent last; 0 if it was not yet.
    pub(crate) sent: u32,
    pub(crate) attempts: u8,
}

/// Flows in the inbox, which make one report.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub struct Inboxed {
    /// The epoch of the key with which the pseudonyms were made.
    pub epoch: u32,
    /// The flows, in the order of time.
    pub flows: Vec<Flow>,
}

/// What became of what lay in the inbox.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Outbox {
    /// The place in the inbox that comes next.
    pub next: u32,
    /// What was sent and could have to be sent again.
    pub sent: Vec<Sent>,
    /// How many places held flows that cannot be reported.
    pub left_out: u32,
    /// The account under which they were sent, encoded; nothing if nothing was sent.
    pub account: Vec<u8>,
}

/// Flows that were sent as a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode)]
pub struct Sent {
    /// The number of the report.
    pub number: u32,
    /// Their place in the inbox.
    pub place: u32,
    /// The block at which it was sent last; 0 if it was not yet.
    pub at: u32,
}
