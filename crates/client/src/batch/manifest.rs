//! What a folder holds and how far its anchoring has come.

use super::{BatchError, Disk, Source, disk::write_whole, hex_bytes};
use critical_chains_integrity::{Hash, anchor::Anchor};
use critical_chains_lei::Lei;
use serde::{Deserialize, Serialize};
use std::{fs, io, path::Path};

/// What the file says it is.
pub const FORMAT: &str = "critical-chains-batches";

/// Version of the format.
pub const VERSION: u32 = 1;

/// Most batches one call to the chain takes.
pub const MAX_BATCHES_PER_CALL: usize = 64;

/// Name of the manifest in its folder.
pub(super) const MANIFEST_FILE: &str = "manifest.json";

/// The one file of a folder that changes. It is replaced as a whole at each step, before the step
/// it announces is taken.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// Files the records came from, in order.
    pub sources: Vec<Source>,
    /// Most records in one batch.
    pub batch_size: u32,
    /// Records in all batches together.
    pub records: u64,
    /// The batches, in order.
    pub batches: Vec<Batch>,
    /// Where they are anchored; absent until a chain was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What was submitted: each entry anchors the next [`MAX_BATCHES_PER_CALL`] batches.
    #[serde(default)]
    pub calls: Vec<AnchorCall>,
}

/// An ordered set of records and its Merkle tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Which of the sources its records came from.
    pub source: usize,
    /// Position in the folder of its first record.
    pub first: u64,
    /// Number of records.
    pub leaf_count: u64,
    /// Root of the tree over its leaves.
    #[serde(with = "hex_bytes::hash")]
    pub root: Hash,
    /// When its first record was read, in milliseconds since 1970.
    pub not_before: u64,
    /// When it was complete, in milliseconds since 1970.
    pub not_after: u64,
    /// How its records were made canonical.
    pub profile: String,
}

/// The stream the batches go to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Which chain.
    #[serde(with = "hex_bytes::hash")]
    pub genesis_hash: Hash,
    /// Whose stream.
    pub institution: Lei,
    /// Which stream.
    pub stream: StreamChoice,
}

/// A stream, or the wish for a new one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StreamChoice {
    /// This one.
    Number(u32),
    /// The one that a submitted extrinsic opens.
    Opening(Opening),
}

/// A stream being opened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Number the institution's next stream had when this was signed. Whatever stream is opened
    /// from here on and is still empty serves.
    pub next_number: u32,
    /// The signed extrinsic.
    pub extrinsic: SignedExtrinsic,
}

/// One call that anchors batches.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnchorCall {
    /// The statements, in order, as the chain hashes them.
    #[serde(with = "statements")]
    pub anchors: Vec<Anchor>,
    /// The signed extrinsic that makes them.
    pub extrinsic: SignedExtrinsic,
    /// How far it has come.
    pub state: CallState,
}

/// How far a call has come. Only [`Self::Final`] is relied on after a crash.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CallState {
    /// It may have reached the chain.
    Submitted,
    /// A block has it, which may yet be abandoned.
    Anchored(Included),
    /// A final block has it.
    Final(Included),
}

/// A block.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Included {
    /// Its number.
    pub number: u64,
    /// Its hash.
    #[serde(with = "hex_bytes::hash")]
    pub hash: Hash,
}

/// An extrinsic ready to be submitted, again if need be: the chain takes the same bytes only once.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SignedExtrinsic {
    /// As submitted.
    #[serde(with = "hex_bytes::bytes")]
    pub bytes: Vec<u8>,
    /// Number of the account's extrinsic.
    pub nonce: u64,
    /// Last block that can include it.
    pub expires: u64,
}

