//! The JSON view: the same content with named fields, byte strings as `0x` and hexadecimal digits.

use super::{
    ChainPart, CheckpointPath, DecodeError, Finality, JsonError, RECEIPT_VERSION, Receipt,
    RecordPart, RecordProof, TreePath,
};
use crate::{
    Hash,
    finality::{FinalityProof, Vote, Votes},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Map, Value, json};

const RECORD_FIELDS: [&str; 4] = ["version", "genesis", "record", "batch"];
const CHAIN_FIELDS: [&str; 7] =
    ["version", "genesis", "anchor", "block", "calendar_leaf", "finality", "checkpoint"];

impl Receipt {
    /// The JSON view.
    pub fn to_json(&self) -> Value {
        let mut fields = origin(&self.genesis);
        put_record_side(&mut fields, &self.record, &self.batch);
        put_chain_side(&mut fields, &self.anchor, &self.block, &self.calendar_leaf);
        put_ends(&mut fields, self.finality.as_ref(), self.checkpoint.as_ref());
        Value::Object(fields)
    }

    /// The receipt that a JSON view was made of.
    pub fn from_json(value: &Value) -> Result<Self, JsonError> {
        let known = [&RECORD_FIELDS[..], &CHAIN_FIELDS[..]].concat();
        let object = Object::new("receipt", value, &known)?;
        let (record, batch) = record_side(&object)?;
        let (anchor, block, calendar_leaf) = chain_side(&object)?;
        let (finality, checkpoint) = ends(&object)?;
        let genesis = genesis(&object)?;
        let receipt =
            Self { genesis, record, batch, anchor, block, calendar_leaf, finality, checkpoint };
        // Limits hold for the view as well, and the codec knows them all.
        Self::from_cbor(&receipt.to_cbor()).map_err(|error| object.refused(error))
    }
}

impl RecordPart {
    /// The JSON view.
    pub fn to_json(&self) -> Value {
        let mut fields = origin(&self.genesis);
        put_record_side(&mut fields, &self.record, &self.batch);
        Value::Object(fields)
    }

    /// The part that a JSON view was made of.
    pub fn from_json(value: &Value) -> Result<Self, JsonError> {
        let object = Object::new("record part", value, &RECORD_FIELDS)?;
        let (record, batch) = record_side(&object)?;
        let part = Self { genesis: genesis(&object)?, record, batch };
        Self::from_cbor(&part.to_cbor()).map_err(|error| object.refused(error))
    }
}

impl ChainPart {
    /// The JSON view.
    pub fn to_json(&self) -> Value {
        let mut fields = origin(&self.genesis);
        put_chain_side(&mut fields, &self.anchor, &self.block, &self.calendar_leaf);
        put_ends(&mut fields, self.finality.as_ref(), self.checkpoint.as_ref());
        Value::Object(fields)
    }

    /// The part that a JSON view was made of.
    pub fn from_json(value: &Value) -> Result<Self, JsonError> {
        let object = Object::new("chain part", value, &CHAIN_FIELDS)?;
        let (anchor, block, calendar_leaf) = chain_side(&object)?;
        let (finality, checkpoint) = ends(&object)?;
        let genesis = genesis(&object)?;
        let part = Self { genesis, anchor, block, calendar_leaf, finality, checkpoint };
        Self::from_cbor(&part.to_cbor()).map_err(|error| object.refused(error))
    }
}

/// `0x` and hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    format!("0x{}", ::hex::encode(bytes))
}

fn hex_list<T: AsRef<[u8]>>(items: &[T]) -> Value {
    items.iter().map(|item| hex(item.as_ref())).collect()
}

fn origin(genesis: &Hash) -> Map<String, Value> {
    let mut fields = Map::new();
    put(&mut fields, "version", RECEIPT_VERSION);
    put(&mut fields, "genesis", hex(genesis));
    fields
}

fn put(fields: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    fields.insert(name.to_string(), value.into());
}

fn put_record_side(fields: &mut Map<String, Value>, record: &RecordProof, batch: &TreePath) {
    let mut inner = Map::new();
    put(&mut inner, "salt", hex(&record.salt));
    put(&mut inner, "digest", hex(&record.digest));
    if let Some(content) = &record.content {
        put(&mut inner, "content", hex(content));
    }
    put(fields, "record", inner);
    put(fields, "batch", json!({ "index": batch.index, "path": hex_list(&batch.path) }));
}

