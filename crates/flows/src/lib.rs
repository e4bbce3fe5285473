#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)
)]

extern crate alloc;

mod budget;
mod burst;
mod drift;
mod engine;
mod evidence;
mod extract;
mod features;
mod fixed;
mod flow;
pub mod forest;
mod fusion;
mod identity;
mod model;
mod parameters;
mod profile;
mod pseudonym;
mod sector;
mod sectors;
mod slots;
mod snapshot;
mod window;

pub use budget::{BudgetParameters, MAX_THRESHOLDS};
pub use burst::{Burst, BurstParameters, BurstSketches};
pub use drift::{Drift, DriftParameters};
pub use engine::{Assessment, Engine, Health, Observation};
pub use evidence::{ENGINE_VERSION, Evidence, EvidenceError, MAX_EVIDENCE_FLOWS, Statement};
pub use features::{Buckets, FEATURES, Feature, Features};
pub use flow::{Channel, Flow};
pub use fusion::{
    Detector, DetectorLevels, Detectors, FIRST_ATTRIBUTE, MAX_REASONS, OutcomeParameters, Reason,
    Reasons, Score,
};
pub use identity::{EngineKey, Identity};
pub use model::{MAX_MODEL_BYTES, Model};
pub use parameters::{InvalidParameters, Parameters};
pub use profile::ProfileParameters;
pub use pseudonym::{PSEUDONYM_BYTES, Pseudonym, PseudonymKey};
pub use sector::{Attribute, Claim, MAX_ATTRIBUTES, Passage, Place, Sector, Settlement};
pub use sectors::SectorParameters;
pub use snapshot::{MAGIC, SNAPSHOT_VERSION, SnapshotError};
pub use window::WindowParameters;
