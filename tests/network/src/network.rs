//! Several nodes of one chain.

use crate::{Node, NodeOptions, binary};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sp_crypto_hashing::twox_128;
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

/// A chain specification for a test.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Preset of the runtime.
    pub preset: &'static str,
    /// Blocks in a session, where the test cannot wait for the preset's hour.
    pub session_blocks: Option<u32>,
    /// Whether to call it a development chain, which one node can seal on demand.
    pub development: bool,
}

impl Spec {
    /// The four validators of the `local` preset.
    pub const LOCAL: Spec = Spec { preset: "local", session_blocks: None, development: false };

    fn write(&self, file: &Path) -> Result<()> {
        let output = Command::new(binary("critical-chains-node")?)
            .args(["export-chain-spec", "--raw", "--chain", self.preset])
            .output()?;
        if !output.status.success() {
            bail!("export-chain-spec: {}", String::from_utf8_lossy(&output.stderr));
        }
        let mut spec: Value = serde_json::from_slice(&output.stdout)?;
        if self.development {
            spec["chainType"] = json!("Development");
        }
        if let Some(blocks) = self.session_blocks {
            let key = format!("0x{}", hex::encode(twox_128(b":SessionPeriod:")));
            let value = format!("0x{}", hex::encode(blocks.to_le_bytes()));
            spec["genesis"]["raw"]["top"][key] = json!(value);
        }
        fs::write(file, serde_json::to_vec(&spec)?)?;
        Ok(())
    }
}

/// Validators on loopback, connected to each other.
pub struct Network {
    /// The nodes, in the order of their names.
    pub nodes: Vec<Node>,
    folder: TempDir,
}

impl Network {
    /// Starts one validator for each name (a development key: `alice`, `bob`, …).
    pub fn start(spec: Spec, validators: &[&str]) -> Result<Network> {
        Self::start_with(spec, validators, &[])
    }

    /// The same, with options that every node is given.
    pub fn start_with(spec: Spec, validators: &[&str], options: &[&str]) -> Result<Network> {
        let folder = tempfile::tempdir()?;
        let spec_file = folder.path().join("spec.json");
        spec.write(&spec_file)?;
        let mut nodes: Vec<Node> = Vec::new();
        for (index, name) in validators.iter().enumerate() {
            let data = folder.path().join(name);
            let node = start_validator(&spec_file, &data, name, index, nodes.first(), options)?;
            nodes.push(node);
        }
        Ok(Network { nodes, folder })
    }

    /// Starts another node with the keys of a validator, which nobody should do.
    pub fn add_twin(&mut self, name: &str) -> Result<()> {
        let spec = self.folder.path().join("spec.json");
        let data = self.folder.path().join(format!("{name}-twin"));
        let index = self.nodes.len();
        self.nodes.push(start_validator(&spec, &data, name, index, self.nodes.first(), &[])?);
        Ok(())
    }

    /// Folder for the files of a test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn start_validator(
    spec: &Path,
    data: &Path,
    name: &str,
    index: usize,
    first: Option<&Node>,
    options: &[&str],
) -> Result<Node> {
    let mut arguments = vec![
        "--chain".into(),
        spec.display().to_string(),
        "--base-path".into(),
        data.display().to_string(),
        format!("--{name}"),
        "--node-key".into(),
        format!("{:064x}", index + 1),
        "--rpc-methods".into(),
        "unsafe".into(),
    ];
    arguments.extend(options.iter().map(ToString::to_string));
    if let Some(first) = first {
        arguments.extend(["--bootnodes".into(), address(first)?]);
    }
    Node::start(name, data, NodeOptions { arguments }).with_context(|| format!("validator {name}"))
}

pub(crate) fn address(node: &Node) -> Result<String> {
    let addresses = node.call("system_localListenAddresses", json!([]))?;
    addresses
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|address| address.starts_with("/ip4/127.0.0.1/tcp/"))
        .map(Into::into)
        .with_context(|| format!("no loopback address among {addresses}"))
}
