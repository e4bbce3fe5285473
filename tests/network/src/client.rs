//! The `critical-chains` command, as a person runs it.

use crate::{Node, binary};
use anyhow::{Context, Result, anyhow};
use critical_chains_records::generate::{Options, write_message};
use serde_json::Value;
use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// What a command said.
#[derive(Debug)]
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Answer {
    /// The answer, if the command succeeded.
    pub fn success(self) -> Result<Answer> {
        if self.code == 0 {
            Ok(self)
        } else {
            Err(anyhow!("exit {}\n{}\n{}", self.code, self.stdout, self.stderr))
        }
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.stdout).with_context(|| self.stdout.clone())
    }
}

/// Writes a file of `count` generated payments.
pub fn payments(file: &Path, count: u64, seed: u64) -> Result<()> {
    let output = BufWriter::new(File::create(file)?);
    write_message(output, &Options { count, seed, ..Options::default() })
        .map_err(|error| anyhow!("{error}"))
}

/// Runs the command with a folder for its batches and receipts.
pub struct Client {
    folder: PathBuf,
}

impl Client {
    /// A client that keeps its files in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Client {
        Client { folder: folder.into() }
    }

    /// Path of a file of this client.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = Command::new(binary("critical-chains")?);
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        Ok(command)
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Result<Answer> {
        let output = self.command(arguments)?.output()?;
        Ok(Answer {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }

    /// Starts a command that the test ends.
    pub fn start(&self, arguments: &[&str]) -> Result<Child> {
        Ok(self.command(arguments)?.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
    }

    /// Stamps a file as `signer` on a new stream and waits until it is final.
    pub fn stamp(&self, node: &Node, signer: &str, payments: &str, batch: &str) -> Result<Value> {
        let url = node.url();
        self.run(&[
            "--json",
            "stamp",
            payments,
            "--node",
            &url,
            "--stream",
            "new",
            "--signer",
            signer,
            "--batch-dir",
            batch,
        ])?
        .success()?
        .json()
    }

    /// Writes the receipt of one record of a batch, with the chain's part from `node`.
    pub fn receipt(&self, node: &Node, batch: &str, index: u64, receipt: &str) -> Result<Answer> {
        let (url, index) = (node.url(), index.to_string());
        self.run(&[
            "receipt",
            "--batch-dir",
            batch,
            "--index",
            &index,
            "--node",
            &url,
            "-o",
            receipt,
        ])
    }

    /// Writes the trust file of the node's chain.
    pub fn export_trust(&self, node: &Node, trust: &str) -> Result<Answer> {
        self.run(&["trust", "export", "--node", &node.url(), "-o", trust])?.success()
    }

    /// Verifies a receipt without any node.
    pub fn verify(&self, receipt: &str, trust: &str) -> Result<(i32, Value)> {
        let answer = self.run(&["--json", "verify", receipt, "--trust", trust])?;
        Ok((answer.code, answer.json()?))
    }
}
