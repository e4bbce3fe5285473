//! Standard output and exit codes.

use super::{Failure, visible};
use serde_json::{Value, json};
use std::io::{self, Write};

/// How a command ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    /// It did what was asked.
    Ok,
    /// It could not, or what was verified is wrong.
    Failed,
    /// It was asked wrongly.
    Usage,
    /// Nothing is wrong, and nothing is certain yet.
    Inconclusive,
}

impl Exit {
    /// The number the operating system is told.
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Inconclusive => 3,
        }
    }
}

/// Where results go: sentences for people, or one JSON document for programs.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    json: bool,
}

impl Console {
    /// A console that prints sentences, or one JSON document.
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a program reads this.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// Prints the result of a command in the form asked for.
    pub fn result(&self, text: &str, document: &Value) -> Result<(), Failure> {
        if self.json {
            return self.raw(format!("{document:#}\n").as_bytes());
        }
        let mut line = text.trim_end().to_owned();
        line.push('\n');
        self.raw(line.as_bytes())
    }

    /// Prints bytes as they are.
    pub fn raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::failed(format!("cannot write the result: {error}"))),
            Ok(()) => Ok(()),
        }
    }

    /// Says why a command ended without a result.
    pub fn failure(&self, failure: &Failure) {
        for line in failure.lines() {
            eprintln!("{line}");
        }
        self.failure_document(failure);
    }

    /// Says the same to programs alone.
    pub fn failure_document(&self, failure: &Failure) {
        if self.json {
            let document = json!({
                "error": { "message": failure.message, "hint": failure.hint },
            });
            // There is nobody left to tell if this fails too.
            let _ = self.raw(format!("{document:#}\n").as_bytes());
        }
    }

    /// Says several lines that are no result.
    pub fn notes(&self, text: &str) {
        for line in text.lines() {
            self.note(line);
        }
    }

    /// Says something that is no result.
    pub fn note(&self, text: &str) {
        eprintln!("{}", visible(text));
    }
}
