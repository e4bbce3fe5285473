//! Files the commands read and write.

use crate::{
    batch::{LocalDisk, write_whole, write_whole_with},
    output::Failure,
};
use critical_chains_integrity::{
    checkpoint::Checkpoint, receipt::MAX_RECEIPT_BYTES, trust::TrustFile,
};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
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

/// Writes a file so that a crash or a full disk leaves either the whole of it or nothing.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(&LocalDisk::SHARED, path, bytes).map_err(|error| cannot("write", path, &error))
}

/// The same for a file that must not be there yet, because what is there may be the only copy.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // Takes the name first, so that of two commands that want it one is refused.
    File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let shown = path.display();
            Failure::failed(format!("{shown} exists already, and is not overwritten")).hint(
                "give another file with --output, and keep this one if digests of what is in it \
                 are on chain",
            )
        }
        _ => cannot("write", path, &error),
    })?;
    write(path, bytes).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// The same as [`write`] for what only its owner should read, whatever the file could be read by before.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(&LocalDisk::PRIVATE, path, bytes).map_err(|error| cannot("write", path, &error))
}

/// The same as [`write`] for what is too long to hold: it is made while it is written.
pub(super) fn write_with(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let written = write_whole_with(&LocalDisk::SHARED, path, |file| {
        let mut buffered = BufWriter::new(file);
        content(&mut buffered)?;
        buffered.flush()
    });
    written.map_err(|error| cannot("write", path, &error))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Path) -> Vec<String> {
        let entries = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| name.into_string().unwrap()).collect()
    }

    #[test]
    fn what_cannot_be_written_to_its_end_leaves_what_was_there() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("table.csv");
        let full = |out: &mut dyn Write| {
            // More than is buffered, so that the disk has a part of it.
            out.write_all(&[b'1'; 100_000])?;
            Err(io::ErrorKind::StorageFull.into())
        };

        let first = write_with(&path, full).unwrap_err();
        assert_eq!(names(place.path()), [] as [&str; 0]);
        write_with(&path, |out| out.write_all(b"whole")).unwrap();
        let second = write_with(&path, full).unwrap_err();

        assert_eq!(first, second);
        assert_eq!(first.hint.unwrap(), "free some space and run the same command again");
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(place.path()), ["table.csv"]);
    }

    #[test]
    fn what_is_there_is_not_overwritten_by_what_must_be_new() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("shared.json");

        write_new(&path, b"first").unwrap();
        let failure = write_new(&path, b"second").unwrap_err();

        assert!(failure.message.ends_with("exists already, and is not overwritten"));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(place.path()), ["shared.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_becomes_so_whatever_was_there() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("evidence");
        for name in ["evidence", "evidence.tmp"] {
            fs::write(place.path().join(name), "left by another").unwrap();
            let open = fs::Permissions::from_mode(0o644);
            fs::set_permissions(place.path().join(name), open).unwrap();
        }

        write_private(&path, b"mine").unwrap();

        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(names(place.path()), ["evidence"]);
    }
}
