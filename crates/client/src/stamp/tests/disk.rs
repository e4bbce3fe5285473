//! A disk that can stop at any step, fill up, and lose what was not made durable.

use super::Kills;
use crate::batch::{Disk, DiskFile, LocalDisk};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
    rc::Rc,
};

/// Bytes of each file that are durable.
type Durable = Rc<RefCell<BTreeMap<PathBuf, u64>>>;

pub(super) struct FaultyDisk {
    kills: Kills,
    durable: Durable,
    space: Rc<Cell<Option<u64>>>,
}

struct FaultyFile {
    inner: Box<dyn DiskFile>,
    path: PathBuf,
    written: u64,
    kills: Kills,
    durable: Durable,
    space: Rc<Cell<Option<u64>>>,
}

impl FaultyDisk {
    pub(super) fn new(kills: Kills) -> Self {
        Self { kills, durable: Durable::default(), space: Rc::default() }
    }

    /// A disk with room for so many bytes more.
    pub(super) fn with_space(bytes: u64) -> Self {
        let disk = Self::new(Kills::default());
        disk.space.set(Some(bytes));
        disk
    }

    /// What a power cut does: bytes that were written and not synced are gone.
    pub(super) fn lose_what_is_not_durable(&self) {
        for (path, length) in self.durable.borrow().iter() {
            if path.exists() {
                OpenOptions::new().write(true).open(path).unwrap().set_len(*length).unwrap();
            }
        }
    }

    /// A step before and one after, so that a program ends with the effect and without it.
    fn during<T>(&self, effect: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        alive(&self.kills)?;
        let result = effect()?;
        alive(&self.kills)?;
        Ok(result)
    }
}

fn alive(kills: &Kills) -> io::Result<()> {
    if kills.step() { Ok(()) } else { Err(io::Error::other("killed")) }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inner = self.during(|| LocalDisk::PRIVATE.create(path))?;
        self.durable.borrow_mut().insert(path.to_path_buf(), 0);
        Ok(Box::new(FaultyFile {
            inner,
            path: path.to_path_buf(),
            written: 0,
            kills: self.kills.clone(),
            durable: Rc::clone(&self.durable),
            space: Rc::clone(&self.space),
        }))
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.during(|| LocalDisk::PRIVATE.create_dir(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.during(|| {
            LocalDisk::PRIVATE.rename(from, to)?;
            let mut durable = self.durable.borrow_mut();
            let moved: Vec<_> = durable
                .iter()
                .filter(|(path, _)| path.starts_with(from))
                .map(|(path, length)| (path.clone(), *length))
                .collect();
            for (path, length) in moved {
                durable.remove(&path);
                let rest = path.strip_prefix(from).unwrap();
                let name = if rest.as_os_str().is_empty() { to.into() } else { to.join(rest) };
                durable.insert(name, length);
            }
            Ok(())
        })
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        // What would be lost is written down here, so the disk itself is not waited for.
        self.during(|| if path.is_dir() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) })
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.during(|| LocalDisk::PRIVATE.remove_file(path))
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.during(|| LocalDisk::PRIVATE.remove_dir(path))
    }
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        alive(&self.kills)?;
        let fits = match self.space.get() {
            None => bytes.len(),
            Some(0) => return Err(io::ErrorKind::StorageFull.into()),
            Some(space) => bytes.len().min(space as usize),
        };
        self.space.set(self.space.get().map(|space| space - fits as u64));
        let written = self.inner.write(&bytes[..fits])?;
        self.written += written as u64;
        alive(&self.kills)?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl DiskFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        alive(&self.kills)?;
        self.durable.borrow_mut().insert(self.path.clone(), self.written);
        alive(&self.kills)
    }
}
