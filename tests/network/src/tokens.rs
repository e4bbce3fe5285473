//! Validators whose keys live on tokens of their own.

use crate::{
    Node, NodeOptions, binary,
    network::address,
    observed::{number, slot},
    seeds::Seeds,
};
use anyhow::{Context, Result, bail};
use codec::Decode;
use critical_chains_hsm_shim::Shim;
use polkadot_sdk::{
    sp_core::{crypto::Ss58Codec, ed25519},
    sp_keyring::Sr25519Keyring,
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// The label of every token.
const LABEL: &str = "validator";

/// The PIN of every token.
pub(crate) const PIN: &str = "4711";

/// Starts the guard of a key that is older than its chain.
const BEGIN: [&str; 5] = ["guard", "init", "--no-other-signer", "--votes-after", "0:0"];

/// The four institutions of the preset `local`.
pub(crate) const VALIDATORS: [Sr25519Keyring; 4] =
    [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie, Sr25519Keyring::Dave];

/// A token of SoftHSM behind the module that makes faults.
pub struct Token {
    /// The module.
    pub shim: Shim,
    folder: PathBuf,
    /// The database of the guard, where nodes share it.
    shared_guard: Option<String>,
}

impl Token {
    fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let shim = Shim::new(folder);
        shim.init_token(LABEL, "87654321", PIN);
        let token = Self { shim, folder: folder.into(), shared_guard: None };
        token.write_pin(PIN)?;
        Ok(token)
    }

    fn pin_file(&self) -> PathBuf {
        self.folder.join("pin")
    }

    /// Writes the file of the PIN anew.
    pub fn write_pin(&self, pin: &str) -> Result<()> {
        use std::os::unix::fs::PermissionsExt;
        fs::write(self.pin_file(), pin)?;
        fs::set_permissions(self.pin_file(), fs::Permissions::from_mode(0o600))?;
        Ok(())
    }

    /// The right PIN, as an operator writes it after it was changed.
    pub fn write_right_pin(&self) -> Result<()> {
        self.write_pin(PIN)
    }

    /// The options that name it.
    pub fn options(&self) -> Vec<String> {
        [
            ("--hsm-module", self.shim.module().display().to_string()),
            ("--hsm-token", LABEL.into()),
            ("--hsm-pin-file", self.pin_file().display().to_string()),
        ]
        .into_iter()
        .chain(self.shared_guard.iter().map(|url| ("--hsm-shared-guard", url.clone())))
        .flat_map(|(name, value)| [name.to_owned(), value])
        .collect()
    }

    /// Runs `critical-chains-node hsm` and reads its JSON.
    pub fn run(&self, command: &[&str], chain: &str, base: &Path) -> Result<Value> {
        let output = Command::new(binary("critical-chains-node")?)
            .arg("hsm")
            .args(command)
            .args(self.options())
            .args(["--json", "--chain", chain, "--base-path"])
            .arg(base)
            .output()?;
        if !output.status.success() {
            bail!("hsm {}: {}", command.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// Four validators on loopback, each with a token of its own.
pub struct TokenNetwork {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The token of each.
    pub tokens: Vec<Token>,
    /// The public key with which each seals blocks.
    sealers: Vec<String>,
    /// The seeds of each one's keys, if these were not made on the tokens.
    pub(crate) seeds: Vec<Seeds>,
    spec: PathBuf,
    folder: TempDir,
}

impl TokenNetwork {
    /// Makes the keys on the tokens, a chain that begins with them, and starts the nodes. Lines of a
    /// file for `--hsm-config` may change what is usual.
    pub fn start(config: &str) -> Result<Self> {
        Self::start_on(config, Vec::new(), None)
    }

    /// The same, where one validator's guard is in a database that a second node can share.
    pub fn start_sharing(index: usize, database: &str) -> Result<Self> {
        Self::start_on("", Vec::new(), Some((index, database)))
    }

    /// The same, with keys of these seeds on the tokens before others would be made.
    pub(crate) fn start_on(
        config: &str,
        seeds: Vec<Seeds>,
        shared: Option<(usize, &str)>,
    ) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let spec = folder.path().join("spec.json");
        let config_file = folder.path().join("hsm.toml");
        fs::write(&config_file, config)?;
        let mut tokens = VALIDATORS
            .iter()
            .map(|owner| Token::new(&folder.path().join(owner.to_string()).join("token")))
            .collect::<Result<Vec<_>>>()?;
        for (token, seeds) in tokens.iter().zip(&seeds) {
            seeds.import(token)?;
        }
        let sealers = write_spec(&spec, &tokens, !seeds.is_empty(), folder.path())?;
        if let Some((index, database)) = shared {
            tokens[index].shared_guard = Some(database.into());
        }

        let mut network = Self { nodes: Vec::new(), tokens, sealers, seeds, spec, folder };
        for (index, name) in VALIDATORS.iter().map(ToString::to_string).enumerate() {
            network.run(index, &BEGIN)?;
            let mut arguments = network.arguments(index, &network.data(index));
            arguments.extend(["--hsm-config".into(), config_file.display().to_string()]);
            if let Some(first) = network.nodes.first() {
                arguments.extend(["--bootnodes".into(), address(first)?]);
            }
            let node = Node::start(&name, &network.data(index), NodeOptions { arguments })
                .with_context(|| format!("validator {name}"))?;
            network.nodes.push(node);
        }
        Ok(network)
    }

    /// Runs `critical-chains-node hsm` for the token of a node.
    pub fn run(&self, index: usize, command: &[&str]) -> Result<Value> {
        self.tokens[index].run(command, &self.spec.display().to_string(), &self.data(index))
    }

    /// Which of how many validators one is, as another node sees them: its slots are those that leave
    /// the first when they are divided by the second.
    pub fn position(&self, index: usize, seen_by: &Node) -> Result<(u64, u64)> {
        let answer = seen_by.call("state_call", json!(["AuraApi_authorities", "0x"]))?;
        let answer = hex::decode(answer.as_str().unwrap_or_default().trim_start_matches("0x"))?;
        let authorities = Vec::<[u8; 32]>::decode(&mut answer.as_slice())?;
        let own = authorities
            .iter()
            .position(|key| self.sealers[index] == format!("0x{}", hex::encode(key)))
            .context("no validator")?;
        Ok((u64::try_from(own)?, u64::try_from(authorities.len())?))
    }

    /// Whether a validator has sealed one of the blocks after a number, as another node sees them.
    pub fn has_sealed(&self, index: usize, after: u64, seen_by: &Node) -> Result<bool> {
        let (own, validators) = self.position(index, seen_by)?;
        let mut header = seen_by.call("chain_getHeader", json!([]))?;
        while number(&header)? > after {
            if slot(&header)? % validators == own {
                return Ok(true);
            }
            header = seen_by.call("chain_getHeader", json!([header["parentHash"]]))?;
        }
        Ok(false)
    }

    /// Where a node keeps its data.
    pub fn data(&self, index: usize) -> PathBuf {
        self.folder.path().join(VALIDATORS[index].to_string()).join("data")
    }

    /// Folder for the files of a test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a second node with the token and the guard of a node, and an identity of its own.
    pub fn start_standby(&self, index: usize) -> Result<Node> {
        let name = format!("{}-standby", VALIDATORS[index]);
        let data = self.folder.path().join(&name);
        let mut arguments = self.arguments(index, &data);
        let key = arguments.iter().position(|argument| argument == "--node-key");
        let key = key.and_then(|key| arguments.get_mut(key + 1)).context("a node key")?;
        *key = format!("{:064x}", VALIDATORS.len() + 1 + index);
        let first = self.nodes.first().context("a network")?;
        arguments.extend(["--bootnodes".into(), address(first)?]);
        Node::start(&name, &data, NodeOptions { arguments })
    }

    /// The options of a second node with the token of a node, and data elsewhere.
    pub fn twin_arguments(&self, index: usize, data: &Path) -> Vec<String> {
        self.arguments(index, data)
    }

    /// The chain specification.
    pub(crate) fn spec(&self) -> &Path {
        &self.spec
    }

    /// The options with which a node is started.
    fn arguments(&self, index: usize, data: &Path) -> Vec<String> {
        let mut arguments = self.arguments_without_token(index, data);
        arguments.extend(self.tokens[index].options());
        arguments
    }

    pub(crate) fn arguments_without_token(&self, index: usize, data: &Path) -> Vec<String> {
        vec![
            "--validator".into(),
            "--chain".into(),
            self.spec.display().to_string(),
            "--base-path".into(),
            data.display().to_string(),
            "--node-key".into(),
            format!("{:064x}", index + 1),
            "--rpc-methods".into(),
            "unsafe".into(),
        ]
    }
}

/// Writes the chain of the preset `local`, with session keys from the tokens, and returns those that
/// seal blocks.
fn write_spec(
    file: &Path,
    tokens: &[Token],
    have_keys: bool,
    folder: &Path,
) -> Result<Vec<String>> {
    let mut sealers = Vec::new();
    let plain = folder.join("plain.json");
    let mut spec: Value = serde_json::from_slice(&export(&["--chain", "local"])?)?;
    for (index, (owner, token)) in VALIDATORS.iter().zip(tokens).enumerate() {
        let owner = owner.to_account_id().to_ss58check();
        let base = folder.join(format!("making-{index}"));
        if have_keys {
            token.run(&BEGIN, "local", &base)?;
        }
        let made = token.run(&["provision", "--owner", &owner], "local", &base)?;
        let key = |name: &str| -> Result<Value> {
            let text = made[name].as_str().context("no key was made")?;
            let bytes: [u8; 32] = hex::decode(text.trim_start_matches("0x"))?
                .try_into()
                .map_err(|_| anyhow::anyhow!("{text} is no key"))?;
            Ok(json!(ed25519::Public::from(bytes).to_ss58check()))
        };
        let keys = &mut spec["genesis"]["runtimeGenesis"]["patch"]["session"]["keys"];
        let row = keys
            .as_array_mut()
            .into_iter()
            .flatten()
            .find(|row| row[0] == json!(owner))
            .context("no seat in the preset")?;
        sealers.push(made["aura"].as_str().unwrap_or_default().to_owned());
        row[2] = json!({ "aura": key("aura")?, "grandpa": key("grandpa")? });
    }
    fs::write(&plain, serde_json::to_vec(&spec)?)?;
    fs::write(file, export(&["--raw", "--chain", &plain.display().to_string()])?)?;
    Ok(sealers)
}

fn export(arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(binary("critical-chains-node")?)
        .arg("export-chain-spec")
        .args(arguments)
        .output()?;
    if !output.status.success() {
        bail!("export-chain-spec: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}
