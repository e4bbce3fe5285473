//! CBOR of a receipt and of its two parts: the same map, with all or some of its keys.

use super::{
    ChainPart, CheckpointPath, DecodeError, Finality, MAX_PATH_HASHES, MAX_RECORD_BYTES,
    MAX_STATEMENT_BYTES, RECEIPT_VERSION, Receipt, RecordPart, RecordProof, TreePath,
    cbor::{Reader, Writer, check_total},
    proof_codec::{read_finality, write_finality},
};
use crate::{Hash, verify::Code};
use alloc::{format, vec::Vec};

const VERSION: u64 = 1;
const GENESIS: u64 = 2;
const RECORD: u64 = 3;
const BATCH: u64 = 4;
const ANCHOR: u64 = 5;
const BLOCK: u64 = 6;
const CALENDAR_LEAF: u64 = 7;
const FINALITY: u64 = 8;
const CHECKPOINT: u64 = 9;

const RECORD_KEYS: [u64; 4] = [VERSION, GENESIS, RECORD, BATCH];
const CHAIN_KEYS: [u64; 7] = [VERSION, GENESIS, ANCHOR, BLOCK, CALENDAR_LEAF, FINALITY, CHECKPOINT];

impl Receipt {
    /// The receipt in its one encoding.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(count(7, self.finality.as_ref(), self.checkpoint.as_ref()));
        write_origin(&self.genesis, &mut out);
        write_record_side(&self.record, &self.batch, &mut out);
        write_chain_side(&self.anchor, &self.block, &self.calendar_leaf, &mut out);
        write_ends(self.finality.as_ref(), self.checkpoint.as_ref(), &mut out);
        out.into_bytes()
    }

    /// Reads a receipt; refuses anything but what [`Self::to_cbor`] writes.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (fields, input) = Fields::read("the receipt", bytes, |_| true)?;
        let receipt = Self {
            genesis: input.require("the receipt", GENESIS, fields.genesis)?,
            record: input.require("the receipt", RECORD, fields.record)?,
            batch: input.require("the receipt", BATCH, fields.batch)?,
            anchor: input.require("the receipt", ANCHOR, fields.anchor)?,
            block: input.require("the receipt", BLOCK, fields.block)?,
            calendar_leaf: input.require("the receipt", CALENDAR_LEAF, fields.calendar_leaf)?,
            finality: fields.finality,
            checkpoint: fields.checkpoint,
        };
        check_ends(&input, receipt.finality.is_some() || receipt.checkpoint.is_some())?;
        check_same(&input, bytes, &receipt.to_cbor())?;
        Ok(receipt)
    }
}

impl RecordPart {
    /// The part in its one encoding.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(4);
        write_origin(&self.genesis, &mut out);
        write_record_side(&self.record, &self.batch, &mut out);
        out.into_bytes()
    }

    /// Reads a record's part; refuses anything but what [`Self::to_cbor`] writes.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, DecodeError> {
        let known = |key| RECORD_KEYS.contains(&key);
        let (fields, input) = Fields::read("the record's part", bytes, known)?;
        let part = Self {
            genesis: input.require("the record's part", GENESIS, fields.genesis)?,
            record: input.require("the record's part", RECORD, fields.record)?,
            batch: input.require("the record's part", BATCH, fields.batch)?,
        };
        check_same(&input, bytes, &part.to_cbor())?;
        Ok(part)
    }
}

impl ChainPart {
    /// The part in its one encoding.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.map(count(5, self.finality.as_ref(), self.checkpoint.as_ref()));
        write_origin(&self.genesis, &mut out);
        write_chain_side(&self.anchor, &self.block, &self.calendar_leaf, &mut out);
        write_ends(self.finality.as_ref(), self.checkpoint.as_ref(), &mut out);
        out.into_bytes()
    }

    /// Reads a chain's part; refuses anything but what [`Self::to_cbor`] writes.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, DecodeError> {
        let known = |key| CHAIN_KEYS.contains(&key);
        let (fields, input) = Fields::read("the chain's part", bytes, known)?;
        let part = Self {
            genesis: input.require("the chain's part", GENESIS, fields.genesis)?,
            anchor: input.require("the chain's part", ANCHOR, fields.anchor)?,
            block: input.require("the chain's part", BLOCK, fields.block)?,
            calendar_leaf: input.require(
                "the chain's part",
                CALENDAR_LEAF,
                fields.calendar_leaf,
            )?,
            finality: fields.finality,
            checkpoint: fields.checkpoint,
        };
        check_ends(&input, part.finality.is_some() || part.checkpoint.is_some())?;
        check_same(&input, bytes, &part.to_cbor())?;
        Ok(part)
    }
}

/// Whatever fields the map had.
#[derive(Default)]
struct Fields {
    genesis: Option<Hash>,
    record: Option<RecordProof>,
    batch: Option<TreePath>,
    anchor: Option<Vec<u8>>,
    block: Option<TreePath>,
    calendar_leaf: Option<Vec<u8>>,
    finality: Option<Finality>,
    checkpoint: Option<CheckpointPath>,
}

