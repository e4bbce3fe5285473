//! What an institution states.

use crate::{Marking, ModelId, Subject, Typology};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use critical_chains_flows::{Detectors, MAX_REASONS, Reason, Reasons};
use critical_chains_lei::LEI_LENGTH;
use critical_chains_policy::MAX_NAME_BYTES;
use scale_info::TypeInfo;

/// The highest score, in parts per million.
pub const MAX_SCORE_PPM: u32 = 1_000_000;

/// Most flows that are the evidence of one statement.
pub const MAX_EVIDENCE_LEAVES: u32 = 1 << 20;

/// Longest window of one statement, in seconds: a year.
pub const MAX_WINDOW_SECONDS: u64 = 366 * 86_400;

/// The highest bucket of [`amount_bucket`].
pub const MAX_AMOUNT_BUCKET: u8 = 128;

const MODEL_BYTES: usize = MAX_NAME_BYTES + 1 + 4;
const SUBJECT_BYTES: usize = 1 + LEI_LENGTH + 4 + 8;
const REASON_BYTES: usize = 2 + 4 + 4;
const EXPLANATION_BYTES: usize = 1 + MAX_REASONS as usize * REASON_BYTES + 8;
const EVIDENCE_BYTES: usize = 32 + 4 + 1;

/// Most bytes of an encoded [`Statement`].
pub const MAX_STATEMENT_BYTES: usize =
    2 + MODEL_BYTES + 1 + 4 + 2 * 8 + SUBJECT_BYTES + EXPLANATION_BYTES + EVIDENCE_BYTES + 1;

// A statement travels in an extrinsic, an event and a proof, and workers send many.
const _: () = assert!(MAX_STATEMENT_BYTES <= 256);

/// The time that a statement is about, both ends included.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Window {
    /// Its first second since the Unix epoch.
    pub from: u64,
    /// Its last second.
    pub to: u64,
}

impl Window {
    /// Whether the two have a second in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// What an institution states about an anomaly, with what it takes to check it.
///
/// Nothing in it names anybody. Whoever holds the flows that are the evidence can recompute the
/// score and the root.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct Statement {
    /// Version of the engine that computed it.
    pub engine_version: u16,
    /// The model that found it.
    pub model: ModelId,
    /// What kind of anomaly it is.
    pub typology: Typology,
    /// How unusual it is, in parts per million.
    pub score: u32,
    /// The time that it is about.
    pub window: Window,
    /// Whom or what it is about.
    pub subject: Subject,
    /// What has most to do with the score, the most important first.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::reasons"))]
    pub reasons: Reasons,
    /// All detectors that fired.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::fired"))]
    pub fired: Detectors,
    /// Root of the tree of the flows that are the evidence.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::hex"))]
    pub evidence_root: [u8; 32],
    /// How many flows that are.
    pub evidence_leaves: u32,
    /// How much value they moved together, as [`amount_bucket`] rounds it.
    pub amount_bucket: u8,
    /// With whom it may be shared.
    pub marking: Marking,
}

/// Why a statement is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidStatement {
    /// The name of the model is no name.
    ModelName,
    /// The score is more than [`MAX_SCORE_PPM`].
    Score {
        /// What it is.
        got: u32,
    },
    /// The window ends before it begins, or in the future, or is longer than
    /// [`MAX_WINDOW_SECONDS`].
    Window,
    /// Nothing explains the score, or one feature explains it twice.
    Reasons,
    /// There are no flows as evidence, or more than [`MAX_EVIDENCE_LEAVES`].
    Evidence {
        /// How many there are.
        leaves: u32,
    },
    /// The amount is in no bucket.
    AmountBucket {
        /// Where it is.
        got: u8,
    },
    /// It is not for everybody in the consortium.
    Marking,
}

impl fmt::Display for InvalidStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ModelName => {
                f.write_str("the model has no name: expected a letter a-z, then a-z 0-9 . _ -")
            }
            Self::Score { got } => {
                write!(f, "got a score of {got}, expected at most {MAX_SCORE_PPM}")
            }
            Self::Window => write!(
                f,
                "the window ends before it begins, or in the future, or is longer than \
                 {MAX_WINDOW_SECONDS} seconds"
            ),
            Self::Reasons => write!(
                f,
                "nothing explains the score, or one feature does twice: expected 1 to \
                 {MAX_REASONS} different features"
            ),
            Self::Evidence { leaves } => {
                write!(f, "got {leaves} flows as evidence, expected 1 to {MAX_EVIDENCE_LEAVES}")
            }
            Self::AmountBucket { got } => {
                write!(f, "got the amount bucket {got}, expected at most {MAX_AMOUNT_BUCKET}")
            }
            Self::Marking => write!(
                f,
                "{} is not for a chain that every institution keeps: mark it {} or freer",
                Marking::Red,
                Marking::AmberStrict
            ),
        }
    }
}

impl core::error::Error for InvalidStatement {}

impl Statement {
    /// Whether it makes sense at this time, in seconds since the Unix epoch.
    pub fn check(&self, now: u64) -> Result<(), InvalidStatement> {
        if !self.model.name.is_valid() {
            return Err(InvalidStatement::ModelName);
        }
        if self.score > MAX_SCORE_PPM {
            return Err(InvalidStatement::Score { got: self.score });
        }
        let Window { from, to } = self.window;
        let length = to.checked_sub(from).ok_or(InvalidStatement::Window)?;
        if to > now || length > MAX_WINDOW_SECONDS {
            return Err(InvalidStatement::Window);
        }
        let again = |(at, one): (usize, &Reason)| {
            self.reasons.iter().take(at).any(|earlier| earlier.code == one.code)
        };
        if self.reasons.is_empty() || self.reasons.iter().enumerate().any(again) {
            return Err(InvalidStatement::Reasons);
        }
        if !(1..=MAX_EVIDENCE_LEAVES).contains(&self.evidence_leaves) {
            return Err(InvalidStatement::Evidence { leaves: self.evidence_leaves });
        }
        if self.amount_bucket > MAX_AMOUNT_BUCKET {
            return Err(InvalidStatement::AmountBucket { got: self.amount_bucket });
        }
        if self.marking.may_be_shared() { Ok(()) } else { Err(InvalidStatement::Marking) }
    }

    /// Whether both state the same: the same kind of anomaly, of the same, found by the same model,
    /// at a time that both are about.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.model == other.model
            && self.typology == other.typology
            && self.subject == other.subject
            && self.window.overlaps(&other.window)
    }
}

/// An amount in minor units, rounded so far that it gives nobody away: by how many bits it takes.
/// Amounts from 2ⁿ⁻¹ up to 2ⁿ − 1 are in bucket n.
pub fn amount_bucket(minor_units: u128) -> u8 {
    let bits = u128::BITS.saturating_sub(minor_units.leading_zeros());
    // At most 128.
    u8::try_from(bits).unwrap_or(MAX_AMOUNT_BUCKET)
}
