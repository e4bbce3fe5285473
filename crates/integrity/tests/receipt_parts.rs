//! The two parts of a receipt: how they are merged, what does not go together, and limits that
//! would take too much room in the pack of vectors.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

#[path = "../examples/receipt_vectors/mod.rs"]
mod receipt_vectors;

use critical_chains_integrity::{
    finality::{Vote, Votes},
    receipt::{
        ChainPart, MAX_HEADER_BYTES, MAX_RECEIPT_BYTES, MAX_RECORD_BYTES, MAX_SIGNATURES,
        MergeError, Receipt, RecordPart,
    },
    verify::{Code, TrustAnchors, verify},
};
use receipt_vectors::Scene;

fn parts() -> (RecordPart, ChainPart) {
    Scene::new().both.split()
}

mod merge {
    use super::*;

    #[test]
    fn puts_both_parts_together() {
        let receipt = Scene::new().both;

        let (record, chain) = receipt.clone().split();

        assert_eq!(Receipt::merge(record, chain), Ok(receipt));
    }

    #[test]
    fn refuses_parts_of_different_chains() {
        let (record, mut chain) = parts();
        chain.genesis[0] ^= 1;

        let error = Receipt::merge(record.clone(), chain.clone()).unwrap_err();

        let expected = MergeError::GenesisDiffers { record: record.genesis, chain: chain.genesis };
        assert_eq!(error, expected);
        assert!(error.to_string().starts_with("the record was anchored on chain 0x"));
    }

    fn failure(edit: impl FnOnce(&mut RecordPart, &mut ChainPart)) -> Code {
        let (mut record, mut chain) = parts();
        edit(&mut record, &mut chain);
        match Receipt::merge(record, chain).unwrap_err() {
            MergeError::NotInBatch(failure) => failure.code,
            error => panic!("{error}"),
        }
    }

    #[test]
    fn refuses_an_anchor_of_another_batch() {
        let scene = Scene::new();
        let other = scene.four.chain_part(&scene.first.anchor, None, Some(31));

        assert_eq!(failure(|_, chain| *chain = other), Code::BatchRootDiffers);
    }

    #[test]
    fn refuses_a_record_that_is_not_in_the_batch() {
        assert_eq!(failure(|record, _| record.record.salt[0] ^= 1), Code::BatchRootDiffers);
        assert_eq!(failure(|record, _| record.batch.index = 13), Code::BatchIndexOutside);
        assert_eq!(failure(|record, _| record.batch.path.clear()), Code::BatchPathLength);
    }

    #[test]
    fn refuses_a_malformed_anchor() {
        assert_eq!(failure(|_, chain| chain.anchor.clear()), Code::AnchorMalformed);
    }
}

mod encoding {
    use super::*;

    #[test]
    fn of_the_parts_is_read_as_it_was_written() {
        let (record, chain) = parts();

        assert_eq!(RecordPart::from_cbor(&record.to_cbor()), Ok(record.clone()));
        assert_eq!(RecordPart::from_json(&record.to_json()), Ok(record.clone()));
        assert_eq!(ChainPart::from_cbor(&chain.to_cbor()), Ok(chain.clone()));
        assert_eq!(ChainPart::from_json(&chain.to_json()), Ok(chain.clone()));
        let with_record = RecordPart { record: record.record.with_content(vec![7]), ..record };
        assert_eq!(RecordPart::from_cbor(&with_record.to_cbor()), Ok(with_record));
    }

    #[test]
    fn of_one_part_is_not_taken_for_another() {
        let (record, chain) = parts();
        let receipt = Scene::new().both;

        for error in [
            RecordPart::from_cbor(&chain.to_cbor()).unwrap_err(),
            RecordPart::from_cbor(&receipt.to_cbor()).unwrap_err(),
            ChainPart::from_cbor(&record.to_cbor()).unwrap_err(),
            ChainPart::from_cbor(&receipt.to_cbor()).unwrap_err(),
            Receipt::from_cbor(&record.to_cbor()).unwrap_err(),
            Receipt::from_cbor(&chain.to_cbor()).unwrap_err(),
        ] {
            assert_eq!(error.code, Code::WrongFields);
        }
    }

