//! A code and the circumstances.

use super::Code;
use crate::tree::ProofError;
use alloc::string::{String, ToString};
use core::fmt;

/// What went wrong, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub code: Code,
    /// The circumstances: what was found, and what was expected.
    pub detail: String,
}

impl Failure {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// A path through the batch tree that leads nowhere.
    pub(crate) fn in_batch(error: &ProofError) -> Self {
        let code = match error {
            ProofError::IndexOutsideTree { .. } => Code::BatchIndexOutside,
            ProofError::WrongPathLength { .. } => Code::BatchPathLength,
            _ => Code::BatchRootDiffers,
        };
        Self::new(code, error.to_string())
    }

    /// A path through the block tree that leads nowhere.
    pub(crate) fn in_block(error: &ProofError) -> Self {
        let code = match error {
            ProofError::IndexOutsideTree { .. } => Code::BlockIndexOutside,
            ProofError::WrongPathLength { .. } => Code::BlockPathLength,
            _ => Code::BlockRootDiffers,
        };
        Self::new(code, error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.code, self.code.sentence(), self.detail)
    }
}

impl core::error::Error for Failure {}
