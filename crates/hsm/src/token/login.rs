//! Logging in: once for all sessions, and never twice with a PIN that was refused.

use crate::{
    error::{DeviceError, FailureClass},
    pin::{PinMark, PinSource},
};
use cryptoki::{
    error::{Error as Pkcs11Error, RvError},
    session::{Session, UserType},
};
use parking_lot::Mutex;
use std::hash::RandomState;

/// Logs sessions in.
#[derive(Debug)]
pub(crate) struct Login {
    source: PinSource,
    keys: RandomState,
    /// The PIN that was refused last. Tokens lock after a few attempts.
    refused: Mutex<Option<PinMark>>,
}

impl Login {
    pub(crate) fn new(source: PinSource) -> Self {
        Self { source, keys: RandomState::new(), refused: Mutex::default() }
    }

    /// Logs in; `protected` if the device asks for the PIN itself.
    pub(crate) fn log_in(&self, session: &Session, protected: bool) -> Result<(), DeviceError> {
        if protected {
            return outcome(session.login(UserType::User, None));
        }
        let fail = |reason: String| DeviceError::new(FailureClass::Pin, reason);
        // Held during the attempt, so that two sessions do not make two of them.
        let mut refused = self.refused.lock();
        let mark = self.source.mark(&self.keys).map_err(|error| fail(error.to_string()))?;
        if *refused == Some(mark) {
            return Err(fail("the token refused this PIN before".into()));
        }
        let pin = self.source.read().map_err(|error| fail(error.to_string()))?;
        let result = outcome(session.login(UserType::User, Some(&pin)));
        *refused = match &result {
            Err(error) if error.class == FailureClass::Pin => Some(mark),
            _ => None,
        };
        result
    }
}

fn outcome(result: Result<(), Pkcs11Error>) -> Result<(), DeviceError> {
    match result {
        Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
