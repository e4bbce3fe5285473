//! The guard's state as a file that people and other tools read.
//!
//! ```json
//! {
//!   "format": "critical-chains-signing-guard",
//!   "version": 1,
//!   "genesis": "0x…",
//!   "tally": { "file": "…", "openings": 12 },
//!   "keys": [
//!     { "key": "0x…", "kind": "precommit", "state": "signed",
//!       "set": 3, "round": 1200, "hash": "0x…", "number": 77 },
//!     { "key": "0x…", "kind": "seal", "state": "after", "slot": 866000000 },
//!     { "key": "0x…", "kind": "prevote", "state": "unused" },
//!     { "key": "0x…", "kind": "prevote", "state": "unknown", "since_slot": 866000000 }
//!   ]
//! }
//! ```
//!
//! The tally is what the token remembers of this state. It goes along, so that an export that is not
//! the newest shows when a node begins with it.

use super::{
    file::Tally,
    position::{Kind, Position, Target, Watermark},
    store::Entry,
};
use polkadot_sdk::sp_core::ed25519::Public;
use serde::{Deserialize, Serialize};

/// What the file says it is.
const FORMAT: &str = "critical-chains-signing-guard";

/// The version of the format.
const VERSION: u32 = 1;

/// Why a file of the guard's state cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// It is no such file.
    #[error("not the state of a signing guard: {0}\nhint: give what `hsm guard export` wrote")]
    Unreadable(#[from] serde_json::Error),
    /// It has another format or version.
    #[error(
        "format {format:?} version {version} is not known; this release reads {FORMAT:?} version {VERSION}"
    )]
    OtherFormat {
        /// The format it says it has.
        format: String,
        /// The version it says it has.
        version: u32,
    },
    /// It belongs to another chain.
    #[error("the file belongs to the chain with genesis {found}, and this one is {expected}")]
    OtherChain {
        /// The genesis hash in the file.
        found: String,
        /// The genesis hash of the guard.
        expected: String,
    },
    /// What it says of the token's memory cannot be.
    #[error("tally: file is not 16 bytes in hexadecimal")]
    InvalidTally,
    /// One of its entries says nothing that can be.
    #[error("entry {index}: {problem}")]
    Entry {
        /// Which entry, from zero.
        index: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// The state of a guard.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Interchange {
    format: String,
    version: u32,
    genesis: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tally: Option<TallyRow>,
    keys: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct TallyRow {
    file: String,
    openings: u64,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    kind: String,
    state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since_slot: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slot: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    round: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Unused,
    Signed,
    After,
    Unknown,
}

impl Interchange {
    /// Makes it of the watermarks of a chain, and of what the token remembers of them.
    pub fn new(genesis: &[u8; 32], tally: Option<&Tally>, entries: &[Entry]) -> Self {
        Self {
            format: FORMAT.into(),
            version: VERSION,
            genesis: prefixed(genesis),
            tally: tally
                .map(|tally| TallyRow { file: hex::encode(tally.file), openings: tally.openings }),
            keys: entries.iter().map(Row::of).collect(),
        }
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// If it is not the state of a guard in a format that is known.
    pub fn parse(json: &str) -> Result<Self, InterchangeError> {
        let read: Self = serde_json::from_str(json)?;
        if read.format == FORMAT && read.version == VERSION {
            return Ok(read);
        }
        Err(InterchangeError::OtherFormat { format: read.format, version: read.version })
    }

    /// As JSON.
    pub fn json(&self) -> String {
        // Strings and numbers alone: nothing here that JSON could not hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// What the token remembers of this state, if it ever was opened for signing.
    ///
    /// # Errors
    /// If it says nothing that can be.
    pub fn tally(&self) -> Result<Option<Tally>, InterchangeError> {
        let Some(TallyRow { file, openings }) = &self.tally else { return Ok(None) };
        let mut id = [0; 16];
        hex::decode_to_slice(file, &mut id).map_err(|_| InterchangeError::InvalidTally)?;
        Ok(Some(Tally { file: id, openings: *openings }))
    }

    /// The watermarks, if they are of the chain with this genesis.
    ///
    /// # Errors
    /// If they are of another chain, or if one cannot be.
    pub fn entries(&self, genesis: &[u8; 32]) -> Result<Vec<Entry>, InterchangeError> {
        let expected = prefixed(genesis);
        if !self.genesis.eq_ignore_ascii_case(&expected) {
            return Err(InterchangeError::OtherChain { found: self.genesis.clone(), expected });
        }
        let read = |(index, row): (usize, &Row)| {
            row.entry().map_err(|problem| InterchangeError::Entry { index, problem })
        };
        self.keys.iter().enumerate().map(read).collect()
    }
}

impl Row {
    fn of(entry: &Entry) -> Self {
        let mut row = Self {
            key: prefixed(&entry.key.0),
            kind: entry.kind.name().into(),
            state: State::Unused,
            since_slot: None,
            slot: None,
            set: None,
            round: None,
            hash: None,
            number: None,
        };
        match entry.watermark {
            Watermark::Unused => {}
            Watermark::Unknown { since_slot } => {
                row.state = State::Unknown;
                row.since_slot = Some(since_slot);
            }
            Watermark::After(_) => row.state = State::After,
            Watermark::Signed { target, .. } => {
                row.state = State::Signed;
                row.hash = Some(prefixed(&target.hash));
                row.number = Some(target.number);
            }
        }
        match entry.watermark.position() {
            Some(Position::Slot(slot)) => row.slot = Some(slot),
            Some(Position::Round { set, round }) => {
                row.set = Some(set);
                row.round = Some(round);
            }
            None => {}
        }
        row
    }

    fn entry(&self) -> Result<Entry, &'static str> {
        let key = Public::from(bytes(&self.key).ok_or("key is not 32 bytes in hexadecimal")?);
        let kind = Kind::SEALS
            .into_iter()
            .chain(Kind::VOTES)
            .find(|kind| kind.name() == self.kind)
            .ok_or("kind is none of seal, primary-propose, prevote and precommit")?;
        let watermark = match self.state {
            State::Unused => Watermark::Unused,
            State::Unknown => {
                Watermark::Unknown { since_slot: self.since_slot.ok_or("since_slot is missing")? }
            }
            State::After => Watermark::After(self.position(kind)?),
            State::Signed => Watermark::Signed { at: self.position(kind)?, target: self.target()? },
        };
        Ok(Entry { key, kind, watermark })
    }

    fn position(&self, kind: Kind) -> Result<Position, &'static str> {
        match (kind, self.slot, self.set, self.round) {
            (Kind::Seal, Some(slot), None, None) => Ok(Position::Slot(slot)),
            (Kind::Seal, ..) => Err("a seal has a slot, and neither set nor round"),
            (_, None, Some(set), Some(round)) => Ok(Position::Round { set, round }),
            _ => Err("a vote has a set and a round, and no slot"),
        }
    }

    fn target(&self) -> Result<Target, &'static str> {
        let hash =
            self.hash.as_deref().and_then(bytes).ok_or("hash is not 32 bytes in hexadecimal")?;
        Ok(Target { hash, number: self.number.ok_or("number is missing")? })
    }
}

fn prefixed(bytes: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(bytes))
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut bytes).ok()?;
    Some(bytes)
}
