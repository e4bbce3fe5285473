//! The node's identity in the network, wrapped by a key of the token.
//!
//! The network library needs the secret key in memory, so it cannot stay on the token as the keys of
//! consensus do. It lies in a file, encrypted by a key that does not leave the token:
//!
//! ```json
//! {
//!   "format": "critical-chains-node-key",
//!   "version": 1,
//!   "mechanism": "CKM_AES_GCM",
//!   "key_label": "critical-chains node-key wrapping",
//!   "key_id": "…",
//!   "public": "0x…",
//!   "nonce": "…",
//!   "wrapped": "…"
//! }
//! ```
//!
//! `key_id` is the CKA_ID of the key that wrapped it, so that another token is told from a damaged
//! file; `wrapped` is the secret key's 32 bytes encrypted, and the 16 bytes of the tag.
//!
//! Who may log in to the token, or read the memory of the running node, has the key. It authorises
//! nothing on the chain, and causes no equivocation.

mod error;
mod file;

pub use error::NodeKeyError;

use crate::{
    config::Config,
    error::{DeviceError, FailureClass, StartError},
    opening::connect,
    token::{
        Access, Connection, Token, objects,
        wrapping::{self, Lifetime, WrappingKey},
    },
};
use cryptoki::mechanism::MechanismType;
use file::WrappedNodeKey;
use polkadot_sdk::sp_core::{
    Pair as _,
    ed25519::{Pair, Public},
};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Bytes of a secret key of Ed25519.
const SECRET_BYTES: usize = 32;

/// Longest file of a secret key that is not wrapped: hexadecimal, and room for breaks of the line.
const MAX_FILE_BYTES: u64 = 80;

/// What is authenticated with the key: that it is one of these, in this format.
const ABOUT: &[u8] = b"critical-chains-node-key:1";

/// A node's secret key, in memory.
pub struct NodeKey {
    secret: Zeroizing<[u8; SECRET_BYTES]>,
}

impl NodeKey {
    /// Draws a key.
    ///
    /// # Errors
    /// If the operating system gives no random numbers.
    pub fn draw() -> Result<Self, NodeKeyError> {
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        getrandom::fill(&mut *secret).map_err(|error| NodeKeyError::NoRandom(error.to_string()))?;
        Ok(Self { secret })
    }

    /// Reads a key that is not wrapped: 32 bytes, as they are or in hexadecimal.
    ///
    /// # Errors
    /// If the file cannot be read, or holds something else.
    pub fn read(path: &Path) -> Result<Self, NodeKeyError> {
        let fail = |reason: String| NodeKeyError::NoSecret { path: path.to_owned(), reason };
        let file = File::open(path).map_err(|error| fail(error.to_string()))?;
        // Room for all of it, so that no copy is left behind by growing.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE_BYTES as usize + 1));
        file.take(MAX_FILE_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| fail(error.to_string()))?;
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        if bytes.len() == SECRET_BYTES {
            secret.copy_from_slice(&bytes);
        } else {
            hex::decode_to_slice(bytes.trim_ascii(), &mut *secret)
                .map_err(|_| fail("not a secret key of 32 bytes".into()))?;
        }
        Ok(Self { secret })
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        if bytes.len() != SECRET_BYTES {
            return None;
        }
        secret.copy_from_slice(bytes);
        Some(Self { secret })
    }

    /// The secret key.
    pub fn secret(&self) -> &[u8; SECRET_BYTES] {
        &self.secret
    }

    /// The public key.
    pub fn public(&self) -> Public {
        Pair::from_seed(&self.secret).public()
    }
}

/// Wraps a key and writes it to a file that is not there yet. The key that wraps is made on the
/// token if it has none.
///
/// # Errors
/// If the file is there, or if the token cannot wrap.
pub fn wrap_node_key(config: Config, key: &NodeKey, path: &Path) -> Result<(), StartError> {
    // Before anything is made on the token for it.
    file::refuse_existing(path)?;
    let token = find_token(config)?;
    let connection = connect(&token, Access::Read)?;
    let wrapped = wrapping_key(&token, &connection).and_then(|wrapping| {
        wrapping::test(&connection, &wrapping)?;
        let wrapped = wrapping::encrypt(&connection, &wrapping, ABOUT, key.secret())?;
        let file = WrappedNodeKey { key_id: wrapping.id.clone(), public: key.public(), wrapped };
        unwrap(&connection, &wrapping, &file, path)?;
        Ok(file)
    });
    token.disconnect(connection);
    Ok(wrapped?.write(path)?)
}

