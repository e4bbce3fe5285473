//! `critical-chains-node hsm`, on SoftHSM: from a device without a token to a validator that moves to
//! another machine, and what is refused on the way.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use critical_chains_hsm_shim::Shim;
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/// What a command said.
struct Said {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Said {
    fn success(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    fn json(self) -> Value {
        serde_json::from_str(&self.success()).unwrap()
    }

    /// The error, with its hint.
    fn refusal(self) -> String {
        assert_eq!(self.code, 1, "{}{}", self.stdout, self.stderr);
        self.stderr
    }
}

/// A machine with a device.
struct Machine {
    folder: TempDir,
    shim: Shim,
}

impl Machine {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let shim = Shim::new(folder.path());
        let machine = Self { folder, shim };
        machine.write_private("pin", "4711\n");
        machine.write_private("officer", "12345678\n");
        machine
    }

    /// With a token and keys.
    fn with_keys() -> Self {
        let machine = Self::new();
        machine.hsm(&["init", "--so-pin-file", &machine.text("officer")]).success();
        machine.hsm(&["provision", "--owner", ALICE]).success();
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn write_private(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn token(&self) -> Vec<String> {
        let module = self.shim.module().display().to_string();
        let pin = self.text("pin");
        ["--hsm-module", &module, "--hsm-token", "validator", "--hsm-pin-file", &pin]
            .map(String::from)
            .into()
    }

    fn hsm(&self, command: &[&str]) -> Said {
        self.hsm_at(&self.path("base"), command)
    }

    fn hsm_at(&self, base: &Path, command: &[&str]) -> Said {
        self.run("local", base, &[&["hsm"], command].concat())
    }

    fn run(&self, chain: &str, base: &Path, command: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_critical-chains-node"))
            .args(command)
            .args(self.token())
            .args(["--chain", chain, "--base-path"])
            .arg(base)
            .timeout(Duration::from_secs(120))
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[test]
fn a_token_is_made_once_and_its_keys_are_kept() {
    let machine = Machine::new();
    let missing = machine.hsm(&["keys"]).refusal();
    assert!(missing.contains("no token \"validator\"; the module shows none"), "{missing}");

    machine.hsm(&["init", "--so-pin-file", &machine.text("officer")]).success();
    let again = machine.hsm(&["init", "--so-pin-file", &machine.text("officer")]).refusal();
    assert!(again.contains("there is a token \"validator\" already\nhint: "), "{again}");
    assert!(machine.hsm(&["keys"]).success().contains("hsm provision"));

    let made = machine.hsm(&["provision", "--owner", ALICE, "--json"]).json();
    let kept = machine.hsm(&["provision", "--owner", ALICE, "--json"]).json();
    assert_eq!(made, kept);
    let keys = machine.hsm(&["keys", "--json"]).json();
    let rows: Vec<_> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| (&key["type"], &key["publicKey"], &key["extractable"], &key["madeOnDevice"]))
        .map(|(name, key, leaves, made)| (name.as_str(), key.clone(), leaves.clone(), made.clone()))
        .collect();
    let row = |name, key: &str| (Some(name), made[key].clone(), false.into(), true.into());
    assert_eq!(rows, [row("aura", "aura"), row("gran", "grandpa"), row("atst", "attestation")]);
}

#[test]
fn new_keys_are_made_beside_the_old_ones_only_when_told_to() {
    let machine = Machine::with_keys();
    let before = machine.hsm(&["provision", "--owner", ALICE, "--json"]).json();

    let after = machine.hsm(&["provision", "--owner", ALICE, "--new", "--json"]).json();

    assert_ne!(before["aura"], after["aura"]);
    assert_eq!(machine.hsm(&["keys", "--json"]).json().as_array().unwrap().len(), 6);
    let which = machine.hsm(&["provision", "--owner", ALICE]).refusal();
    assert!(which.contains("several aura keys are on the token\nhint: "), "{which}");
}

#[test]
fn a_check_ends_with_the_number_of_what_failed() {
    let machine = Machine::with_keys();
    let table = machine.hsm(&["check"]).success();
    for what in ["RFC 8032 TEST 3", "random numbers", "atst key"] {
        let line = table.lines().find(|line| line.starts_with(what)).unwrap();
        assert!(line.contains("  ok  "), "{line}");
    }

    machine.shim.set(&["no-mechanism = 0x1057"]);
    let failed = machine.hsm(&["check"]);

    assert_eq!(failed.code, 1);
    assert!(failed.stdout.contains("CKM_EDDSA"), "{}", failed.stdout);
    assert!(failed.stderr.contains("checks failed"), "{}", failed.stderr);
}

#[test]
fn a_benchmark_measures_both_ways() {
    let machine = Machine::with_keys();

    let measured = machine.hsm(&["bench", "--seconds", "1", "--json"]).json();

    for way in ["bare", "keystore"] {
        assert!(measured[way]["signatures"].as_u64().unwrap() > 0, "{measured}");
    }
}

#[test]
fn a_validator_moves_with_its_guard_and_not_without() {
    let machine = Machine::with_keys();
    let (old, new) = (machine.path("base"), machine.path("elsewhere"));
    let state = machine.hsm_at(&old, &["guard", "export"]).success();
    machine.write_private("guard.json", &state);
    let missing = machine.hsm_at(&new, &["provision", "--owner", ALICE]).refusal();
    assert!(missing.contains("no signing guard in"), "{missing}");
    assert!(missing.contains("hsm guard init"), "{missing}");

    let imported = machine.hsm_at(&new, &["guard", "import", &machine.text("guard.json")]);
    assert_eq!(imported.success().matches("has signed nothing").count(), 4);
    machine.hsm_at(&new, &["provision", "--owner", ALICE]).success();

    let outdated = machine.hsm_at(&old, &["provision", "--owner", ALICE]).refusal();
    assert!(outdated.contains("older than what was signed with this token"), "{outdated}");
}

#[test]
fn a_guard_is_started_anew_only_when_nobody_else_signs() {
    let machine = Machine::with_keys();

    let refused = machine.hsm(&["guard", "init"]).refusal();
    let started = machine.hsm(&["guard", "init", "--no-other-signer"]).success();

    assert!(refused.contains("--no-other-signer"), "{refused}");
    assert_eq!(started.matches("waits for a final block").count(), 3);
    assert_eq!(started.matches("signs after slot").count(), 1);
    assert_eq!(machine.hsm(&["guard", "show"]).success(), started);
    let chosen = ["guard", "init", "--no-other-signer", "--votes-after", "2:7"];
    assert_eq!(machine.hsm(&chosen).success().matches("signs after round 7 of set 2").count(), 3);
    machine.hsm(&["provision", "--owner", ALICE]).success();
}

#[test]
fn a_state_of_another_chain_or_of_nothing_is_refused() {
    let machine = Machine::with_keys();
    let state = machine.hsm(&["guard", "export"]).success();
    machine.write_private("guard.json", &state);
    machine.write_private("nothing.json", "{}");

    let other = machine.run(
        "dev",
        &machine.path("dev"),
        &["hsm", "guard", "import", &machine.text("guard.json")],
    );
    let nothing = machine.hsm(&["guard", "import", &machine.text("nothing.json")]).refusal();

    let other = other.refusal();
    assert!(other.contains("belongs to the chain with genesis"), "{other}");
    assert!(nothing.contains("nothing.json: not the state of a signing guard"), "{nothing}");
}

#[test]
fn a_node_refuses_keys_that_everybody_knows_and_keys_in_files() {
    let machine = Machine::with_keys();
    let base = machine.path("base");

    let alice = ["--alice", "--no-prometheus", "--unsafe-force-node-key-generation"];
    let known = machine.run("local", &base, &alice).refusal();
    assert!(known.contains("keys that everybody knows"), "{known}");

    let keystore = base.join("chains/critical-chains-local/keystore");
    fs::create_dir_all(&keystore).unwrap();
    let file = format!("6772616e{}", "07".repeat(32));
    fs::write(keystore.join(&file), "\"//Alice\"").unwrap();
    let in_file = machine.run("local", &base, &["--no-prometheus"]).refusal();
    assert!(in_file.contains("holds a gran key, which belongs on the token"), "{in_file}");
    assert!(in_file.contains(&file), "{in_file}");
}

#[test]
fn a_node_says_why_its_token_is_of_no_use() {
    let machine = Machine::with_keys();
    machine.write_private("pin", "0000");

    let refused = machine.run("local", &machine.path("base"), &["--no-prometheus"]).refusal();

    assert!(
        refused.contains("error: the token does not accept the PIN (C_Login: CKR_PIN_INCORRECT"),
        "{refused}"
    );
    assert!(refused.contains("\nhint: correct the PIN file"), "{refused}");
}
