//! `flows submit`: an institution gives its node flows to report.

use super::{
    super::{connect, present_millis, signed::signed_request, signer},
    own_flows::{FlowFile, OwnFlows},
    secret,
};
use crate::{
    chain::{Chain, ChainError, Node, Signer},
    cli::SubmitFlowsArgs,
    output::{Console, Exit, Failure, grouped},
};
use codec::Encode;
use critical_chains_flows::Flow;
use critical_chains_lei::Lei;
use serde_json::{Value, json};
use std::time::Duration;

/// Flows of one request: about a megabyte.
const FLOWS_PER_REQUEST: usize = 8_192;

/// The node's error when no more reports can wait.
const INBOX_FULL: i32 = -32215;

/// How often a full inbox is tried again: for about ten minutes.
const MAX_TRIES: u32 = 300;

pub(super) async fn run(args: SubmitFlowsArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let secret = secret::read(&args.secret_file)?;
    let node = connect(&args.node, console).await?;
    let status = node.query("flows_status", vec![]).await?;
    let institution = reporter(&status)?;
    let key = secret::present_key(&status, secret)?;
    console.note(&format!("reading {} …", args.path.display()));
    let file = FlowFile::read(&args.path, &args.data, args.missing_account.into(), key.clone())?;
    let selected = file.select(institution, args.own, present_millis() / 1_000);
    let remarks = selected.remarks();
    let OwnFlows { flows, left_out, invalid_ibans } = selected;
    if flows.is_empty() {
        return Err(Failure::failed(format!("no flow of the file can be reported{remarks}"))
            .hint("who gives reports a flow, or who receives it from outside of the consortium"));
    }

    let (mut reports, mut waiting, total) = (0, 0, flows.len());
    for (number, part) in flows.chunks(FLOWS_PER_REQUEST).enumerate() {
        let answer = submit(&node, &signer, key.epoch(), part, console).await?;
        reports += answer["reports"].as_u64().unwrap_or_default();
        waiting = answer["waiting"].as_u64().unwrap_or_default();
        let done = (number * FLOWS_PER_REQUEST + part.len()) as u64;
        console.note(&format!("{} of {} flows", grouped(done), grouped(total as u64)));
    }
    let text = format!(
        "{} flows of {institution} were accepted, as {reports} reports; {waiting} wait to be \
         sent{remarks}.\n",
        grouped(total as u64)
    );
    let document = json!({
        "institution": institution,
        "epoch": key.epoch(),
        "flows": total,
        "reports": reports,
        "waiting": waiting,
        "leftOut": left_out.0,
        "invalidIbans": invalid_ibans,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

/// For whom the node reports.
fn reporter(status: &Value) -> Result<Lei, Failure> {
    let institution = status["institution"].as_str().and_then(|lei| lei.parse().ok());
    institution.ok_or_else(|| {
        Failure::failed("the node reports for no institution").hint(
            "insert a key of type atst into it, and have the key's account enrolled with the role \
             watcher",
        )
    })
}

/// Submits flows, and waits while the inbox is full.
async fn submit(
    node: &Node,
    signer: &Signer,
    epoch: u32,
    flows: &[Flow],
    console: Console,
) -> Result<Value, Failure> {
    let bytes = flows.encode();
    let body = [epoch.encode(), bytes.clone()].concat();
    let encoded = format!("0x{}", hex::encode(&bytes));
    for _ in 0..MAX_TRIES {
        let request = signed_request(signer, &node.genesis_hash(), "flows_submit", &body);
        let params = vec![json!(epoch), json!(encoded), request];
        match node.query("flows_submit", params).await {
            Err(ChainError::Node { code: INBOX_FULL, .. }) => {
                console.note("the node's inbox is full; waiting for its reports to be sent …");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
            answer => return Ok(answer?),
        }
    }
    Err(Failure::failed("the node's inbox stayed full for ten minutes")
        .hint("`flows status` tells why its reports are not sent"))
}
