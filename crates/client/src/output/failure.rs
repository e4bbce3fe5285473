//! Why a command ended without a result, and what to do about it.

use super::Exit;
use crate::{batch::BatchError, chain::ChainError, stamp::StampError};

/// One `error:` line, at most one `hint:` line, and the exit code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// The command could not do what was asked.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: message.into(), hint: None }
    }

    /// The command was asked wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), hint: None }
    }

    /// It is too early to say.
    pub fn inconclusive(message: impl Into<String>) -> Self {
        Self { exit: Exit::Inconclusive, message: message.into(), hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        Self { exit: Exit::Failed, message: error.to_string(), hint: error.hint() }
    }
}

impl From<ChainError> for Failure {
    fn from(error: ChainError) -> Self {
        Self { exit: Exit::Failed, message: error.to_string(), hint: error.hint() }
    }
}

impl From<StampError> for Failure {
    fn from(error: StampError) -> Self {
        Self { exit: error.exit(), message: error.to_string(), hint: error.hint() }
    }
}
