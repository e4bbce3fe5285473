//! The pack of hand-offs in `tests/vectors/handoffs`: what a trust file is extended by, and one
//! mistake after the other with the error that has to come out.

mod changes;
mod order;
mod replays;
mod valid;
mod votes;

use super::chain::{Chain, keys};
use critical_chains_integrity::{
    finality::{DigestItem, FinalityProof, Header},
    trust::{AuthorityHandoff, AuthoritySet, TrustFile},
    verify::Code,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write};

/// Where the pack is kept, from this crate's folder.
pub(crate) const HANDOFFS_PATH: &str = "../../tests/vectors/handoffs";

/// Hand-offs, the trust file they are to extend, and what has to come out.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct HandoffCase {
    pub(crate) name: String,
    pub(crate) trust: String,
    /// In the order in which they are checked.
    pub(crate) handoffs: Vec<String>,
    /// The trust file that comes out, unless there is an error.
    pub(crate) after: Option<String>,
    /// Kind of the error, by its name in `HandoffError`.
    pub(crate) error: Option<String>,
    /// Why the votes do not make the header final, if that is the error.
    pub(crate) code: Option<String>,
    pub(crate) mutation: String,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct HandoffIndex {
    pub(crate) description: String,
    pub(crate) cases: Vec<HandoffCase>,
}

/// All files by their names.
#[derive(Default)]
pub(crate) struct HandoffPack {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) cases: Vec<HandoffCase>,
}

/// The error that has to come out.
#[derive(Clone, Copy)]
struct Refusal {
    error: &'static str,
    code: Option<Code>,
}

const fn kind(error: &'static str) -> Refusal {
    Refusal { error, code: None }
}

const fn not_final(code: Code) -> Refusal {
    Refusal { error: "NotFinal", code: Some(code) }
}

impl HandoffPack {
    fn file(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        let before = self.files.insert(name.into(), content.into());
        assert!(before.is_none(), "two files are called {name}");
    }

    /// A trust file with these sets.
    fn trust(&mut self, name: &str, chain: &Chain, authority_sets: Vec<AuthoritySet>) {
        let trust = TrustFile { authority_sets, ..chain.trust() };
        trust.validate().unwrap();
        self.file(name, trust.to_json());
    }

    /// A hand-off of its own.
    fn handoff(&mut self, name: &str, proof: FinalityProof) -> String {
        let name = format!("{name}.cbor");
        self.file(&name, AuthorityHandoff { proof }.to_cbor());
        name
    }

    fn accept(&mut self, name: &str, trust: &str, handoffs: &[&str], after: &str, mutation: &str) {
        self.add(name, trust, handoffs, Ok(after), mutation);
    }

    fn refuse(
        &mut self,
        name: &str,
        trust: &str,
        handoffs: &[&str],
        refusal: Refusal,
        mutation: &str,
    ) {
        self.add(name, trust, handoffs, Err(refusal), mutation);
    }

    /// A hand-off of its own that is refused by a trust file with set 0.
    fn refuse_alone(&mut self, name: &str, proof: FinalityProof, refusal: Refusal, mutation: &str) {
        let file = self.handoff(name, proof);
        self.refuse(name, "trust-0.json", &[&file], refusal, mutation);
    }

    fn add(
        &mut self,
        name: &str,
        trust: &str,
        handoffs: &[&str],
        expected: Result<&str, Refusal>,
        mutation: &str,
    ) {
        let refusal = expected.err();
        self.cases.push(HandoffCase {
            name: name.into(),
            trust: trust.into(),
            handoffs: handoffs.iter().map(|name| (*name).into()).collect(),
            after: expected.ok().map(Into::into),
            error: refusal.map(|refusal| refusal.error.into()),
            code: refusal.and_then(|refusal| refusal.code).map(|code| code.as_str().into()),
            mutation: mutation.into(),
        });
    }
}

/// The chains that the cases start from.
struct Scene {
    /// Sets of 4, 4, 7 and 1 authorities, all different; blocks 5, 9 and 13 schedule the changes.
    chain: Chain,
    /// Four sets of the same four authorities; blocks 2, 4 and 6 schedule the changes.
    same: Chain,
}

impl Scene {
    fn new() -> Self {
        let sets = vec![keys("a", 4), keys("b", 4), keys("c", 7), keys("d", 1)];
        let mut chain = Chain::new("handoffs", sets);
        for (block, set) in [(5, 1), (9, 2), (13, 3)] {
            chain.push_empty_until(block - 1);
            chain.push(&[], Some(set));
        }
        chain.push_empty_until(16);
        let mut same = Chain::new("same", vec![keys("same", 4); 4]);
        for (block, set) in [(2, 1), (4, 2), (6, 3)] {
            same.push_empty_until(block - 1);
            same.push(&[], Some(set));
        }
        same.push_empty_until(8);
        Self { chain, same }
    }

    /// What set 0 of the chain signs if its last header is another one.
    fn edited(&self, edit: impl FnOnce(&mut Header)) -> FinalityProof {
        let mut chain = self.chain.clone();
        edit(&mut chain.blocks[4].header);
        chain.compact(0, 5, 1, &[0, 1, 3])
    }

