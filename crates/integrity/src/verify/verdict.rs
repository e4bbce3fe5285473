//! What a verification says.

use super::{Code, Failure};
use crate::{
    Hash,
    anchor::{Profile, StreamId},
    receipt::hex,
};
use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt;
use serde_json::{Value, json};

/// The result of a verification.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// The receipt proves the record intact.
    Ok,
    /// The receipt holds together, but nothing that was given decides about it.
    Inconclusive,
    /// The receipt does not prove the record.
    Failed,
}

impl Outcome {
    /// `OK`, `INCONCLUSIVE` or `FAILED`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Failed => "FAILED",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What decided.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TrustAnchor {
    /// An authority set of the trust file.
    Finality {
        /// Id of the set.
        set_id: u64,
        /// Number of the block that the set has made final.
        block_number: u32,
        /// Number of authorities whose signatures were counted.
        signers: u32,
        /// Number of authorities in the set.
        authorities: u32,
    },
    /// A checkpoint.
    Checkpoint {
        /// Its size.
        size: u64,
        /// Its origin.
        origin: String,
    },
}

/// What a receipt says about its record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// The institution that anchored, and which of its streams.
    pub stream: StreamId,
    /// Place of the batch in the stream, from 1.
    pub sequence: u64,
    /// What the records of the batch are.
    pub profile: Profile,
    /// Number of records in the batch.
    pub leaf_count: u64,
    /// Start of the time the records are from, in milliseconds since 1970.
    pub not_before: u64,
    /// End of the time the records are from, in milliseconds since 1970.
    pub not_after: u64,
    /// Hash of the anchor.
    pub anchor_hash: Hash,
    /// Number of the block with the anchor.
    pub block_number: u64,
    /// Time of that block, in milliseconds since 1970.
    pub block_time: u64,
    /// Place of the record in the batch, from 0.
    pub record_index: u64,
    /// SHA-256 of the canonical record.
    pub record_digest: Hash,
}

/// The answer of a verification.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// The result.
    pub result: Outcome,
    /// The stable code of what was found.
    pub code: Code,
    /// The circumstances, if the code does not say it all.
    pub detail: Option<String>,
    /// What decided, if the result is OK.
    pub decided_by: Option<TrustAnchor>,
    /// What the receipt says: proven if the result is OK, a mere claim if it is inconclusive,
    /// and nothing if it failed.
    pub facts: Option<Facts>,
}

impl Verdict {
    /// The verdict as JSON, with the sentence and the hint of its code.
    pub fn to_json(&self) -> Value {
        json!({
            "result": self.result.as_str(),
            "code": self.code.as_str(),
            "sentence": self.code.sentence(),
            "hint": self.code.hint(),
            "detail": self.detail,
            "decided_by": self.decided_by.as_ref().map(TrustAnchor::to_json),
            "facts": self.facts.as_ref().map(Facts::to_json),
        })
    }
}

impl From<Failure> for Verdict {
    fn from(Failure { code, detail }: Failure) -> Self {
        let detail = Some(detail).filter(|detail| !detail.is_empty());
        Self { result: code.outcome(), code, detail, decided_by: None, facts: None }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.result, self.code, self.code.sentence())?;
        match &self.detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

impl TrustAnchor {
    fn to_json(&self) -> Value {
        match self {
            Self::Finality { set_id, block_number, signers, authorities } => json!({
                "kind": "finality",
                "set_id": set_id,
                "block_number": block_number,
                "signers": signers,
                "authorities": authorities,
            }),
            Self::Checkpoint { size, origin } => {
                json!({ "kind": "checkpoint", "size": size, "origin": origin })
            }
        }
    }
}

impl fmt::Display for TrustAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Finality { set_id, block_number, signers, authorities } => format!(
                "{signers} of {authorities} authorities of set {set_id}, at block {block_number}"
            ),
            Self::Checkpoint { size, origin } => {
                format!("the checkpoint of size {size} of {origin}")
            }
        })
    }
}

impl Facts {
    fn to_json(&self) -> Value {
        json!({
            "institution": self.stream.institution.as_str(),
            "stream": self.stream.to_string(),
            "sequence": self.sequence,
            "profile": self.profile.as_str(),
            "leaf_count": self.leaf_count,
            "not_before": self.not_before,
            "not_after": self.not_after,
            "anchor_hash": hex(&self.anchor_hash),
            "block_number": self.block_number,
            "block_time": self.block_time,
            "record_index": self.record_index,
            "record_digest": hex(&self.record_digest),
        })
    }
}
