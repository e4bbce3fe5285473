//! Proves that a record erased as `docs/reference/batch-folder.md` says is passed over and named,
//! and that nobody else's receipt suffers.

use super::*;
use crate::{
    batch::{
        AnchorCall, BatchError, CallState, Folder, INDEX_ENTRY_BYTES, Included, LocalDisk,
        SignedExtrinsic,
    },
    cli::{Cli, Command},
    output::Silent,
};
use clap::Parser;
use critical_chains_integrity::{
    anchor::{Anchor, StreamId},
    calendar::CalendarLeaf,
    tree::EMPTY_ROOT,
};
use critical_chains_lei::Lei;
use critical_chains_records::{Limits, Pacs008Reader, generate};
use std::path::Path;
use tempfile::TempDir;

/// The record that is erased, and how many there are.
const ERASED: u64 = 3;
const RECORDS: u64 = 5;

const GENESIS: Hash = [9; 32];

/// A folder of one batch that is final, and the identifiers of its records.
struct Scene {
    directory: TempDir,
    identifiers: Vec<String>,
}

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut message = Vec::new();
        let options = generate::Options { count: RECORDS, seed: 3, version: 8 };
        generate::write_message(&mut message, &options).unwrap();
        let records = Pacs008Reader::new(message.as_slice(), Limits::default()).unwrap();
        let identifiers = records.map(|record| record.unwrap().identifier).collect();
        let source = directory.path().join("payments.xml");
        fs::write(&source, &message).unwrap();
        let scene = Self { directory, identifiers };
        let (disk, path) = (LocalDisk::PRIVATE, scene.path());
        let mut folder = Folder::open_or_prepare(&disk, &path, &[source], 16, &mut Silent).unwrap();
        folder.update(|manifest| manifest.calls.push(anchored(manifest))).unwrap();
        assert!(folder.manifest().is_final());
        scene
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("folder")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join("data").join(name)
    }

    /// Overwrites what the reference says, with whatever `filler` makes.
    fn erase(&self, filler: impl Fn(usize) -> Vec<u8>) {
        let position = ERASED as usize;
        let entry = position * INDEX_ENTRY_BYTES as usize;
        let index = fs::read(self.file("index.bin")).unwrap();
        let number = |at: usize, length: usize| {
            index[at..at + length].iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
        };
        let record = number(entry, 8);
        let length = number(entry + 8, 4) + number(entry + 12, 4);
        overwrite(&self.file("records.bin"), record, &filler(length));
        overwrite(&self.file("salts.bin"), position * 32, &filler(32));
        overwrite(&self.file("index.bin"), entry + 16, &filler(32));
    }

    fn args(&self, which: &str) -> ReceiptArgs {
        let folder = self.path();
        let words = ["critical-chains", "receipt", "--batch-dir", folder.to_str().unwrap(), "-o"];
        let output = self.directory.path().join("receipts");
        let words = words.into_iter().chain([output.to_str().unwrap()]).chain(which.split(' '));
        match Cli::try_parse_from(words).unwrap().command {
            Command::Receipt(args) => args,
            other => panic!("{other:?}"),
        }
    }
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut content = fs::read(path).unwrap();
    let old = &mut content[at..at + bytes.len()];
    assert_ne!(old, bytes, "{}", path.display());
    old.copy_from_slice(bytes);
    fs::write(path, content).unwrap();
}

/// A call as if it had been anchored and were final.
fn anchored(manifest: &crate::batch::Manifest) -> AnchorCall {
    let batch = &manifest.batches[0];
    let institution = Lei::from_prefix(*b"CCDEV0ALPHABANK000").unwrap();
    let anchor = Anchor {
        stream: StreamId { institution, number: 0 },
        sequence: 1,
        previous: Hash::default(),
        root: batch.root,
        leaf_count: batch.leaf_count,
        not_before: batch.not_before,
        not_after: batch.not_after,
        profile: batch.profile.parse().unwrap(),
    };
    AnchorCall {
        anchors: vec![anchor],
        extrinsic: SignedExtrinsic { bytes: Vec::new(), nonce: 0, expires: 1 },
        state: CallState::Final(Included { number: 1, hash: [1; 32] }),
    }
}

/// What an archive would say of the only anchor of block 1.
fn chain_part_of(folder: &StampedFolder) -> ChainPart {
    let (anchor, _) = folder.manifest().anchor_of(0).unwrap();
    let leaf = CalendarLeaf {
        genesis: GENESIS,
        number: 1,
        timestamp: 1,
        parent: GENESIS,
        anchors_root: anchor.hash(),
        anchor_count: 1,
        status_root: EMPTY_ROOT,
    };
    ChainPart {
        genesis: GENESIS,
        anchor: anchor.to_bytes(),
        block: TreePath { index: 0, path: Vec::new() },
        calendar_leaf: leaf.to_bytes().to_vec(),
        finality: None,
        checkpoint: None,
    }
}

/// The places of receipts written, and of records passed over.
fn write(scene: &Scene, which: &str) -> Result<(Vec<u64>, Vec<u64>), Failure> {
    let args = scene.args(which);
    let folder = StampedFolder::open(&scene.path())?;
    let wanted = wanted(&args, &folder)?;
    check_stamped(&folder, &wanted)?;
    let mut writer = Writer {
        folder: &folder,
        checkpoint: None,
        with_record: true,
        written: Vec::new(),
        erased: Vec::new(),
    };
    if args.all {
        fs::create_dir_all(&args.output).unwrap();
    }
    let part = chain_part_of(&folder);
    let end = writer.write_batch(wanted.start, &wanted, &part, &args, &mut Silent)?;
    assert_eq!(end, wanted.end);
    let written = writer.written.iter().map(|one| one.position).collect();
    Ok((written, writer.erased))
}

/// Zeros, ones, and bytes of the operating system's random source.
fn fillers() -> [fn(usize) -> Vec<u8>; 3] {
    let random = |length| {
        let mut bytes = vec![0; length];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    };
    [|length| vec![0; length], |length| vec![0xff; length], random]
}

#[test]
fn all_passes_over_an_erased_record_and_says_which() {
    for filler in fillers() {
        let scene = Scene::new();
        let whole = write(&scene, "--all").unwrap();
        scene.erase(filler);

        let (written, passed_over) = write(&scene, "--all").unwrap();

        assert_eq!(whole, ((0..RECORDS).collect(), Vec::new()));
        assert_eq!(written, [0, 1, 2, 4]);
        assert_eq!(passed_over, [ERASED]);
    }
}

#[test]
fn an_erased_record_is_refused_and_no_other() {
    for filler in fillers() {
        let scene = Scene::new();
        scene.erase(filler);

        for (position, identifier) in (0..).zip(&scene.identifiers) {
            let by_place = write(&scene, &format!("--index {position}"));
            let by_name = write(&scene, &format!("--record {identifier}"));

            if position == ERASED {
                assert_eq!(by_place, Err(erased(ERASED)));
                let unknown = BatchError::UnknownRecord {
                    folder: scene.path(),
                    identifier: identifier.clone(),
                };
                assert_eq!(by_name, Err(unknown.into()), "its hash is gone from the index");
            } else {
                let one = (vec![position], Vec::new());
                assert_eq!((by_place, by_name), (Ok(one.clone()), Ok(one)));
            }
        }
    }
}
