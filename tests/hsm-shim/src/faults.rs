//! Faults: what a plan does to calls before they reach the real module.

use crate::{call::Subject, module::Module, plan::Plan, sessions::Sessions};
use cryptoki_sys::*;
use std::{thread, time::Duration};

/// How often a call that hangs looks whether it still does.
const POLL: Duration = Duration::from_millis(10);

/// Functions that make an object, and so need room.
const MAKING: &[&str] = &["C_GenerateKeyPair", "C_GenerateKey", "C_CreateObject"];

/// Functions that change what a token holds.
const WRITING: &[&str] = &[
    "C_GenerateKeyPair",
    "C_GenerateKey",
    "C_CreateObject",
    "C_CopyObject",
    "C_UnwrapKey",
    "C_DeriveKey",
    "C_DestroyObject",
    "C_SetAttributeValue",
];

/// Makes a signature take as long as the plan says: first the delay, then as long as it hangs.
pub(crate) fn take_time(module: &Module, plan: &Plan) {
    thread::sleep(plan.sign_delay);
    while module.reading().is_ok_and(|reading| reading.plan.hang_sign) {
        thread::sleep(POLL);
    }
}

/// Refuses a call with a code, if the plan wants that.
pub(crate) fn refuse(
    plan: &Plan,
    function: &str,
    subject: Subject,
    sessions: &Sessions,
) -> Result<(), CK_RV> {
    if let Some(code) = plan.failure(function) {
        return Err(code);
    }
    if plan.removed {
        match subject {
            // It answers that no token is there.
            Subject::Slot if function == "C_GetSlotInfo" => {}
            Subject::Slot => return Err(CKR_TOKEN_NOT_PRESENT),
            Subject::Session(session) | Subject::Signature { session, .. }
                if sessions.is_removed(session) =>
            {
                return Err(CKR_DEVICE_REMOVED);
            }
            Subject::Session(_) | Subject::Signature { .. } | Subject::Library => {}
        }
    }
    if plan.refuse_pin && function == "C_Login" {
        return Err(CKR_PIN_INCORRECT);
    }
    if plan.full && MAKING.contains(&function) {
        return Err(CKR_DEVICE_MEMORY);
    }
    if plan.read_only && WRITING.contains(&function) {
        return Err(CKR_SESSION_READ_ONLY);
    }
    Ok(())
}
