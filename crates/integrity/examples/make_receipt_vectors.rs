//! Writes the packs of valid and invalid receipts and hand-offs.
//!
//! ```text
//! cargo run -p critical-chains-integrity --example make_receipt_vectors
//! ```
//!
//! The tests `receipt_vectors` and `handoff_vectors` fail if the packs in the repository are others.

mod receipt_vectors;

use receipt_vectors::{PACK_PATH, handoff};
use std::{collections::BTreeMap, fs, io, path::Path};

fn main() -> io::Result<()> {
    let receipts = receipt_vectors::generate();
    write(PACK_PATH, &receipts.files, receipts.cases.len())?;
    let handoffs = handoff::generate();
    write(handoff::HANDOFFS_PATH, &handoffs.files, handoffs.cases.len())
}

/// Makes a folder hold these files and no others.
fn write(path: &str, files: &BTreeMap<String, Vec<u8>>, cases: usize) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(|name| files.contains_key(name)) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, content) in files {
        fs::write(folder.join(name), content)?;
    }
    println!("{path}: {cases} cases in {} files", files.len());
    Ok(())
}
