//! What an operator says about the token.

use crate::{
    guard::{GuardPlace, Purpose, SharedEntry, SharedGuardError, SharedOptions},
    pin::PinSource,
    token::{Curve, KeyName},
};
use polkadot_sdk::sp_core::ed25519::Public;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::{
    fmt, fs, io,
    num::NonZeroU8,
    path::{Path, PathBuf},
    time::Duration,
};

/// The first number that vendors may give a meaning (CKM_VENDOR_DEFINED).
const VENDOR_NUMBERS: u64 = 0x8000_0000;

/// Sessions with the token. Two, so that a vote need not wait for a statement; some devices have few.
const SESSIONS: NonZeroU8 = NonZeroU8::new(2).expect("two is not zero");

/// Longest that one call of the device may take. Slower ones are given up, as if it did not answer.
///
/// Three of these fit into a round of GRANDPA with its gossip at two-second slots; a network device
/// under load may need several hundred milliseconds, and still serves.
const ATTEMPT_MILLIS: u64 = 1_000;

/// How long a seal is worth waiting for: half a slot. The block is lost after that.
const SEAL_MILLIS: u64 = 1_000;

/// How long a vote waits for the device to come back. The node stops after that, because GRANDPA
/// does, and is to be started again by whoever supervises it.
const VOTE_SECONDS: u64 = 300;

/// How long a statement waits. Workers try again with later blocks.
const STATEMENT_MILLIS: u64 = 5_000;

/// How long making a key may take. Some devices draw long for it.
const GENERATE_SECONDS: u64 = 60;

/// What may be said in the file of `--hsm-config`, as TOML.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigFile {
    /// The vendor's library.
    pub module: Option<PathBuf>,
    /// The token's label.
    pub token: Option<String>,
    /// The token's serial number, where labels do not tell tokens apart.
    pub serial: Option<String>,
    /// The file that holds the PIN.
    pub pin_file: Option<PathBuf>,
    /// Sessions with the token.
    pub sessions: Option<NonZeroU8>,
    /// Longest that one call of the device may take.
    pub attempt_millis: Option<u64>,
    /// How long a seal waits for the device.
    pub seal_millis: Option<u64>,
    /// How long a vote waits for the device.
    pub vote_seconds: Option<u64>,
    /// How long a statement waits for the device.
    pub statement_millis: Option<u64>,
    /// How long making a key may take.
    pub generate_seconds: Option<u64>,
    /// Whether each signature is verified before it is used.
    pub verify_signatures: Option<bool>,
    /// Whether the token remembers which guard was used with it last.
    pub tally: Option<bool>,
    /// Where the guard's state is.
    pub guard: Option<PathBuf>,
    /// The file of the wrapped node key.
    pub node_key: Option<PathBuf>,
    /// The database of a guard that several nodes share, instead of one of this node's own.
    pub shared_guard: Option<SharedEntry>,
    /// What is peculiar to the device.
    pub device: Device,
    /// Keys that are not found by the labels this program gives them.
    pub keys: Vec<KeyEntry>,
}

/// What is peculiar to a device.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Device {
    /// The number of CKM_EDDSA.
    pub eddsa: u64,
    /// The number of CKM_EC_EDWARDS_KEY_PAIR_GEN.
    pub edwards_key_pair_gen: u64,
    /// The number of CKK_EC_EDWARDS.
    pub edwards_key_type: u64,
    /// How the curve is named in CKA_EC_PARAMS: all known ways are tried in turn if it is not said.
    #[serde(deserialize_with = "curve")]
    pub curve: Option<Curve>,
}

impl Device {
    /// CKM_EDDSA of PKCS#11 3.0.
    pub const EDDSA: u64 = 0x1057;
    /// CKM_EC_EDWARDS_KEY_PAIR_GEN of PKCS#11 3.0.
    pub const EDWARDS_KEY_PAIR_GEN: u64 = 0x1055;
    /// CKK_EC_EDWARDS of PKCS#11 3.0.
    pub const EDWARDS_KEY_TYPE: u64 = 0x40;
}

impl Default for Device {
    fn default() -> Self {
        Self {
            eddsa: Self::EDDSA,
            edwards_key_pair_gen: Self::EDWARDS_KEY_PAIR_GEN,
            edwards_key_type: Self::EDWARDS_KEY_TYPE,
            curve: None,
        }
    }
}

