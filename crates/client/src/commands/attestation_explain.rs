//! `attestation explain`: why something was stated, worked out again from the evidence.

use super::{
    attestation::{Summary, absent, shown},
    attestation_difference::difference,
    connect, files,
    signed::signed_request,
    signer,
};
use crate::{
    chain::{Chain, Node},
    cli::{AttestationExplainArgs, NodeArgs},
    flows::picture::{self, amount},
    output::{Console, Exit, Failure, date_time},
};
use codec::{Decode, Encode};
use critical_chains_flows::{Evidence, Feature, Flow, Model};
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) async fn run(args: AttestationExplainArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let node = connect(&args.node, console).await?;
    let answer = node.query("attestations_get", vec![json!(args.id)]).await?;
    let details = &answer["attestation"];
    if details.is_null() {
        return Err(absent(args.id));
    }
    let summary = Summary::of(details);
    let root = match args.root {
        Some(root) => root,
        None => digits(summary.root, "evidence root")?
            .try_into()
            .map_err(|_| unclear("evidence root"))?,
    };
    let request = signed_request(&signer, &node.genesis_hash(), "flows_evidence", &root);
    let hex_root = format!("0x{}", hex::encode(root));
    let params = vec![json!(hex_root), request];
    let answer = match &args.holder {
        Some(holder) => {
            let node = NodeArgs { node: holder.clone() };
            connect(&node, console).await?.query("flows_evidence", params).await?
        }
        None => node.query("flows_evidence", params).await?,
    };
    let bytes = digits(&answer["evidence"], "evidence")?;
    let evidence = Evidence::decode(&mut bytes.as_slice()).map_err(|_| unclear("evidence"))?;
    let model = model_of_chain(&node, &shown(summary.model)).await?;

    let failure = match evidence.verify(&model) {
        Ok(found) if found == root => difference(details, &root, &evidence)
            .map(|what| format!("the evidence is another: {what}")),
        Ok(found) => Some(format!("its root is {}, not the stated one", hex::encode(found))),
        Err(error) => Some(error.to_string()),
    };
    if let Some(path) = &args.evidence {
        files::write_private(path, &bytes)?;
        console.note(&format!("wrote {}", path.display()));
    }
    if let Some(path) = &args.picture {
        let svg = picture::draw(&shown(summary.typology), &evidence)
            .map_err(|error| Failure::failed(error.to_string()))?;
        files::write_private(path, svg.as_bytes())?;
        console.note(&format!("wrote {}", path.display()));
    }
    let (mut text, mut document) = described(&summary, &evidence);
    let result = match &failure {
        None => {
            "OK: the flows give the stated features, detectors and score, and it is about them that \
             this was stated"
        }
        Some(reason) => reason,
    };
    let _ = writeln!(text, "{}{result}", if failure.is_some() { "FAILED: " } else { "" });
    document["result"] = json!(if failure.is_some() { "FAILED" } else { "OK" });
    document["root"] = json!(hex_root);
    console.result(&text, &document)?;
    Ok(if failure.is_some() { Exit::Failed } else { Exit::Ok })
}

fn unclear(what: &str) -> Failure {
    Failure::failed(format!("the node's {what} cannot be understood"))
        .hint("check that node and program are of the same release")
}

fn digits(value: &Value, what: &str) -> Result<Vec<u8>, Failure> {
    value
        .as_str()
        .and_then(|text| text.strip_prefix("0x"))
        .and_then(|text| hex::decode(text).ok())
        .ok_or_else(|| unclear(what))
}

/// The model that the chain knows by this name and version.
async fn model_of_chain(node: &Node, id: &str) -> Result<Model, Failure> {
    let (name, version) = id.split_once('@').ok_or_else(|| unclear("model"))?;
    let version: u32 = version.parse().map_err(|_| unclear("model"))?;
    let argument = format!("0x{}", hex::encode((name, version).encode()));
    let answer = node
        .query("state_call", vec![json!("AttestationsApi_parameters"), json!(argument)])
        .await?;
    let bytes = digits(&answer, "model")?;
    let parameters = Option::<Vec<u8>>::decode(&mut bytes.as_slice())
        .map_err(|_| unclear("model"))?
        .ok_or_else(|| {
            Failure::inconclusive(format!("the parameters of {id} are not on the chain any more"))
                .hint("write the evidence to a file, and verify it with the parameters you keep")
        })?;
    Model::decode(&mut parameters.as_slice()).map_err(|_| unclear("model"))
}