fn put_chain_side(
    fields: &mut Map<String, Value>,
    anchor: &[u8],
    block: &TreePath,
    calendar_leaf: &[u8],
) {
    put(fields, "anchor", hex(anchor));
    put(fields, "block", json!({ "index": block.index, "path": hex_list(&block.path) }));
    put(fields, "calendar_leaf", hex(calendar_leaf));
}

fn put_ends(
    fields: &mut Map<String, Value>,
    finality: Option<&Finality>,
    checkpoint: Option<&CheckpointPath>,
) {
    if let Some(Finality { proof, calendar_path }) = finality {
        let value = json!({
            "header": hex(&proof.header),
            "round": proof.round,
            "set_id": proof.set_id,
            "calendar_path": hex_list(calendar_path),
            "votes": votes_to_json(&proof.votes),
        });
        put(fields, "finality", value);
    }
    if let Some(CheckpointPath { size, path }) = checkpoint {
        put(fields, "checkpoint", json!({ "size": size, "path": hex_list(path) }));
    }
}

pub(crate) fn votes_to_json(votes: &Votes) -> Value {
    match votes {
        Votes::Compact { signers, signatures } => {
            json!({ "signers": hex(signers), "signatures": hex_list(signatures) })
        }
        Votes::Full { votes, ancestry } => {
            let votes = votes.iter().map(|vote| {
                json!({
                    "authority": vote.authority,
                    "target_number": vote.target_number,
                    "target_hash": hex(&vote.target_hash),
                    "signature": hex(&vote.signature),
                })
            });
            json!({ "votes": votes.collect::<Value>(), "ancestry": hex_list(ancestry) })
        }
    }
}

fn genesis(object: &Object<'_>) -> Result<Hash, JsonError> {
    let version = object.uint("version")?;
    if version != RECEIPT_VERSION {
        let detail = format!("is {version}, expected {RECEIPT_VERSION}");
        return Err(object.error("version", detail));
    }
    object.byte_array("genesis")
}

fn record_side(object: &Object<'_>) -> Result<(RecordProof, TreePath), JsonError> {
    let inner = object.object("record", &["salt", "digest", "content"])?;
    let record = RecordProof {
        salt: inner.byte_array("salt")?,
        digest: inner.byte_array("digest")?,
        content: inner.has("content").then(|| inner.bytes("content")).transpose()?,
    };
    Ok((record, tree_path(object, "batch")?))
}

fn chain_side(object: &Object<'_>) -> Result<(Vec<u8>, TreePath, Vec<u8>), JsonError> {
    Ok((object.bytes("anchor")?, tree_path(object, "block")?, object.bytes("calendar_leaf")?))
}

fn tree_path(object: &Object<'_>, name: &str) -> Result<TreePath, JsonError> {
    let inner = object.object(name, &["index", "path"])?;
    Ok(TreePath { index: inner.uint("index")?, path: inner.byte_arrays("path")? })
}

fn ends(object: &Object<'_>) -> Result<(Option<Finality>, Option<CheckpointPath>), JsonError> {
    let finality = object.has("finality").then(|| {
        let known = ["header", "round", "set_id", "calendar_path", "votes"];
        let inner = object.object("finality", &known)?;
        Ok(Finality {
            proof: FinalityProof {
                header: inner.bytes("header")?,
                round: inner.uint("round")?,
                set_id: inner.uint("set_id")?,
                votes: votes_from_json(&inner)?,
            },
            calendar_path: inner.byte_arrays("calendar_path")?,
        })
    });
    let checkpoint = object.has("checkpoint").then(|| {
        let inner = object.object("checkpoint", &["size", "path"])?;
        Ok(CheckpointPath { size: inner.uint("size")?, path: inner.byte_arrays("path")? })
    });
    Ok((finality.transpose()?, checkpoint.transpose()?))
}

