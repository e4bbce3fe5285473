//! The calendar as files, in the layout of [C2SP tlog-tiles](https://c2sp.org/tlog-tiles).
//!
//! `tile/<level>/<index>` holds 256 hashes of perfect subtrees of `256^level` leaves each, and
//! `tile/entries/<index>` the 256 calendar leaves under a tile of level 0. Only full tiles are
//! written: they never change, so that a static file server can serve them and anyone can mirror
//! them. What is not in a full tile yet, a checkpoint's last leaves, is asked of the node.

use super::{ArchiveError, store::Snapshot};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Hashes in a tile.
const TILE_WIDTH: u64 = 256;

/// Levels of the tree that a tile spans.
const TILE_HEIGHT: u8 = 8;

/// Writes tiles that are full and not there yet.
pub(crate) struct Tiles {
    directory: PathBuf,
    exported: u64,
}

impl Tiles {
    /// For the archive in a directory. All tiles are looked for once.
    pub(crate) fn new(archive: &Path) -> Self {
        Self { directory: archive.join("tile"), exported: 0 }
    }

    /// Deletes all tiles of the archive in a directory.
    pub(crate) fn delete(archive: &Path) -> Result<(), ArchiveError> {
        let directory = archive.join("tile");
        match fs::remove_dir_all(&directory) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(ArchiveError::file(directory)(error))
            }
            _ => Ok(()),
        }
    }

    /// Writes the tiles that have become full.
    pub(crate) fn export(&mut self, snapshot: &Snapshot) -> Result<(), ArchiveError> {
        let size = u64::from(snapshot.height()?);
        for (level, from, to) in full_tiles(self.exported, size) {
            for index in from..to {
                self.export_tile(snapshot, level, index)?;
            }
        }
        self.exported = size;
        Ok(())
    }

    fn export_tile(&self, snapshot: &Snapshot, level: u8, index: u64) -> Result<(), ArchiveError> {
        let first = index.saturating_mul(TILE_WIDTH);
        let path = self.directory.join(level.to_string()).join(tile_path(index));
        if !path.exists() {
            let nodes = snapshot.nodes(level.saturating_mul(TILE_HEIGHT), first, TILE_WIDTH)?;
            write_whole(&path, nodes.as_flattened())?;
        }
        let path = self.directory.join("entries").join(tile_path(index));
        if level == 0 && !path.exists() {
            write_whole(&path, &entries(snapshot, first)?)?;
        }
        Ok(())
    }
}

/// Ranges of tiles, by level, that are full at the new size and need not have been at the old one.
fn full_tiles(old_size: u64, new_size: u64) -> impl Iterator<Item = (u8, u64, u64)> {
    // The eighth level would begin at 2^64 leaves.
    (0..8u8).filter_map(move |level| {
        let shift = u32::from(level.saturating_add(1)) * u32::from(TILE_HEIGHT);
        let full = |size: u64| size.checked_shr(shift).unwrap_or(0);
        let (from, to) = (full(old_size), full(new_size));
        (from < to).then_some((level, from, to))
    })
}

/// A bundle of calendar leaves, each after its length.
fn entries(snapshot: &Snapshot, first: u64) -> Result<Vec<u8>, ArchiveError> {
    let mut bundle = Vec::new();
    for index in first..first.saturating_add(TILE_WIDTH) {
        let missing = || ArchiveError::Damaged(format!("the block of calendar leaf {index}"));
        let number = u32::try_from(index.saturating_add(1)).map_err(|_| missing())?;
        let (_, leaf) = snapshot.block(number)?.ok_or_else(missing)?;
        let bytes = leaf.to_bytes();
        bundle.extend((bytes.len() as u16).to_be_bytes());
        bundle.extend(bytes);
    }
    Ok(bundle)
}

/// Path of a tile: three digits a part, all but the last marked with `x`.
fn tile_path(index: u64) -> PathBuf {
    let mut parts = vec![format!("{:03}", index % 1000)];
    let mut rest = index / 1000;
    while rest > 0 {
        parts.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    parts.iter().rev().collect()
}

/// Writes a file that is either there in full or not at all, even after a loss of power.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let directory = path.parent().unwrap_or(path);
    fs::create_dir_all(directory).map_err(ArchiveError::file(directory))?;
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        File::open(directory)?.sync_all()
    };
    write().map_err(ArchiveError::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_of_a_tile_has_three_digits_a_part() {
        assert_eq!(tile_path(0), PathBuf::from("000"));
        assert_eq!(tile_path(67), PathBuf::from("067"));
        assert_eq!(tile_path(1_234_067), PathBuf::from("x001/x234/067"));
    }

    #[test]
    fn tiles_are_full_at_multiples_of_their_width() {
        let tiles = |old, new| full_tiles(old, new).collect::<Vec<_>>();

        assert_eq!(tiles(0, 255), vec![]);
        assert_eq!(tiles(0, 256), vec![(0, 0, 1)]);
        assert_eq!(tiles(256, 511), vec![]);
        assert_eq!(tiles(300, 65_536), vec![(0, 1, 256), (1, 0, 1)]);
    }
}
