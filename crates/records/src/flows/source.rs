//! Files as they are handed around: plain, or compressed in one of the usual ways.

use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Most bytes that a compressed file can have when unpacked.
const MAX_UNPACKED_BYTES: u64 = 64 << 30;

/// Bytes that are read of a file at once.
const BUFFER_BYTES: usize = 1 << 16;

/// Bytes that another thread unpacks at once, and how many of these blocks wait at most.
const BLOCK_BYTES: u64 = 1 << 18;
const MAX_WAITING: usize = 4;

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
///
/// Everything is unpacked as it is read. Content that would unpack to more than 64 GiB ends in an
/// error.
pub fn open(path: &Path, member: &str) -> Result<Content, OpenError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let unreadable = |error| OpenError::Unreadable { path: path.to_owned(), error };
    let file = File::open(path).map_err(unreadable)?;
    // Opening a folder succeeds, and reading it does not.
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let file = BufReader::with_capacity(BUFFER_BYTES, file);
    if name.ends_with(".zip") {
        open_zip(path, file, member)
    } else if name.ends_with(".tgz") || name.ends_with(".tar.gz") {
        open_tar(path, file, member)
    } else if name.ends_with(".gz") {
        Ok(Box::new(Limited::new(MultiGzDecoder::new(file))))
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
    let (sender, receiver) = sync_channel(MAX_WAITING);
    thread::spawn(move || match archive.by_name(&name) {
        Ok(file) => send(&sender, Limited::new(file)),
        Err(error) => drop(sender.send(Err(io::Error::other(error)))),
    });
    Ok(Box::new(Blocks { receiver, current: Cursor::new(Vec::new()) }))
}

fn open_tar(path: &Path, file: BufReader<File>, member: &str) -> Result<Content, OpenError> {
    let (sender, receiver) = sync_channel(MAX_WAITING);
    let (found_sender, found) = sync_channel(1);
    let name = member.to_owned();
    thread::spawn(move || {
        let unpacked = Limited::new(MultiGzDecoder::new(file));
        let mut archive = tar::Archive::new(unpacked);
        // Without a receiver nobody is interested any more.
        match find_in_tar(&mut archive, &name) {
            Ok(Some(entry)) => {
                if found_sender.send(Ok(true)).is_ok() {
                    send(&sender, entry);
                }
            }
            Ok(None) => drop(found_sender.send(Ok(false))),
            Err(error) => drop(found_sender.send(Err(error))),
        }
    });
    let stopped = || Err(io::Error::other("unpacking has stopped"));
    match found.recv().unwrap_or_else(|_| stopped()) {
        Ok(true) => Ok(Box::new(Blocks { receiver, current: Cursor::new(Vec::new()) })),
        Ok(false) => {
            Err(OpenError::NotInArchive { path: path.to_owned(), name: member.to_owned() })
        }
        Err(error) => {
            Err(OpenError::NotAnArchive { path: path.to_owned(), error: error.to_string() })
        }
    }
}

fn find_in_tar<'a, R: Read>(
    archive: &'a mut tar::Archive<R>,
    member: &str,
) -> io::Result<Option<tar::Entry<'a, R>>> {
    for entry in archive.entries()? {
        let entry = entry?;
        if entry.path()?.to_string_lossy().ends_with(member) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// Sends all that there is to read, until the end, an error, or a receiver that has lost interest.
fn send(sender: &SyncSender<io::Result<Vec<u8>>>, mut from: impl Read) {
    loop {
        let mut block = Vec::with_capacity(BLOCK_BYTES as usize);
        let result = from.by_ref().take(BLOCK_BYTES).read_to_end(&mut block);
        let is_last = !matches!(result, Ok(read) if read > 0);
        if matches!(result, Ok(0)) || sender.send(result.map(|_| block)).is_err() || is_last {
            return;
        }
    }
}

/// What another thread unpacks.
struct Blocks {
    receiver: Receiver<io::Result<Vec<u8>>>,
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

/// Ends in an error, and not early, what unpacks to more than is reasonable.
struct Limited<R> {
    content: R,
    left: u64,
}

impl<R: Read> Limited<R> {
    fn new(content: R) -> Self {
        Self { content, left: MAX_UNPACKED_BYTES }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(to)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!("it unpacks to more than {MAX_UNPACKED_BYTES} bytes"))
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_too_much_ends_in_an_error() {
        let mut limited = Limited { content: io::repeat(0), left: 10 };

        let error = limited.read_to_end(&mut Vec::new()).unwrap_err();

        assert!(error.to_string().contains("unpacks to more than"), "{error}");
    }

    #[test]
    fn a_whole_block_and_one_byte_arrive_as_they_are() {
        let content = vec![7; BLOCK_BYTES as usize + 1];
        let (sender, receiver) = sync_channel(MAX_WAITING);
        let sent = content.clone();
        let thread = thread::spawn(move || send(&sender, sent.as_slice()));
        let mut blocks = Blocks { receiver, current: Cursor::new(Vec::new()) };

        let mut received = Vec::new();
        blocks.read_to_end(&mut received).unwrap();

        thread.join().unwrap();
        assert_eq!(received, content);
    }
}