impl Fields {
    fn read<'a>(
        what: &str,
        bytes: &'a [u8],
        known: impl Fn(u64) -> bool,
    ) -> Result<(Self, Reader<'a>), DecodeError> {
        check_total(bytes)?;
        let mut input = Reader::new(bytes);
        let mut fields = Self::default();
        let mut version = None;
        input.map(what, |input, key| {
            if !known(key) {
                return Err(input.unknown(what, key));
            }
            match key {
                VERSION => version = Some(read_version(input)?),
                GENESIS => fields.genesis = Some(input.byte_array("the genesis hash")?),
                RECORD => fields.record = Some(read_record(input)?),
                BATCH => fields.batch = Some(read_path("the place in the batch", input)?),
                ANCHOR => fields.anchor = Some(read_statement("the anchor", input)?),
                BLOCK => fields.block = Some(read_path("the place in the block", input)?),
                CALENDAR_LEAF => {
                    fields.calendar_leaf = Some(read_statement("the calendar leaf", input)?);
                }
                FINALITY => fields.finality = Some(read_finality(input)?),
                CHECKPOINT => fields.checkpoint = Some(read_checkpoint(input)?),
                key => return Err(input.unknown(what, key)),
            }
            Ok(())
        })?;
        input.end()?;
        input.require(what, VERSION, version)?;
        Ok((fields, input))
    }
}

/// Number of fields, of which this many are always there.
fn count(always: usize, finality: Option<&Finality>, checkpoint: Option<&CheckpointPath>) -> usize {
    let optional = [finality.is_some(), checkpoint.is_some()];
    always.saturating_add(optional.into_iter().filter(|there| *there).count())
}

fn write_origin(genesis: &Hash, out: &mut Writer) {
    out.uint(VERSION).uint(RECEIPT_VERSION).uint(GENESIS).bytes(genesis);
}

fn write_record_side(record: &RecordProof, batch: &TreePath, out: &mut Writer) {
    out.uint(RECORD).map(if record.content.is_some() { 3 } else { 2 });
    out.uint(1).bytes(&record.salt).uint(2).bytes(&record.digest);
    if let Some(content) = &record.content {
        out.uint(3).bytes(content);
    }
    out.uint(BATCH);
    write_path(batch.index, &batch.path, out);
}

fn write_chain_side(anchor: &[u8], block: &TreePath, calendar_leaf: &[u8], out: &mut Writer) {
    out.uint(ANCHOR).bytes(anchor).uint(BLOCK);
    write_path(block.index, &block.path, out);
    out.uint(CALENDAR_LEAF).bytes(calendar_leaf);
}

fn write_ends(finality: Option<&Finality>, checkpoint: Option<&CheckpointPath>, out: &mut Writer) {
    if let Some(finality) = finality {
        out.uint(FINALITY);
        write_finality(finality, out);
    }
    if let Some(checkpoint) = checkpoint {
        out.uint(CHECKPOINT);
        write_path(checkpoint.size, &checkpoint.path, out);
    }
}

fn write_path(number: u64, path: &[Hash], out: &mut Writer) {
    out.map(2).uint(1).uint(number).uint(2).byte_strings(path);
}

fn read_version(input: &mut Reader<'_>) -> Result<u64, DecodeError> {
    let version = input.uint("the version")?;
    if version != RECEIPT_VERSION {
        let detail = format!("the version is {version}, expected {RECEIPT_VERSION}");
        return Err(input.error(Code::UnsupportedVersion, detail));
    }
    Ok(version)
}

fn read_record(input: &mut Reader<'_>) -> Result<RecordProof, DecodeError> {
    const WHAT: &str = "the record";
    let (mut salt, mut digest, mut content) = (None, None, None);
    input.map(WHAT, |input, key| {
        match key {
            1 => salt = Some(input.byte_array("the salt")?),
            2 => digest = Some(input.byte_array("the digest")?),
            3 => content = Some(input.bytes(WHAT, MAX_RECORD_BYTES)?.to_vec()),
            key => return Err(input.unknown(WHAT, key)),
        }
        Ok(())
    })?;
    Ok(RecordProof {
        salt: input.require(WHAT, 1, salt)?,
        digest: input.require(WHAT, 2, digest)?,
        content,
    })
}

fn read_numbered_path(what: &str, input: &mut Reader<'_>) -> Result<(u64, Vec<Hash>), DecodeError> {
    let (mut number, mut path) = (None, None);
    input.map(what, |input, key| {
        match key {
            1 => number = Some(input.uint("a number")?),
            2 => {
                path = Some(
                    input.list("a path", MAX_PATH_HASHES, |input| input.byte_array("a hash"))?,
                );
            }
            key => return Err(input.unknown(what, key)),
        }
        Ok(())
    })?;
    Ok((input.require(what, 1, number)?, input.require(what, 2, path)?))
}

fn read_path(what: &str, input: &mut Reader<'_>) -> Result<TreePath, DecodeError> {
    read_numbered_path(what, input).map(|(index, path)| TreePath { index, path })
}

fn read_checkpoint(input: &mut Reader<'_>) -> Result<CheckpointPath, DecodeError> {
    read_numbered_path("the checkpoint part", input)
        .map(|(size, path)| CheckpointPath { size, path })
}

fn read_statement(what: &str, input: &mut Reader<'_>) -> Result<Vec<u8>, DecodeError> {
    input.bytes(what, MAX_STATEMENT_BYTES).map(<[u8]>::to_vec)
}

fn check_ends(input: &Reader<'_>, any: bool) -> Result<(), DecodeError> {
    if any {
        return Ok(());
    }
    Err(input.error(Code::WrongFields, "neither finality nor checkpoint (field 8 or 9) is there"))
}

/// Each rule of the encoding is checked where it applies; this makes sure that none was forgotten.
fn check_same(input: &Reader<'_>, read: &[u8], written: &[u8]) -> Result<(), DecodeError> {
    if read == written {
        return Ok(());
    }
    Err(input.error(Code::NotDeterministic, "the input is not the encoding of what it says"))
}
