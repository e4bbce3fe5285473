//! The token: where it is, how to log in, what is on it.

mod curve;
mod data;
mod library;
mod login;
mod making;
pub(crate) mod objects;
mod session;
pub(crate) mod wrapping;

pub use curve::{Curve, read_point};
pub use making::{MadeToken, initialise_token};
pub use objects::{KeyInfo, KeyName, label_for};
pub(crate) use session::Connection;

use crate::{
    config::Config,
    error::{DeviceError, FailureClass, StartError},
};
use cryptoki::{context::Pkcs11, error::Error as Pkcs11Error, slot::Slot};
use library::Library;
use login::Login;

/// A token of a device, by way of the vendor's library.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) config: Config,
    library: Library,
    login: Login,
}

impl Token {
    /// Loads the library and looks for the token.
    pub(crate) fn find(config: Config) -> Result<Self, StartError> {
        let library = Library::load(&config.module)?;
        let token = Self { login: Login::new(config.pin.clone()), library, config };
        token.slot(&token.library.enter().pkcs11)?;
        Ok(token)
    }

    /// Opens a session and logs in.
    pub(crate) fn connect(&self, access: Access) -> Result<Connection, DeviceError> {
        let loaded = self.library.enter();
        let slot = self.slot(&loaded.pkcs11).map_err(SlotError::into_device_error)?;
        let session = match access {
            Access::Read => loaded.pkcs11.open_ro_session_no_drop(slot)?,
            Access::Write => loaded.pkcs11.open_rw_session_no_drop(slot)?,
        };
        let connection = Connection::new(session, loaded.epoch);
        let protected = loaded.pkcs11.get_token_info(slot)?.protected_authentication_path();
        if let Err(error) = self.login.log_in(connection.session(), protected) {
            connection.close();
            return Err(error);
        }
        Ok(connection)
    }

    /// Ends a connection, unless it ended with the library.
    pub(crate) fn disconnect(&self, connection: Connection) {
        if self.library.enter().epoch == connection.epoch() {
            connection.close();
        }
    }

    /// Does something with a connection while the library is kept as it is.
    pub(crate) fn with<T>(
        &self,
        connection: &mut Connection,
        act: impl FnOnce(&mut Connection) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        // A call that hangs keeps the library from being ended, which would be worse.
        let loaded = self.library.enter();
        if loaded.epoch != connection.epoch() {
            let ended = "the library was initialised again";
            return Err(DeviceError::new(FailureClass::Session, ended));
        }
        act(connection)
    }

    /// Initialises the library again if nothing else helped.
    pub(crate) fn recover(&self) -> Result<bool, DeviceError> {
        let epoch = self.library.enter().epoch;
        self.library.recover(epoch, self.config.patience.attempt)
    }

    /// The slot that the token is in now.
    pub(crate) fn slot(&self, pkcs11: &Pkcs11) -> Result<Slot, SlotError> {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        for slot in pkcs11.get_slots_with_token()? {
            let info = pkcs11.get_token_info(slot)?;
            if !info.token_initialized() {
                continue;
            }
            let is_wanted = self.config.token.as_deref().is_none_or(|label| label == info.label())
                && self
                    .config
                    .serial
                    .as_deref()
                    .is_none_or(|number| number == info.serial_number());
            if is_wanted {
                found.push(slot);
            }
            seen.push(info.label().to_owned());
        }
        match found.as_slice() {
            [slot] => Ok(*slot),
            [] => Err(SlotError::Missing { wanted: self.name(), seen }),
            several => Err(SlotError::Ambiguous { wanted: self.name(), count: several.len() }),
        }
    }

    /// Calls the library itself.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(&Pkcs11, Slot) -> Result<T, Pkcs11Error>,
    ) -> Result<T, StartError> {
        let loaded = self.library.enter();
        let slot = self.slot(&loaded.pkcs11)?;
        Ok(question(&loaded.pkcs11, slot).map_err(DeviceError::from)?)
    }

    /// What the operator calls it.
    pub(crate) fn name(&self) -> String {
        let name = self.config.token.as_ref().or(self.config.serial.as_ref());
        name.cloned().unwrap_or_default()
    }
}

/// What a session may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Access {
    /// Sign and look.
    Read,
    /// Make and remove objects as well.
    Write,
}

/// Why the token's slot is not known.
#[derive(Debug)]
pub(crate) enum SlotError {
    Missing { wanted: String, seen: Vec<String> },
    Ambiguous { wanted: String, count: usize },
    Device(DeviceError),
}

impl SlotError {
    fn into_device_error(self) -> DeviceError {
        match self {
            Self::Device(error) => error,
            Self::Missing { wanted, .. } => {
                DeviceError::new(FailureClass::Device, format!("the token {wanted:?} is not there"))
            }
            Self::Ambiguous { wanted, count } => DeviceError::new(
                FailureClass::Device,
                format!("{count} tokens are called {wanted:?} now"),
            ),
        }
    }
}

impl From<Pkcs11Error> for SlotError {
    fn from(error: Pkcs11Error) -> Self {
        Self::Device(error.into())
    }
}

impl From<SlotError> for StartError {
    fn from(error: SlotError) -> Self {
        match error {
            SlotError::Missing { wanted, seen } => Self::TokenMissing { wanted, seen },
            SlotError::Ambiguous { wanted, count } => Self::TokenAmbiguous { wanted, count },
            SlotError::Device(error) => Self::Device(error),
        }
    }
}
