//! The seeds of validators' keys are in no file, and not in the memory of a node that is not signing;
//! where they must be, the same search finds them.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_hsm_shim::secrets::Searched;
use critical_chains_network_tests::{TokenNetwork, wait_for};

const BOB: usize = 1;

fn seals(network: &TokenNetwork, what: &str) {
    let height = network.nodes[0].finalised().unwrap();
    wait_for(what, || Ok(network.has_sealed(BOB, height, &network.nodes[0])?.then_some(())))
        .unwrap();
    network.nodes[BOB].wait_finalised(height + 2).unwrap();
}

/// What the memory of Bob's node shows, once it shows anything.
fn shown(network: &TokenNetwork, what: &str) -> Searched {
    wait_for(what, || {
        let searched = network.search_memory(BOB)?.searched;
        Ok(Some(searched).filter(|searched| !searched.found.is_empty()))
    })
    .unwrap()
}

#[test]
fn no_seed_leaves_the_token() {
    let mut network = TokenNetwork::start_with_known_keys("").unwrap();
    seals(&network, "Bob to seal with an imported key");

    let files = network.search_files().unwrap();
    assert!(files.places > 20 && files.bytes > 1_000_000, "{files:?}");
    assert_eq!(files.found, []);
    for index in 0..network.nodes.len() {
        let memory = network.search_memory(index).unwrap();
        assert!(memory.searched.bytes > 10_000_000, "{memory:?}");
        assert_eq!(memory.lasting, []);
    }

    // SoftHSM works inside the node's process: there a signature that takes its time shows the seed.
    network.tokens[BOB].shim.set(&["hang = sign"]);
    let signing = shown(&network, "a seed in the memory of a node that is signing");
    for found in &signing.found {
        assert!(!found.place.starts_with('/'), "{found}");
    }
    network.tokens[BOB].shim.clear();
    seals(&network, "Bob to seal again");
    assert_eq!(network.search_memory(BOB).unwrap().lasting, []);

    // With keys in files both searches find them.
    network.restart_with_keys_in_files(BOB).unwrap();
    seals(&network, "Bob to seal with keys in files");
    shown(&network, "a seed in the memory of a node with keys in files");
    let mut files: Vec<_> = network.search_files().unwrap().found;
    files.sort();
    assert_eq!(files.len(), 3, "{files:?}");
    for (found, key) in files.iter().zip(["atst", "aura", "gran"]) {
        assert_eq!(found.secret, format!("{key} of Bob"));
        assert!(found.place.contains("/keystore/"), "{found}");
    }
}
