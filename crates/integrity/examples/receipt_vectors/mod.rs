//! The pack of receipts in `tests/vectors/receipts`: valid ones, and one mutation after the other
//! with the code that has to come out. Everything is derived from fixed labels, so that the pack
//! can be made again and compared.

#![allow(dead_code, clippy::unwrap_used)]

mod ancestry;
mod calendar;
pub(crate) mod chain;
mod content;
mod finality;
mod form;
pub(crate) mod handoff;
mod header;
pub(crate) mod item;
mod trust;
mod valid;

use chain::{Batch, Chain, keys, stream};
use codec::Encode;
use critical_chains_integrity::{
    Hash,
    finality::{FinalityProof, Header, Vote, Votes},
    receipt::Receipt,
    verify::Code,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the pack is kept, from this crate's folder.
pub(crate) const PACK_PATH: &str = "../../tests/vectors/receipts";

/// What the verifier of a case is given, by the names of files.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given {
    trust: Option<&'static str>,
    checkpoint: Option<&'static str>,
    record: Option<&'static str>,
}

impl Given {
    const NOTHING: Self = Self { trust: None, checkpoint: None, record: None };

    const fn trust(name: &'static str) -> Self {
        Self { trust: Some(name), ..Self::NOTHING }
    }

    const fn checkpoint(self, name: &'static str) -> Self {
        Self { checkpoint: Some(name), ..self }
    }

    const fn record(self, name: &'static str) -> Self {
        Self { record: Some(name), ..self }
    }
}

const FOUR: Given = Given::trust("trust-four.json");
const CHECKPOINT: Given = Given::NOTHING.checkpoint("checkpoint-31.txt");

/// Name of a case, the change that it makes, and what that means.
type Named<'a, T> = (&'a str, &'a dyn Fn(&mut T), &'a str);

/// The same with the code that has to come out.
type Coded<'a, T> = (&'a str, Code, &'a dyn Fn(&mut T), &'a str);

/// A receipt, what the verifier is given, and what has to come out.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) trust: Option<String>,
    pub(crate) checkpoint: Option<String>,
    pub(crate) record: Option<String>,
    pub(crate) result: String,
    pub(crate) code: String,
    pub(crate) mutation: String,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Index {
    pub(crate) description: String,
    pub(crate) cases: Vec<Case>,
}

/// All files by their names.
#[derive(Default)]
pub(crate) struct Pack {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) cases: Vec<Case>,
}

impl Pack {
    fn file(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        let before = self.files.insert(name.into(), content.into());
        assert!(before.is_none(), "two files are called {name}");
    }

    fn add(&mut self, name: &str, cbor: Vec<u8>, given: Given, code: Code, mutation: &str) {
        let file = format!("{name}.cbor");
        self.file(&file, cbor);
        self.again(name, &file, given, code, mutation);
    }

    /// One more case with a file that is there already.
    fn again(&mut self, name: &str, file: &str, given: Given, code: Code, mutation: &str) {
        self.cases.push(Case {
            name: name.into(),
            file: file.into(),
            trust: given.trust.map(Into::into),
            checkpoint: given.checkpoint.map(Into::into),
            record: given.record.map(Into::into),
            result: code.outcome().as_str().into(),
            code: code.as_str().into(),
            mutation: mutation.into(),
        });
    }
}

/// The chains, batches and receipts that the cases start from.
pub(crate) struct Scene {
    /// Four authorities, and four others from block 20.
    pub(crate) four: Chain,
    /// The same authorities on another chain.
    pub(crate) twin: Chain,
    pub(crate) seven: Chain,
    /// First batch of the stream, alone in block 3.
    pub(crate) first: Batch,
    /// Second batch of the stream, the second of three in block 7: what most cases are about.
    pub(crate) second: Batch,
    /// A batch of one record, alone in block 9.
    pub(crate) single: Batch,
    /// A batch of 1,000 records, in block 25.
    pub(crate) thousand: Batch,
    /// Record 5 of `second`, proven by three of four signatures under block 12.
    pub(crate) compact: Receipt,
    /// The same, with votes for blocks 12, 13 and 14.
    pub(crate) full: Receipt,
    /// The same, proven by the checkpoint of size 31.
    pub(crate) keyless: Receipt,
    /// The same, proven by signatures and checkpoint.
    pub(crate) both: Receipt,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let bank = stream(b"529900CRITICALCH01", 0);
        let first = Batch::new(bank, None, 13);
        let second = Batch::new(bank, Some(&first.anchor), 13);
        let single = Batch::new(stream(b"529900CRITICALCH01", 1), None, 1);
        let thousand = Batch::new(bank, Some(&second.anchor), 1_000);
        let four = |name: &str| {
            let before = stream(b"529900CRITICALCH02", 7);
            let after = stream(b"529900CRITICALCH03", 0);
            let (before, after) = (Batch::new(before, None, 2), Batch::new(after, None, 3));
            let mut chain = Chain::new(name, vec![keys("old", 4), keys("new", 4)]);
            chain.push_empty_until(2);
            chain.push(&[&first.anchor], None);
            chain.push_empty_until(6);
            chain.push(&[&before.anchor, &second.anchor, &after.anchor], None);
            chain.push_empty_until(8);
            chain.push(&[&single.anchor], None);
            chain.push_empty_until(19);
            chain.push(&[], Some(1));
            chain.push_empty_until(24);
            let other = Batch::new(stream(b"529900CRITICALCH02", 8), None, 5);
            chain.push(&[&other.anchor, &thousand.anchor], None);
            chain.push_empty_until(40);
            chain
        };
        let (four, twin) = (four("four"), four("twin"));
        let mut seven = Chain::new("seven", vec![keys("seven", 7)]);
        seven.push(&[&single.anchor], None);
        seven.push_empty_until(4);
        seven.push(&[&first.anchor, &thousand.anchor], None);
        seven.push_empty_until(24);

