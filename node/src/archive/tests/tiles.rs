//! Exported tiles are what the layout says, and mend themselves.

use super::{Bench, catch_up};
use critical_chains_integrity::{
    calendar::{CALENDAR_LEAF_BYTES, CalendarLeaf},
    tree::root,
};
use std::{collections::BTreeMap, fs, path::Path};

fn files_below(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut directories = vec![directory.to_path_buf()];
    while let Some(next) = directories.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().display().to_string();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn full_tiles_hold_the_calendar() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(515);

    let follower = bench.caught_up();

    let files = files_below(&bench.directory.path().join("tile"));
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["0/000", "0/001", "entries/000", "entries/001"]);
    let hashes = files["0/000"].as_chunks::<32>().0.to_vec();
    let archive = bench.archive_of(&follower);
    assert_eq!(root(hashes.clone()), archive.checkpoint(Some(256)).unwrap().checkpoint.root);

    let entry = 2 + CALENDAR_LEAF_BYTES;
    let bundle = &files["entries/001"];
    assert_eq!(bundle.len(), 256 * entry);
    assert_eq!(bundle[..2], (CALENDAR_LEAF_BYTES as u16).to_be_bytes());
    let leaf = CalendarLeaf::from_bytes(&bundle[2..entry]).unwrap();
    assert_eq!(leaf.number, 257);
    assert_eq!(leaf.hash(), files["0/001"][..32]);
}

#[test]
fn lost_tiles_come_back_at_the_next_start() {
    let bench = Bench::new();
    bench.chain.grow_anchoring(512);
    drop(bench.caught_up());
    let tiles = bench.directory.path().join("tile");
    let before = files_below(&tiles);
    fs::remove_file(tiles.join("0/000")).unwrap();
    fs::remove_dir_all(tiles.join("entries")).unwrap();

    let mut follower = bench.open().unwrap();
    catch_up(&mut follower).unwrap();

    assert_eq!(files_below(&tiles), before);
}
