//! Files the commands read and write.

use crate::{
    batch::{LocalDisk, write_whole},
    output::Failure,
};
use critical_chains_integrity::{
    checkpoint::Checkpoint, receipt::MAX_RECEIPT_BYTES, trust::TrustFile,
};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// Longest checkpoint note or trust file read.
const MAX_TEXT_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a receipt, one byte beyond the limit at most, so that the verifier can say it is too long.
pub(super) fn read_receipt(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_RECEIPT_BYTES as u64 + 1)
}

pub(super) fn read_trust(path: &Path) -> Result<TrustFile, Failure> {
    let text = read_text(path)?;
    TrustFile::from_json(&text).map_err(|error| {
        Failure::failed(format!("{}: {error}", path.display()))
            .hint("make one with `critical-chains trust export`, or get the consortium's")
    })
}

pub(super) fn read_checkpoint(path: &Path) -> Result<Checkpoint, Failure> {
    let text = read_text(path)?;
    Checkpoint::parse(&text).map_err(|error| {
        Failure::failed(format!("{} is no checkpoint: {error}", path.display()))
            .hint("a checkpoint is a note of three lines: origin, size, root in base64")
    })
}

/// Longest code of a runtime read: the chain takes none that is longer, unpacked.
const MAX_CODE_BYTES: u64 = 50 * 1024 * 1024;

/// Reads the code of a runtime.
pub(super) fn read_code(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_CODE_BYTES)
}

/// Longest evidence read: what 512 flows and a statement take, with room.
const MAX_EVIDENCE_BYTES: u64 = 1024 * 1024;

/// Reads the evidence of an attestation.
pub(super) fn read_evidence(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_EVIDENCE_BYTES)
}

/// Reads a STIX bundle, one byte beyond the limit at most, so that the reader can say it is too long.
pub(super) fn read_bundle(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, critical_chains_stix::MAX_BUNDLE_BYTES as u64 + 1)
}

pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path, MAX_TEXT_BYTES)?).map_err(|_| {
        Failure::failed(format!("{} is not text", path.display())).hint("check which file it is")
    })
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| cannot("read", path, &error))?;
    Ok(bytes)
}

/// The same as [`write`], so that only its owner can read the file.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(&LocalDisk::PRIVATE, path, bytes).map_err(|error| cannot("write", path, &error))
}

/// Writes a file so that a crash or a full disk leaves either the whole of it or nothing.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(&LocalDisk::SHARED, path, bytes).map_err(|error| cannot("write", path, &error))
}

/// Writes one of many files that can be made again, without waiting for the disk.
pub(super) fn write_one_of_many(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| {
        // A receipt that is cut short would only puzzle whoever finds it.
        let _ = fs::remove_file(path);
        cannot("write", path, &error)
    })
}

pub(super) fn cannot(action: &str, path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::failed(format!("cannot {action} {}: {error}", path.display()));
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failure.hint("free some space and run the same command again")
        }
        io::ErrorKind::NotFound => failure.hint("check the path"),
        io::ErrorKind::PermissionDenied => failure.hint("check the permissions"),
        _ => failure,
    }
}
