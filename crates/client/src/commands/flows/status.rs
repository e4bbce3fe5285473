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
    let number = |value: &Value| grouped(value.as_u64().unwrap_or_default());
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
    let _ = writeln!(
        text,
        "Model {}; {} flows seen, {} blocks behind.",
        worker["model"].as_str().unwrap_or("none"),
        number(&worker["flows"]),
        number(&worker["lagBlocks"])
    );
    let run = &worker["lastRun"];
    if run["at"] != 0 {
        let _ = writeln!(
            text,
            "Last run with flows at {}: {} in {} ms, {} a second; snapshot of {} bytes.",
            date_time(run["at"].as_u64().unwrap_or_default()),
            number(&run["flows"]),
            number(&run["milliseconds"]),
            number(&run["flowsPerSecond"]),
            number(&worker["snapshotBytes"])
        );
    }
    let findings = &worker["findings"];
    let _ = writeln!(
        text,
        "Findings: {} made, {} on the chain, {} waiting, {} lost, {} over the limit, {} without \
         evidence.",
        number(&findings["made"]),
        number(&findings["heard"]),
        number(&findings["pending"]),
        number(&findings["lost"]),
        number(&findings["withheld"]),
        number(&findings["unfit"])
    );
    let _ = writeln!(
        text,
        "Outcomes learnt: {}; older snapshots taken up: {}; begun anew: {}; blocks missed: {}.",
        number(&worker["learnt"]),
        number(&worker["rewinds"]),
        number(&worker["restarts"]),
        number(&worker["missedBlocks"])
    );
    if let Some(message) = worker["lastError"]["message"].as_str() {
        let at = date_time(worker["lastError"]["at"].as_u64().unwrap_or_default());
        let _ = writeln!(text, "Last error, at {at}: {message}");
    }
    text
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
        let status = json!({
            "watches": true, "account": "5Fx", "institution": "CCDEV0ALPHABANK00022",
            "epoch": { "number": 3, "checkValue": "0xabcd" }, "waiting": 2, "leftOut": 1,
            "worker": {
                "bestBlock": 20, "processedBlock": 19, "lagBlocks": 1, "model": "rings@1",
                "flows": 12_345, "snapshotBytes": 5_600_000,
                "lastRun": { "at": 1_790_000_000_000u64, "flows": 2_000, "milliseconds": 150,
                             "flowsPerSecond": 13_333 },
                "findings": { "made": 3, "heard": 1, "pending": 2, "lost": 0, "withheld": 0,
                              "unfit": 0 },
                "learnt": 1, "rewinds": 0, "restarts": 0, "missedBlocks": 0, "skippedBlocks": 0,
                "lastError": { "at": 1_790_000_000_000u64, "message": "no model is champion" },
            },
        });

        insta::assert_snapshot!(described(&status));
    }
}
