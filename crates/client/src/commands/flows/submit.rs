//! `flows submit`: an institution gives its node flows to report.

use super::{
    super::{connect, present_millis, signed::signed_request, signer},
    secret,
};
use crate::{
    chain::{Chain, ChainError, Node, Signer},
    cli::{OwnSide, SubmitFlowsArgs},
    flows::DataSet,
    output::{Console, Exit, Failure, grouped},
};
use codec::Encode;
use critical_chains_flows::{Flow, PseudonymKey};
use critical_chains_lei::Lei;
use critical_chains_records::flows::{MessageOptions, MessageReader};
use critical_chains_watch::MAX_REPORT_AGE_SECONDS;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs::File, io::BufReader, time::Duration};

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
    let mut left_out = LeftOut::default();
    let now = present_millis() / 1_000;
    let flows = select(read(&args, key.clone())?, institution, args.own, now, &mut left_out);
    if flows.is_empty() {
        return Err(Failure::failed(format!("no flow of the file can be reported{left_out}"))
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
         sent{left_out}.\n",
        grouped(total as u64)
    );
    let document = json!({
        "institution": institution,
        "epoch": key.epoch(),
        "flows": total,
        "reports": reports,
        "waiting": waiting,
        "leftOut": left_out.0,
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

fn read(args: &SubmitFlowsArgs, key: PseudonymKey) -> Result<Vec<Flow>, Failure> {
    let path = &args.path;
    if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("xml")) {
        let data = DataSet::read_with(&args.data, path, key)?;
        return Ok(data.flows.into_iter().map(|labelled| labelled.flow).collect());
    }
    let shown = path.display();
    let file = File::open(path).map_err(|error| Failure::failed(format!("{shown}: {error}")))?;
    let payments = MessageReader::new(BufReader::new(file), key, MessageOptions::default());
    payments
        .map(|payment| payment.map(|payment| payment.flow))
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::failed(format!("{shown}: {error}")).hint(error.hint()))
}

/// How many flows are not reported, by why.
#[derive(Default)]
struct LeftOut(BTreeMap<&'static str, u64>);

impl LeftOut {
    fn count(&mut self, reason: &'static str) {
        *self.0.entry(reason).or_default() += 1;
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|(reason, count)| {
            write!(f, "; {} left out because {reason}", grouped(*count))
        })
    }
}

/// The flows that an institution reports, in the order of time.
fn select(
    flows: Vec<Flow>,
    own: Lei,
    side: OwnSide,
    now: u64,
    left_out: &mut LeftOut,
) -> Vec<Flow> {
    let mut selected = Vec::with_capacity(flows.len());
    for mut flow in flows {
        if (flow.source_institution, flow.destination_institution) == (None, None) {
            match side {
                OwnSide::Source => flow.source_institution = Some(own),
                OwnSide::Destination => flow.destination_institution = Some(own),
            }
        }
        let is_own = match flow.source_institution {
            Some(source) => source == own,
            None => flow.destination_institution == Some(own),
        };
        let reason = if !is_own {
            "another institution reports them"
        } else if flow.amount == 0 {
            "they move nothing"
        } else if flow.time > now {
            "they lie in the future"
        } else if now.saturating_sub(flow.time) > MAX_REPORT_AGE_SECONDS {
            "they are older than a week"
        } else {
            selected.push(flow);
            continue;
        };
        left_out.count(reason);
    }
    selected.sort_by_key(|flow| flow.time);
    selected
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

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_flows::Pseudonym;

    const NOW: u64 = 1_790_000_000;

    fn bank(number: u8) -> Lei {
        Lei::from_prefix(format!("TESTINSTITUTION{number:03}").as_bytes().try_into().unwrap())
            .unwrap()
    }

    fn flow(ago: u64, from: Option<u8>, to: Option<u8>) -> Flow {
        Flow {
            source_institution: from.map(bank),
            destination_institution: to.map(bank),
            ..Flow::between(
                NOW - ago,
                Pseudonym([1; 16]),
                Pseudonym([2; 16]),
                5,
                "EUR".parse().unwrap(),
            )
        }
    }

    fn selected(flows: Vec<Flow>, side: OwnSide) -> (Vec<u64>, String) {
        let mut left_out = LeftOut::default();
        let flows = select(flows, bank(1), side, NOW, &mut left_out);
        (flows.iter().map(|flow| NOW - flow.time).collect(), left_out.to_string())
    }

    #[test]
    fn who_gives_reports_and_who_receives_from_outside() {
        let flows = vec![
            flow(1, Some(1), Some(2)),
            flow(5, Some(1), None),
            flow(3, None, Some(1)),
            flow(2, Some(2), Some(1)),
            flow(4, None, Some(2)),
        ];

        let (ages, left_out) = selected(flows, OwnSide::Source);

        assert_eq!(ages, [5, 3, 1]);
        assert_eq!(left_out, "; 2 left out because another institution reports them");
    }

    #[test]
    fn nothing_is_left_out_without_saying_so() {
        let future = Flow { time: NOW + 1, ..flow(0, Some(1), None) };
        let nothing = Flow { amount: 0, ..flow(0, Some(1), None) };
        let old = flow(MAX_REPORT_AGE_SECONDS + 1, Some(1), None);

        let (ages, left_out) = selected(vec![future, nothing, old], OwnSide::Source);

        assert_eq!(ages, Vec::<u64>::new());
        assert_eq!(
            left_out,
            "; 1 left out because they are older than a week; 1 left out because they lie in the \
             future; 1 left out because they move nothing"
        );
    }

    #[test]
    fn a_file_that_names_no_institutions_is_of_own_customers() {
        let of = |side| {
            let mut left_out = LeftOut::default();
            let flows = select(vec![flow(1, None, None)], bank(1), side, NOW, &mut left_out);
            (flows[0].source_institution, flows[0].destination_institution)
        };

        assert_eq!(of(OwnSide::Source), (Some(bank(1)), None));
        assert_eq!(of(OwnSide::Destination), (None, Some(bank(1))));
    }
}
