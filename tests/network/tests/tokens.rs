//! Four validators whose keys live on tokens, while devices fail: they seal and vote, nobody votes
//! twice, no key lies in a file, and what recovers does so without a restart.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{TokenNetwork, wait_for};
use std::{fs, path::Path};

/// Names of all files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            names.extend(files(&entry.path()));
        } else {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names
}

#[test]
fn four_validators_on_tokens_survive_what_devices_do() {
    let mut network = TokenNetwork::start("").unwrap();
    for node in &network.nodes {
        node.wait_finalised(3).unwrap();
    }

    // Each fault at Bob's device, while the others go on.
    for fault in [
        vec!["close-sessions = 1"],
        vec!["removed = true"],
        vec!["fail = C_Sign CKR_DEVICE_ERROR 5"],
        vec!["hang = sign"],
        vec!["sign-delay-millis = 300"],
        vec!["close-sessions = 2", "refuse-pin = true"],
    ] {
        let height = network.nodes[0].finalised().unwrap();
        network.tokens[1].shim.set(&fault);
        network.nodes[0].wait_finalised(height + 4).unwrap();
        network.tokens[1].shim.clear();
        network.tokens[1].write_right_pin().unwrap();

        let height = network.nodes[0].finalised().unwrap();
        wait_for(&format!("Bob to seal a block after {fault:?}"), || {
            Ok(network.has_sealed(1, height, &network.nodes[0])?.then_some(()))
        })
        .unwrap();
        network.nodes[1].wait_finalised(height).unwrap();
        assert!(network.nodes[1].is_running().unwrap(), "{fault:?}");
    }

    for (index, node) in network.nodes.iter().enumerate() {
        let keys: Vec<_> = files(&network.data(index).join("chains"))
            .into_iter()
            .filter(|name| {
                ["61757261", "6772616e", "61747374"].iter().any(|tag| name.starts_with(tag))
            })
            .collect();
        assert_eq!(keys, Vec::<String>::new());
        let log = fs::read_to_string(node.log()).unwrap();
        assert!(!log.contains("quivocat"), "{}", node.log_tail());
    }
}
