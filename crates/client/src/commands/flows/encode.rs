//! `flows encode`: a model as the chain registers it.

use super::model_of;
use crate::{
    cli::{EncodeArgs, ModelFilesArgs},
    commands::files,
    output::{Console, Exit, Failure, grouped},
};
use codec::Encode;
use critical_chains_flows::{ENGINE_VERSION, MAX_MODEL_BYTES, Model};
use serde_json::json;

pub(super) fn run(args: &EncodeArgs, console: Console) -> Result<Exit, Failure> {
    let (model, bytes) = encoded(&args.files)?;
    files::write(&args.output, &bytes)?;
    let digest = format!("0x{}", hex::encode(model.hash()));
    let text = format!(
        "{} bytes for engine version {ENGINE_VERSION}, SHA-256 {digest}\nWhoever is asked to \
         approve the model compares this digest with that of the proposal.\n",
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

/// A model of files, and its encoding, if the chain takes that.
pub(in crate::commands) fn encoded(files: &ModelFilesArgs) -> Result<(Model, Vec<u8>), Failure> {
    let model = model_of(files)?;
    model.parameters.validate_on_chain().map_err(|error| {
        Failure::failed(format!("no chain takes the model: {error}"))
            .hint("an engine inside of a runtime is at most as large as the usual one")
    })?;
    let bytes = model.encode();
    if bytes.len() > MAX_MODEL_BYTES as usize {
        return Err(Failure::failed(format!(
            "the model takes {} bytes, and the chain {} at most",
            grouped(bytes.len() as u64),
            grouped(MAX_MODEL_BYTES.into())
        ))
        .hint("train fewer trees, or smaller ones"));
    }
    Ok((model, bytes))
}
