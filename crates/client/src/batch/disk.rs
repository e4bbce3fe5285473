//! The few file operations that durability rests on.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Where a batch folder is written.
///
/// Reading goes straight to the file system: only what changes the disk can be cut short by a
/// crash or a full disk, and only that is replaced in tests.
pub trait Disk {
    /// Creates or empties a file.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Creates a directory that only its owner can enter; one that is there already is fine.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Gives a file or directory another name in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes a directory and what is in it; none being there is fine.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// A file being written.
pub trait DiskFile: Write {
    /// Makes what was written durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug)]
pub struct LocalDisk {
    file_mode: u32,
}

impl LocalDisk {
    /// Files that only their owner can read.
    pub const PRIVATE: Self = Self { file_mode: 0o600 };

    /// Files that whoever may read in this place can read.
    pub const SHARED: Self = Self { file_mode: 0o666 };
}

impl Disk for LocalDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, self.file_mode);
        let file = options.open(path)?;
        #[cfg(unix)]
        if self.file_mode == Self::PRIVATE.file_mode {
            // A file that an interrupted command left may be open to others.
            let mode = std::os::unix::fs::PermissionsExt::from_mode(self.file_mode);
            file.set_permissions(mode)?;
        }
        Ok(Box::new(file))
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        // Only Unix has names that are made durable through their directory.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl DiskFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Replaces a file so that after a crash either the old or the new content is there, whole.
pub fn write_whole(disk: &dyn Disk, path: &Path, content: &[u8]) -> io::Result<()> {
    write_whole_with(disk, path, |file| file.write_all(content))
}

/// The same for content that is made while it is written.
pub fn write_whole_with(
    disk: &dyn Disk,
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let written = write_and_rename(disk, &temporary, path, content);
    if written.is_err() {
        // It may fill the very disk that is full.
        let _ = disk.remove_file(&temporary);
    }
    written
}

fn write_and_rename(
    disk: &dyn Disk,
    temporary: &Path,
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = disk.create(temporary)?;
    content(&mut file)?;
    file.sync()?;
    drop(file);
    disk.rename(temporary, path)?;
    disk.sync_dir(parent(path))
}

/// The directory a path is in.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
