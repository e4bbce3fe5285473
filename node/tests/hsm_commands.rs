//! `critical-chains-node hsm`, on SoftHSM: from a device without a token to a validator that moves to
//! another machine, and what is refused on the way.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use critical_chains_hsm_shim::Shim;
use critical_chains_postgres_tests::Server;
use serde_json::Value;
use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{self, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_critical-chains-node");

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/// Longest wait for a node that starts, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(120);

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
        let output = Command::new(BINARY)
            .args(command)
            .args(self.token())
            .args(["--chain", chain, "--base-path"])
            .arg(base)
            .timeout(DEADLINE)
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts a validator with the wrapped key, and gives the PeerId that it says it has.
    fn identity(&self, file: &str) -> String {
        const SAYS: &str = "Local node identity is: ";
        let log = self.path("node.log");
        let mut node = process::Command::new(BINARY)
            .args(["--validator", "--no-prometheus", "--port", "0", "--rpc-port", "0"])
            .args(["--hsm-node-key", file])
            .args(self.token())
            .args(["--chain", "local", "--base-path"])
            .arg(self.path("base"))
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let end = Instant::now() + DEADLINE;
        let said = loop {
            let said = fs::read_to_string(&log).unwrap();
            let line = said.lines().find_map(|line| line.split_once(SAYS));
            if let Some((_, identity)) = line {
                break identity.trim().to_owned();
            }
            let ended = node.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < end, "{ended:?} {said}");
            sleep(Duration::from_millis(100));
        };
        node.kill().unwrap();
        node.wait().unwrap();
        said
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
fn a_guard_moves_into_a_database_and_only_there() {
    let machine = Machine::with_keys();
    let server = Server::start(&[]);
    let url = server.url();
    let shared = |command: &[&str]| {
        machine.hsm(&[command, ["--hsm-shared-guard", url.as_str()].as_slice()].concat())
    };
    let state = machine.hsm(&["guard", "export"]).success();
    machine.write_private("guard.json", &state);

    let missing = shared(&["provision", "--owner", ALICE]).refusal();
    let directory = machine.text("other");
    let both = shared(&["guard", "show", "--hsm-guard", &directory]).refusal();
    let imported = shared(&["guard", "import", &machine.text("guard.json")]).success();

    assert!(missing.contains("no signing guard in the database guard at /"), "{missing}");
    assert!(missing.contains("hsm guard init"), "{missing}");
    assert!(both.contains("either in a directory or shared\nhint: "), "{both}");
    assert_eq!(imported.matches("has signed nothing").count(), 4);
    assert_eq!(shared(&["guard", "show"]).success(), imported);
    assert_eq!(shared(&["guard", "export"]).success(), state);
    shared(&["provision", "--owner", ALICE]).success();
    let outdated = machine.hsm(&["provision", "--owner", ALICE]).refusal();
    assert!(outdated.contains("older than what was signed with this token"), "{outdated}");
    let started = shared(&["guard", "init", "--no-other-signer"]).success();
    assert_eq!(shared(&["guard", "show"]).success(), started);
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

mod a_node_key {
    use super::*;

    /// Where the SDK would put a key of its own.
    const OWN: &str = "chains/critical-chains-local/network/secret_ed25519";

    /// A machine with a node key that the token wrapped, its file, and its PeerId.
    fn wrapped() -> (Machine, String, String) {
        let machine = Machine::with_keys();
        let file = machine.text("node-key.json");
        let init = ["node-key", "init", "--hsm-node-key", &file, "--json"];
        let made = machine.hsm(&init).json();
        assert_eq!(made["unwrapped"], true);
        let peer = made["peerId"].as_str().unwrap().to_owned();
        (machine, file, peer)
    }

    /// What a validator says that does not start.
    fn refusal(machine: &Machine, options: &[&str]) -> String {
        let base = machine.path("base");
        let options = [&["--validator", "--no-prometheus"], options].concat();
        let refused = machine.run("local", &base, &options).refusal();
        assert!(refused.contains("\nhint: "), "{refused}");
        assert!(!base.join(OWN).exists());
        refused
    }

    #[test]
    fn is_the_identity_of_the_node_that_starts_with_it() {
        let (machine, file, peer) = wrapped();

        assert_eq!(machine.identity(&file), peer);
        assert!(!machine.path("base").join(OWN).exists());
    }

    #[test]
    fn is_shown_with_the_token_and_without() {
        let (machine, file, peer) = wrapped();

        let shown = machine.hsm(&["node-key", "show", "--hsm-node-key", &file]).success();
        let output = Command::new(BINARY)
            .args(["hsm", "node-key", "show", "--chain", "local", "--hsm-node-key", &file])
            .output()
            .unwrap();
        let without = String::from_utf8(output.stdout).unwrap();

        assert_eq!(shown, format!("PeerId  {peer}\nThe token unwraps it.\n"));
        assert!(without.starts_with(&format!("PeerId  {peer}\nNo token was named")), "{without}");
    }

    #[test]
    fn of_before_is_taken_over() {
        let machine = Machine::with_keys();
        let (old, file) = (machine.text("old"), machine.text("node-key.json"));
        let made = Command::new(BINARY)
            .args(["key", "generate-node-key", "--file", &old])
            .output()
            .unwrap();
        let peer = String::from_utf8(made.stderr).unwrap();

        let said =
            machine.hsm(&["node-key", "init", "--hsm-node-key", &file, "--from", &old]).success();

        assert!(said.starts_with(&format!("PeerId  {}\n", peer.trim())), "{said} {peer}");
        assert!(said.contains(&format!("remove {old}")), "{said}");
    }

    #[test]
    fn is_never_overwritten_and_needs_a_file() {
        let (machine, file, _) = wrapped();
        let before = fs::read(&file).unwrap();

        let again = machine.hsm(&["node-key", "init", "--hsm-node-key", &file]).refusal();
        let nowhere = machine.hsm(&["node-key", "init"]).refusal();

        assert!(again.contains("node-key.json is there already\nhint: "), "{again}");
        assert!(nowhere.contains("hint: give --hsm-node-key"), "{nowhere}");
        assert_eq!(fs::read(&file).unwrap(), before);
    }

    #[test]
    fn does_not_go_with_another() {
        let (machine, file, _) = wrapped();
        let key = "07".repeat(32);
        for other in [
            &["--node-key", &key][..],
            &["--node-key-file", "other"],
            &["--unsafe-force-node-key-generation"],
        ] {
            let refused = refusal(&machine, &[&["--hsm-node-key", &file], other].concat());

            let expected = format!("{} does not go with --hsm-node-key", other[0]);
            assert!(refused.contains(&expected), "{refused}");
        }
    }

    #[test]
    fn that_cannot_be_unwrapped_keeps_the_node_from_starting() {
        let (machine, file, _) = wrapped();
        let missing = refusal(&machine, &["--hsm-node-key", &machine.text("nowhere.json")]);
        assert!(missing.contains("no wrapped node key in"), "{missing}");

        let whole: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        for (name, value, expected) in [
            ("wrapped", "00".repeat(48), "is damaged"),
            ("public", format!("0x{}", "07".repeat(32)), "has the public key"),
            ("key_id", "00".repeat(16), "on which it was wrapped"),
            ("format", "other".into(), "is not known"),
        ] {
            let mut changed = whole.clone();
            changed[name] = value.into();
            fs::write(&file, changed.to_string()).unwrap();

            let refused = refusal(&machine, &["--hsm-node-key", &file]);

            assert!(refused.contains(expected), "{name}: {refused}");
        }
        fs::write(&file, whole.to_string()).unwrap();
        machine.shim.set(&["no-mechanism = 0x1087"]);
        let unable = refusal(&machine, &["--hsm-node-key", &file]);
        assert!(unable.contains("CKM_AES_GCM (0x1087)"), "{unable}");
    }
}
