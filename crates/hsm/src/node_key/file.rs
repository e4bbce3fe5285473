//! The file of a wrapped node key.

use super::NodeKeyError;
use crate::{
    config::public_key,
    token::wrapping::{NONCE_BYTES, Wrapped},
};
use polkadot_sdk::sp_core::ed25519::Public;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What the file says it is.
pub(super) const FORMAT: &str = "critical-chains-node-key";

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// What wraps.
pub(super) const MECHANISM: &str = "CKM_AES_GCM";

/// What is in the file.
#[derive(Clone, Debug)]
pub(super) struct WrappedNodeKey {
    /// The CKA_ID of the key that wrapped it.
    pub(super) key_id: Vec<u8>,
    pub(super) public: Public,
    pub(super) wrapped: Wrapped,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    format: String,
    version: u32,
    mechanism: String,
    key_label: String,
    key_id: String,
    public: String,
    nonce: String,
    wrapped: String,
}

/// What is read before the rest, so that a file of another release is told from a damaged one.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u32,
}

impl WrappedNodeKey {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self, NodeKeyError> {
        let text = fs::read_to_string(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => NodeKeyError::Missing(path.to_owned()),
            _ => NodeKeyError::Unreadable { path: path.to_owned(), source },
        })?;
        let fail = |reason: String| NodeKeyError::Invalid { path: path.to_owned(), reason };
        let Header { format, version } =
            serde_json::from_str(&text).map_err(|error| fail(error.to_string()))?;
        if format != FORMAT || version != VERSION {
            return Err(NodeKeyError::OtherFormat { path: path.to_owned(), format, version });
        }
        let contents: Contents =
            serde_json::from_str(&text).map_err(|error| fail(error.to_string()))?;
        contents.understood().map_err(|what| fail(what.into()))
    }

    /// Writes a file that only its owner may read, whole or not at all, and never over another.
    pub(super) fn write(&self, path: &Path) -> Result<(), NodeKeyError> {
        let contents = Contents {
            format: FORMAT.into(),
            version: VERSION,
            mechanism: MECHANISM.into(),
            key_label: crate::token::wrapping::LABEL.into(),
            key_id: hex::encode(&self.key_id),
            public: format!("0x{}", hex::encode(self.public.0)),
            nonce: hex::encode(self.wrapped.nonce),
            wrapped: hex::encode(&self.wrapped.bytes),
        };
        let fail = |path: &Path, source| NodeKeyError::Unwritable { path: path.to_owned(), source };
        let text = serde_json::to_string_pretty(&contents)
            .map_err(|error| fail(path, io::Error::other(error)))?;
        let new = new_name(path);
        // Its name keeps a second writer away until the first has looked and renamed.
        let file = private(&new).map_err(|source| fail(&new, source))?;
        let written = refuse_existing(path)
            .and_then(|()| put(file, &text, &new, path).map_err(|source| fail(path, source)));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }
}

impl Contents {
    fn understood(self) -> Result<WrappedNodeKey, &'static str> {
        if self.mechanism != MECHANISM {
            return Err("mechanism is not CKM_AES_GCM");
        }
        if self.key_label != crate::token::wrapping::LABEL {
            return Err("key_label is not that of keys which wrap node keys");
        }
        let key_id = hex::decode(&self.key_id).map_err(|_| "key_id is not hexadecimal")?;
        let public = public_key(&self.public).ok_or("public is not 32 bytes in hexadecimal")?;
        let mut nonce = [0; NONCE_BYTES];
        hex::decode_to_slice(&self.nonce, &mut nonce)
            .map_err(|_| "nonce is not 12 bytes in hexadecimal")?;
        let bytes = hex::decode(&self.wrapped).map_err(|_| "wrapped is not hexadecimal")?;
        Ok(WrappedNodeKey { key_id, public, wrapped: Wrapped { nonce, bytes } })
    }
}

/// Refuses a name that is taken.
pub(super) fn refuse_existing(path: &Path) -> Result<(), NodeKeyError> {
    // A link that leads nowhere is something too.
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(_) => Err(NodeKeyError::AlreadyExists(path.to_owned())),
        Err(source) => Err(NodeKeyError::Unwritable { path: path.to_owned(), source }),
    }
}

fn new_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn put(mut file: File, text: &str, new: &Path, path: &Path) -> io::Result<()> {
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(new, path)?;
    // So that the name is on the disk too.
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}
