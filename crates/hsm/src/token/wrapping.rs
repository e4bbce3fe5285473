//! A key of the token that encrypts what has to lie outside of it.
//!
//! AES-256 in GCM (CKM_AES_GCM), by C_Encrypt and C_Decrypt. Key wrapping proper (CKM_AES_KEY_WRAP and
//! CKM_AES_KEY_WRAP_PAD) goes by other numbers on many devices, and gives keys: what is unwrapped
//! would have to be an object that is not sensitive, which devices in FIPS mode do not make.

use super::session::Connection;
use crate::error::{DeviceError, FailureClass};
use cryptoki::{
    error::{Error as Pkcs11Error, RvError},
    mechanism::{Mechanism, aead::GcmParams},
    object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle},
    session::Session,
};
use zeroize::Zeroizing;

/// The label of the key.
pub(crate) const LABEL: &str = "critical-chains node-key wrapping";

/// Bytes of the CKA_ID of keys that this program makes.
const ID_BYTES: usize = 16;

/// Bytes of an AES-256 key.
const KEY_BYTES: u64 = 32;

/// Bytes of a nonce: the length for which GCM needs no hashing, and the only one that some devices take.
pub(crate) const NONCE_BYTES: usize = 12;

/// Bytes by which GCM shows damage, all that it has.
const TAG_BYTES: usize = 16;

/// Whether a key outlives the session.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Lifetime {
    /// It stays on the token.
    Token,
    /// It goes with the session.
    Session,
}

/// A key that encrypts.
#[derive(Clone, Debug)]
pub(crate) struct WrappingKey {
    handle: ObjectHandle,
    /// Its CKA_ID; keys of other tools may have none.
    pub(crate) id: Vec<u8>,
    /// Whether the device may give it away; none if it does not say.
    pub(crate) extractable: Option<bool>,
}

/// What was encrypted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Wrapped {
    pub(crate) nonce: [u8; NONCE_BYTES],
    /// As long as what was encrypted, and the tag after it.
    pub(crate) bytes: Vec<u8>,
}

/// The keys with our label, and with this CKA_ID if one is wanted.
pub(crate) fn find(
    connection: &Connection,
    id: Option<&[u8]>,
) -> Result<Vec<WrappingKey>, DeviceError> {
    let session = connection.session();
    let mut template = vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::AES),
        Attribute::Label(LABEL.into()),
    ];
    template.extend(id.map(|id| Attribute::Id(id.to_vec())));
    let read = |handle| {
        let mut key = WrappingKey { handle, id: Vec::new(), extractable: None };
        let asked = [AttributeType::Id, AttributeType::Extractable];
        for attribute in session.get_attributes(handle, &asked)? {
            match attribute {
                Attribute::Id(id) => key.id = id,
                Attribute::Extractable(extractable) => key.extractable = Some(extractable),
                _ => {}
            }
        }
        Ok(key)
    };
    session.find_objects(&template)?.into_iter().map(read).collect()
}

/// Makes a key that cannot leave the token.
pub(crate) fn make(
    connection: &Connection,
    lifetime: Lifetime,
) -> Result<WrappingKey, DeviceError> {
    let id = drawn::<ID_BYTES>()?.to_vec();
    let template = [
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::AES),
        Attribute::ValueLen(KEY_BYTES.into()),
        Attribute::Token(lifetime == Lifetime::Token),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Encrypt(true),
        Attribute::Decrypt(true),
        // A key that both decrypts and wraps would give away what it wrapped.
        Attribute::Wrap(false),
        Attribute::Unwrap(false),
        Attribute::Id(id.clone()),
        Attribute::Label(LABEL.into()),
    ];
    let handle = connection.session().generate_key(&Mechanism::AesKeyGen, &template)?;
    Ok(WrappingKey { handle, id, extractable: Some(false) })
}

/// Ends a key of the session, which would go with it in any case.
pub(crate) fn forget(connection: &Connection, key: WrappingKey) {
    let _ = connection.session().destroy_object(key.handle);
}

/// Encrypts; `about` has to be the same for decrypting.
pub(crate) fn encrypt(
    connection: &Connection,
    key: &WrappingKey,
    about: &[u8],
    plain: &[u8],
) -> Result<Wrapped, DeviceError> {
    let session = connection.session();
    let mut nonce = drawn::<NONCE_BYTES>()?;
    let bytes = match gcm(session, key, &mut nonce, about, plain) {
        Err(error) if is_about_nonce(&error) => {
            // AWS CloudHSM draws it by itself, and takes zeros only.
            nonce = [0; NONCE_BYTES];
            let bytes = gcm(session, key, &mut nonce, about, plain)?;
            if nonce == [0; NONCE_BYTES] {
                let what = "C_Encrypt: a nonce of zeros, which would be the same each time";
                return Err(DeviceError::new(FailureClass::Permanent, what));
            }
            bytes
        }
        other => other?,
    };
    if bytes.len() != plain.len() + TAG_BYTES {
        let what = format!("C_Encrypt: {} bytes for {}", bytes.len(), plain.len());
        return Err(DeviceError::new(FailureClass::Permanent, what));
    }
    Ok(Wrapped { nonce, bytes })
}

fn gcm(
    session: &Session,
    key: &WrappingKey,
    nonce: &mut [u8; NONCE_BYTES],
    about: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, Pkcs11Error> {
    session.encrypt(&mechanism(nonce, about)?, key.handle, plain)
}

/// Decrypts. Devices say in many ways that the bytes are damaged, or that they themselves are.
pub(crate) fn decrypt(
    connection: &Connection,
    key: &WrappingKey,
    about: &[u8],
    wrapped: &Wrapped,
) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
    let mut nonce = wrapped.nonce;
    let mechanism = mechanism(&mut nonce, about)?;
    let plain = connection.session().decrypt(&mechanism, key.handle, &wrapped.bytes)?;
    Ok(Zeroizing::new(plain))
}

/// Whether a key encrypts, decrypts and notices damage.
pub(crate) fn test(connection: &Connection, key: &WrappingKey) -> Result<(), DeviceError> {
    const ABOUT: &[u8] = b"critical-chains wrapping self-test";
    let fail = |what: &str| DeviceError::new(FailureClass::Permanent, what);
    let plain = drawn::<32>()?;
    let mut wrapped = encrypt(connection, key, ABOUT, &plain)?;
    if decrypt(connection, key, ABOUT, &wrapped)?[..] != plain {
        return Err(fail("C_Decrypt: not what was encrypted"));
    }
    if let Some(byte) = wrapped.bytes.first_mut() {
        *byte ^= 1;
    }
    if decrypt(connection, key, ABOUT, &wrapped).is_ok() {
        return Err(fail("C_Decrypt: damage is not noticed"));
    }
    Ok(())
}

fn mechanism<'a>(
    nonce: &'a mut [u8; NONCE_BYTES],
    about: &'a [u8],
) -> Result<Mechanism<'a>, Pkcs11Error> {
    const TAG_BITS: u64 = 8 * TAG_BYTES as u64;
    Ok(Mechanism::AesGcm(GcmParams::new(nonce, about, TAG_BITS.into())?))
}

fn is_about_nonce(error: &Pkcs11Error) -> bool {
    matches!(error, Pkcs11Error::Pkcs11(RvError::ArgumentsBad | RvError::MechanismParamInvalid, _))
}

fn drawn<const BYTES: usize>() -> Result<[u8; BYTES], DeviceError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| DeviceError::new(FailureClass::Permanent, error.to_string()))?;
    Ok(bytes)
}
