//! Objects and keys: functions with templates and mechanisms.

use crate::{
    call::{Answer, Call, forward},
    dialect::Purpose,
    template::Template,
};
use cryptoki_sys::*;
use std::{ptr, slice};

/// Room for the longest value that is rewritten.
const VALUE_BYTES: usize = 256;

/// A caller's mechanism with the real module's number, or nothing where the caller gave none.
///
/// # Safety
/// `mechanism` is null or points to a mechanism.
pub(crate) unsafe fn real_mechanism(
    call: &Call,
    mechanism: CK_MECHANISM_PTR,
) -> Result<Option<CK_MECHANISM>, CK_RV> {
    // SAFETY: null, or a mechanism by the contract of this function.
    let Some(device) = (unsafe { mechanism.as_ref() }) else { return Ok(None) };
    let real = call.plan.real_mechanism(device.mechanism)?;
    Ok(Some(CK_MECHANISM { mechanism: real, ..*device }))
}

fn pointer(mechanism: &mut Option<CK_MECHANISM>) -> CK_MECHANISM_PTR {
    mechanism.as_mut().map_or(ptr::null_mut(), ptr::from_mut)
}

/// Runs a function whose first argument after the session is a mechanism.
///
/// # Safety
/// `mechanism` is null or points to a mechanism.
pub(crate) unsafe fn with_mechanism(
    call: &Call,
    mechanism: CK_MECHANISM_PTR,
    run: impl FnOnce(CK_MECHANISM_PTR) -> Answer,
) -> Answer {
    // SAFETY: the same contract.
    let mut real = unsafe { real_mechanism(call, mechanism) }?;
    run(pointer(&mut real))
}

/// `C_CreateObject`.
pub(crate) unsafe fn create(
    call: &Call,
    session: CK_SESSION_HANDLE,
    template: CK_ATTRIBUTE_PTR,
    count: CK_ULONG,
    object: CK_OBJECT_HANDLE_PTR,
) -> Answer {
    // SAFETY: our caller vouches for the template.
    let mut template = unsafe { Template::copy(template, count) };
    if call.plan.no_object_data && template.number(CKA_CLASS) == Some(CKO_DATA) {
        return Err(CKR_ATTRIBUTE_VALUE_INVALID);
    }
    call.plan.rewrite(&mut template, Purpose::Make { edwards: false })?;
    forward!(call, C_CreateObject(session, template.pointer(), template.count(), object))
}

/// `C_FindObjectsInit`.
pub(crate) unsafe fn find(
    call: &Call,
    session: CK_SESSION_HANDLE,
    template: CK_ATTRIBUTE_PTR,
    count: CK_ULONG,
) -> Answer {
    // SAFETY: our caller vouches for the template.
    let mut template = unsafe { Template::copy(template, count) };
    call.plan.rewrite(&mut template, Purpose::Find)?;
    forward!(call, C_FindObjectsInit(session, template.pointer(), template.count()))
}

/// `C_GenerateKeyPair`.
#[expect(clippy::too_many_arguments, reason = "the interface has them")]
pub(crate) unsafe fn generate_pair(
    call: &Call,
    session: CK_SESSION_HANDLE,
    mechanism: CK_MECHANISM_PTR,
    public: CK_ATTRIBUTE_PTR,
    public_count: CK_ULONG,
    private: CK_ATTRIBUTE_PTR,
    private_count: CK_ULONG,
    public_key: CK_OBJECT_HANDLE_PTR,
    private_key: CK_OBJECT_HANDLE_PTR,
) -> Answer {
    // SAFETY: our caller vouches for the mechanism.
    let mut mechanism = unsafe { real_mechanism(call, mechanism) }?;
    let edwards = mechanism.is_some_and(|real| real.mechanism == CKM_EC_EDWARDS_KEY_PAIR_GEN);
    // SAFETY: our caller vouches for both templates.
    let [mut public, mut private] = [(public, public_count), (private, private_count)]
        .map(|(template, count)| unsafe { Template::copy(template, count) });
    call.plan.rewrite(&mut public, Purpose::Make { edwards })?;
    call.plan.rewrite(&mut private, Purpose::Make { edwards })?;

    forward!(
        call,
        C_GenerateKeyPair(
            session,
            pointer(&mut mechanism),
            public.pointer(),
            public.count(),
            private.pointer(),
            private.count(),
            public_key,
            private_key,
        )
    )
}