impl Manifest {
    /// What has just been prepared and not been submitted.
    pub fn prepared(sources: Vec<Source>, batch_size: u32, batches: Vec<Batch>) -> Self {
        let records = batches.iter().map(|batch| batch.leaf_count).sum();
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            sources,
            batch_size,
            records,
            batches,
            target: None,
            calls: Vec::new(),
        }
    }

    /// Reads the manifest of a folder, if it has one.
    pub fn read(folder: &Path) -> Result<Option<Self>, BatchError> {
        let path = folder.join(MANIFEST_FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(BatchError::io("read", &path, error)),
        };
        let malformed = |reason: String| BatchError::Manifest { path: path.clone(), reason };
        let manifest: Self =
            serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
        manifest.check().map_err(malformed)?;
        Ok(Some(manifest))
    }

    /// Replaces the manifest of a folder.
    pub fn write(&self, disk: &dyn Disk, folder: &Path) -> Result<(), BatchError> {
        let path = folder.join(MANIFEST_FILE);
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(|error| BatchError::io("write", &path, error.into()))?;
        text.push(b'\n');
        write_whole(disk, &path, &text).map_err(|error| BatchError::io("write", &path, error))
    }

    /// Batches that a call anchors, by its position among the calls.
    pub fn batches_of_call(&self, call: usize) -> &[Batch] {
        let start = call.saturating_mul(MAX_BATCHES_PER_CALL).min(self.batches.len());
        let end = start.saturating_add(MAX_BATCHES_PER_CALL).min(self.batches.len());
        &self.batches[start..end]
    }

    /// Number of calls it takes to anchor all batches.
    pub fn calls_needed(&self) -> usize {
        self.batches.len().div_ceil(MAX_BATCHES_PER_CALL)
    }

    /// Whether every batch is in a final block.
    pub fn is_final(&self) -> bool {
        self.calls.len() == self.calls_needed()
            && self.calls.iter().all(|call| matches!(call.state, CallState::Final(_)))
    }

    /// The statement of a batch and how far it has come, once there is one.
    pub fn anchor_of(&self, batch: usize) -> Option<(&Anchor, CallState)> {
        let call = self.calls.get(batch / MAX_BATCHES_PER_CALL)?;
        Some((call.anchors.get(batch % MAX_BATCHES_PER_CALL)?, call.state))
    }

    /// The batch a record is in, and the record's place in it.
    pub fn locate(&self, record: u64) -> Option<(usize, u64)> {
        let batch = self.batches.partition_point(|batch| batch.first <= record).checked_sub(1)?;
        let index = record.checked_sub(self.batches[batch].first)?;
        (index < self.batches[batch].leaf_count).then_some((batch, index))
    }

    fn check(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!("got format {:?}, expected {FORMAT:?}", self.format));
        }
        if self.version != VERSION {
            return Err(format!("got version {}, expected {VERSION}", self.version));
        }
        let mut first = 0u64;
        for (number, batch) in self.batches.iter().enumerate() {
            if batch.first != first || batch.leaf_count == 0 || batch.source >= self.sources.len() {
                return Err(format!("batch {number} does not follow the one before it"));
            }
            first = first
                .checked_add(batch.leaf_count)
                .ok_or_else(|| format!("batch {number} has too many records"))?;
        }
        if first != self.records || first == 0 {
            return Err(format!("got {} records, the batches have {first}", self.records));
        }
        if self.calls.len() > self.calls_needed() {
            return Err("there are more calls than batches to anchor".to_owned());
        }
        for (number, call) in self.calls.iter().enumerate() {
            let batches = self.batches_of_call(number);
            let same = call.anchors.len() == batches.len()
                && call.anchors.iter().zip(batches).all(|(anchor, batch)| {
                    anchor.root == batch.root && anchor.leaf_count == batch.leaf_count
                });
            if !same {
                return Err(format!("the statements of call {number} are not of its batches"));
            }
        }
        Ok(())
    }
}

/// Statements in JSON: the bytes that are hashed.
mod statements {
    use crate::batch::hex_bytes::{from_hex, to_hex};
    use critical_chains_integrity::anchor::Anchor;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(anchors: &[Anchor], out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(anchors.iter().map(|anchor| to_hex(anchor.to_bytes())))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Vec<Anchor>, D::Error> {
        Vec::<String>::deserialize(input)?
            .iter()
            .map(|text| {
                let bytes = from_hex(text).map_err(D::Error::custom)?;
                Anchor::from_bytes(&bytes).map_err(D::Error::custom)
            })
            .collect()
    }
}