    /// The same with other items in the header's digest.
    fn with_digest(&self, edit: impl FnOnce(&mut Vec<DigestItem>)) -> FinalityProof {
        self.edited(|header| edit(&mut header.digest))
    }

    /// The hand-off from set 0 with a change that nobody has signed.
    fn altered(&self, edit: impl FnOnce(&mut FinalityProof)) -> FinalityProof {
        let mut proof = self.chain.compact(0, 5, 1, &[0, 1, 3]);
        edit(&mut proof);
        proof
    }
}

/// Some of a chain's sets.
fn sets(chain: &Chain, ids: &[usize]) -> Vec<AuthoritySet> {
    let all = chain.trust().authority_sets;
    ids.iter().map(|id| all[*id].clone()).collect()
}

/// Writes the hand-offs as nodes keep them, and the trust files.
fn add_files(scene: &Scene, pack: &mut HandoffPack) {
    let Scene { chain, same } = scene;
    pack.handoff("handoff-0", chain.compact(0, 5, 1, &[0, 1, 3]));
    pack.handoff("handoff-1", chain.compact(1, 9, 1, &[0, 2, 3]));
    pack.handoff("handoff-2", chain.compact(2, 13, 1, &[0, 1, 2, 4, 6]));
    for (set, block) in [(0, 2), (1, 4), (2, 6)] {
        pack.handoff(&format!("same-{set}"), same.compact(set, block, 1, &[0, 1, 3]));
    }
    let of_chain: [&[usize]; 7] =
        [&[0], &[1], &[0, 1], &[0, 2], &[0, 1, 2], &[1, 2, 3], &[0, 1, 2, 3]];
    let of_same: [&[usize]; 5] = [&[0], &[1], &[0, 1], &[0, 1, 2], &[0, 1, 2, 3]];
    for (label, chain, choices) in [("trust", chain, &of_chain[..]), ("trust-same", same, &of_same)]
    {
        for ids in choices {
            let name = ids.iter().fold(label.to_owned(), |name, id| format!("{name}-{id}"));
            pack.trust(&format!("{name}.json"), chain, sets(chain, ids));
        }
    }
}

/// Makes the pack.
pub(crate) fn generate() -> HandoffPack {
    let scene = Scene::new();
    let mut pack = HandoffPack::default();
    add_files(&scene, &mut pack);
    valid::add(&scene, &mut pack);
    replays::add(&scene, &mut pack);
    order::add(&scene, &mut pack);
    votes::add(&scene, &mut pack);
    changes::add(&scene, &mut pack);

    let description = "Hand-offs, the trust file they are to extend, and the trust file or the \
                       error that has to come out. docs/reference/receipt.md has the rules.";
    let index = HandoffIndex { description: description.into(), cases: pack.cases.clone() };
    let mut text = serde_json::to_string_pretty(&index).unwrap();
    text.push('\n');
    pack.file("index.json", text);
    let readme = readme(&pack.cases);
    pack.file("README.md", readme);
    pack
}

const README: &str = "\
# Hand-offs

By a hand-off an authority set vouches for the next; [receipt.md](../../../docs/reference/receipt.md#hand-offs) \
has the rules, [receipt.cddl](../../../docs/reference/receipt.cddl) the schema (`handoff`). Each \
case gives a trust file and hand-offs, in this order, to whoever extends one by the other. Either \
the trust file of `after` comes out, byte for byte as this software writes it, or the `error`; then \
the trust file stays as it was. Errors go by their names in `HandoffError` of \
`critical-chains-integrity`; `code` says why votes do not make a header final (`NotFinal`), by the \
codes of receipt.md. `index.json` has the same for programs.

`cargo run -p critical-chains-integrity --example make_receipt_vectors` makes all files of this \
folder again, always the same.

There are two chains. On `handoffs` sets of 4, 4, 7 and 1 different authorities follow each other, \
with blocks 5, 9 and 13; on `same` four sets of the same four authorities, with blocks 2, 4 and 6. \
`handoff-K.cbor` and `same-K.cbor` are the hand-offs from set *K*, `trust-J-K.json` and \
`trust-same-J-K.json` trust in the sets *J* and *K*.
";

fn readme(cases: &[HandoffCase]) -> String {
    let mut text = README.to_owned();
    text.push_str("\n| Case | Trust file | Hand-offs | Comes out | What it is |\n");
    text.push_str("|---|---|---|---|---|\n");
    for HandoffCase { name, trust, handoffs, after, error, code, mutation } in cases {
        let trust = trust.trim_end_matches(".json");
        let handoffs: Vec<_> = handoffs.iter().map(|file| file.trim_end_matches(".cbor")).collect();
        let expected = match (after, error, code) {
            (Some(after), ..) => after.trim_end_matches(".json").to_owned(),
            (None, Some(error), Some(code)) => format!("`{error}` {code}"),
            (None, error, _) => format!("`{}`", error.as_deref().unwrap_or_default()),
        };
        let handoffs = handoffs.join(", ");
        writeln!(text, "| {name} | {trust} | {handoffs} | {expected} | {mutation} |").unwrap();
    }
    text
}
