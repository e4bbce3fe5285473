//! Writes the pack of valid and invalid receipts.
//!
//! ```text
//! cargo run -p critical-chains-integrity --example make_receipt_vectors
//! ```
//!
//! The test `receipt_vectors` fails if the pack in the repository is another one.

mod receipt_vectors;

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(receipt_vectors::PACK_PATH);
    let pack = receipt_vectors::generate();
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(|name| pack.files.contains_key(name)) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, content) in &pack.files {
        fs::write(folder.join(name), content)?;
    }
    println!("{} cases in {} files", pack.cases.len(), pack.files.len());
    Ok(())
}