    #[test]
    fn of_a_chain_part_needs_finality_or_a_checkpoint() {
        let (_, chain) = parts();
        let bare = ChainPart { finality: None, checkpoint: None, ..chain };

        let error = ChainPart::from_cbor(&bare.to_cbor()).unwrap_err();

        assert_eq!(error.code, Code::WrongFields);
    }

    #[test]
    fn error_says_where() {
        let mut cbor = Scene::new().both.to_cbor();
        cbor.push(0);

        let error = Receipt::from_cbor(&cbor).unwrap_err();

        assert_eq!(error.offset, cbor.len() - 1);
        let at = cbor.len() - 1;
        assert_eq!(error.to_string(), format!("FMT-02: 1 bytes follow the end (at byte {at})"));
    }
}

mod limit {
    use super::*;

    fn code(edit: impl FnOnce(&mut Receipt)) -> Option<Code> {
        let mut receipt = Scene::new().full;
        edit(&mut receipt);
        Receipt::from_cbor(&receipt.to_cbor()).err().map(|error| error.code)
    }

    fn set_votes(receipt: &mut Receipt, votes: Votes) {
        receipt.finality.as_mut().unwrap().proof.votes = votes;
    }

    #[test]
    fn of_the_record_is_a_mebibyte() {
        let with = |len| code(|receipt| receipt.record.content = Some(vec![b'x'; len]));
        assert_eq!(with(MAX_RECORD_BYTES), None);
        assert_eq!(with(MAX_RECORD_BYTES + 1), Some(Code::LimitExceeded));
    }

    #[test]
    fn of_the_header_is_128_kibibytes() {
        let with =
            |len| code(|receipt| receipt.finality.as_mut().unwrap().proof.header = vec![0; len]);
        assert_eq!(with(MAX_HEADER_BYTES), None);
        assert_eq!(with(MAX_HEADER_BYTES + 1), Some(Code::LimitExceeded));
    }

    #[test]
    fn of_signatures_is_1024() {
        let compact = |count| {
            let votes = Votes::Compact { signers: Vec::new(), signatures: vec![[0; 64]; count] };
            code(|receipt| set_votes(receipt, votes))
        };
        assert_eq!(compact(MAX_SIGNATURES), None);
        assert_eq!(compact(MAX_SIGNATURES + 1), Some(Code::LimitExceeded));

        let full = |count| {
            let vote =
                Vote { authority: 0, target_number: 0, target_hash: [0; 32], signature: [0; 64] };
            let votes = Votes::Full { votes: vec![vote; count], ancestry: Vec::new() };
            code(|receipt| set_votes(receipt, votes))
        };
        assert_eq!(full(MAX_SIGNATURES), None);
        assert_eq!(full(MAX_SIGNATURES + 1), Some(Code::LimitExceeded));
    }

    #[test]
    fn of_everything_is_two_mebibytes() {
        let with = |headers: usize| {
            let ancestry = vec![vec![0; MAX_HEADER_BYTES - 5]; headers];
            code(|receipt| set_votes(receipt, Votes::Full { votes: Vec::new(), ancestry }))
        };
        assert_eq!(with(15), None);
        assert_eq!(with(16), Some(Code::LimitExceeded));
        let error = Receipt::from_cbor(&vec![0; MAX_RECEIPT_BYTES + 1]).unwrap_err();
        assert_eq!((error.code, error.offset), (Code::LimitExceeded, 0));
    }

    #[test]
    fn holds_for_the_json_view() {
        let mut receipt = Scene::new().both;
        receipt.anchor = vec![0; 1025];

        let error = Receipt::from_json(&receipt.to_json()).unwrap_err();

        assert_eq!(error.to_string(), "receipt: the anchor has a length of 1025, at most 1024");
    }
}

mod json {
    use super::*;
    use serde_json::{Value, json};

