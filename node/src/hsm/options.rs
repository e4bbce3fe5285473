//! Where the validator's keys are, as the command line says it.

use critical_chains_hsm::{
    Config, ConfigError, ConfigFile,
    guard::{GuardPlace, SharedEntry},
};
use std::path::{Path, PathBuf};

/// Options about a hardware security module.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct HsmOptions {
    /// The PKCS#11 library of the device that keeps the keys.
    ///
    /// Keys for blocks, votes and attestations then live in the device only. The keystore directory
    /// must not hold any of these types.
    #[arg(long, value_name = "LIBRARY", help_heading = "Hardware security module")]
    pub(crate) hsm_module: Option<PathBuf>,

    /// The label of the token in the device.
    #[arg(long, value_name = "LABEL", help_heading = "Hardware security module")]
    pub(crate) hsm_token: Option<String>,

    /// The file that holds the PIN; only its owner may read it.
    ///
    /// Without it, the PIN is taken from CRITICAL_CHAINS_HSM_PIN in the environment. It is read for each
    /// login, so a new PIN needs no restart.
    #[arg(long, value_name = "FILE", help_heading = "Hardware security module")]
    pub(crate) hsm_pin_file: Option<PathBuf>,

    /// A file with all of this and what is peculiar to the device, as TOML.
    ///
    /// Options of the command line come first.
    #[arg(long, value_name = "FILE", help_heading = "Hardware security module")]
    pub(crate) hsm_config: Option<PathBuf>,

    /// The directory of the signing guard's state.
    ///
    /// It must outlive the database: keep it on a disk that is not rolled back.
    ///
    /// [default: signing-guard in the directory of the chain]
    #[arg(long, value_name = "DIR", help_heading = "Hardware security module")]
    pub(crate) hsm_guard: Option<PathBuf>,

    /// The file of the node's identity in the network, wrapped by a key of the token.
    ///
    /// Instead of --node-key-file. `hsm node-key init` makes it. The token unwraps it into memory
    /// when the node starts.
    #[arg(long, value_name = "FILE", help_heading = "Hardware security module")]
    pub(crate) hsm_node_key: Option<PathBuf>,

    /// The PostgreSQL database of a signing guard that several nodes share, instead of a directory.
    ///
    /// One of these nodes signs, and the others stand by until it ends. A password has no place here:
    /// see `password_file` under [shared_guard] in the file of --hsm-config.
    #[arg(long, value_name = "URL", help_heading = "Hardware security module")]
    pub(crate) hsm_shared_guard: Option<String>,
}

/// The name of the guard's directory beside the keystore.
const GUARD: &str = "signing-guard";

/// What was said, with everything filled in.
#[derive(Clone, Debug)]
pub(crate) struct HsmSettings {
    pub(crate) config: Config,
    pub(crate) guard: GuardPlace,
    pub(crate) node_key: Option<PathBuf>,
}

impl HsmOptions {
    /// Whether keys live in a device.
    pub(crate) fn is_used(&self) -> bool {
        self.names_token() || self.hsm_node_key.is_some()
    }

    /// Whether anything is said about the token itself.
    pub(crate) fn names_token(&self) -> bool {
        self.hsm_module.is_some()
            || self.hsm_token.is_some()
            || self.hsm_pin_file.is_some()
            || self.hsm_config.is_some()
            || self.hsm_shared_guard.is_some()
    }

    /// Fills in what the command line leaves open: from the file, then from what is usual.
    pub(crate) fn settings(&self, chain_path: &Path) -> Result<HsmSettings, ConfigError> {
        let mut file = self.file()?;
        let said = self.clone();
        file.module = said.hsm_module.or(file.module);
        file.token = said.hsm_token.or(file.token);
        file.pin_file = said.hsm_pin_file.or(file.pin_file);
        file.guard = said.hsm_guard.or(file.guard);
        if let Some(url) = said.hsm_shared_guard {
            file.shared_guard = Some(SharedEntry { url, ..file.shared_guard.unwrap_or_default() });
        }
        let guard = file.guard_place(chain_path.join(GUARD))?;
        let node_key = said.hsm_node_key.or(file.node_key.take());
        Ok(HsmSettings { config: file.complete()?, guard, node_key })
    }

    /// The file of the wrapped node key, if there is to be one.
    pub(crate) fn node_key(&self) -> Result<Option<PathBuf>, ConfigError> {
        if self.hsm_node_key.is_some() {
            return Ok(self.hsm_node_key.clone());
        }
        Ok(self.file()?.node_key)
    }

    fn file(&self) -> Result<ConfigFile, ConfigError> {
        self.hsm_config.as_deref().map_or_else(|| Ok(ConfigFile::default()), ConfigFile::read)
    }
}
