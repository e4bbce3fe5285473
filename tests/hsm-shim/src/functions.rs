//! The table of functions that callers see.
#![allow(non_snake_case, reason = "the names are those of the interface")]
#![allow(clippy::too_many_arguments, reason = "and so are the arguments")]

use crate::{
    call::{Subject, call, forward},
    gcm, objects, sessions, slots,
};
use cryptoki_sys::*;

/// Declares functions by what they are called on. Without more they are forwarded as they are;
/// `= path` names who forwards them instead, and `= mechanism` those of which only the mechanism
/// is looked at.
macro_rules! functions {
    ($($subject:ident {
        $($name:ident($($argument:ident: $type:ty),*) $(= $($handler:ident)::+)?;)*
    })*) => {
        $($(
            unsafe extern "C" fn $name($($argument: $type),*) -> CK_RV {
                call(
                    stringify!($name),
                    functions!(@subject $subject $($argument)*),
                    |call| functions!(@run call $name ($($argument),*) $($($handler)::+)?),
                )
            }
        )*)*

        /// Functions that pass through a plan.
        pub(crate) const NAMES: &[&str] = &[$($(stringify!($name)),*),*];

        static LIST: CK_FUNCTION_LIST = CK_FUNCTION_LIST {
            version: CK_VERSION { major: 2, minor: 40 },
            C_GetFunctionList: Some(C_GetFunctionList),
            $($($name: Some($name),)*)*
        };
    };
    (@subject Library $($argument:ident)*) => { Subject::Library };
    (@subject Slot $slot:ident $($argument:ident)*) => { Subject::Slot };
    (@subject Session $session:ident $($argument:ident)*) => { Subject::Session($session) };
    (@subject Signature $session:ident $data:ident $data_bytes:ident $out:ident $out_bytes:ident) => {
        Subject::Signature { session: $session, made: !$out.is_null() }
    };
    (@run $call:ident $name:ident ($($argument:ident),*)) => {
        forward!($call, $name($($argument),*))
    };
    (@run $call:ident $name:ident ($session:ident, $mechanism:ident $(, $argument:ident)*) mechanism) => {
        {
            let run = |real| forward!($call, $name($session, real $(, $argument)*));
            // SAFETY: our caller vouches for the mechanism.
            unsafe { objects::with_mechanism($call, $mechanism, run) }
        }
    };
    (@run $call:ident $name:ident ($($argument:ident),*) $($handler:ident)::+) => {
        // SAFETY: our caller vouches for every pointer, as the interface asks.
        unsafe { $($handler)::+($call, $($argument),*) }
    };
}

/// Gives the table of functions: the one symbol that a PKCS#11 module must have.
///
/// # Safety
/// `list` is null or can be written to.
#[unsafe(no_mangle)]
unsafe extern "C" fn C_GetFunctionList(list: CK_FUNCTION_LIST_PTR_PTR) -> CK_RV {
    if list.is_null() {
        return CKR_ARGUMENTS_BAD;
    }
    // SAFETY: not null, and the caller vouches for it. Nobody writes to a module's table.
    unsafe { *list = (&raw const LIST).cast_mut() };
    CKR_OK
}

