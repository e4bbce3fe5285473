//! `flows digest`: whether two engines say the same.

use super::model_of;
use crate::{
    cli::DigestArgs,
    flows::DataSet,
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_flows::EngineKey;
use critical_chains_records::generate::Flows;
use critical_chains_watch::Replay;
use serde_json::json;
use std::time::Instant;

/// When generated flows begin: 14 November 2023.
const FROM: u64 = 1_700_000_000;

/// Flows between two lines about how far it is.
const STEP: usize = 1_000_000;

/// The engine's own key. Everybody who compares takes this one.
const KEY: EngineKey = EngineKey([0x5a; 16]);

pub(super) fn run(args: &DigestArgs, console: Console) -> Result<Exit, Failure> {
    let model = model_of(&args.files)?;
    let mut replay = Replay::begin(model, KEY)?;
    let began = Instant::now();
    match (&args.path, args.generate) {
        (Some(path), _) => {
            let data = DataSet::read(&args.data, path)?;
            replay.take_in(data.flows.iter().map(|labelled| &labelled.flow));
        }
        (None, count) => {
            let mut flows = Flows::new(args.seed, FROM)
                .ok_or_else(|| Failure::failed("no flows can be generated"))?;
            let mut left = usize::try_from(count.unwrap_or_default()).unwrap_or(usize::MAX);
            while left > 0 {
                let part: Vec<_> = flows.by_ref().take(left.min(STEP)).collect();
                replay.take_in(&part);
                left -= part.len();
                console.note(&format!("{} flows", grouped(replay.flows())));
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let digest = hex::encode(replay.digest());
    let text = format!(
        "{} flows, {} alerts, digest {digest}\n",
        grouped(replay.flows()),
        grouped(replay.alerts())
    );
    console.note(&format!("{seconds:.1} s, reading or generating included"));
    let document = json!({ "flows": replay.flows(), "alerts": replay.alerts(), "digest": digest });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}