/// How the file names a key that has another label than this program gives.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct KeyEntry {
    /// What the key is for: `aura`, `gran` or `atst`.
    #[serde(deserialize_with = "purpose")]
    pub purpose: Purpose,
    /// Its CKA_ID, in hexadecimal.
    #[serde(default)]
    pub id: Option<String>,
    /// Its CKA_LABEL.
    #[serde(default)]
    pub label: Option<String>,
    /// The public key in hexadecimal, for tokens that keep no public object.
    #[serde(default)]
    pub public: Option<String>,
}

impl KeyEntry {
    fn selector(self, index: usize) -> Result<KeySelector, ConfigError> {
        if self.id.is_none() && self.label.is_none() {
            return Err(ConfigError::NoSelector(index));
        }
        let id = self.id.map(|id| hex::decode(id.trim_start_matches("0x"))).transpose();
        let public = match self.public {
            Some(text) => Some(public_key(&text).ok_or(ConfigError::InvalidPublic(index))?),
            None => None,
        };
        Ok(KeySelector {
            purpose: self.purpose,
            id: id.map_err(|_| ConfigError::InvalidId(index))?,
            label: self.label,
            public,
        })
    }
}

/// How a key is found that has another label than this program gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeySelector {
    /// What the key is for.
    pub purpose: Purpose,
    /// Its CKA_ID.
    pub id: Option<Vec<u8>>,
    /// Its CKA_LABEL.
    pub label: Option<String>,
    /// The public key, for tokens that keep no public object.
    pub public: Option<Public>,
}

impl KeySelector {
    /// Whether it means a key of this name.
    pub fn selects(&self, name: &KeyName) -> bool {
        self.id.as_ref().is_none_or(|id| *id == name.id)
            && self.label.as_ref().is_none_or(|label| *label == name.label)
    }
}

impl fmt::Display for KeySelector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_ref().map(|id| format!("id {}", hex::encode(id)));
        let label = self.label.as_ref().map(|label| format!("label {label:?}"));
        let parts: Vec<_> = id.into_iter().chain(label).collect();
        formatter.write_str(&parts.join(" and "))
    }
}

/// Reads a public key in hexadecimal.
pub(crate) fn public_key(text: &str) -> Option<Public> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim_start_matches("0x"), &mut bytes).ok()?;
    Some(Public::from(bytes))
}

/// All that is needed to use a token.
#[derive(Clone, Debug)]
pub struct Config {
    /// The vendor's library.
    pub module: PathBuf,
    /// The token's label.
    pub token: Option<String>,
    /// The token's serial number.
    pub serial: Option<String>,
    /// Where the PIN is.
    pub pin: PinSource,
    /// Sessions with the token.
    pub sessions: NonZeroU8,
    /// How long things may take.
    pub patience: Patience,
    /// Whether each signature is verified before it is used.
    pub verify_signatures: bool,
    /// Whether the token remembers which guard was used with it last.
    pub tally: bool,
    /// What is peculiar to the device.
    pub device: Device,
    /// Keys that are not found by the labels this program gives them.
    pub keys: Vec<KeySelector>,
}

/// How long things may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Patience {
    /// One call of the device.
    pub attempt: Duration,
    /// A seal, with all attempts.
    pub seal: Duration,
    /// A vote, with all attempts.
    pub vote: Duration,
    /// A statement, with all attempts.
    pub statement: Duration,
    /// Making a key.
    pub generate: Duration,
}

impl Patience {
    /// How long a signature for a purpose may take, with all attempts.
    pub fn of(&self, purpose: Purpose) -> Duration {
        match purpose {
            Purpose::Seals => self.seal,
            Purpose::Votes => self.vote,
            Purpose::Statements => self.statement,
        }
    }
}