    fn error_after(edit: impl FnOnce(&mut Value)) -> String {
        let mut value = Scene::new().both.to_json();
        edit(&mut value);
        Receipt::from_json(&value).unwrap_err().to_string()
    }

    #[test]
    fn error_names_the_field() {
        assert_eq!(
            error_after(|v| v["record"]["salt"] = json!("0x00")),
            "receipt.record.salt: has 1 bytes, expected 32"
        );
        assert_eq!(
            error_after(|v| v["batch"]["path"][2] = json!("no")),
            "receipt.batch.path[2]: is not a string of 0x and hexadecimal digits"
        );
        assert_eq!(
            error_after(|v| v["batch"]["index"] = json!(-1)),
            "receipt.batch.index: is not an unsigned integer"
        );
        assert_eq!(
            error_after(|v| v["finality"]["votes"]["votes"] = json!([])),
            "receipt.finality.votes.votes: is not a field of this object"
        );
        assert_eq!(error_after(|v| v["version"] = json!(2)), "receipt.version: is 2, expected 1");
        assert_eq!(
            error_after(|v| drop(v.as_object_mut().unwrap().remove("anchor"))),
            "receipt.anchor: is missing"
        );
        assert_eq!(
            error_after(|v| v["more"] = json!(1)),
            "receipt.more: is not a field of this object"
        );
        assert_eq!(error_after(|v| v["block"] = json!([])), "receipt.block: is not an object");
        assert_eq!(error_after(|v| *v = json!(null)), "receipt: is not an object");
    }

    #[test]
    fn view_of_full_votes_is_read() {
        let receipt = Scene::new().full;
        assert_eq!(Receipt::from_json(&receipt.to_json()), Ok(receipt.clone()));

        let mut value = receipt.to_json();
        value["finality"]["votes"]["votes"][1]["authority"] = json!(1u64 << 32);
        assert_eq!(
            Receipt::from_json(&value).unwrap_err().to_string(),
            "receipt.finality.votes.votes[1].authority: does not fit into 32 bits"
        );
    }
}

mod verdict {
    use super::*;
    use serde_json::json;

    #[test]
    fn tells_the_facts() {
        let scene = Scene::new();
        let trust_file = scene.four.trust();
        let trust = TrustAnchors { trust_file: Some(&trust_file), checkpoint: None };

        let verdict = verify(&scene.compact, trust, Some(&scene.second.records[5]));

        let facts = verdict.facts.clone().unwrap();
        assert_eq!(facts.stream, scene.second.anchor.stream);
        assert_eq!((facts.sequence, facts.leaf_count, facts.record_index), (2, 13, 5));
        assert_eq!((facts.block_number, facts.block_time), (7, 1_767_225_614_000));
        assert_eq!(facts.anchor_hash, scene.second.anchor.hash());
        assert_eq!(facts.record_digest, scene.second.proofs[5].digest);
        assert_eq!(facts.profile, scene.second.anchor.profile);
        assert_eq!(
            verdict.to_string(),
            "OK OK-01: The record is intact, proven by the signatures of the chain's authorities. \
             (3 of 4 authorities of set 0, at block 12)"
        );
        assert_eq!(
            verdict.to_json()["decided_by"],
            json!({
                "kind": "finality", "set_id": 0, "block_number": 12, "signers": 3, "authorities": 4
            })
        );
        assert_eq!(verdict.to_json()["facts"]["block_number"], 7);
        let stream = scene.second.anchor.stream;
        assert_eq!(verdict.to_json()["facts"]["stream"], stream.to_string());
    }

    #[test]
    fn codes_are_spelled_in_one_way() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!(code.sentence().ends_with('.') && code.hint().ends_with('.'));
            let expected = match &code.as_str()[..3] {
                "OK-" => "OK",
                "INC" => "INCONCLUSIVE",
                _ => "FAILED",
            };
            assert_eq!(code.outcome().as_str(), expected, "{code}");
        }
        assert_eq!(Code::parse("ok-01"), None);
    }
}
