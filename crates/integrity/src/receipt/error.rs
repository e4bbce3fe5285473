//! What can be wrong with a receipt's form.

use super::json::hex;
use crate::{
    Hash,
    verify::{Code, Failure},
};
use alloc::string::String;
use core::fmt;

/// Why bytes are no receipt, or no part of one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DecodeError {
    /// One of the codes of the family `FMT`.
    pub code: Code,
    /// Where in the input the trouble is.
    pub offset: usize,
    /// What is wrong there.
    pub detail: String,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (at byte {})", self.code, self.detail, self.offset)
    }
}

impl core::error::Error for DecodeError {}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        let DecodeError { code, offset, detail } = error;
        Self::new(code, alloc::format!("{detail} (at byte {offset})"))
    }
}

/// Why JSON is not the view of a receipt, or of a part of one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JsonError {
    /// Path of the field, such as `record.salt`.
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.detail)
    }
}

impl core::error::Error for JsonError {}

/// Why two parts do not make a receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MergeError {
    /// The parts are of different chains.
    GenesisDiffers {
        /// Genesis hash of the record's part.
        record: Hash,
        /// Genesis hash of the chain's part.
        chain: Hash,
    },
    /// The record's path does not lead to the root that was anchored.
    NotInBatch(Failure),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GenesisDiffers { record, chain } => write!(
                f,
                "the record was anchored on chain {}, but the node's answer is of chain {}",
                hex(record),
                hex(chain)
            ),
            Self::NotInBatch(failure) => {
                write!(f, "the node's answer is for another batch: {failure}")
            }
        }
    }
}

impl core::error::Error for MergeError {}
