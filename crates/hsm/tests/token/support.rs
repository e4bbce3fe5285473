//! A device of its own for each test: SoftHSM, behind a module that makes faults and differences.

use critical_chains_hsm::{
    Config, ConfigFile, GuardOptions, Hsm, StartError,
    guard::{GuardPlace, Proposed, Purpose, StatementShape, Target},
};
use critical_chains_hsm_shim::Shim;
use polkadot_sdk::sp_core::{Pair as _, ed25519};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub(crate) const GENESIS: [u8; 32] = [1; 32];
pub(crate) const STATEMENTS: StatementShape = StatementShape { domain: [9; 32], rest_bytes: 40 };
pub(crate) const PIN: &str = "4711";
const TOKEN: &str = "validator";

pub(crate) struct Device {
    folder: TempDir,
    pub(crate) shim: Shim,
}

impl Device {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let shim = Shim::new(folder.path());
        shim.init_token(TOKEN, "12345678", PIN);
        let device = Self { folder, shim };
        device.write_pin(PIN);
        device
    }

    /// A device with a key for each purpose.
    pub(crate) fn with_keys() -> Self {
        let device = Self::new();
        device.make_keys();
        device
    }

    pub(crate) fn make_keys(&self) {
        let hsm = self.open().unwrap();
        for purpose in Purpose::ALL {
            hsm.generate(purpose).unwrap();
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write_pin(&self, pin: &str) {
        write_private(&self.path("pin"), &format!("{pin}\n"));
    }

    pub(crate) fn file(&self) -> ConfigFile {
        ConfigFile {
            module: Some(self.shim.module().to_owned()),
            token: Some(TOKEN.into()),
            pin_file: Some(self.path("pin")),
            attempt_millis: Some(500),
            seal_millis: Some(1_000),
            vote_seconds: Some(30),
            ..ConfigFile::default()
        }
    }

    pub(crate) fn config(&self) -> Config {
        self.file().complete().unwrap()
    }

    /// The same with lines of a configuration file.
    pub(crate) fn config_with(&self, lines: &str) -> Config {
        let path = self.path("hsm.toml");
        fs::write(&path, lines).unwrap();
        let ConfigFile { module, token, pin_file, attempt_millis, vote_seconds, .. } = self.file();
        let mut file = ConfigFile::read(&path).unwrap();
        file.module = module;
        file.token = file.token.or(token);
        file.pin_file = pin_file;
        file.attempt_millis = file.attempt_millis.or(attempt_millis);
        file.vote_seconds = file.vote_seconds.or(vote_seconds);
        file.complete().unwrap()
    }

    pub(crate) fn guard(&self) -> GuardOptions {
        let place = GuardPlace::Directory(self.path("guard"));
        GuardOptions { place, genesis: GENESIS, statements: STATEMENTS }
    }

    pub(crate) fn open(&self) -> Result<Hsm, StartError> {
        self.open_with(self.config())
    }

    pub(crate) fn open_with(&self, config: Config) -> Result<Hsm, StartError> {
        Hsm::open(config, &self.guard(), None)
    }

    /// Why it cannot be opened.
    pub(crate) fn refusal(&self, config: Config) -> StartError {
        match self.open_with(config) {
            Ok(_) => panic!("opened"),
            Err(error) => error,
        }
    }
}

pub(crate) fn write_private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// A message that a key for statements signs.
pub(crate) fn statement(byte: u8) -> Vec<u8> {
    [[9; 32].as_slice(), &GENESIS, &[byte; 40]].concat()
}

/// A prevote in a round of set 0, as GRANDPA encodes it.
pub(crate) fn prevote(block: u8, round: u64) -> Vec<u8> {
    [[0].as_slice(), &[block; 32], &[0; 4], &round.to_le_bytes(), &[0; 8]].concat()
}

/// The one key for a purpose.
pub(crate) fn key(hsm: &Hsm, purpose: Purpose) -> ed25519::Public {
    *hsm.public_keys(purpose).first().unwrap()
}

/// Signs, and verifies what was signed.
pub(crate) fn signs(hsm: &Hsm, purpose: Purpose, message: &[u8]) -> bool {
    let key = key(hsm, purpose);
    let signed = hsm.sign(purpose, &key, message);
    signed.is_ok_and(|signature| ed25519::Pair::verify(&signature.unwrap(), message, &key))
}

/// Notes a header and gives what is signed of it.
pub(crate) fn header(hsm: &Hsm, byte: u8, slot: u64) -> Vec<u8> {
    let target = Target { hash: [byte; 32], number: u32::from(byte) };
    hsm.guard().note_header(Proposed { target, slot });
    vec![byte; 32]
}

/// Waits for something that another thread brings about.
pub(crate) fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