/// The votes in the field `votes` of a proof.
pub(crate) fn votes_from_json(object: &Object<'_>) -> Result<Votes, JsonError> {
    let inner = object.object("votes", &["signers", "signatures", "votes", "ancestry"])?;
    if inner.has("signers") || inner.has("signatures") {
        inner.only(&["signers", "signatures"])?;
        let signers = inner.bytes("signers")?;
        return Ok(Votes::Compact { signers, signatures: inner.byte_arrays("signatures")? });
    }
    let known = ["authority", "target_number", "target_hash", "signature"];
    let votes = inner.list("votes", |path, value| {
        let vote = Object::new(path, value, &known)?;
        Ok(Vote {
            authority: vote.uint32("authority")?,
            target_number: vote.uint32("target_number")?,
            target_hash: vote.byte_array("target_hash")?,
            signature: vote.byte_array("signature")?,
        })
    })?;
    Ok(Votes::Full { votes, ancestry: inner.list("ancestry", bytes_at)? })
}

/// An object of the view, and where it stands.
pub(crate) struct Object<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// An object with no other fields than these.
    pub(crate) fn new(path: &str, value: &'a Value, known: &[&str]) -> Result<Self, JsonError> {
        let fields = value.as_object().ok_or_else(|| error_at(path, "is not an object"))?;
        let object = Self { path: path.into(), fields };
        object.only(known)?;
        Ok(object)
    }

    fn only(&self, known: &[&str]) -> Result<(), JsonError> {
        match self.fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(self.error(name, "is not a field of this object")),
            None => Ok(()),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn at(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    pub(crate) fn error(&self, name: &str, detail: impl Into<String>) -> JsonError {
        error_at(&self.at(name), detail)
    }

    pub(crate) fn refused(&self, error: DecodeError) -> JsonError {
        error_at(&self.path, error.detail)
    }

    fn get(&self, name: &str) -> Result<&'a Value, JsonError> {
        self.fields.get(name).ok_or_else(|| self.error(name, "is missing"))
    }

    fn object(&self, name: &str, known: &[&str]) -> Result<Self, JsonError> {
        Self::new(&self.at(name), self.get(name)?, known)
    }

    pub(crate) fn uint(&self, name: &str) -> Result<u64, JsonError> {
        self.get(name)?.as_u64().ok_or_else(|| self.error(name, "is not an unsigned integer"))
    }

    fn uint32(&self, name: &str) -> Result<u32, JsonError> {
        u32::try_from(self.uint(name)?).map_err(|_| self.error(name, "does not fit into 32 bits"))
    }

    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, JsonError> {
        bytes_at(&self.at(name), self.get(name)?)
    }

    fn byte_array<const N: usize>(&self, name: &str) -> Result<[u8; N], JsonError> {
        byte_array_at(&self.at(name), self.get(name)?)
    }

    fn byte_arrays<const N: usize>(&self, name: &str) -> Result<Vec<[u8; N]>, JsonError> {
        self.list(name, byte_array_at)
    }

    fn list<T>(
        &self,
        name: &str,
        item: impl Fn(&str, &'a Value) -> Result<T, JsonError>,
    ) -> Result<Vec<T>, JsonError> {
        let items = self.get(name)?.as_array().ok_or_else(|| self.error(name, "is not a list"))?;
        let path = self.at(name);
        items.iter().enumerate().map(|(i, value)| item(&format!("{path}[{i}]"), value)).collect()
    }
}

fn error_at(path: &str, detail: impl Into<String>) -> JsonError {
    JsonError { field: path.into(), detail: detail.into() }
}

fn bytes_at(path: &str, value: &Value) -> Result<Vec<u8>, JsonError> {
    value
        .as_str()
        .and_then(parse_hex)
        .ok_or_else(|| error_at(path, "is not a string of 0x and hexadecimal digits"))
}

fn byte_array_at<const N: usize>(path: &str, value: &Value) -> Result<[u8; N], JsonError> {
    let bytes = bytes_at(path, value)?;
    let len = bytes.len();
    bytes.try_into().map_err(|_| error_at(path, format!("has {len} bytes, expected {N}")))
}

/// What [`hex`] wrote.
pub(crate) fn parse_hex(text: &str) -> Option<Vec<u8>> {
    ::hex::decode(text.strip_prefix("0x")?).ok()
}
