//! Making a token, on devices that let applications do so.

use super::{Library, SlotError, Token, login::Login};
use crate::{
    config::Config,
    error::{DeviceError, StartError},
    pin::PinSource,
};
use cryptoki::session::UserType;

/// A token that was made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MadeToken {
    /// Its label.
    pub label: String,
    /// The serial number that the device gave it.
    pub serial: String,
}

/// Makes a token in the first free slot: with the configured label, the security officer's PIN, and
/// the user's PIN.
///
/// # Errors
/// If there is one of this label, if no slot is free, if a PIN is not known, or if the device refuses.
pub fn initialise_token(config: &Config, officer: &PinSource) -> Result<MadeToken, StartError> {
    let (officer, user) = (officer.read()?, config.pin.read()?);
    let library = Library::load(&config.module)?;
    let token = Token { login: Login::new(config.pin.clone()), library, config: config.clone() };
    let label = config.token.clone().unwrap_or_default();
    let loaded = token.library.enter();
    match token.slot(&loaded.pkcs11) {
        Err(SlotError::Missing { .. }) => {}
        Ok(_) | Err(SlotError::Ambiguous { .. }) => return Err(StartError::TokenExists(label)),
        Err(SlotError::Device(error)) => return Err(error.into()),
    }
    let device = |error| StartError::Device(DeviceError::from(error));
    let mut free = None;
    for slot in loaded.pkcs11.get_slots_with_token().map_err(device)? {
        if !loaded.pkcs11.get_token_info(slot).map_err(device)?.token_initialized() {
            free = Some(slot);
            break;
        }
    }
    loaded
        .pkcs11
        .init_token(free.ok_or(StartError::NoFreeSlot)?, &officer, &label)
        .map_err(device)?;
    // Some devices give the slot another number then.
    let slot = token.slot(&loaded.pkcs11)?;
    let session = loaded.pkcs11.open_rw_session(slot).map_err(device)?;
    session.login(UserType::So, Some(&officer)).map_err(device)?;
    session.init_pin(&user).map_err(device)?;
    let info = loaded.pkcs11.get_token_info(slot).map_err(device)?;
    Ok(MadeToken { label: info.label().into(), serial: info.serial_number().into() })
}
