//! `flows status`: how the worker of a node is.

use super::super::connect;
use crate::{
    cli::NodeArgs,
    output::{Console, Exit, Failure, date_time, grouped},
};
use serde_json::Value;
use std::fmt::Write;

pub(super) async fn run(args: NodeArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args, console).await?;
    let status = node.query("flows_status", vec![]).await?;
    console.result(&described(&status), &status)?;
    Ok(Exit::Ok)
}

fn described(status: &Value) -> String {
    if status["watches"] != true {
        return "The node watches nothing: it has no attestation key (type atst).\n".to_owned();
    }
    let mut text = String::new();
    match status["institution"].as_str() {
        Some(institution) => {
            let _ = writeln!(text, "Watches for {institution}.");
        }
        None => {
            text.push_str("The account of its attestation key acts for no active institution.\n")
        }
    }
    match status["epoch"]["number"].as_u64() {
        Some(epoch) => {
            let check = status["epoch"]["checkValue"].as_str().unwrap_or("-");
            let _ = writeln!(text, "Epoch {epoch} of pseudonyms, check value {check}.");
        }
        None => text.push_str("No epoch of pseudonyms has begun: nobody can report.\n"),
    }
    let _ = writeln!(text, "{} reports wait to be sent.", number(&status["waiting"]));
    if status["leftOut"] != 0 {
        let _ = writeln!(text, "{} could not be reported.", number(&status["leftOut"]));
    }
    let worker = &status["worker"];
    if worker.is_null() {
        text.push_str("The worker has not run yet.\n");
        return text;
    }
    watching(&mut text, "Model", worker);
    let challenger = &worker["challenger"];
    if !challenger.is_null() {
        watching(&mut text, "Tried beside it:", challenger);
    }
    let run = &worker["lastRun"];
    if run["at"] != 0 {
        let _ = writeln!(
            text,
            "Last run with flows at {}: {} in {} ms, {} a second.",
            date_time(run["at"].as_u64().unwrap_or_default()),
            number(&run["flows"]),
            number(&run["milliseconds"]),
            number(&run["flowsPerSecond"])
        );
    }
    let messages = &worker["messages"];
    let _ = writeln!(
        text,
        "Of all findings, {} are on the chain, {} wait, {} are lost.",
        number(&messages["heard"]),
        number(&messages["pending"]),
        number(&messages["lost"])
    );
    if let Some(message) = worker["lastError"]["message"].as_str() {
        let at = date_time(worker["lastError"]["at"].as_u64().unwrap_or_default());
        let _ = writeln!(text, "Last error, at {at}: {message}");
    }
    text
}

/// How watching with one model goes.
fn watching(text: &mut String, role: &str, progress: &Value) {
    let findings = &progress["findings"];
    let _ = writeln!(
        text,
        "{role} {}: {} flows seen, {} blocks behind; snapshot of {} bytes.\n  Findings: {} made, {} \
         over the limit, {} without evidence; outcomes learnt: {}.\n  Older snapshots taken up: {}; \
         begun anew: {}; blocks missed: {}.",
        progress["model"].as_str().unwrap_or("none"),
        number(&progress["flows"]),
        number(&progress["lagBlocks"]),
        number(&progress["snapshotBytes"]),
        number(&findings["made"]),
        number(&findings["withheld"]),
        number(&findings["unfit"]),
        number(&progress["learnt"]),
        number(&progress["rewinds"]),
        number(&progress["restarts"]),
        number(&progress["missedBlocks"])
    );
}

fn number(value: &Value) -> String {
    grouped(value.as_u64().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_node_without_a_key_says_so() {
        assert!(described(&json!({ "watches": false })).contains("type atst"));
    }

    #[test]
    fn says_all_that_an_operator_needs() {
        let watching = |model: &str, made: u32| {
            json!({
                "model": model, "processedBlock": 19, "lagBlocks": 1, "flows": 12_345,
                "snapshotBytes": 5_600_000, "learnt": 1, "rewinds": 0, "restarts": 0,
                "missedBlocks": 0, "findings": { "made": made, "withheld": 0, "unfit": 0 },
            })
        };
        let mut status = json!({
            "watches": true, "account": "5Fx", "institution": "CCDEV0ALPHABANK00022",
            "epoch": { "number": 3, "checkValue": "0xabcd" }, "waiting": 2, "leftOut": 1,
            "worker": {
                "bestBlock": 20, "challenger": watching("rings@2", 4),
                "lastRun": { "at": 1_790_000_000_000u64, "flows": 2_000, "milliseconds": 150,
                             "flowsPerSecond": 13_333 },
                "messages": { "heard": 1, "pending": 2, "lost": 0 }, "skippedBlocks": 0,
                "lastError": { "at": 1_790_000_000_000u64, "message": "no model is champion" },
            },
        });

        for (name, value) in watching("rings@1", 3).as_object().into_iter().flatten() {
            status["worker"][name] = value.clone();
        }

        insta::assert_snapshot!(described(&status));
    }
}
