//! `flows encode`: a model as the chain registers it.

use super::model_of;
use crate::{
    cli::EncodeArgs,
    output::{Console, Exit, Failure, grouped},
};
use codec::Encode;
use critical_chains_flows::ENGINE_VERSION;
use serde_json::json;
use std::fs;

/// Most bytes of a model that the chain takes.
const MAX_BYTES: usize = 64 * 1024;

pub(super) fn run(args: &EncodeArgs, console: Console) -> Result<Exit, Failure> {
    let model = model_of(args.parameters.as_deref(), args.model.as_deref())?;
    let bytes = model.encode();
    if bytes.len() > MAX_BYTES {
        return Err(Failure::failed(format!(
            "the model takes {} bytes, and the chain {} at most",
            grouped(bytes.len() as u64),
            grouped(MAX_BYTES as u64)
        ))
        .hint("train fewer trees, or smaller ones"));
    }
    fs::write(&args.output, &bytes)
        .map_err(|error| Failure::failed(format!("{}: {error}", args.output.display())))?;
    let digest = format!("0x{}", hex::encode(model.hash()));
    let text = format!(
        "{} bytes for engine version {ENGINE_VERSION}, SHA-256 {digest}\nRegister this digest with \
         attestations.register_model, then bring the bytes with supply_parameters.\n",
        grouped(bytes.len() as u64)
    );
    let document = json!({
        "bytes": bytes.len(),
        "engineVersion": ENGINE_VERSION,
        "parametersDigest": digest,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}
