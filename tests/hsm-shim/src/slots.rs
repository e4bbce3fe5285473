//! Slots and tokens, and which mechanisms they know.

use crate::call::{Answer, Call, forward};
use cryptoki_sys::*;
use std::ptr;

/// `C_GetSlotList`, which finds no token when that is removed.
pub(crate) unsafe fn list(
    call: &Call,
    token_present: CK_BBOOL,
    slots: CK_SLOT_ID_PTR,
    count: CK_ULONG_PTR,
) -> Answer {
    if !call.plan.removed || token_present == CK_FALSE {
        return forward!(call, C_GetSlotList(token_present, slots, count));
    }
    if count.is_null() {
        return Err(CKR_ARGUMENTS_BAD);
    }
    // SAFETY: not null, and the caller vouches for it.
    unsafe { *count = 0 };
    Ok(CKR_OK)
}

/// `C_GetSlotInfo`.
pub(crate) unsafe fn info(call: &Call, slot: CK_SLOT_ID, info: CK_SLOT_INFO_PTR) -> Answer {
    let code = forward!(call, C_GetSlotInfo(slot, info))?;
    if code == CKR_OK && call.plan.removed {
        // SAFETY: the real module has just written there.
        unsafe { (*info).flags &= !CKF_TOKEN_PRESENT };
    }
    Ok(code)
}

/// `C_GetTokenInfo`.
pub(crate) unsafe fn token_info(call: &Call, slot: CK_SLOT_ID, info: CK_TOKEN_INFO_PTR) -> Answer {
    let code = forward!(call, C_GetTokenInfo(slot, info))?;
    if code == CKR_OK && call.plan.read_only {
        // SAFETY: the real module has just written there.
        unsafe { (*info).flags |= CKF_WRITE_PROTECTED };
    }
    Ok(code)
}

/// `C_GetMechanismList` in the device's numbers.
pub(crate) unsafe fn mechanisms(
    call: &Call,
    slot: CK_SLOT_ID,
    list: CK_MECHANISM_TYPE_PTR,
    count: CK_ULONG_PTR,
) -> Answer {
    if !call.plan.renames_mechanisms() {
        return forward!(call, C_GetMechanismList(slot, list, count));
    }
    if count.is_null() {
        return Err(CKR_ARGUMENTS_BAD);
    }
    let mut real_count = 0;
    let code = forward!(call, C_GetMechanismList(slot, ptr::null_mut(), &mut real_count))?;
    if code != CKR_OK {
        return Ok(code);
    }
    let mut real = vec![0; real_count as usize];
    let code = forward!(call, C_GetMechanismList(slot, real.as_mut_ptr(), &mut real_count))?;
    if code != CKR_OK {
        return Ok(code);
    }
    real.truncate(real_count as usize);

    let known: Vec<_> = real.into_iter().filter_map(|of| call.plan.device_mechanism(of)).collect();
    // SAFETY: not null, and the caller vouches for it.
    let room = unsafe { count.replace(known.len() as CK_ULONG) };
    if list.is_null() {
        return Ok(CKR_OK);
    }
    if (room as usize) < known.len() {
        return Ok(CKR_BUFFER_TOO_SMALL);
    }
    // SAFETY: the caller vouches that `room` numbers fit there, and these are no more.
    unsafe { list.copy_from_nonoverlapping(known.as_ptr(), known.len()) };
    Ok(CKR_OK)
}

/// `C_GetMechanismInfo` for one of the device's numbers.
pub(crate) unsafe fn mechanism_info(
    call: &Call,
    slot: CK_SLOT_ID,
    mechanism: CK_MECHANISM_TYPE,
    info: CK_MECHANISM_INFO_PTR,
) -> Answer {
    let real = call.plan.real_mechanism(mechanism)?;
    forward!(call, C_GetMechanismInfo(slot, real, info))
}
