//! Files as they are handed around: plain, or compressed in one of the usual ways.

use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

/// Most bytes that one file of a ZIP archive can have when unpacked.
const MAX_UNPACKED_BYTES: u64 = 4 << 30;

/// A file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none, or it is not to be read.
    #[error("{path}: {error}", path = path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It is no archive, though its name says so.
    #[error("{path}: {error}", path = path.display())]
    NotAnArchive {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        error: String,
    },
    /// The archive has no such file.
    #[error("{path} has no file whose name ends in '{name}'", path = path.display())]
    NotInArchive {
        /// The archive.
        path: PathBuf,
        /// What was looked for.
        name: String,
    },
}

/// What a file holds, uncompressed.
pub type Content = Box<dyn Read + Send>;

/// Opens a file; of an archive (`.zip`, `.tgz`, `.tar.gz`) the first file whose name ends in `member`.
pub fn open(path: &Path, member: &str) -> Result<Content, OpenError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let unreadable = |error| OpenError::Unreadable { path: path.to_owned(), error };
    let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
    if name.ends_with(".zip") {
        open_zip(path, file, member)
    } else if name.ends_with(".tgz") || name.ends_with(".tar.gz") {
        open_tar(path, file, member)
    } else if name.ends_with(".gz") {
        Ok(Box::new(MultiGzDecoder::new(file)))
    } else {
        Ok(Box::new(file))
    }
}

fn open_zip(path: &Path, file: BufReader<File>, member: &str) -> Result<Content, OpenError> {
    let broken = |error: zip::result::ZipError| OpenError::NotAnArchive {
        path: path.to_owned(),
        error: error.to_string(),
    };
    let mut archive = zip::ZipArchive::new(file).map_err(broken)?;
    let name = archive.file_names().find(|name| name.ends_with(member)).map(str::to_owned);
    let name = name.ok_or_else(|| OpenError::NotInArchive {
        path: path.to_owned(),
        name: member.to_owned(),
    })?;
    // A file of an archive borrows the archive, so that it cannot be handed out as it is.
    let (sender, receiver) = std::sync::mpsc::sync_channel::<io::Result<Vec<u8>>>(4);
    std::thread::spawn(move || {
        let send = |mut from: Box<dyn Read + '_>| loop {
            let mut block = Vec::with_capacity(1 << 18);
            let result = from.by_ref().take(1 << 18).read_to_end(&mut block);
            let end = !matches!(result, Ok(read) if read > 0);
            if result.is_err() || !end {
                // The reader may have lost interest.
                if sender.send(result.map(|_| block)).is_err() {
                    return;
                }
            }
            if end {
                return;
            }
        };
        match archive.by_name(&name) {
            Ok(file) => send(Box::new(file.take(MAX_UNPACKED_BYTES))),
            Err(error) => drop(sender.send(Err(io::Error::other(error)))),
        }
    });
    Ok(Box::new(Blocks { receiver, current: Cursor::new(Vec::new()) }))
}

/// What another thread unpacks.
struct Blocks {
    receiver: std::sync::mpsc::Receiver<io::Result<Vec<u8>>>,
    current: Cursor<Vec<u8>>,
}

impl Read for Blocks {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.current.read(to)?;
            if read > 0 || to.is_empty() {
                return Ok(read);
            }
            match self.receiver.recv() {
                Ok(block) => self.current = Cursor::new(block?),
                Err(_) => return Ok(0),
            }
        }
    }
}

fn open_tar(path: &Path, file: BufReader<File>, member: &str) -> Result<Content, OpenError> {
    let broken = |error: io::Error| OpenError::NotAnArchive {
        path: path.to_owned(),
        error: error.to_string(),
    };
    let mut archive = tar::Archive::new(MultiGzDecoder::new(file));
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        if entry.path().map_err(broken)?.to_string_lossy().ends_with(member) {
            // These archives are small, and an entry cannot outlive its archive.
            let mut content = Vec::new();
            entry.take(MAX_TAR_BYTES).read_to_end(&mut content).map_err(broken)?;
            return Ok(Box::new(Cursor::new(content)));
        }
    }
    Err(OpenError::NotInArchive { path: path.to_owned(), name: member.to_owned() })
}

/// Most bytes that are unpacked of a tar archive.
const MAX_TAR_BYTES: u64 = 256 << 20;
