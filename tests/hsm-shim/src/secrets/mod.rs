//! Searches files and the memory of processes for secrets that a test knows.
//!
//! Whoever searches has the secrets in memory: it searches other processes, never its own.

mod files;
mod forms;
mod memory;
mod scan;

pub use files::search_files;
pub use forms::Secret;
pub use memory::search_memory;

use std::fmt;

/// Where a secret was found.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Found {
    /// Which secret.
    pub secret: String,
    /// In which form.
    pub form: &'static str,
    /// The file, or the name of the mapping.
    pub place: String,
    /// Where it begins there: bytes from the start of the file, or an address.
    pub at: u64,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {} in {} at {:#x}", self.secret, self.form, self.place, self.at)
    }
}

/// What was searched, and what was found there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Searched {
    /// How many files, or mappings with pages in memory.
    pub places: u64,
    /// How many bytes.
    pub bytes: u64,
    /// How many bytes went away before they were read.
    pub missed_bytes: u64,
    /// What was found.
    pub found: Vec<Found>,
}

impl Searched {
    /// Adds what another search did.
    pub fn add(&mut self, other: Self) {
        self.places += other.places;
        self.bytes += other.bytes;
        self.missed_bytes += other.missed_bytes;
        self.found.extend(other.found);
    }
}
