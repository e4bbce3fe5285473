//! `attestation`: what institutions state about anomalies.

use super::{
    attestation_difference::difference, attestation_explain, block_on, connect, files, flows,
};
use crate::{
    cli::{AttestationCommand, AttestationListArgs, AttestationShowArgs, VerifyEvidenceArgs},
    output::{Console, Exit, Failure, date_time},
};
use codec::Decode;
use critical_chains_flows::{Evidence, EvidenceError};
use serde_json::{Map, Value, json};
use std::{fmt::Write, path::Path};

pub(super) fn run(command: AttestationCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        AttestationCommand::List(args) => block_on(list(args, console)),
        AttestationCommand::Show(args) => block_on(show(args, console)),
        AttestationCommand::Explain(args) => block_on(attestation_explain::run(args, console)),
        AttestationCommand::VerifyEvidence(args) => verify_evidence(&args, console),
    }
}

async fn list(args: AttestationListArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let mut filter = Map::new();
    let wanted = [
        ("subject", args.subject.map(Value::from)),
        ("typology", args.typology.map(Value::from)),
        ("model", args.model.map(Value::from)),
        ("institution", args.institution.map(Value::from)),
        ("since", args.since.map(Value::from)),
        ("until", args.until.map(Value::from)),
        ("state", args.state.map(Value::from)),
        ("shadow", args.shadow.map(Value::from)),
    ];
    for (name, value) in wanted {
        if let Some(value) = value {
            filter.insert(name.to_owned(), value);
        }
    }
    let params = vec![Value::Object(filter), json!(args.cursor), json!({ "limit": args.limit })];
    let answer = node.query("attestations_list", params).await?;
    let mut text = String::new();
    for details in answer["attestations"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "{}", line(details));
    }
    if text.is_empty() {
        text.push_str("There are no such attestations.\n");
    }
    if let Some(next) = answer["next"].as_u64() {
        let _ = writeln!(text, "There may be more: --cursor {next}");
    }
    text.push_str(&state_of(&answer));
    console.result(&text, &answer)?;
    Ok(Exit::Ok)
}

async fn show(args: AttestationShowArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let answer = node.query("attestations_get", vec![json!(args.id)]).await?;
    let details = &answer["attestation"];
    if details.is_null() {
        return Err(absent(args.id));
    }
    let text = format!("{}{}", described(details), state_of(&answer));
    console.result(&text, &answer)?;
    Ok(Exit::Ok)
}

pub(super) fn absent(id: u32) -> Failure {
    Failure::failed(format!("there is no attestation {id}"))
        .hint("what has ended is forgotten after a while; the archive of blocks has its events")
}

/// In the state of which block the answer is true.
pub(super) fn state_of(answer: &Value) -> String {
    let number = answer["blockNumber"].as_u64().unwrap_or_default();
    as_of(number, answer["finalised"] == true)
}

/// The same of a block.
pub(super) fn as_of(number: u64, finalised: bool) -> String {
    let word = if finalised { "final" } else { "not final" };
    format!("As of block {number}, which is {word}.\n")
}

/// A value of an answer without the quotes of JSON.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}

/// What an attestation is about and where it stands, whether it is open or has ended.
pub(super) struct Summary<'a> {
    pub(super) state: &'a Value,
    pub(super) typology: &'a Value,
    pub(super) subject: &'a Value,
    pub(super) model: &'a Value,
    pub(super) institution: &'a Value,
    pub(super) root: &'a Value,
}

impl<'a> Summary<'a> {
    pub(super) fn of(details: &'a Value) -> Self {
        let record = &details["record"];
        if record["open"].is_object() {
            let (statement, life) = (&record["open"]["statement"], &record["open"]["life"]);
            Self {
                state: &life["state"],
                typology: &statement["typology"],
                subject: &statement["subject"],
                model: &statement["model"],
                institution: &life["raised"]["institution"],
                root: &statement["evidenceRoot"],
            }
        } else {
            let ended = &record["ended"];
            Self {
                state: &ended["outcome"],
                typology: &ended["typology"],
                subject: &ended["subject"],
                model: &ended["model"],
                institution: &ended["institution"],
                root: &ended["evidenceRoot"],
            }
        }
    }
}

fn line(details: &Value) -> String {
    let summary = Summary::of(details);
    let record = &details["record"];
    let is_shadow = record["open"]["shadow"] == true || record["ended"]["shadow"] == true;
    format!(
        "{:>6}  {:<12}  {:<16}  {}  by {} ({}{})",
        shown(&details["id"]),
        shown(summary.state),
        shown(summary.typology),
        shown(summary.subject),
        shown(summary.institution),
        shown(summary.model),
        if is_shadow { ", shadow" } else { "" }
    )
}