/// Why what was said about the token cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the file {} of --hsm-config: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// The file is not what it should be.
    #[error("the file {} of --hsm-config: {source}", path.display())]
    Invalid {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: Box<toml::de::Error>,
    },
    /// No module was named.
    #[error("no PKCS#11 module\nhint: give --hsm-module")]
    NoModule,
    /// No token was named.
    #[error("no token\nhint: give --hsm-token")]
    NoToken,
    /// A key is told from no other.
    #[error("[[keys]] {0}: neither id nor label\nhint: give the key's CKA_ID or CKA_LABEL")]
    NoSelector(usize),
    /// An identifier is none.
    #[error("[[keys]] {0}: id is not hexadecimal")]
    InvalidId(usize),
    /// A number is neither the standard's nor a vendor's.
    #[error(
        "[device] {0:#x} is neither a number of the standard nor a vendor's (0x80000000 and above)"
    )]
    InvalidNumber(u64),
    /// Two places for one guard.
    #[error(
        "the signing guard is either in a directory or shared\nhint: leave out --hsm-guard and `guard`, \
         or --hsm-shared-guard and [shared_guard]"
    )]
    TwoGuards,
    /// The shared guard cannot be as it is said.
    #[error(transparent)]
    SharedGuard(#[from] SharedGuardError),
    /// A public key is none.
    #[error("[[keys]] {0}: public is not 32 bytes in hexadecimal")]
    InvalidPublic(usize),
}

impl ConfigFile {
    /// Reads the file. Paths in it begin where the file is.
    ///
    /// # Errors
    /// If it cannot be read, or says what cannot be.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let mut file: Self = toml::from_str(&text).map_err(|source| ConfigError::Invalid {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let base = path.parent().unwrap_or(Path::new(""));
        let shared = file.shared_guard.iter_mut();
        let shared = shared.flat_map(|entry| [&mut entry.password_file, &mut entry.ca_file]);
        let paths = [&mut file.module, &mut file.pin_file, &mut file.guard, &mut file.node_key];
        for named in paths.into_iter().chain(shared).flatten() {
            *named = base.join(&*named);
        }
        Ok(file)
    }

    /// Where the guard is: in the directory given if nothing is said.
    ///
    /// # Errors
    /// If two places are named, or one that cannot be.
    pub fn guard_place(&mut self, usual: PathBuf) -> Result<GuardPlace, ConfigError> {
        match (self.guard.take(), self.shared_guard.take()) {
            (Some(_), Some(_)) => Err(ConfigError::TwoGuards),
            (directory, None) => Ok(GuardPlace::Directory(directory.unwrap_or(usual))),
            (None, Some(entry)) => Ok(GuardPlace::Shared(SharedOptions::new(entry)?)),
        }
    }

    /// With everything filled in.
    ///
    /// # Errors
    /// If no module or token is named, or a key is told from no other.
    pub fn complete(self) -> Result<Config, ConfigError> {
        if self.token.is_none() && self.serial.is_none() {
            return Err(ConfigError::NoToken);
        }
        let keys = self.keys.into_iter().enumerate();
        let keys = keys.map(|(index, key)| key.selector(index)).collect::<Result<_, _>>()?;
        for number in [self.device.eddsa, self.device.edwards_key_pair_gen] {
            let standard = [Device::EDDSA, Device::EDWARDS_KEY_PAIR_GEN];
            if !standard.contains(&number) && number < VENDOR_NUMBERS {
                return Err(ConfigError::InvalidNumber(number));
            }
        }
        let millis = |given: Option<u64>, usual| Duration::from_millis(given.unwrap_or(usual));
        let seconds = |given: Option<u64>, usual| Duration::from_secs(given.unwrap_or(usual));
        Ok(Config {
            module: self.module.ok_or(ConfigError::NoModule)?,
            token: self.token,
            serial: self.serial,
            pin: PinSource::new(self.pin_file),
            sessions: self.sessions.unwrap_or(SESSIONS),
            patience: Patience {
                attempt: millis(self.attempt_millis, ATTEMPT_MILLIS),
                seal: millis(self.seal_millis, SEAL_MILLIS),
                vote: seconds(self.vote_seconds, VOTE_SECONDS),
                statement: millis(self.statement_millis, STATEMENT_MILLIS),
                generate: seconds(self.generate_seconds, GENERATE_SECONDS),
            },
            verify_signatures: self.verify_signatures.unwrap_or(true),
            tally: self.tally.unwrap_or(true),
            device: self.device,
            keys,
        })
    }
}

fn purpose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Purpose, D::Error> {
    let name = String::deserialize(deserializer)?;
    let known = Purpose::ALL.into_iter().find(|purpose| purpose.name() == name);
    known.ok_or_else(|| D::Error::custom(format!("{name:?} is none of aura, gran and atst")))
}

fn curve<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Curve>, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name == "auto" {
        return Ok(None);
    }
    Curve::parse(&name).map(Some).ok_or_else(|| {
        D::Error::custom(format!(
            "{name:?} is none of auto, oid, printable, luna and a DER value in hexadecimal"
        ))
    })
}
