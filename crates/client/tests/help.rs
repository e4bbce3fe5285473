//! Proves what people read first: the help of every command, and what wrong usage is told.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use support::Place;

#[test]
fn help_of_every_command() {
    let place = Place::new();
    for command in [
        "",
        "stamp",
        "receipt",
        "verify",
        "info",
        "trust",
        "trust export",
        "trust show",
        "checkpoint",
        "stream",
        "stream open",
        "stream close",
        "stream list",
        "role",
        "role list",
        "role show",
        "role of",
        "role who-can",
        "role grant",
        "role revoke",
        "role delegate",
        "role recall",
        "role activate",
        "role graph",
        "role expiring",
        "approval",
        "approval list",
        "approval show",
        "approval approve",
        "approval withdraw",
        "approval propose-upgrade",
        "approval apply-upgrade",
        "institution",
        "institution list",
        "institution show",
        "institution admit",
        "institution suspend",
        "institution grant-seat",
        "institution quota",
        "institution expiry",
        "institution enrol",
        "institution withdraw-account",
        "custody",
        "custody list",
        "custody register",
        "custody remove",
        "custody require",
        "session",
        "session set-keys",
        "policy",
        "policy show",
        "policy validate",
        "policy diff",
        "policy simulate",
        "policy propose",
        "policy explain",
        "supervision",
        "supervision list",
        "supervision stop",
        "supervision confirm",
        "supervision lift",
        "supervision freeze",
        "supervision unfreeze",
        "supervision freeze-stream",
        "supervision break-glass",
        "supervision review",
        "supervision demand",
        "supervision answer",
        "supervision close",
        "attestation",
        "attestation list",
        "attestation show",
        "attestation verify-evidence",
        "model",
        "model list",
        "model register",
        "model supply",
        "model promote",
        "model retire",
        "indicator",
        "indicator list",
        "indicator export",
        "indicator import",
        "indicator share",
        "indicator revoke",
        "flows",
        "flows backtest",
        "flows calibrate",
        "flows explain",
        "flows replay",
        "flows features",
        "flows submit",
        "explain",
    ] {
        let said = place.run(&format!("{command} --help"));

        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{command}");
        let name = format!("help {command}").trim_end().replace(' ', "-");
        assert_snapshot!(name, said.stdout);
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    let place = Place::new();
    let mut said = String::new();
    for words in [
        "frobnicate",
        "stamp",
        "stamp payments.xml",
        "stamp payments.xml --stream first",
        "stamp payments.xml --stream 0 --batch-size 0",
        "stamp payments.xml --stream 0 --signer //Alice --signer-file key",
        "receipt --batch-dir payments.batch -o receipt.cbor",
        "receipt --batch-dir payments.batch -o receipt.cbor --index 0 --all",
        "verify",
        "info",
        "stream close",
        "stream list --institution ABC",
        "role grant bob operator",
        "role grant //Bob Operator",
        "role grant //Bob operator --scope everywhere",
        "role grant //Bob operator --until tomorrow",
        "role grant //Bob operator --levels 3",
        "role graph --format png",
        "approval approve 1 --hash 0x12",
        "approval list --institution CCDEV0ALPHABANK00022",
        "institution admit ABC --name Bank --kind bank",
        "institution admit CCDEV0ALPHABANK00022 --name Bank --kind casino",
        "institution quota CCDEV0ALPHABANK00022",
        "institution quota CCDEV0ALPHABANK00022 --time-millis 5",
        "institution expiry CCDEV0ALPHABANK00022 --at 2027-12-31 --never",
        "session set-keys",
        "session set-keys --keys 0x0102 --proof 0x03",
        "session set-keys --rotate --provisioned keys.json",
        "policy explain --account //Bob --permission anchoring.anchor --amount EUR",
        "supervision stop anchoring",
        "supervision stop Anchoring --reason forged",
        "supervision freeze bob --reason stolen",
        "supervision freeze-stream CCDEV0ALPHABANK00022 first",
        "supervision review 0 excused --remark ill",
        "supervision demand CCDEV0ALPHABANK00022 --about batches --deadline soon",
        "supervision answer 0",
        "supervision answer 0 answer.pdf --digest 0x12",
        "model register rings --sector banking --threshold 1",
        "model register rings@1 --sector banking",
        "model register rings@1 --sector banking --threshold 1000001",
        "model register rings@1 --sector banking --threshold 1 --threshold-of ring=1",
        "model register rings@1 --sector banking --threshold 1 --attesters banks",
        "model promote rings",
        "indicator list --kind iban",
        "indicator list --all --cursor 7",
        "indicator list --all --limit 50",
        "indicator export --up-to purple",
        "indicator export --from indicators.json --kind account",
        "indicator import",
        "indicator import bundle.json --secret-file key",
        "indicator import bundle.json --at 2027-01-01 --share",
        "indicator share account DE89370400440532013000 --confidence 80 --days 30",
        "indicator share account 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f --confidence 101 --days 30",
        "indicator share account 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f --confidence 80",
        "indicator share account 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f --marking red --confidence 1 --days 3",
        "indicator revoke first",
        "flows submit camt054.xml --secret-file key --signer-file key --missing-account SingleUse",
        "explain",
    ] {
        let answer = place.run(words);

        assert_eq!(answer.code, 2, "{words}: {}", answer.stderr);
        assert_eq!(answer.stdout, "", "{words}");
        said.push_str(&format!("$ critical-chains {words}\n{}\n", answer.stderr.trim_end()));
    }
    assert_snapshot!(said);
}

#[test]
fn programs_get_a_document_for_wrong_usage() {
    let place = Place::new();
    let mut said = String::new();
    for words in [
        "--json frobnicate",
        "stamp payments.xml --json",
        "--json stamp payments.xml --stream first",
        "--json stamp payments.xml --stream 0 --signer //Alice --signer-file key",
        "--json receipts",
        "--json",
        "--json trust",
    ] {
        let answer = place.run(words);

        let document: serde_json::Value = serde_json::from_str(&answer.stdout)
            .unwrap_or_else(|error| panic!("{words}: {error}: {}", answer.all()));
        assert_eq!(answer.code, 2, "{words}");
        assert!(!answer.stderr.is_empty(), "{words}: people read it too");
        assert!(document["error"]["hint"].is_string(), "{words}");
        said.push_str(&format!("$ critical-chains {words}\n{}\n", answer.stdout));
    }
    assert_snapshot!(said);
}

#[test]
fn help_and_version_are_no_errors_for_programs_either() {
    for words in ["--json --help", "--json --version", "stamp --json --help"] {
        let said = Place::new().run(words);

        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{words}");
        assert!(!said.stdout.contains("\"error\""), "{words}: {}", said.stdout);
    }
}

#[test]
fn nothing_said_is_help() {
    let said = Place::new().run("");

    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("Usage: critical-chains"));
}