/// Unwraps the key that a file holds.
///
/// # Errors
/// If the file is not what it was when it was written, or if the token cannot unwrap it.
pub fn unwrap_node_key(config: Config, path: &Path) -> Result<NodeKey, StartError> {
    let file = WrappedNodeKey::read(path)?;
    let token = find_token(config)?;
    let connection = connect(&token, Access::Read)?;
    let unwrapped = wrapping::find(&connection, wanted(&file.key_id))
        .map_err(StartError::from)
        .and_then(|found| Ok(one(found, &file.key_id)?))
        .and_then(|wrapping| unwrap(&connection, &wrapping, &file, path));
    token.disconnect(connection);
    unwrapped
}

/// The public key of the key that a file holds, as the file says it. The token is not asked.
///
/// # Errors
/// If the file is not one of a wrapped key.
pub fn wrapped_public_key(path: &Path) -> Result<Public, NodeKeyError> {
    Ok(WrappedNodeKey::read(path)?.public)
}

/// The token, if it can encrypt as is needed.
fn find_token(config: Config) -> Result<Token, StartError> {
    let token = Token::find(config)?;
    check_mechanism(&token, file::MECHANISM, *MechanismType::AES_GCM)?;
    Ok(token)
}

fn check_mechanism(token: &Token, name: &'static str, number: u64) -> Result<(), StartError> {
    if objects::has_mechanism(token, number)? {
        return Ok(());
    }
    Err(NodeKeyError::MechanismMissing { name, number }.into())
}

/// The token's key for wrapping, made if there is none.
fn wrapping_key(token: &Token, connection: &Connection) -> Result<WrappingKey, StartError> {
    let found = wrapping::find(connection, None)?;
    if found.is_empty() {
        if token.ask(|pkcs11, slot| pkcs11.get_token_info(slot))?.write_protected() {
            return Err(NodeKeyError::WriteProtected.into());
        }
        check_mechanism(token, "CKM_AES_KEY_GEN", *MechanismType::AES_KEY_GEN)?;
        let writing = connect(token, Access::Write)?;
        let made = wrapping::make(&writing, Lifetime::Token);
        // Its handle is good in this session; the other one has to find it.
        token.disconnect(writing);
        let made = made?;
        log::info!(target: crate::LOG_TARGET, "Made the key {:?} on the token", wrapping::LABEL);
        return Ok(one(wrapping::find(connection, wanted(&made.id))?, &made.id)?);
    }
    let key = one(found, &[])?;
    if key.extractable == Some(true) {
        log::warn!(
            target: crate::LOG_TARGET,
            "The key {:?} may leave the token (CKA_EXTRACTABLE): make another one",
            wrapping::LABEL,
        );
    }
    Ok(key)
}

/// Keys of other tools may have no CKA_ID.
fn wanted(id: &[u8]) -> Option<&[u8]> {
    (!id.is_empty()).then_some(id)
}

fn one(mut found: Vec<WrappingKey>, id: &[u8]) -> Result<WrappingKey, NodeKeyError> {
    let (label, count) = (wrapping::LABEL, found.len());
    match (found.pop(), count) {
        (Some(key), 1) => Ok(key),
        (None, _) => Err(NodeKeyError::WrappingKeyMissing { label, id: hex::encode(id) }),
        (Some(_), _) => Err(NodeKeyError::WrappingKeyAmbiguous { label, count }),
    }
}

fn unwrap(
    connection: &Connection,
    wrapping: &WrappingKey,
    file: &WrappedNodeKey,
    path: &Path,
) -> Result<NodeKey, StartError> {
    let damaged = || NodeKeyError::Damaged(PathBuf::from(path));
    let secret = match wrapping::decrypt(connection, wrapping, ABOUT, &file.wrapped) {
        Ok(secret) => secret,
        Err(error) => {
            return Err(blame(connection, wrapping, error).unwrap_or_else(|| damaged().into()));
        }
    };
    let key = NodeKey::from_bytes(&secret).ok_or_else(damaged)?;
    let (found, expected) = (key.public(), file.public);
    if found != expected {
        return Err(NodeKeyError::OtherPublicKey {
            path: path.to_owned(),
            found: format!("0x{}", hex::encode(found.0)),
            expected: format!("0x{}", hex::encode(expected.0)),
        }
        .into());
    }
    Ok(key)
}

/// The device's failure, unless it does what it should with the same key. Devices have too many codes
/// for bytes that are not authentic, a general error among them, to tell by the code.
fn blame(
    connection: &Connection,
    wrapping: &WrappingKey,
    error: DeviceError,
) -> Option<StartError> {
    if matches!(error.class, FailureClass::Session | FailureClass::Pin) {
        return Some(error.into());
    }
    wrapping::test(connection, wrapping).err().map(|_| error.into())
}
