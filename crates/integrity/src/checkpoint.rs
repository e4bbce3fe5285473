//! Checkpoints: size and root of the calendar, as notes of
//! [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint).
//!
//! ```text
//! critical-chains/91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3
//! 4711
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//! ```
//!
//! The lines are the origin, the number of leaves and the root. Lines that extend the note may
//! follow and, after an empty line, signatures. Neither is checked here.

#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use crate::Hash;
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use core::{fmt, str::FromStr};

/// What the origin of a chain's checkpoints begins with; the hash of its genesis block follows.
pub const ORIGIN_PREFIX: &str = "critical-chains/";

/// What every signature line begins with.
const SIGNATURE_PREFIX: &str = "\u{2014} ";

/// Size and root of a calendar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    /// Which log this is of.
    pub origin: String,
    /// Number of leaves, which is the number of the block.
    pub size: u64,
    /// Root of the calendar.
    pub root: Hash,
}

impl Checkpoint {
    /// A checkpoint of the chain with this genesis block.
    pub fn new(genesis: &Hash, size: u64, root: Hash) -> Self {
        Self { origin: origin(genesis), size, root }
    }

    /// Reads a checkpoint from a note, signed or not, passing over extensions and signatures.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        Note::parse(text).map(|note| note.checkpoint)
    }

    /// Whether this is a checkpoint of the chain with this genesis block.
    pub fn is_of(&self, genesis: &Hash) -> bool {
        self.origin == origin(genesis)
    }

    /// The text that is signed.
    pub fn to_text(&self) -> String {
        self.to_string()
    }
}

/// Origin of the checkpoints of the chain with this genesis block.
pub fn origin(genesis: &Hash) -> String {
    let mut origin = String::from(ORIGIN_PREFIX);
    origin.push_str(&hex::encode(genesis));
    origin
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        Self::parse(text)
    }
}

/// A note taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note<'a> {
    /// What the first three lines say.
    pub checkpoint: Checkpoint,
    /// Further lines of the text.
    pub extensions: Vec<&'a str>,
    /// The text that signatures are made over, with the line break at its end.
    pub text: &'a str,
    /// The lines of signatures, unchecked.
    pub signatures: Vec<&'a str>,
}

impl<'a> Note<'a> {
    /// Takes a note apart.
    pub fn parse(note: &'a str) -> Result<Self, CheckpointError> {
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(CheckpointError::ControlCharacter);
        }
        // Extension lines are not empty, so the first empty line ends the text.
        let (text, signatures) = match note.find("\n\n").map(|at| at.saturating_add(1)) {
            Some(end) => {
                let (text, rest) = note.split_at_checked(end).unwrap_or((note, ""));
                (text, parse_signatures(rest.strip_prefix('\n').unwrap_or(rest))?)
            }
            None => (note, Vec::new()),
        };
        let mut lines = lines(text)?.into_iter();
        let mut line = || lines.next().ok_or(CheckpointError::Truncated);
        let origin = line()?;
        if origin.is_empty() {
            return Err(CheckpointError::MissingOrigin);
        }
        let size = parse_size(line()?).ok_or(CheckpointError::InvalidSize)?;
        let root = parse_root(line()?).ok_or(CheckpointError::InvalidRoot)?;
        let checkpoint = Checkpoint { origin: origin.into(), size, root };
        Ok(Self { checkpoint, extensions: lines.collect(), text, signatures })
    }
}

fn lines(text: &str) -> Result<Vec<&str>, CheckpointError> {
    let lines = text.strip_suffix('\n').ok_or(CheckpointError::Truncated)?;
    Ok(lines.split('\n').collect())
}

fn parse_signatures(text: &str) -> Result<Vec<&str>, CheckpointError> {
    let signatures = lines(text)?;
    if signatures.iter().all(|line| is_signature(line)) {
        Ok(signatures)
    } else {
        Err(CheckpointError::InvalidSignatureLine)
    }
}

fn is_signature(line: &str) -> bool {
    line.strip_prefix(SIGNATURE_PREFIX)
        .and_then(|rest| rest.split_once(' '))
        .is_some_and(|(name, signature)| !name.is_empty() && STANDARD.decode(signature).is_ok())
}

/// One spelling for each size, so that equal checkpoints are equal texts.
fn parse_size(text: &str) -> Option<u64> {
    let is_canonical = text == "0" || text.starts_with(|c: char| matches!(c, '1'..='9'));
    text.parse().ok().filter(|_| is_canonical)
}

fn parse_root(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// Why text is not a checkpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CheckpointError {
    /// A line is missing, or the line break at the end of the last one.
    Truncated,
    /// A note has no control characters but line breaks. Carriage returns count among them.
    ControlCharacter,
    /// The first line is empty.
    MissingOrigin,
    /// The second line is not a number below 2⁶⁴, in digits and without leading zeros.
    InvalidSize,
    /// The third line is not 32 bytes in Base64.
    InvalidRoot,
    /// A line after the empty one is not a signature.
    InvalidSignatureLine,
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the checkpoint is cut short: each line ends with a line break",
            Self::ControlCharacter => "the checkpoint has a control character",
            Self::MissingOrigin => "the origin, line 1 of the checkpoint, is empty",
            Self::InvalidSize => "line 2 of the checkpoint is not a size",
            Self::InvalidRoot => "line 3 of the checkpoint is not a root of 32 bytes in Base64",
            Self::InvalidSignatureLine => {
                "a line after the empty line of the checkpoint is not a signature"
            }
        })
    }
}

impl core::error::Error for CheckpointError {}
