//! Wrong input is answered with a sentence, what to do, and an exit code: 2 for a command line that
//! cannot be read, 1 for one that cannot be carried out.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::fs;
use tempfile::TempDir;

/// Exit code and what was said.
fn run(arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_critical-chains-node")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn node_without_a_chain_names_the_choices() {
    let said = "error: no chain is named\n\
                hint: give --dev for a development chain, or --chain with local or the path of a \
                chain specification\n";

    assert_eq!(run(&[]), (1, said.into()));
}

#[test]
fn unknown_chain_is_named_back() {
    let (code, said) = run(&["--chain", "nowhere"]);

    assert_eq!(code, 1);
    assert!(said.starts_with("error: there is no chain and no file named \"nowhere\"\nhint: "));
}

#[test]
fn file_that_is_no_chain_specification_is_named_back() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("spec.json");
    fs::write(&path, "{}").unwrap();

    let (code, said) = run(&["--chain", path.to_str().unwrap()]);

    assert_eq!(code, 1);
    assert!(said.contains("spec.json is not a chain specification"), "{said}");
}

#[test]
fn sealing_on_demand_is_for_development_only() {
    let said = "error: --seal is for development chains only, and critical-chains-local is none: \
                blocks sealed on demand have no votes, so a network cannot accept them\n\
                hint: give --dev without --chain, or leave out --seal\n";

    assert_eq!(run(&["--chain", "local", "--seal", "instant"]), (1, said.into()));
    assert_eq!(run(&["--dev", "--chain", "local", "--seal", "instant"]), (1, said.into()));
}

#[test]
fn mode_of_sealing_must_be_one_there_is() {
    let (code, said) = run(&["--dev", "--seal", "now"]);

    assert_eq!(code, 2);
    assert!(said.contains("expected instant, interval=MILLISECONDS or manual"), "{said}");
}

#[test]
fn key_for_the_screen_needs_no_chain_and_one_for_a_node_does() {
    assert_eq!(run(&["key", "generate-node-key"]).0, 0);

    let directory = TempDir::new().unwrap();
    let path = directory.path().to_str().unwrap();
    let (code, said) = run(&["key", "generate-node-key", "--base-path", path]);
    assert_eq!(code, 1);
    assert!(said.starts_with("error: no chain is named"), "{said}");
}

#[test]
fn help_speaks_of_this_network() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_critical-chains-node")).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();

    for ours in ["--seal <MODE>", "--rebuild-archive", "dev (one validator)", "--dev"] {
        assert!(help.contains(ours), "{ours} is missing");
    }
    for foreign in
        ["staging", "build-spec", "Telemetry is on by default", "--execution-syncing", "1800s"]
    {
        assert!(!help.contains(foreign), "{foreign} is there");
    }
}
