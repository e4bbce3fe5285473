//! The batch folder: what an institution keeps of the records it has stamped.
//!
//! | Part | Says | Written |
//! |---|---|---|
//! | [`Source`] | which file the records came from | never again |
//! | [`RecordStore`] | salt, leaf, identifier and canonical bytes of every record | once, before anything is submitted |
//! | [`Manifest`] | batches, their roots, and how far their anchoring has come | replaced as a whole at every step |
//! | [`FolderLock`] | that one process at a time writes | held while stamping |
//!
//! A folder begins as `preparing/` and becomes `data/` by one rename after the manifest exists, so
//! whatever is found after a crash is either complete or known to be worthless.
//! `docs/reference/batch-folder.md` describes every byte.

mod disk;
mod error;
mod folder;
mod hex_bytes;
mod lock;
mod manifest;
mod prepare;
mod source;
mod store;
mod tree;

pub use disk::{Disk, DiskFile, LocalDisk, write_whole, write_whole_with};
pub use error::BatchError;
pub use folder::{Folder, StampedFolder};
pub use hex_bytes::{array_from_hex, from_hex, hash_from_hex, to_hex};
pub use lock::FolderLock;
pub use manifest::{
    AnchorCall, Batch, CallState, FORMAT, Included, MAX_BATCHES_PER_CALL, Manifest, Opening,
    SignedExtrinsic, StreamChoice, Target, VERSION,
};
pub use prepare::{DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE, prepare};
pub use source::Source;
pub use store::{INDEX_ENTRY_BYTES, RecordStore, StoredRecord};
pub use tree::BatchTree;
