//! What is stored and told. These types know nothing of pallets.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_watch::{Report, Rules};
use polkadot_sdk::{
    frame_support::{BoundedVec, traits::ConstU32},
    sp_core::crypto::KeyTypeId,
};
use scale_info::TypeInfo;

/// The type of the keys with which nodes sign what they report and state.
pub const ATTESTATION_KEY: KeyTypeId = KeyTypeId(*b"atst");

/// Most reports of one block.
pub const MAX_REPORTS_PER_BLOCK: u32 = 32;

/// Blocks for which reports are kept, so that nodes that were away catch up: ten minutes of blocks
/// of two seconds.
pub const REPORT_RETENTION_BLOCKS: u32 = 300;

/// Blocks for which a message of a node is valid: about two minutes.
pub const MESSAGE_LONGEVITY_BLOCKS: u32 = 64;

/// Most messages of one account within that time.
pub const MAX_MESSAGES: u32 = 256;

/// Separates the signatures of messages from all others of the same key.
pub const MESSAGE_DOMAIN: &[u8; 32] = b"critical-chains-node-message:1\0\0";

/// Bytes by which a key is told from others, as `PseudonymKey::check_value` of
/// `critical-chains-flows` makes them.
pub type CheckValue = [u8; 16];

/// A span of time in which pseudonyms are made with one key.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Epoch {
    /// Its number.
    pub number: u32,
    /// By what everybody tells that the own key is the one that all others have.
    pub check: CheckValue,
}

/// For whom and in which epoch an account would report.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub struct Reporter {
    /// The institution for which it acts, if that is active.
    pub institution: Option<Lei>,
    /// The present epoch.
    pub epoch: Option<Epoch>,
    /// The number of its next report.
    pub next_report: u32,
}

/// Where a replay of flows begins.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub enum ReplayFrom {
    /// With an engine that has seen nothing.
    Model {
        /// The model as the chain registers it.
        parameters: Vec<u8>,
        /// The engine's own key.
        key: [u8; 16],
    },
    /// Where another replay has ended.
    State(Vec<u8>),
}

/// What came of a replay.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, TypeInfo)]
pub struct Replayed {
    /// Where the next one can go on.
    pub state: Vec<u8>,
    /// Digest of all that the engine has said of all flows.
    pub digest: [u8; 32],
    /// How many flows.
    pub flows: u64,
    /// How many of them were alerts.
    pub alerts: u64,
}

/// A report with the institution that made it.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Reported {
    /// The institution.
    pub institution: Lei,
    /// What it reported.
    pub report: Report,
}

/// The reports of one block.
pub type BlockReports = BoundedVec<Reported, ConstU32<MAX_REPORTS_PER_BLOCK>>;

/// The first bytes of the BLAKE2b hash of a message.
pub type MessageHash = [u8; 16];

/// Messages of an account that could be repeated.
pub type RecentMessages<BlockNumber> =
    BoundedVec<(BlockNumber, MessageHash), ConstU32<MAX_MESSAGES>>;

/// A model with which flows are watched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ModelInUse {
    /// What its findings take.
    pub rules: Rules,
    /// The version of the engine for which it was made.
    pub engine_version: u16,
    /// SHA-256 of its parameters.
    pub parameters_digest: [u8; 32],
}
