//! Proves, on the real command, that keys which an account cannot register are told before a node is
//! asked.
#![allow(clippy::unwrap_used)]

mod support;

use ed25519_zebra::{SigningKey, VerificationKey};
use insta::assert_snapshot;
use std::{fmt::Write, fs};
use support::{NO_NODE, Place};

/// The account of `//Alice`.
const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

/// What `critical-chains-node hsm provision --json` prints, as far as it is read.
fn provisioned() -> String {
    let message = [b"POP_", &hex::decode(ALICE).unwrap()[..]].concat();
    let pairs = [1, 2].map(|byte| SigningKey::from([byte; 32]));
    let keys = pairs.map(|pair| hex::encode(<[u8; 32]>::from(VerificationKey::from(&pair))));
    let proof = pairs.map(|pair| hex::encode(<[u8; 64]>::from(pair.sign(&message))));
    format!("{{ \"keys\": \"0x{}\", \"proof\": \"0x{}\" }}", keys.concat(), proof.concat())
}

#[test]
fn what_cannot_be_registered_is_told_without_a_node() {
    let place = Place::new();
    fs::write(place.path("keys.json"), provisioned()).unwrap();
    fs::write(place.path("short.json"), "{ \"keys\": \"0x01\", \"proof\": \"0x02\" }").unwrap();
    fs::write(place.path("text.json"), "aura 0x01").unwrap();
    let (keys, proof) = ("03".repeat(64), "04".repeat(128));
    let mut said = String::new();
    for words in [
        "session set-keys --provisioned keys.json --signer //Alice".to_owned(),
        "session set-keys --provisioned keys.json --signer //Bob".into(),
        "--json session set-keys --provisioned keys.json --signer //Bob".into(),
        "session set-keys --provisioned short.json --signer //Alice".into(),
        "session set-keys --provisioned text.json --signer //Alice".into(),
        "session set-keys --provisioned missing.json --signer //Alice".into(),
        "session set-keys --provisioned keys.json".into(),
        format!("session set-keys --keys {keys} --proof 0x{proof} --signer //Alice"),
    ] {
        let shown = words.replace(&keys, "KEYS").replace(&proof, "PROOF");
        let answer = place.run(&format!("{words} --node {NO_NODE}"));
        write!(said, "$ critical-chains {shown}\n{}", answer.all()).unwrap();
    }
    assert_snapshot!(said);
}
