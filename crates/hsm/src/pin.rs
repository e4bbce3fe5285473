//! Where the token's PIN comes from. It is read anew for each login, and not kept in between.

use crate::error::PinError;
use cryptoki::types::AuthPin;
use std::{
    env,
    fs::{self, File},
    hash::BuildHasher,
    io::Read,
    path::{Path, PathBuf},
    time::SystemTime,
};
use zeroize::Zeroizing;

/// The variable of the environment that holds the PIN if no file does.
pub const VARIABLE: &str = "CRITICAL_CHAINS_HSM_PIN";

/// Longest PIN, in bytes.
const MAX_PIN_BYTES: u64 = 1024;

/// Where the PIN is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PinSource {
    /// In a file that only its owner can read; a line break at its end does not count.
    File(PathBuf),
    /// In the environment.
    Environment,
}

/// By which it shows that a PIN was changed, without keeping it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct PinMark {
    digest: u64,
    modified: Option<SystemTime>,
}

impl PinSource {
    /// The file if one is named, or else the environment.
    pub fn new(file: Option<PathBuf>) -> Self {
        file.map_or(Self::Environment, Self::File)
    }

    /// Reads the PIN.
    ///
    /// # Errors
    /// If there is none, if the file cannot be read, or if others than its owner could read it too.
    pub fn read(&self) -> Result<AuthPin, PinError> {
        let pin = match self {
            Self::File(path) => read_file(path)?,
            Self::Environment => {
                Zeroizing::new(env::var(VARIABLE).map_err(|_| PinError::NotGiven)?)
            }
        };
        Ok(AuthPin::new(pin.as_str().into()))
    }

    /// What shows whether the PIN was changed; `keys` is drawn by each process.
    pub(crate) fn mark(&self, keys: &impl BuildHasher) -> Result<PinMark, PinError> {
        let (pin, modified) = match self {
            Self::File(path) => {
                let modified = fs::metadata(path).and_then(|file| file.modified()).ok();
                (read_file(path)?, modified)
            }
            Self::Environment => {
                (Zeroizing::new(env::var(VARIABLE).map_err(|_| PinError::NotGiven)?), None)
            }
        };
        Ok(PinMark { digest: keys.hash_one(pin.as_str()), modified })
    }
}

pub(crate) fn read_file(path: &Path) -> Result<Zeroizing<String>, PinError> {
    let fail = |reason: String| PinError::Unreadable { path: path.to_owned(), reason };
    let file = File::open(path).map_err(|error| fail(error.to_string()))?;
    let properties = file.metadata().map_err(|error| fail(error.to_string()))?;
    check_private(path, &properties)?;
    if properties.len() > MAX_PIN_BYTES {
        return Err(fail(format!("longer than {MAX_PIN_BYTES} bytes")));
    }
    // Room for all of it, so that no copy is left behind by growing.
    let mut pin = Zeroizing::new(String::with_capacity(MAX_PIN_BYTES as usize + 1));
    file.take(MAX_PIN_BYTES).read_to_string(&mut pin).map_err(|error| fail(error.to_string()))?;
    let length = pin.trim_end_matches(['\r', '\n']).len();
    pin.truncate(length);
    if pin.is_empty() {
        return Err(fail("it is empty".into()));
    }
    Ok(pin)
}

#[cfg(unix)]
fn check_private(path: &Path, properties: &fs::Metadata) -> Result<(), PinError> {
    use std::os::unix::fs::PermissionsExt;
    if properties.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(PinError::Exposed(path.to_owned()))
}

#[cfg(not(unix))]
fn check_private(_: &Path, _: &fs::Metadata) -> Result<(), PinError> {
    Ok(())
}
