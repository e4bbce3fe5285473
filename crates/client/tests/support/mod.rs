//! Runs the real command in a directory of its own.

#![allow(dead_code)]

use critical_chains_records::generate::{Options, write_message};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// An address where nothing listens.
pub(crate) const NO_NODE: &str = "ws://127.0.0.1:1";

/// A directory and the command.
pub(crate) struct Place {
    directory: TempDir,
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// A file of invented payments.
    pub(crate) fn payments(&self, name: &str, count: u64, seed: u64) {
        let file = fs::File::create(self.path(name)).unwrap();
        write_message(file, &Options { count, seed, ..Options::default() }).unwrap();
    }

    /// The command with these words, in this directory, with no settings from outside.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(program());
        command.args(words.split_whitespace());
        self.settle(&mut command);
        command
    }

    pub(crate) fn settle(&self, command: &mut Command) {
        command
            .current_dir(self.directory.path())
            .env_remove("CRITICAL_CHAINS_NODE")
            .env_remove("CRITICAL_CHAINS_SIGNER")
            .env_remove("COLUMNS")
            .stdin(Stdio::null());
    }

    pub(crate) fn run(&self, words: &str) -> Said {
        Said::from(self.command(words).output().unwrap())
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// All that was said, for a snapshot.
    pub(crate) fn all(&self) -> String {
        format!("exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_critical-chains"))
}

/// Receipts whose verdicts are known.
pub(crate) fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/receipts")
}
