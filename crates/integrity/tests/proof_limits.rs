//! What is made of a justification can be read back, in a receipt with the largest record too; what
//! could not is refused when it is made.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use codec::Encode;
use critical_chains_integrity::{
    finality::{
        DigestItem, FinalityProof, Header, Justification, JustificationError, SignedPrecommit,
        Votes,
    },
    receipt::{
        CheckpointPath, Finality, MAX_ANCESTRY_HEADERS, MAX_HEADER_BYTES, MAX_PATH_HASHES,
        MAX_PROOF_BYTES, MAX_RECORD_BYTES, MAX_SIGNATURES, MAX_STATEMENT_BYTES, Receipt,
        RecordProof, TreePath,
    },
    trust::{AuthorityHandoff, AuthoritySet},
};
use receipt_vectors::chain::{Chain, keys, public, sign};

/// A header, and headers on top of it, each with as many bytes more as are asked for.
struct Branch {
    target: Header,
    above: Vec<Header>,
}

fn padded(mut header: Header, padding: usize) -> Header {
    header.digest.push(DigestItem::Other(vec![0; padding]));
    header
}

fn branch(chain: &Chain, target_padding: usize, count: usize, padding: usize) -> Branch {
    let target = padded(chain.header(1).clone(), target_padding);
    let mut above: Vec<Header> = Vec::new();
    for _ in 0..count {
        let parent = above.last().unwrap_or(&target);
        let header = Header {
            parent_hash: parent.hash(),
            number: parent.number + 1,
            ..chain.header(1).clone()
        };
        above.push(padded(header, padding));
    }
    Branch { target, above }
}

fn chain() -> Chain {
    let mut chain = Chain::new("limits", vec![keys("limits", 1)]);
    chain.push(&[], None);
    chain
}

/// What is made if the only authority votes for the last header of the branch.
fn prove(branch: &Branch) -> Result<FinalityProof, JustificationError> {
    let chain = chain();
    let Branch { target, above } = branch;
    let key = &chain.sets[0][0];
    let last = above.last().unwrap_or(target);
    let vote = SignedPrecommit {
        target_hash: last.hash(),
        target_number: last.number,
        authority: public(key),
        signature: sign(key, last, 3, 0),
    };
    let justification = Justification {
        round: 3,
        target_hash: target.hash(),
        target_number: target.number,
        precommits: vec![vote],
        ancestry: above.iter().map(Encode::encode).collect(),
    };
    FinalityProof::from_justification(target.encode(), 0, &chain.authorities(0), &justification)
}

fn is_read_back(proof: FinalityProof) {
    let set = AuthoritySet::new(0, chain().authorities(0)).unwrap();
    assert!(proof.check(&set).is_ok());
    let handoff = AuthorityHandoff { proof };
    assert_eq!(AuthorityHandoff::from_cbor(&handoff.to_cbor()), Ok(handoff));
}

#[test]
fn ancestry_has_as_many_headers_as_are_read() {
    let most = branch(&chain(), 0, MAX_ANCESTRY_HEADERS, 0);
    is_read_back(prove(&most).unwrap());

    let error = prove(&branch(&chain(), 0, MAX_ANCESTRY_HEADERS + 1, 0)).unwrap_err();

    assert_eq!(error, JustificationError::TooMuchAncestry { got: 1025 });
    assert_eq!(error.to_string(), "the votes need 1025 headers, a receipt carries at most 1024");
}

#[test]
fn headers_are_as_long_as_are_read() {
    let length = |padding| padded(chain().header(1).clone(), padding).encode().len();
    let padding = MAX_HEADER_BYTES - (length(100_000) - 100_000);
    assert_eq!(length(padding), MAX_HEADER_BYTES);
    is_read_back(prove(&branch(&chain(), padding, 0, 0)).unwrap());
    is_read_back(prove(&branch(&chain(), padding, 1, padding)).unwrap());

    let target = prove(&branch(&chain(), padding + 1, 0, 0)).unwrap_err();
    let ancestor = prove(&branch(&chain(), padding, 1, padding + 1)).unwrap_err();

    assert_eq!(target, JustificationError::HeaderTooLong { got: MAX_HEADER_BYTES + 1 });
    assert_eq!(ancestor, target);
    assert_eq!(target.to_string(), "a header has 131073 bytes, a receipt carries at most 131072");
}

#[test]
fn proofs_leave_room_for_the_rest_of_a_receipt() {
    is_read_back(prove(&branch(&chain(), 0, 9, 100_000)).unwrap());

    let error = prove(&branch(&chain(), 0, 10, 100_000)).unwrap_err();

    let JustificationError::ProofTooLong { got } = error else { panic!("{error}") };
    assert!(got > MAX_PROOF_BYTES);
    let expected =
        format!("header and votes have {got} bytes, a receipt carries at most {MAX_PROOF_BYTES}");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn sets_have_as_many_authorities_as_are_read() {
    let chain = chain();
    let justification = Justification {
        round: 3,
        target_hash: chain.header(1).hash(),
        target_number: 1,
        precommits: Vec::new(),
        ancestry: Vec::new(),
    };
    let prove = |count: usize| {
        let authorities = vec![[1; 32]; count];
        let header = chain.header(1).encode();
        FinalityProof::from_justification(header, 0, &authorities, &justification).unwrap_err()
    };

    let error = prove(MAX_SIGNATURES + 1);

    assert!(matches!(prove(MAX_SIGNATURES), JustificationError::TooFewVotes { .. }));
    assert_eq!(error, JustificationError::TooManyAuthorities { got: 1025 });
    assert_eq!(error.to_string(), "the set has 1025 authorities, a receipt counts at most 1024");
}

/// The form only: nothing in it proves anything.
#[test]
fn the_largest_proof_fits_beside_the_largest_of_everything_else() {
    let path = || vec![[0; 32]; MAX_PATH_HASHES];
    let place = || TreePath { index: u64::MAX, path: path() };
    let record = vec![0; MAX_RECORD_BYTES];
    let header = vec![0; MAX_HEADER_BYTES - 1_000];
    let mut ancestry = vec![header.clone(); 6];
    ancestry.push(vec![0; MAX_PROOF_BYTES - 7 * header.len()]);
    let votes = Votes::Full { votes: Vec::new(), ancestry };
    let proof = FinalityProof { header, round: u64::MAX, set_id: u64::MAX, votes };
    let receipt = Receipt {
        genesis: [0; 32],
        record: RecordProof::new([0; 32], &record).with_content(record),
        batch: place(),
        anchor: vec![0; MAX_STATEMENT_BYTES],
        block: place(),
        calendar_leaf: vec![0; MAX_STATEMENT_BYTES],
        finality: Some(Finality { proof, calendar_path: path() }),
        checkpoint: Some(CheckpointPath { size: u64::MAX, path: path() }),
    };

    assert_eq!(Receipt::from_cbor(&receipt.to_cbor()), Ok(receipt));
}
