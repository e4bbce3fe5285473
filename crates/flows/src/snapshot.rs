//! The whole state of an engine as bytes, and back.
//!
//! Layout: eight bytes of [`MAGIC`], the version (two bytes, little endian), the SCALE encoding of
//! the engine in which empty places of tables are left out, and eight bytes of SipHash-1-3 under a
//! key of zeros over all before it, which finds what a disk lost (not who forged it).

use crate::Engine;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use core::fmt;
use siphasher::sip::SipHasher13;

/// The first bytes of every snapshot.
pub const MAGIC: [u8; 8] = *b"ccflows\0";

/// The version that this code writes and reads.
pub const SNAPSHOT_VERSION: u16 = 1;

const HEADER_BYTES: usize = 10;
const CHECK_BYTES: usize = 8;

/// Why a snapshot cannot be restored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SnapshotError {
    /// It does not begin as a snapshot does.
    NotASnapshot,
    /// Another version of the engine wrote it.
    UnknownVersion {
        /// The version that wrote it.
        found: u16,
    },
    /// Bytes were lost or changed.
    Damaged,
    /// It says what no engine could have written.
    Invalid,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("these bytes are no snapshot of a flow engine"),
            Self::UnknownVersion { found } => write!(
                f,
                "the snapshot has version {found}, this engine reads version {SNAPSHOT_VERSION}: \
                 start an empty engine and replay the flows"
            ),
            Self::Damaged => f.write_str(
                "the snapshot is damaged: restore an older one, or start an empty engine",
            ),
            Self::Invalid => {
                f.write_str("the snapshot does not fit together: start an empty engine")
            }
        }
    }
}

impl core::error::Error for SnapshotError {}

impl Engine {
    /// Its whole state.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
        self.encode_to(&mut bytes);
        let check = SipHasher13::new().hash(&bytes);
        bytes.extend_from_slice(&check.to_le_bytes());
        bytes
    }

    /// An engine that goes on as if it had never stopped.
    pub fn restore(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(SnapshotError::NotASnapshot)?;
        let (version, _) = rest.split_first_chunk().ok_or(SnapshotError::Damaged)?;
        let found = u16::from_le_bytes(*version);
        if found != SNAPSHOT_VERSION {
            return Err(SnapshotError::UnknownVersion { found });
        }
        let (checked, check) =
            bytes.split_last_chunk::<CHECK_BYTES>().ok_or(SnapshotError::Damaged)?;
        if SipHasher13::new().hash(checked) != u64::from_le_bytes(*check) {
            return Err(SnapshotError::Damaged);
        }
        let mut body = checked.get(HEADER_BYTES..).ok_or(SnapshotError::Damaged)?;
        let engine = Self::decode(&mut body).map_err(|_| SnapshotError::Invalid)?;
        if !body.is_empty() || !engine.fits_together() {
            return Err(SnapshotError::Invalid);
        }
        Ok(engine)
    }
}
