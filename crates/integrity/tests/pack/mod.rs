//! A pack of test vectors as it is kept in the repository.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The folder of a pack, from this crate's folder.
pub(crate) struct Pack(pub(crate) &'static str);

impl Pack {
    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(self.0)
    }

    /// The content of a file.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        let path = self.folder().join(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The names of all files.
    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// Fails unless the pack has these files and no others.
    pub(crate) fn assert_is(&self, made: BTreeMap<String, Vec<u8>>) {
        const REMEDY: &str = "run the example make_receipt_vectors";
        assert_eq!(self.names(), made.keys().cloned().collect(), "{REMEDY}");
        for (name, content) in made {
            assert!(self.read(&name) == content, "{name} differs: {REMEDY}");
        }
    }
}
