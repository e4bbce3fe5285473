//! `flows explain`

use super::{model_of, name_of, read};
use crate::{
    cli::FlowExplainArgs,
    commands::files,
    flows::{DataSet, Replayer},
    output::{Console, Exit, Failure},
};
use codec::Encode;
use critical_chains_flows::{Assessment, Evidence, Flow, Model, Reasons};
use critical_chains_records::flows::LabelledFlow;
use serde_json::{Value, json};
use std::{collections::HashMap, fmt::Write};

pub(super) fn run(args: &FlowExplainArgs, console: Console) -> Result<Exit, Failure> {
    let model = model_of(&args.data.files)?;
    let data = read(&args.data, console)?;
    let explained = explain(&data, &model, args)?;
    let evidence = &explained.evidence;
    // Whoever gets it does the same.
    let root = evidence
        .verify(&model)
        .map_err(|error| Failure::failed(format!("the evidence does not verify: {error}")))?;
    if let Some(path) = &args.evidence {
        // Nodes give evidence only to those who may see it; the file is no way round that.
        files::write_private(path, &evidence.encode())?;
        console.note(&format!("wrote {}", path.display()));
    }
    let (text, document) = describe(&explained, &root);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

struct Explained {
    labelled: LabelledFlow,
    assessment: Assessment,
    reasons: Reasons,
    evidence: Evidence,
}

fn explain(data: &DataSet, model: &Model, args: &FlowExplainArgs) -> Result<Explained, Failure> {
    let mut replayer = Replayer::new(model, args.data.delay.into(), 0)?;
    let mut held: HashMap<u32, &Flow> = HashMap::new();
    for labelled in &data.flows {
        let flow = &labelled.flow;
        replayer.learn_until(flow.time);
        let assessment = replayer.engine.observe(flow);
        held.insert(assessment.sequence, flow);
        if labelled.row == args.row {
            let reasons = replayer.engine.explain(flow, &assessment);
            let find = |sequence| held.get(&sequence).map(|flow| Flow::clone(flow));
            let evidence = Evidence::gather(&replayer.engine, flow, &assessment, find)
                .map_err(|error| Failure::failed(error.to_string()))?;
            return Ok(Explained { labelled: labelled.clone(), assessment, reasons, evidence });
        }
        replayer.keep(labelled, assessment);
    }
    Err(Failure::usage(format!("row {} is no flow of the file", args.row))
        .hint("the first row after the header is 1; rows that the profile leaves out have none"))
}

fn describe(explained: &Explained, root: &[u8; 32]) -> (String, Value) {
    let Explained { labelled, assessment, reasons, evidence } = explained;
    let score = assessment.score;
    let flow = &labelled.flow;
    let bits = |value: i64| value as f64 / 65_536.0;
    let mut text = format!(
        "row {}: {} gives {} {} to {}\n",
        labelled.row,
        flow.source,
        flow.amount,
        flow.currency.as_str(),
        flow.destination
    );
    let _ = writeln!(
        text,
        "score {} (log-odds {:.2}, about {} in a million), alert: {}",
        score.value(),
        bits(score.log_odds()),
        score.parts_per_million(),
        if assessment.alert { "yes" } else { "no" }
    );
    let fired: Vec<&str> = assessment.fired.iter().map(|detector| detector.name()).collect();
    let _ = writeln!(
        text,
        "detectors that fired: {}",
        if fired.is_empty() { "none".to_owned() } else { fired.join(", ") }
    );
    for reason in reasons {
        let _ = writeln!(
            text,
            "  {:+.2}  {} is {}",
            bits(i64::from(reason.contribution)),
            name_of(reason.code),
            reason.value
        );
    }
    if let Some(anomalous) = labelled.anomalous {
        let _ = writeln!(text, "it was {}", if anomalous { "anomalous" } else { "ordinary" });
    }
    let _ = writeln!(text, "evidence: {} flows, root {}", evidence.flows.len(), hex::encode(root));
    let document = json!({
        "row": labelled.row,
        "time": flow.time,
        "source": flow.source.to_string(),
        "destination": flow.destination.to_string(),
        "amount": flow.amount,
        "currency": flow.currency.as_str(),
        "score": score.value(),
        "partsPerMillion": score.parts_per_million(),
        "alert": assessment.alert,
        "fired": fired,
        "reasons": reasons.iter().map(|reason| json!({
            "code": reason.code,
            "name": name_of(reason.code),
            "value": reason.value,
            "contribution": bits(i64::from(reason.contribution)),
        })).collect::<Vec<_>>(),
        "anomalous": labelled.anomalous,
        "evidence": { "flows": evidence.flows.len(), "root": hex::encode(root) },
    });
    (text, document)
}