        let (h12, h13, h14) = (four.header(12), four.header(13), four.header(14));
        let compact = four.compact(0, 12, 4, &[0, 1, 3]);
        let full = four.full(0, 12, 4, &[(0, h12), (2, h13), (3, h14)], &[h13, h14]);
        Self {
            compact: four.receipt(&second, 5, Some(compact.clone()), None),
            full: four.receipt(&second, 5, Some(full), None),
            keyless: four.receipt(&second, 5, None, Some(31)),
            both: four.receipt(&second, 5, Some(compact), Some(31)),
            four,
            twin,
            seven,
            first,
            second,
            single,
            thousand,
        }
    }
}

/// Makes the pack.
pub(crate) fn generate() -> Pack {
    let scene = Scene::new();
    let mut pack = Pack::default();
    trust::add_files(&scene, &mut pack);
    valid::add(&scene, &mut pack);
    form::add(&scene, &mut pack);
    content::add(&scene, &mut pack);
    calendar::add(&scene, &mut pack);
    header::add(&scene, &mut pack);
    finality::add(&scene, &mut pack);
    ancestry::add(&scene, &mut pack);
    trust::add(&scene, &mut pack);

    let index = Index {
        description: "Receipts, what a verifier is given, and the result and code that have to \
                      come out. docs/reference/receipt.md explains the codes."
            .into(),
        cases: pack.cases.clone(),
    };
    let mut text = serde_json::to_string_pretty(&index).unwrap();
    text.push('\n');
    pack.file("index.json", text);
    pack
}

/// The receipt with a change, as CBOR.
fn with(receipt: &Receipt, change: impl FnOnce(&mut Receipt)) -> Vec<u8> {
    let mut receipt = receipt.clone();
    change(&mut receipt);
    receipt.to_cbor()
}

/// The receipt with a change of its header, as CBOR.
fn with_header(receipt: &Receipt, change: impl FnOnce(&mut Header)) -> Vec<u8> {
    with(receipt, |receipt| {
        let bytes = header_bytes(receipt);
        let mut header = Header::from_scale(bytes).unwrap();
        change(&mut header);
        *bytes = header.encode();
    })
}

fn header_bytes(receipt: &mut Receipt) -> &mut Vec<u8> {
    &mut receipt.finality.as_mut().unwrap().proof.header
}

fn calendar_path(receipt: &mut Receipt) -> &mut Vec<Hash> {
    &mut receipt.finality.as_mut().unwrap().calendar_path
}

fn compact_votes(receipt: &mut Receipt) -> (&mut Vec<u8>, &mut Vec<[u8; 64]>) {
    compact_votes_of(&mut receipt.finality.as_mut().unwrap().proof)
}

fn compact_votes_of(proof: &mut FinalityProof) -> (&mut Vec<u8>, &mut Vec<[u8; 64]>) {
    match &mut proof.votes {
        Votes::Compact { signers, signatures } => (signers, signatures),
        Votes::Full { .. } => panic!("not in compact form"),
    }
}

fn full_votes(receipt: &mut Receipt) -> (&mut Vec<Vote>, &mut Vec<Vec<u8>>) {
    match &mut receipt.finality.as_mut().unwrap().proof.votes {
        Votes::Full { votes, ancestry } => (votes, ancestry),
        Votes::Compact { .. } => panic!("not in full form"),
    }
}

/// Changes the last bit of a byte.
fn flip(bytes: &mut [u8], at: usize) {
    bytes[at] ^= 1;
}

/// Takes the last one away.
fn cut<T>(list: &mut Vec<T>) {
    list.pop();
}
