//! Leaves and nodes are hashed in domains of their own, as other implementations do.

use super::*;

#[test]
fn separate_leaves_from_nodes() {
    let (left, right) = ([3; 32], [4; 32]);

    assert_eq!(EMPTY_ROOT, oracle::sha256(&[]));
    assert_eq!(leaf_hash(b"data"), oracle::sha256(&[&[0], b"data"]));
    assert_eq!(node_hash(&left, &right), oracle::sha256(&[&[1], &left, &right]));
    assert_ne!(node_hash(&left, &right), leaf_hash(&[left, right].concat()));
}

/// The tree that Certificate Transparency implementations share as an example.
#[test]
fn give_the_known_root() {
    let inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    let root = root(inputs.map(|input| leaf_hash(&hex::decode(input).unwrap())));

    let known = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
    assert_eq!(hex::encode(root), known);
}
