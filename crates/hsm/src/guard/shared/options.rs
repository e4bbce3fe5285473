//! Which database, and as whom.

use super::error::SharedGuardError;
use crate::{error::PinError, pin};
use postgres::config::{Config, Host, SslMode};
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};

/// How long the lock must be free before another node than the one that held it takes it.
///
/// The one that held it has it back within about a second after the server was restarted, so a
/// restart alone makes nobody take over.
const TAKE_OVER_SECONDS: u64 = 3;

/// `[shared_guard]` in the file of `--hsm-config`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedEntry {
    /// The database, as libpq takes it.
    pub url: String,
    /// The file that holds the password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The certificates of the authorities that the server's is to be from. With it, the way is encrypted.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// How long the lock must be free before a node on standby takes it.
    #[serde(default)]
    pub take_over_seconds: Option<u64>,
}

/// Which database keeps the guard, and who uses it.
#[derive(Clone, Debug)]
pub struct SharedOptions {
    /// Without the password.
    pub(super) database: Box<Config>,
    pub(super) password_file: Option<PathBuf>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) take_over_after: Duration,
    pub(super) node: Option<String>,
}

impl SharedOptions {
    /// Reads what names the database.
    ///
    /// # Errors
    /// If it names none, holds the password, or asks for what cannot be had.
    pub fn new(entry: SharedEntry) -> Result<Self, SharedGuardError> {
        let mut database: Config = entry
            .url
            .parse()
            .map_err(|error| SharedGuardError::InvalidAddress(super::session::describe(&error)))?;
        if database.get_password().is_some() {
            return Err(SharedGuardError::PasswordInAddress);
        }
        if database.get_hosts().is_empty() && database.get_hostaddrs().is_empty() {
            return Err(SharedGuardError::InvalidAddress("no host is named".into()));
        }
        match (&entry.ca_file, database.get_ssl_mode()) {
            (Some(_), _) => drop(database.ssl_mode(SslMode::Require)),
            (None, SslMode::Disable | SslMode::Prefer) => drop(database.ssl_mode(SslMode::Disable)),
            (None, _) => return Err(SharedGuardError::NoAuthority),
        }
        let seconds = entry.take_over_seconds.unwrap_or(TAKE_OVER_SECONDS);
        Ok(Self {
            database: Box::new(database),
            password_file: entry.password_file,
            ca_file: entry.ca_file,
            take_over_after: Duration::from_secs(seconds),
            node: None,
        })
    }

    /// The same for a node. No two nodes may have the same name; a node keeps its name.
    #[must_use]
    pub fn for_node(mut self, name: String) -> Self {
        self.node = Some(name);
        self
    }

    /// The database as messages name it.
    pub fn place(&self) -> String {
        let host = self.database.get_hosts().first().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        let address = self.database.get_hostaddrs().first().map(ToString::to_string);
        let name = self.database.get_dbname().or(self.database.get_user()).unwrap_or_default();
        format!("{name} at {}", host.or(address).unwrap_or_default())
    }

    /// With the password, which is read anew for each connection.
    pub(super) fn with_password(&self) -> Result<Box<Config>, SharedGuardError> {
        let mut database = self.database.clone();
        if let Some(path) = &self.password_file {
            let password = pin::read_file(path).map_err(|error| match error {
                PinError::Exposed(path) => SharedGuardError::PasswordExposed(path),
                PinError::Unreadable { path, reason } => {
                    SharedGuardError::PasswordUnreadable { path, reason }
                }
                PinError::NotGiven => SharedGuardError::PasswordUnreadable {
                    path: path.clone(),
                    reason: "it is empty".into(),
                },
            })?;
            database.password(password.as_bytes());
        }
        Ok(database)
    }
}
