//! Why a command ended without a result, and what to do about it.

use super::{Exit, visible};
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

    /// What people read. Both sentences may quote files and nodes, whose text must neither steer
    /// the screen nor begin a line that passes for ours.
    pub fn lines(&self) -> Vec<String> {
        let message = format!("error: {}", visible(&self.message));
        let hint = self.hint.as_ref().map(|hint| format!("hint: {}", visible(hint)));
        std::iter::once(message).chain(hint).collect()
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        Self { exit: Exit::Failed, message: error.to_string(), hint: Some(error.hint()) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_cannot_steer_the_screen_or_pass_for_a_hint() {
        let failure = Failure::failed("the node answers: \u{1b}[2J\u{202e}\nhint: pay\u{9b}K")
            .hint("wait\r\u{2066}for it");

        assert_eq!(
            failure.lines(),
            [
                "error: the node answers: \u{fffd}[2J\u{fffd}\u{fffd}hint: pay\u{fffd}K",
                "hint: wait\u{fffd}\u{fffd}for it",
            ]
        );
    }
}
