//! A session with the token, logged in.

use super::objects::{self, KeyName};
use crate::{
    config::Device,
    error::{DeviceError, FailureClass},
};
use cryptoki::{object::ObjectHandle, session::Session};
use polkadot_sdk::sp_core::ed25519::{Public, Signature};
use std::collections::HashMap;

/// A session. The handles of keys belong to it, and are looked up again in another one.
#[derive(Debug)]
pub(crate) struct Connection {
    session: Session,
    epoch: u64,
    handles: HashMap<Public, ObjectHandle>,
}

impl Connection {
    pub(crate) fn new(session: Session, epoch: u64) -> Self {
        Self { session, epoch, handles: HashMap::new() }
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.epoch
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Signs with a key.
    pub(crate) fn sign(
        &mut self,
        device: &Device,
        key: &Public,
        name: &KeyName,
        message: &[u8],
    ) -> Result<Signature, DeviceError> {
        let handle = match self.handles.get(key) {
            Some(handle) => *handle,
            None => {
                let handle = objects::find_private(&self.session, device, name)?;
                self.handles.insert(*key, handle);
                handle
            }
        };
        let mechanism = objects::eddsa(device)?;
        let signature = self.session.sign(&mechanism, handle, message)?;
        Signature::try_from(signature.as_slice()).map_err(|()| {
            let what = format!("C_Sign: a signature of {} bytes", signature.len());
            DeviceError::new(FailureClass::Permanent, what)
        })
    }

    /// Ends the session. It may be dead already, which is no news to anybody.
    ///
    /// Only while the library is as it was when the session was opened: afterwards another session may
    /// have its number.
    pub(super) fn close(self) {
        let _ = self.session.close();
    }
}
