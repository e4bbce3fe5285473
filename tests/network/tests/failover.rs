//! A validator that is a pair of nodes, with one token and one guard: when the node that signs is killed,
//! the other takes over, and nobody votes twice.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Node, TokenNetwork, wait_for};
use critical_chains_postgres_tests::Server;
use std::{fs, mem};

/// The validator that is a pair.
const BOB: usize = 1;

const DAVE: usize = 3;

fn log(node: &Node) -> String {
    fs::read_to_string(node.log()).unwrap()
}

/// How often a node began to sign.
fn terms(node: &Node) -> usize {
    log(node).matches("This node is the active signer (term").count()
}

/// How often a node began to stand by.
fn waits(node: &Node) -> usize {
    log(node).matches("Standing by: ").count()
}

/// The pair seals blocks, and without its votes nothing would be final.
fn serves(network: &mut TokenNetwork) {
    let height = network.nodes[0].finalised().unwrap();
    wait_for("the pair to seal a block", || {
        Ok(network.has_sealed(BOB, height, &network.nodes[0])?.then_some(()))
    })
    .unwrap();
    network.nodes[0].wait_finalised(height + 2).unwrap();

    network.nodes[DAVE].kill().unwrap();
    let height = network.nodes[0].finalised().unwrap();
    network.nodes[0].wait_finalised(height + 4).unwrap();
    network.nodes[DAVE].restart().unwrap();
    network.nodes[DAVE].wait_finalised(height + 4).unwrap();
}

fn nobody_voted_twice<'a>(nodes: impl IntoIterator<Item = &'a Node>) {
    for node in nodes {
        assert!(!log(node).contains("quivocat"), "{}", node.log_tail());
    }
}

#[test]
fn the_standby_takes_over_when_the_node_that_signs_is_killed() {
    let mut server = Server::start(&[]);
    let mut network = TokenNetwork::start_sharing(BOB, &server.url()).unwrap();
    network.nodes[0].wait_finalised(3).unwrap();
    assert_eq!(terms(&network.nodes[BOB]), 1);

    let mut standby = network.start_standby(BOB).unwrap();
    standby.wait_finalised(4).unwrap();
    assert_eq!((terms(&standby), waits(&standby)), (0, 1), "{}", standby.log_tail());
    serves(&mut network);

    // There and back: the one that was killed comes back as the one that waits.
    for _ in 0..2 {
        let (before, waited) = (terms(&standby), waits(&network.nodes[BOB]));
        network.nodes[BOB].kill().unwrap();
        mem::swap(&mut network.nodes[BOB], &mut standby);
        wait_for("the standby to take over", || {
            Ok((terms(&network.nodes[BOB]) > before).then_some(()))
        })
        .unwrap();
        standby.restart().unwrap();
        wait_for("the node that was killed to stand by", || {
            Ok((waits(&standby) > waited).then_some(()))
        })
        .unwrap();

        serves(&mut network);
        assert!(network.nodes[BOB].is_running().unwrap(), "{}", network.nodes[BOB].log_tail());
        nobody_voted_twice(network.nodes.iter().chain([&standby]));
    }

    // The database is started again: the node that signs has the lock back before the other takes it.
    let (before, others) = (terms(&network.nodes[BOB]), terms(&standby));
    server.restart();
    wait_for("the node to have its lock back", || {
        Ok((terms(&network.nodes[BOB]) > before).then_some(()))
    })
    .unwrap();
    serves(&mut network);
    assert_eq!(terms(&standby), others);
    assert!(standby.is_running().unwrap(), "{}", standby.log_tail());
    assert!(network.nodes[BOB].is_running().unwrap(), "{}", network.nodes[BOB].log_tail());
    nobody_voted_twice(network.nodes.iter().chain([&standby]));
}