/// `C_UnwrapKey`.
#[expect(clippy::too_many_arguments, reason = "the interface has them")]
pub(crate) unsafe fn unwrap(
    call: &Call,
    session: CK_SESSION_HANDLE,
    mechanism: CK_MECHANISM_PTR,
    unwrapping_key: CK_OBJECT_HANDLE,
    wrapped: CK_BYTE_PTR,
    wrapped_bytes: CK_ULONG,
    template: CK_ATTRIBUTE_PTR,
    count: CK_ULONG,
    key: CK_OBJECT_HANDLE_PTR,
) -> Answer {
    // SAFETY: our caller vouches for the mechanism.
    let mut mechanism = unsafe { real_mechanism(call, mechanism) }?;
    // SAFETY: our caller vouches for the template.
    let mut template = unsafe { Template::copy(template, count) };
    call.plan.rewrite(&mut template, Purpose::Make { edwards: false })?;

    forward!(
        call,
        C_UnwrapKey(
            session,
            pointer(&mut mechanism),
            unwrapping_key,
            wrapped,
            wrapped_bytes,
            template.pointer(),
            template.count(),
            key,
        )
    )
}

/// `C_GetAttributeValue`, with values in the device's forms.
pub(crate) unsafe fn attributes(
    call: &Call,
    session: CK_SESSION_HANDLE,
    object: CK_OBJECT_HANDLE,
    template: CK_ATTRIBUTE_PTR,
    count: CK_ULONG,
) -> Answer {
    if template.is_null() {
        return forward!(call, C_GetAttributeValue(session, object, template, count));
    }
    // SAFETY: not null, and our caller vouches for the template.
    let asked = unsafe { slice::from_raw_parts_mut(template, count as usize) };
    if !asked.iter().any(|attribute| call.plan.changes(attribute.type_))
        || !is_edwards(call, session, object)
    {
        return forward!(call, C_GetAttributeValue(session, object, template, count));
    }

    let mut values = vec![[0_u8; VALUE_BYTES]; asked.len()];
    let mut real = asked.to_vec();
    for (attribute, value) in real.iter_mut().zip(&mut values) {
        if call.plan.changes(attribute.type_) {
            attribute.pValue = value.as_mut_ptr().cast();
            attribute.ulValueLen = VALUE_BYTES as CK_ULONG;
        }
    }
    let mut code = forward!(call, C_GetAttributeValue(session, object, real.as_mut_ptr(), count))?;

    for ((asked, real), value) in asked.iter_mut().zip(&real).zip(&values) {
        let value = usize::try_from(real.ulValueLen).ok().and_then(|bytes| value.get(..bytes));
        match value.filter(|_| call.plan.changes(asked.type_)) {
            Some(value) => {
                let device = call.plan.device_value(asked.type_, value);
                // SAFETY: our caller vouches for the attribute's value.
                let written = unsafe { write(asked, &device) };
                if !written && code == CKR_OK {
                    code = CKR_BUFFER_TOO_SMALL;
                }
            }
            None => asked.ulValueLen = real.ulValueLen,
        }
    }
    Ok(code)
}

/// Answers for one attribute, and tells whether there was room.
///
/// # Safety
/// The attribute's value is null or has room for as many bytes as its length says.
unsafe fn write(attribute: &mut CK_ATTRIBUTE, value: &[u8]) -> bool {
    let fits = attribute.ulValueLen as usize >= value.len();
    if !attribute.pValue.is_null() {
        if !fits {
            attribute.ulValueLen = CK_UNAVAILABLE_INFORMATION;
            return false;
        }
        // SAFETY: not null, and it fits.
        unsafe { ptr::copy_nonoverlapping(value.as_ptr(), attribute.pValue.cast(), value.len()) };
    }
    attribute.ulValueLen = value.len() as CK_ULONG;
    true
}

fn is_edwards(call: &Call, session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE) -> bool {
    let mut key_type: CK_KEY_TYPE = 0;
    let mut asked = CK_ATTRIBUTE {
        type_: CKA_KEY_TYPE,
        pValue: (&raw mut key_type).cast(),
        ulValueLen: size_of::<CK_KEY_TYPE>() as CK_ULONG,
    };
    let answer = forward!(call, C_GetAttributeValue(session, object, &mut asked, 1));
    answer == Ok(CKR_OK) && key_type == CKK_EC_EDWARDS
}
