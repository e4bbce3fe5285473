//! Why a node key cannot be wrapped or unwrapped.

use std::{io, path::PathBuf};

/// Why a node key cannot be wrapped or unwrapped. The node does not start then, and never makes
/// another key instead: its peers would not know it.
#[derive(Debug, thiserror::Error)]
pub enum NodeKeyError {
    /// There is a file already.
    #[error("{} is there already\nhint: keep it, or give another name to --hsm-node-key", .0.display())]
    AlreadyExists(PathBuf),
    /// The file is not there.
    #[error(
        "no wrapped node key in {}\nhint: make it with `critical-chains-node hsm node-key init`, or put \
         it back; the peers know this node by it", .0.display()
    )]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error("the wrapped node key {}: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("the wrapped node key {}: {source}{hint}", path.display(), hint = writing_hint(source))]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// The file holds something else, or less.
    #[error(
        "{} is no wrapped node key: {reason}\nhint: give the file that `hsm node-key init` wrote, or \
         put it back from a copy", path.display()
    )]
    Invalid {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The file is of another release.
    #[error(
        "{}: format {format:?} version {version} is not known; this release reads {expected:?} version \
         {known}\nhint: use the release that wrote it, or a later one", path.display(),
        expected = super::file::FORMAT, known = super::file::VERSION
    )]
    OtherFormat {
        /// Which file.
        path: PathBuf,
        /// The format it says it has.
        format: String,
        /// The version it says it has.
        version: u32,
    },
    /// What was wrapped was changed.
    #[error(
        "the wrapped node key in {} is damaged: the token cannot authenticate it\nhint: put it back from \
         a copy; if there is none, make another one under another name and tell the peers its PeerId",
        .0.display()
    )]
    Damaged(PathBuf),
    /// The key that was unwrapped has another public key than the file says.
    #[error(
        "the node key in {} has the public key {found}, and the file says {expected}\nhint: put the file \
         back from a copy", path.display()
    )]
    OtherPublicKey {
        /// Which file.
        path: PathBuf,
        /// The public key of the key that was unwrapped.
        found: String,
        /// The public key that the file says.
        expected: String,
    },
    /// The token has not the key that wrapped it.
    #[error(
        "the token has no key {label:?} with CKA_ID {id:?}, which wrapped the node key\nhint: name the \
         token on which it was wrapped; if that is lost, make another node key with `hsm node-key init` \
         under another name and tell the peers its PeerId"
    )]
    WrappingKeyMissing {
        /// Its CKA_LABEL.
        label: &'static str,
        /// Its CKA_ID, in hexadecimal.
        id: String,
    },
    /// It is not clear which key is meant.
    #[error(
        "{count} keys {label:?} are on the token\nhint: have those that wrapped no node key removed with \
         the vendor's tool, or give them other labels"
    )]
    WrappingKeyAmbiguous {
        /// Their CKA_LABEL.
        label: &'static str,
        /// How many there are.
        count: usize,
    },
    /// The token has no key to wrap with, and takes none.
    #[error(
        "the token is write-protected, and has no key to wrap a node key with\nhint: make an AES-256 key \
         {label:?} with the vendor's tool that encrypts and decrypts, or keep the node key in a file",
        label = crate::token::wrapping::LABEL
    )]
    WriteProtected,
    /// The device lacks the mechanism.
    #[error(
        "the token has no {name} ({number:#06x}), which wrapping a node key takes\nhint: keep the node key in a \
         file: --node-key-file instead of --hsm-node-key"
    )]
    MechanismMissing {
        /// Its name.
        name: &'static str,
        /// Its number.
        number: u64,
    },
    /// What is to be wrapped is no node key.
    #[error(
        "{}: {reason}\nhint: give 32 bytes, as they are or in hexadecimal, as `critical-chains-node key \
         generate-node-key` writes them", path.display()
    )]
    NoSecret {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No key could be drawn.
    #[error("the operating system gives no random numbers: {0}")]
    NoRandom(String),
}

fn writing_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            "\nhint: another process is writing it, or ended while it did: if none is, remove this file"
        }
        _ => "",
    }
}