fn described(summary: &Summary<'_>, evidence: &Evidence) -> (String, Value) {
    let mut text = format!(
        "{} of {}, {}; stated by {} with {}\n",
        shown(summary.typology),
        shown(summary.subject),
        shown(summary.state),
        shown(summary.institution),
        shown(summary.model)
    );
    let statement = &evidence.statement;
    let bits = |value: i64| value as f64 / 65_536.0;
    let _ = writeln!(
        text,
        "Score {} in a million (log-odds {:.2}).",
        statement.score.parts_per_million(),
        bits(statement.score.log_odds())
    );
    let fired: Vec<_> = statement.fired.iter().collect();
    for detector in &fired {
        let feature = detector.feature();
        let value = statement.features.get(feature as usize).copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "  {:<18} {} ({} is {value})",
            detector.name(),
            detector.description().trim(),
            feature.name()
        );
    }
    let mut contributions: Vec<_> = Feature::ALL
        .iter()
        .zip(&statement.contributions)
        .filter(|(_, contribution)| **contribution > 0)
        .collect();
    contributions.sort_by_key(|(_, contribution)| std::cmp::Reverse(**contribution));
    for (feature, contribution) in contributions.iter().take(5) {
        let value = statement.features.get(**feature as usize).copied().unwrap_or_default();
        let (name, added) = (feature.name(), bits(i64::from(**contribution)));
        let _ = writeln!(text, "  {added:+.2}  {name} is {value}");
    }
    let _ = writeln!(text, "The {} flows that were looked at:", evidence.flows.len());
    for flow in &evidence.flows {
        let _ = writeln!(text, "  {}", line(flow));
    }
    let flows: Vec<_> = evidence.flows.iter().map(flow_json).collect();
    let document = json!({
        "typology": summary.typology,
        "subject": summary.subject,
        "model": summary.model,
        "score": statement.score.parts_per_million(),
        "fired": fired.iter().map(|detector| detector.name()).collect::<Vec<_>>(),
        "flows": flows,
    });
    (text, document)
}

fn line(flow: &Flow) -> String {
    let of = |institution: Option<critical_chains_lei::Lei>| {
        institution.map_or_else(|| "outside".to_owned(), |lei| lei.as_str().to_owned())
    };
    format!(
        "{}  {} ({})  ->  {} ({})  {}",
        date_time(flow.time.saturating_mul(1_000)),
        flow.source,
        of(flow.source_institution),
        flow.destination,
        of(flow.destination_institution),
        amount(flow)
    )
}

fn flow_json(flow: &Flow) -> Value {
    json!({
        "time": flow.time,
        "source": flow.source.to_string(),
        "sourceInstitution": flow.source_institution,
        "destination": flow.destination.to_string(),
        "destinationInstitution": flow.destination_institution,
        "amount": flow.amount,
        "currency": flow.currency.as_str(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use critical_chains_flows::{Engine, EngineKey, Parameters, Pseudonym};
    use critical_chains_lei::Lei;

    fn bank(number: u8) -> Lei {
        Lei::from_prefix(format!("TESTINSTITUTION{number:03}").as_bytes().try_into().unwrap())
            .unwrap()
    }

    /// Evidence of a ring of three hops.
    pub(in crate::commands) fn ring_evidence() -> Evidence {
        let mut engine = Engine::new(Parameters::default(), EngineKey([1; 16])).unwrap();
        let hop = |from: u8, to: u8, hour: u64| Flow {
            source_institution: Some(bank(from)),
            destination_institution: Some(bank(to)),
            ..Flow::between(
                1_790_000_000 + hour * 3_600,
                Pseudonym([from; 16]),
                Pseudonym([to; 16]),
                1_000_000 - hour * 10_000,
                "EUR".parse().unwrap(),
            )
        };
        let flows = [hop(1, 2, 0), hop(2, 3, 1), hop(3, 1, 2)];
        let mut last = None;
        for flow in &flows {
            last = Some(engine.observe(flow));
        }
        let held = |sequence: u32| flows.get(sequence as usize - 1).cloned();
        Evidence::gather(&engine, &flows[2], &last.unwrap(), held).unwrap()
    }

    #[test]
    fn a_ring_is_told_flow_by_flow() {
        let evidence = ring_evidence();
        let details = json!({ "id": 7, "record": { "ended": {
            "outcome": "confirmed", "typology": "cycle", "subject": "01010101",
            "model": "rings@1", "institution": bank(1), "evidenceRoot": "0xef",
        } } });

        let (text, document) = described(&Summary::of(&details), &evidence);

        insta::assert_snapshot!(text);
        assert_eq!(document["flows"].as_array().unwrap().len(), 3);
        assert_eq!(document["flows"][0]["sourceInstitution"], bank(1).as_str());
    }
}
