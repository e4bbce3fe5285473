//! Proves that stamping survives an interruption at every step, and whatever a chain may do
//! meanwhile: the same salts, and every batch anchored exactly once.

mod crashes;
mod decisions;
mod disk;
mod fake;
mod surprises;

use self::{disk::FaultyDisk, fake::FakeChain};
use crate::{
    batch::{Folder, Manifest, StampedFolder},
    chain::{Chain, Signer},
    output::{Failure, Silent},
    stamp::{Outcome, Stamper, StreamWish},
};
use critical_chains_integrity::Hash;
use critical_chains_records::generate::{Options, write_message};
use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};
use tempfile::TempDir;

/// Counts the steps of a program and ends it at one of them.
#[derive(Clone, Default)]
struct Kills {
    steps: Rc<Cell<u32>>,
    at: Rc<Cell<Option<u32>>>,
    dead: Rc<Cell<bool>>,
}

impl Kills {
    fn at(step: u32) -> Self {
        let kills = Self::default();
        kills.at.set(Some(step));
        kills
    }

    /// True while the program lives.
    fn step(&self) -> bool {
        self.steps.set(self.steps.get() + 1);
        if self.at.get() == Some(self.steps.get()) {
            self.dead.set(true);
        }
        !self.dead.get()
    }
}

/// A file of payments, a folder for it and a chain: what outlives a program.
struct Scene {
    directory: TempDir,
    file: PathBuf,
    world: fake::World,
    signer: Signer,
    batch_size: u32,
    wish: StreamWish,
}

impl Scene {
    fn new(records: u64, batch_size: u32, wish: StreamWish) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("payments.xml");
        let options = Options { count: records, seed: 7, version: 8 };
        write_message(fs::File::create(&file).unwrap(), &options).unwrap();
        let signer =
            Signer::from_uri("0x0101010101010101010101010101010101010101010101010101010101010101")
                .unwrap();
        let world = fake::World::new(signer.account());
        Self { directory, file, world, signer, batch_size, wish }
    }

    fn folder(&self) -> PathBuf {
        self.directory.path().join("folder")
    }

    /// One run of the program, on a disk and a chain that may end it.
    async fn run(&self, disk: &FaultyDisk, kills: &Kills) -> Result<Outcome, Failure> {
        self.run_and(true, disk, kills).await
    }

    /// A run that nothing ends and that does not wait for the last call.
    async fn hand_over(&self) -> Result<Outcome, Failure> {
        let kills = Kills::default();
        self.run_and(false, &FaultyDisk::new(kills.clone()), &kills).await
    }

    async fn run_and(
        &self,
        wait: bool,
        disk: &FaultyDisk,
        kills: &Kills,
    ) -> Result<Outcome, Failure> {
        let mut chain = FakeChain::new(self.world.clone(), kills.clone());
        let mut folder = Folder::open_or_prepare(
            disk,
            &self.folder(),
            std::slice::from_ref(&self.file),
            self.batch_size,
            &mut Silent,
        )?;
        let patience = Duration::from_secs(60);
        let outcome = Stamper::new(&mut folder, &mut chain, &self.signer, &mut Silent, patience)
            .run(self.wish, wait)
            .await?;
        Ok(outcome)
    }

    /// A run that nothing ends.
    async fn finish(&self) -> Result<Outcome, Failure> {
        let kills = Kills::default();
        self.run(&FaultyDisk::new(kills.clone()), &kills).await
    }

    /// A run that ends at a step, and then loses what was not durable.
    async fn run_until(&self, step: u32) -> Result<Outcome, Failure> {
        let kills = Kills::at(step);
        let disk = FaultyDisk::new(kills.clone());
        let result = self.run(&disk, &kills).await;
        disk.lose_what_is_not_durable();
        result
    }

    fn manifest(&self) -> Option<Manifest> {
        Manifest::read(&self.folder()).unwrap()
    }

    fn salts(&self) -> Option<Vec<u8>> {
        self.manifest()?;
        salts_in(&self.folder())
    }

    /// Every batch is in the chain once, the manifest says so, and receipts can be made.
    fn assert_finished(&self, note: &str) {
        let manifest = self.manifest().unwrap();
        assert!(manifest.is_final(), "{note}");
        let anchored = self.world.anchored_roots();
        let roots: BTreeSet<Hash> = manifest.batches.iter().map(|batch| batch.root).collect();
        assert_eq!(anchored.len(), roots.len(), "{note}: anchored once each");
        assert_eq!(anchored.into_iter().collect::<BTreeSet<_>>(), roots, "{note}");

        let folder = StampedFolder::open(&self.folder()).unwrap();
        for (number, batch) in manifest.batches.iter().enumerate() {
            let tree = folder.tree(number).unwrap();
            assert_eq!(tree.root(), batch.root, "{note}");
            let record = folder.record(batch.first).unwrap();
            assert_eq!(record.salt.len(), 32);
        }
    }
}

fn salts_in(folder: &Path) -> Option<Vec<u8>> {
    ["data", "preparing"].iter().find_map(|name| fs::read(folder.join(name).join("salts.bin")).ok())
}

#[tokio::test]
async fn a_second_call_finds_nothing_left_to_do() {
    let scene = Scene::new(9, 4, StreamWish::Number(0));
    scene.finish().await.unwrap();
    let blocks = scene.world.best();

    assert_eq!(scene.finish().await.unwrap(), Outcome::Final);

    scene.assert_finished("twice");
    assert_eq!(scene.world.best(), blocks, "the chain was not asked");
}

#[tokio::test]
async fn more_batches_than_a_call_takes_are_anchored_in_several() {
    let scene = Scene::new(70, 1, StreamWish::Number(0));

    scene.finish().await.unwrap();

    scene.assert_finished("several calls");
    assert_eq!(scene.manifest().unwrap().calls.len(), 2);
}

#[tokio::test]
async fn nobody_waits_unless_asked() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));

    let outcome = scene.hand_over().await.unwrap();

    assert_eq!(outcome, Outcome::Submitted);
    assert_eq!(scene.world.best(), 0, "no block was waited for");
    assert!(!scene.manifest().unwrap().is_final());
    scene.finish().await.unwrap();
    scene.assert_finished("later");
    let chain = FakeChain::new(scene.world.clone(), Kills::default());
    assert_eq!(chain.genesis_hash(), scene.manifest().unwrap().target.unwrap().genesis_hash);
}