functions! {
    Library {
        C_Initialize(arguments: CK_VOID_PTR) = sessions::initialise;
        C_Finalize(reserved: CK_VOID_PTR) = sessions::finalise;
        C_GetInfo(info: CK_INFO_PTR);
        C_GetSlotList(present: CK_BBOOL, slots: CK_SLOT_ID_PTR, count: CK_ULONG_PTR) = slots::list;
        C_WaitForSlotEvent(flags: CK_FLAGS, slot: CK_SLOT_ID_PTR, reserved: CK_VOID_PTR);
    }
    Slot {
        C_GetSlotInfo(slot: CK_SLOT_ID, info: CK_SLOT_INFO_PTR) = slots::info;
        C_GetTokenInfo(slot: CK_SLOT_ID, info: CK_TOKEN_INFO_PTR) = slots::token_info;
        C_GetMechanismList(slot: CK_SLOT_ID, list: CK_MECHANISM_TYPE_PTR, count: CK_ULONG_PTR) = slots::mechanisms;
        C_GetMechanismInfo(slot: CK_SLOT_ID, mechanism: CK_MECHANISM_TYPE, info: CK_MECHANISM_INFO_PTR) = slots::mechanism_info;
        C_InitToken(slot: CK_SLOT_ID, pin: CK_UTF8CHAR_PTR, pin_bytes: CK_ULONG, label: CK_UTF8CHAR_PTR);
        C_OpenSession(slot: CK_SLOT_ID, flags: CK_FLAGS, application: CK_VOID_PTR, notify: CK_NOTIFY, session: CK_SESSION_HANDLE_PTR) = sessions::open;
        C_CloseAllSessions(slot: CK_SLOT_ID) = sessions::close_all;
    }
    Session {
        C_CloseSession(session: CK_SESSION_HANDLE) = sessions::close;
        C_GetSessionInfo(session: CK_SESSION_HANDLE, info: CK_SESSION_INFO_PTR);
        C_GetOperationState(session: CK_SESSION_HANDLE, state: CK_BYTE_PTR, state_bytes: CK_ULONG_PTR);
        C_SetOperationState(session: CK_SESSION_HANDLE, state: CK_BYTE_PTR, state_bytes: CK_ULONG, encryption_key: CK_OBJECT_HANDLE, authentication_key: CK_OBJECT_HANDLE);
        C_InitPIN(session: CK_SESSION_HANDLE, pin: CK_UTF8CHAR_PTR, pin_bytes: CK_ULONG);
        C_SetPIN(session: CK_SESSION_HANDLE, old: CK_UTF8CHAR_PTR, old_bytes: CK_ULONG, new: CK_UTF8CHAR_PTR, new_bytes: CK_ULONG);
        C_Login(session: CK_SESSION_HANDLE, user: CK_USER_TYPE, pin: CK_UTF8CHAR_PTR, pin_bytes: CK_ULONG);
        C_Logout(session: CK_SESSION_HANDLE);

        C_CreateObject(session: CK_SESSION_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG, object: CK_OBJECT_HANDLE_PTR) = objects::create;
        C_CopyObject(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG, copy: CK_OBJECT_HANDLE_PTR);
        C_DestroyObject(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE);
        C_GetObjectSize(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, bytes: CK_ULONG_PTR);
        C_GetAttributeValue(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG) = objects::attributes;
        C_SetAttributeValue(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG);
        C_FindObjectsInit(session: CK_SESSION_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG) = objects::find;
        C_FindObjects(session: CK_SESSION_HANDLE, objects: CK_OBJECT_HANDLE_PTR, most: CK_ULONG, count: CK_ULONG_PTR);
        C_FindObjectsFinal(session: CK_SESSION_HANDLE);

        C_EncryptInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = gcm::encrypt;
        C_Encrypt(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_EncryptUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_EncryptFinal(session: CK_SESSION_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DecryptInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = mechanism;
        C_Decrypt(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DecryptUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DecryptFinal(session: CK_SESSION_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DigestInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR) = mechanism;
        C_Digest(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DigestUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG);
        C_DigestKey(session: CK_SESSION_HANDLE, key: CK_OBJECT_HANDLE);
        C_DigestFinal(session: CK_SESSION_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);

        C_SignInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = mechanism;
        C_SignUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG);
        C_SignFinal(session: CK_SESSION_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_SignRecoverInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = mechanism;
        C_SignRecover(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_VerifyInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = mechanism;
        C_Verify(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, signature: CK_BYTE_PTR, signature_bytes: CK_ULONG);
        C_VerifyUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG);
        C_VerifyFinal(session: CK_SESSION_HANDLE, signature: CK_BYTE_PTR, signature_bytes: CK_ULONG);
        C_VerifyRecoverInit(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, key: CK_OBJECT_HANDLE) = mechanism;
        C_VerifyRecover(session: CK_SESSION_HANDLE, signature: CK_BYTE_PTR, signature_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DigestEncryptUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DecryptDigestUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_SignEncryptUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
        C_DecryptVerifyUpdate(session: CK_SESSION_HANDLE, part: CK_BYTE_PTR, part_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);

        C_GenerateKey(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, template: CK_ATTRIBUTE_PTR, count: CK_ULONG, key: CK_OBJECT_HANDLE_PTR) = mechanism;
        C_GenerateKeyPair(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, public: CK_ATTRIBUTE_PTR, public_count: CK_ULONG, private: CK_ATTRIBUTE_PTR, private_count: CK_ULONG, public_key: CK_OBJECT_HANDLE_PTR, private_key: CK_OBJECT_HANDLE_PTR) = objects::generate_pair;
        C_WrapKey(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, wrapping_key: CK_OBJECT_HANDLE, key: CK_OBJECT_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR) = mechanism;
        C_UnwrapKey(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, unwrapping_key: CK_OBJECT_HANDLE, wrapped: CK_BYTE_PTR, wrapped_bytes: CK_ULONG, template: CK_ATTRIBUTE_PTR, count: CK_ULONG, key: CK_OBJECT_HANDLE_PTR) = objects::unwrap;
        C_DeriveKey(session: CK_SESSION_HANDLE, mechanism: CK_MECHANISM_PTR, base_key: CK_OBJECT_HANDLE, template: CK_ATTRIBUTE_PTR, count: CK_ULONG, key: CK_OBJECT_HANDLE_PTR) = mechanism;
        C_SeedRandom(session: CK_SESSION_HANDLE, seed: CK_BYTE_PTR, seed_bytes: CK_ULONG);
        C_GenerateRandom(session: CK_SESSION_HANDLE, out: CK_BYTE_PTR, out_bytes: CK_ULONG);
        C_GetFunctionStatus(session: CK_SESSION_HANDLE);
        C_CancelFunction(session: CK_SESSION_HANDLE);
    }
    Signature {
        C_Sign(session: CK_SESSION_HANDLE, data: CK_BYTE_PTR, data_bytes: CK_ULONG, out: CK_BYTE_PTR, out_bytes: CK_ULONG_PTR);
    }
}
