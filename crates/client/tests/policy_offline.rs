//! Proves, on the real command, what needs no node: checks of policy files, explanations, and what
//! is told without a node.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use std::{fmt::Write, fs, path::Path};
use support::{NO_NODE, Place};

#[test]
fn policy_files_are_checked_without_a_node() {
    let place = Place::new();
    let mut said = String::new();
    for (name, text) in [
        ("good.toml", "[roles.clerk]\npermissions = [\"audit.read\"]\n"),
        ("empty.toml", ""),
        ("unknown-key.toml", "[roles.clerk]\n\npermision = [\"audit.read\"]\n"),
        ("circle.toml", "[roles.a]\ninherits = [\"b\"]\n\n[roles.b]\ninherits = [\"a\"]\n"),
        ("hostile.toml", "[roles.\"\\u001b[2J\"]\n"),
    ] {
        fs::write(place.path(name), text).unwrap();
        for json in ["", "--json "] {
            let words = format!("{json}policy validate {name}");
            write!(said, "$ critical-chains {words}\n{}", place.run(&words).all()).unwrap();
        }
    }
    said.push_str(&place.run("policy validate missing.toml").all());
    assert_snapshot!(said);
}

#[test]
fn refusals_are_explained_without_a_node() {
    let place = Place::new();
    let mut said = String::new();
    for words in [
        "explain 6",
        "--json explain 8",
        "explain Approvals.OwnProposal",
        "explain Custom_error:_9",
        "explain 200",
        "explain nonsense",
        "explain 0x0101010101010101010101010101010101010101010101010101010101010101",
    ] {
        let said_by_it = match words.strip_prefix("explain ") {
            // The words of a node are one argument.
            Some(text) if text.contains('_') => {
                let mut command = place.command("explain");
                command.arg(text.replace('_', " "));
                command.output().unwrap().into()
            }
            _ => place.run(words),
        };
        write!(said, "$ critical-chains {words}\n{}", support::Said::all(&said_by_it)).unwrap();
    }
    assert_snapshot!(said);
}

#[test]
fn without_a_node_nothing_is_signed() {
    let place = Place::new();
    fs::write(place.path("policy.toml"), "[roles.clerk]\n").unwrap();
    fs::write(place.path("runtime.wasm"), b"\0asm").unwrap();
    for words in [
        "role list",
        "role show operator",
        "role of //Bob",
        "role who-can anchoring.anchor",
        "role grant //Bob operator --signer //Alice",
        "role grant //Bob operator --scope consortium --propose --signer //Alice",
        "role revoke //Bob operator --signer //Alice",
        "role delegate //Bob operator --signer //Alice",
        "role recall //Bob operator --signer //Alice",
        "role activate operator --signer //Alice",
        "role deactivate operator --signer //Alice",
        "role graph",
        "role expiring",
        "approval list",
        "approval list --pending --signer //Alice",
        "approval show 1",
        "approval approve 1 --signer //Alice",
        "approval reject 1 --signer //Alice",
        "approval withdraw 1 --signer //Alice",
        "approval execute 1 --signer //Alice",
        "approval propose-upgrade runtime.wasm --signer //Alice",
        "approval apply-upgrade runtime.wasm",
        "institution list",
        "institution show CCDEV0ALPHABANK00022",
        "institution admit CCDEV0ALPHABANK00022 --name Bank --kind bank --signer //Alice",
        "institution suspend CCDEV0ALPHABANK00022 --signer //Alice",
        "institution readmit CCDEV0ALPHABANK00022 --signer //Alice",
        "institution dismiss CCDEV0ALPHABANK00022 --signer //Alice",
        "institution grant-seat CCDEV0ALPHABANK00022 //Bob --signer //Alice",
        "institution revoke-seat CCDEV0ALPHABANK00022 --signer //Alice",
        "institution quota CCDEV0ALPHABANK00022 --default --signer //Alice",
        "institution expiry CCDEV0ALPHABANK00022 --never --signer //Alice",
        "institution enrol //Bob --signer //Alice",
        "institution withdraw-account //Bob --signer //Alice",
        "session set-keys --rotate --signer //Alice",
        "policy show",
        "policy diff policy.toml",
        "policy simulate policy.toml",
        "policy propose policy.toml --signer //Alice",
        "policy explain --account //Bob --permission anchoring.anchor",
    ] {
        let said = place.run(&format!("{words} --node {NO_NODE}"));

        assert_eq!(said.code, 1, "{words}: {}", said.all());
        assert!(said.stderr.contains("no node answers at"), "{words}: {}", said.all());
        assert_eq!(said.stdout, "", "{words}");
    }
}

#[test]
fn what_signs_needs_a_key_before_it_asks_a_node() {
    let place = Place::new();
    for words in [
        "role revoke //Bob operator",
        "approval approve 1",
        "approval list --pending",
        "institution suspend CCDEV0ALPHABANK00022",
    ] {
        let said = place.run(&format!("{words} --node {NO_NODE}"));

        assert_eq!(said.code, 2, "{words}: {}", said.all());
        assert!(said.stderr.contains("no key to sign with"), "{words}: {}", said.all());
    }
}

/// The example of the reference is a file that makes sense.
#[test]
fn the_example_of_the_reference_makes_sense() {
    let reference =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/policy-files.md");
    let text = fs::read_to_string(reference).unwrap();
    let example = text.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let place = Place::new();
    fs::write(place.path("example.toml"), example).unwrap();

    let said = place.run("policy validate example.toml");

    assert_eq!(said.code, 0, "{}", said.all());
}
