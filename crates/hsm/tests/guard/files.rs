//! Watermarks in files.

use crate::*;

#[test]
fn keep_what_was_permitted() {
    let (folder, guard) = new_guard();
    assert!(permits(&guard, Purpose::Votes, &prevote(1, 7)));
    drop(guard);

    let conflict = refusal(&guard_in(&folder), Purpose::Votes, &prevote(2, 7));

    assert!(matches!(conflict, Refusal::Conflict { .. }));
}

#[test]
fn are_missing_in_use_or_there_already() {
    let folder = TempDir::new().unwrap();
    let directory = folder.path().join("guard");

    let missing = FileStore::open(&directory, &GENESIS).unwrap_err();
    let _store = FileStore::create(&directory, &GENESIS).unwrap();
    let in_use = FileStore::open(&directory, &GENESIS).unwrap_err();
    let there = FileStore::create(&directory, &GENESIS).unwrap_err();

    assert!(matches!(missing, GuardFileError::Missing(_)), "{missing}");
    assert!(matches!(in_use, GuardFileError::InUse(_)), "{in_use}");
    assert!(matches!(there, GuardFileError::AlreadyExists(_)), "{there}");
}

#[test]
fn of_another_chain_are_refused() {
    let folder = TempDir::new().unwrap();
    drop(FileStore::create(folder.path(), &[4; 32]).unwrap());

    let error = FileStore::open(folder.path(), &GENESIS).unwrap_err();

    assert!(
        matches!(error, GuardFileError::OtherChain { genesis, .. } if genesis == [4; 32]),
        "{error}"
    );
}

#[test]
fn that_are_damaged_are_refused() {
    let folder = TempDir::new().unwrap();
    drop(FileStore::create(folder.path(), &GENESIS).unwrap());
    std::fs::write(folder.path().join("watermarks.redb"), [0; 5000]).unwrap();

    let error = FileStore::open(folder.path(), &GENESIS).unwrap_err();

    assert!(matches!(error, GuardFileError::Store { .. }), "{error}");
}

#[test]
fn need_a_directory_that_can_be_made() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();

    let error = FileStore::create(&file.join("guard"), &GENESIS).unwrap_err();

    assert!(matches!(error, GuardFileError::Directory { .. }), "{error}");
}
