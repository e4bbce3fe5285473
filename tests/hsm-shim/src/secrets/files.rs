//! Files.

use super::{Found, Searched, Secret, scan::Scanner};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Searches a file, or every file below a folder. Links are not followed, and what goes away meanwhile
/// is left out.
///
/// # Errors
/// If something that is there cannot be read.
pub fn search_files(path: &Path, secrets: &[Secret]) -> io::Result<Searched> {
    let mut scanner = Scanner::new(secrets);
    let mut searched = Searched::default();
    let mut left: Vec<PathBuf> = vec![path.into()];
    while let Some(path) = left.pop() {
        let Some(metadata) = there(fs::symlink_metadata(&path))? else { continue };
        if metadata.is_dir() {
            for entry in there(fs::read_dir(&path))?.into_iter().flatten() {
                left.push(entry?.path());
            }
            continue;
        }
        if !metadata.is_file() {
            continue;
        }
        let Some(file) = there(File::open(&path))? else { continue };
        let mut hits = Vec::new();
        searched.bytes += scanner.scan(file, &mut hits)?;
        searched.places += 1;
        searched.found.extend(hits.into_iter().map(|hit| Found {
            secret: secrets[hit.secret].name.clone(),
            form: hit.what,
            place: path.display().to_string(),
            at: hit.offset,
        }));
    }
    Ok(searched)
}

fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
