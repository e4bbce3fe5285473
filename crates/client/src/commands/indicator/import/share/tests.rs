//! Proves that the objects behind digests on chain are never lost, whenever sharing ends.

use super::*;
use crate::{
    batch::{Included, SignedExtrinsic},
    chain::{ChainError, Event, Rejection, testing::without_batches},
};
use critical_chains_flows::PseudonymKey;
use critical_chains_integrity::Hash;
use critical_chains_stix::{ImportOptions, import};
use std::{fs, path::PathBuf};

/// A chain that takes so many extrinsics and refuses the next, and looks each time whether the
/// file is there.
struct Limited {
    room: u32,
    events: Vec<Event>,
    file: Option<PathBuf>,
}

impl Chain for Limited {
    without_batches!();

    async fn final_hash(&mut self, _: u64) -> Result<Option<Hash>, ChainError> {
        Ok(Some([1; 32]))
    }

    async fn submit(&mut self, _: &SignedExtrinsic) -> Result<(), ChainError> {
        if let Some(file) = &self.file {
            assert!(fs::metadata(file).unwrap().len() > 0, "shared before it was kept");
        }
        self.room =
            self.room.checked_sub(1).ok_or(ChainError::Rejected(Rejection::ExhaustsResources))?;
        let block = Included { number: 1, hash: [1; 32] };
        self.events =
            vec![Event::Finalised(block), Event::InBlock { block, opened: Some(self.room) }];
        Ok(())
    }

    async fn next_event(&mut self) -> Result<Event, ChainError> {
        self.events.pop().ok_or(ChainError::Absent)
    }
}

/// Three clear numbers without an end, whose objects depend on when they are made.
fn proposals(now: u64) -> Vec<Proposal> {
    let objects: Vec<Value> = (1..=3)
        .map(|number| {
            json!({
                "type": "indicator",
                "spec_version": "2.1",
                "id": format!("indicator--{number:08}-17d4-4cbf-938f-98ee46b3cd3f"),
                "created": "2026-11-01T00:00:00.000Z",
                "modified": "2026-11-01T00:00:00.000Z",
                "pattern": format!("[phone-number:value = '+4915112345{number}']"),
                "pattern_type": "stix",
                "valid_from": "2026-11-01T00:00:00Z",
                "confidence": 75,
                "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
            })
        })
        .collect();
    let bundle = json!({
        "type": "bundle",
        "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
        "objects": objects,
    });
    let options = ImportOptions {
        now,
        key: Some(PseudonymKey::new([7; 32], 1)),
        unmarked: None,
        confidence: None,
        longest: Some(90 * 86_400_000),
    };
    let proposed = import(bundle.to_string().as_bytes(), &options).unwrap().proposed;
    assert!(proposed.len() == 3 && proposed.iter().all(|own| own.was_clear));
    proposed
}

/// 2026-11-26T08:00:00Z
const NOW: u64 = 1_795_680_000_000;

async fn run(room: u32, now: u64, own: &Own, file: Option<&Path>) -> Result<Done, Failure> {
    let mut chain = Limited { room, events: Vec::new(), file: file.map(Path::to_owned) };
    let signer = Signer::from_uri("//Alice").unwrap();
    share(&mut chain, proposals(now), own, (file, &signer)).await
}

fn own_of(done: &Done) -> Own {
    let shared = done.shared.iter().map(|own| &own.proposal.spec);
    shared.zip(0..).map(|(spec, id)| ((spec.kind, spec.value), id)).collect()
}

/// The digests of the indicators in a bundle.
fn digests(file: &Path) -> Vec<[u8; 32]> {
    let bundle: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let objects = bundle["objects"].as_array().unwrap().iter();
    let indicators = objects.filter(|object| object["type"] == "indicator");
    indicators.map(|object| critical_chains_stix::digest(object).unwrap()).collect()
}

#[tokio::test]
async fn an_object_is_kept_for_every_digest_when_sharing_is_taken_up_again() {
    let place = tempfile::tempdir().unwrap();
    let (first, second) = (place.path().join("first.json"), place.path().join("second.json"));

    let stopped = run(2, NOW, &Own::new(), Some(&first)).await.unwrap();
    let own = own_of(&stopped);
    let refused = run(9, NOW + 1_000, &own, Some(&first)).await.err().unwrap();
    let resumed = run(9, NOW + 1_000, &own, Some(&second)).await.unwrap();

    assert!(stopped.shared.len() == 2 && stopped.failure.is_some());
    assert!(refused.message.contains("exists already"), "{}", refused.message);
    assert!(resumed.shared.len() == 1 && resumed.present.len() == 2);
    assert!(resumed.failure.is_none());
    let kept = digests(&first);
    assert!(stopped.shared.iter().all(|own| kept.contains(&own.proposal.spec.stix_digest)));
    // Of what was there already nothing is written: nobody has the digests of other objects.
    assert_eq!(digests(&second), [resumed.shared[0].proposal.spec.stix_digest]);
}

#[tokio::test]
async fn objects_of_clear_numbers_are_kept_or_not_shared() {
    let refused = run(9, NOW, &Own::new(), None).await.err().unwrap();

    assert_eq!(refused.exit, Exit::Usage);
    assert!(refused.hint.unwrap().starts_with("add --output"));
}

#[tokio::test]
async fn what_is_shared_already_needs_no_file() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("shared.json");
    let all = run(9, NOW, &Own::new(), Some(&file)).await.unwrap();
    let before = fs::read(&file).unwrap();

    for output in [None, Some(file.as_path())] {
        let again = run(0, NOW + 1_000, &own_of(&all), output).await.unwrap();
        assert!(again.failure.is_none() && again.present.len() == 3);
    }

    assert_eq!(fs::read(&file).unwrap(), before);
}