fn described(details: &Value) -> String {
    let summary = Summary::of(details);
    let mut text = format!(
        "Attestation {}: {} of {}, {}\n",
        shown(&details["id"]),
        shown(summary.typology),
        shown(summary.subject),
        shown(summary.state)
    );
    let _ =
        writeln!(text, "raised by {} with {}", shown(summary.institution), shown(summary.model));
    let open = &details["record"]["open"];
    if open.is_object() {
        let (statement, life) = (&open["statement"], &open["life"]);
        let _ = writeln!(
            text,
            "score {} in a million; evidence: {} flows; {}",
            shown(&statement["score"]),
            shown(&statement["evidenceLeaves"]),
            shown(&statement["marking"])
        );
        let fired: Vec<String> =
            statement["fired"].as_array().into_iter().flatten().map(shown).collect();
        let _ = writeln!(text, "detectors that fired: {}", fired.join(", "));
        for reason in statement["reasons"].as_array().into_iter().flatten() {
            let code = reason["code"].as_u64().and_then(|code| u16::try_from(code).ok());
            let bits = reason["contribution"].as_i64().unwrap_or_default() as f64 / 65_536.0;
            let name = code.map_or_else(|| shown(&reason["code"]), flows::name_of);
            let _ = writeln!(text, "  {bits:+.2}  {name} is {}", shown(&reason["value"]));
        }
        let said = |list: &Value| -> Vec<String> {
            list.as_array().into_iter().flatten().map(|who| shown(&who["institution"])).collect()
        };
        for (what, list) in [
            ("corroborated by", said(&life["corroborated"])),
            ("contested by", said(&life["contests"])),
            ("voted on by", said(&life["ballots"])),
        ] {
            if !list.is_empty() {
                let _ = writeln!(text, "{what} {}", list.join(", "));
            }
        }
        let expires = life["expires"].as_u64().unwrap_or_default();
        let _ = writeln!(text, "expires {}", date_time(expires));
        if open["shadow"] == true {
            text.push_str("found by a shadow model: it counts for nothing\n");
        }
    }
    let _ = writeln!(text, "evidence root {}", shown(summary.root));
    text
}

fn verify_evidence(args: &VerifyEvidenceArgs, console: Console) -> Result<Exit, Failure> {
    let model = flows::model_of(&args.files)?;
    let bytes = files::read_evidence(&args.file)?;
    let mut rest = bytes.as_slice();
    let evidence =
        Evidence::decode(&mut rest).ok().filter(|_| rest.is_empty()).ok_or_else(|| {
            Failure::failed(format!("{} is no evidence", args.file.display()))
                .hint("evidence is what `critical-chains flows explain --evidence` writes")
        })?;
    let attestation = args.attestation.as_deref().map(read_attestation).transpose()?;
    let (exit, text, document) = match evidence.verify(&model) {
        Ok(root) => {
            let hex_root = hex::encode(root);
            let is_other = args.root.is_some_and(|expected| expected != root);
            let other = || {
                format!(
                    "the evidence holds together, but its root is {hex_root}, not the one that was given"
                )
            };
            let another = |what| format!("the evidence holds together, but is another: {what}");
            let of_attestation = |details| difference(details, &root, &evidence).map(another);
            let failure =
                is_other.then(other).or_else(|| attestation.as_ref().and_then(of_attestation));
            match failure {
                None => {
                    let said = format!(
                        "OK: {} flows give the stated features, detectors and score; root {hex_root}",
                        evidence.flows.len(),
                    );
                    (Exit::Ok, said, json!({ "result": "OK", "root": hex_root }))
                }
                Some(reason) => (
                    Exit::Failed,
                    format!("FAILED: {reason}"),
                    json!({ "result": "FAILED", "root": hex_root, "reason": reason }),
                ),
            }
        }
        // With another model, nothing can be said about this one.
        Err(error @ (EvidenceError::OtherModel | EvidenceError::UnknownVersion { .. })) => (
            Exit::Inconclusive,
            format!("INCONCLUSIVE: {error}"),
            json!({ "result": "INCONCLUSIVE", "reason": error.to_string() }),
        ),
        Err(error) => (
            Exit::Failed,
            format!("FAILED: {error}"),
            json!({ "result": "FAILED", "reason": error.to_string() }),
        ),
    };
    console.result(&text, &document)?;
    Ok(exit)
}

/// What `attestation show --json` wrote.
fn read_attestation(path: &Path) -> Result<Value, Failure> {
    let answer: Value = serde_json::from_str(&files::read_text(path)?).unwrap_or_default();
    let details = &answer["attestation"];
    if !details["record"].is_object() {
        return Err(Failure::failed(format!("{} is no attestation", path.display()))
            .hint("write it with `critical-chains --json attestation show N`"));
    }
    Ok(details.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> Value {
        json!({ "id": 7, "record": { "open": {
            "statement": {
                "model": "layering@3", "typology": "cycle", "score": 930_000, "subject": "abab",
                "reasons": [{ "code": 86, "value": 5, "contribution": 131_072 }],
                "fired": ["cycle", "fan_in"], "evidenceRoot": "0xcd", "evidenceLeaves": 6,
                "marking": "TLP:AMBER",
            },
            "life": {
                "state": "corroborated", "expires": 0, "raised": { "institution": "BANKA" },
                "corroborated": [{ "institution": "BANKB" }], "contests": [], "ballots": [],
            },
            "shadow": true,
        } } })
    }

    #[test]
    fn an_open_attestation_is_told_in_sentences() {
        let text = described(&open());

        assert!(text.starts_with("Attestation 7: cycle of abab, corroborated\nraised by BANKA"));
        assert!(text.contains("+2.00  "), "{text}");
        assert!(text.contains("corroborated by BANKB\n") && !text.contains("contested"));
        assert!(text.contains("shadow model") && text.ends_with("evidence root 0xcd\n"));
        assert!(line(&open()).ends_with("(layering@3, shadow)"), "{}", line(&open()));
    }

    #[test]
    fn one_that_has_ended_is_told_by_what_is_kept() {
        let ended = json!({ "id": 8, "record": { "ended": {
            "outcome": "expired", "typology": "fan_in", "subject": null, "model": "layering@3",
            "institution": "BANKA", "evidenceRoot": "0xef",
        } } });

        assert_eq!(
            line(&ended),
            "     8  expired       fan_in            -  by BANKA (layering@3)"
        );
        assert!(described(&ended).contains("evidence root 0xef"));
    }
}
