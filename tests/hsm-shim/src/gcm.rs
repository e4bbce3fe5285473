//! Encryption by a device that draws the nonces of GCM itself.

use crate::{
    call::{Answer, Call, forward},
    objects,
};
use cryptoki_sys::*;
use std::slice;

/// `C_EncryptInit`, which writes a nonce where the plan says `own-gcm-nonce`.
pub(crate) unsafe fn encrypt(
    call: &Call,
    session: CK_SESSION_HANDLE,
    mechanism: CK_MECHANISM_PTR,
    key: CK_OBJECT_HANDLE,
) -> Answer {
    if call.plan.own_gcm_nonce {
        // SAFETY: our caller vouches for the mechanism.
        let code = unsafe { draw_nonce(call, session, mechanism) }?;
        if code != CKR_OK {
            return Ok(code);
        }
    }
    let run = |real| forward!(call, C_EncryptInit(session, real, key));
    // SAFETY: our caller vouches for the mechanism.
    unsafe { objects::with_mechanism(call, mechanism, run) }
}

/// Fills the nonce of `CKM_AES_GCM`.
///
/// # Safety
/// `mechanism` is null or points to a mechanism, with parameters that are what it says.
unsafe fn draw_nonce(
    call: &Call,
    session: CK_SESSION_HANDLE,
    mechanism: CK_MECHANISM_PTR,
) -> Answer {
    // SAFETY: null, or a mechanism by the contract of this function.
    let Some(device) = (unsafe { mechanism.as_ref() }) else { return Ok(CKR_OK) };
    if device.mechanism != CKM_AES_GCM {
        return Ok(CKR_OK);
    }
    // SAFETY: the parameters of this mechanism, by the contract of this function.
    let parameters = unsafe { device.pParameter.cast::<CK_GCM_PARAMS>().as_ref() };
    let Some(parameters) = parameters.filter(|parameters| !parameters.pIv.is_null()) else {
        return Err(CKR_MECHANISM_PARAM_INVALID);
    };
    // SAFETY: not null, and of this length by the contract of this function.
    let given = unsafe { slice::from_raw_parts(parameters.pIv, parameters.ulIvLen as usize) };
    if given.iter().any(|byte| *byte != 0) {
        return Err(CKR_MECHANISM_PARAM_INVALID);
    }
    forward!(call, C_GenerateRandom(session, parameters.pIv, parameters.ulIvLen))
}
